"""Where the dataset of an endpoint comes from: a knowledge graph's folders, or RDF files as they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from gzkg.dates import parse_day
from gzkg.rdf.files import Folders, fingerprint

Source = Mapping[str, Any]
"""Either `root` (a folder) with `reference_date` (an ISO day) and `records` (the folder of the journal), or `files` (a
list of paths); and its `version`."""


def edition_of(source: Source) -> tuple[str, datetime]:
    """Return the version of a dataset, which is a hash of its files with the reference date before it, and its time.

    The time is that of the newest file, or the beginning of the reference date, if that came later.

    Raises: GraphFileError, when a file cannot be read.
    """
    if "root" not in source:
        return fingerprint([Path(path) for path in source["files"]])
    folders, day = Folders(Path(source["root"])), parse_day(source["reference_date"])
    paths = [*folders.terms(), *folders.rules(), *folders.curated(), *folders.questions()]
    version, modified = fingerprint(paths)
    turned = datetime.combine(day, time(), UTC)
    return f"{day.isoformat()}-{version}", max(modified, turned) if turned <= datetime.now(UTC) else modified
