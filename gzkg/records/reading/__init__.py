"""Reading what is handed in: nothing in a file is trusted, and nothing but the file is read."""

from gzkg.records.reading.limit import ReadingLimits
from gzkg.records.reading.reader import read_file
from gzkg.records.reading.sheet import ReadSheet

__all__ = ["ReadSheet", "ReadingLimits", "read_file"]
