"""One door for every file of new records."""

from __future__ import annotations

from gzkg.errors import RecordsTooLarge
from gzkg.records.batch import Batch
from gzkg.records.reading.csv import read_csv
from gzkg.records.reading.kind import is_zip, kind_of_text, refuse_disguise
from gzkg.records.reading.limit import LIMITS, ReadingLimits
from gzkg.records.reading.rdf import read_rdf
from gzkg.records.reading.sheet import ReadSheet
from gzkg.records.reading.text import decode
from gzkg.records.reading.workbook import read_workbook


def read_file(
    content: bytes,
    name: str,
    *,
    format: str | None = None,
    sheet: str | None = None,
    limits: ReadingLimits = LIMITS,
) -> ReadSheet | Batch:
    """Return the rows of a table or the statements of RDF, with what could not be read as findings.

    `format` is a name (`csv`, `turtle`), an ending or a media type; without it the ending of the name and the content
    say what the file is. `sheet` names a sheet of a workbook. Nothing but the content is read: no network, no file.

    Raises: BadRecords, when it cannot be read, with the line and column if known; RecordsTooLarge.
    """
    if len(content) > limits.max_bytes:
        size, most = len(content) >> 20, limits.max_bytes >> 20
        raise RecordsTooLarge(f"{name} is {size} MB; the most is {most} MB. Split it, or hand it to who loads data.")
    refuse_disguise(content, name)
    if is_zip(content):
        return read_workbook(content, name, sheet=sheet, limits=limits)
    decoded = decode(content, name)
    kind = kind_of_text(decoded.text, name, format)
    return read_csv(decoded, name, limits) if kind == "csv" else read_rdf(decoded, kind, name, limits)
