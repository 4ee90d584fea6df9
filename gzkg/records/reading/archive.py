"""The archive that a workbook is: looked through before anything is built from it."""

from __future__ import annotations

import functools
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.records.reading.limit import ReadingLimits

_OTHERS: Final = (
    ("xl/workbook.bin", "a binary workbook (.xlsb). Save it as .xlsx."),
    ("Index/Document.iwa", "a Numbers document. Export it as XLSX or CSV."),
    ("content.xml", "an OpenDocument file (.ods). Save it as XLSX or CSV."),
    ("word/document.xml", "a Word document. Copy its table into a spreadsheet and save that as XLSX or CSV."),
    ("ppt/presentation.xml", "a presentation. Copy its table into a spreadsheet and save that as XLSX or CSV."),
)
"""Files inside other archives -> what those are."""
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_XML: Final = (".xml", ".rels", ".vml")
_ENCODED: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_RANGE: Final = re.compile(rb"""<(?:\w+:)?(?:mergeCell|hyperlink|comment)\s[^<>]*?\bref=["']([^"'<>]*)""")
_CORNERS: Final = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_SPREADSHEET: Final = 1 << 34
"""Cells that a sheet can have."""
_MODIFIED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NEVER: Final = b"1980-01-01T00:00:00Z"
_ROWS: Final = 10
"""Rows in a sheet for one that may hold something: formatted ones, mostly."""
_TAGS_OF_CELL: Final = 6
_TAGS_OF_TEXT: Final = 8
_CHUNK: Final = 1 << 20
_SEAM: Final = 16
"""Bytes of a chunk that are looked at again with the next: no mark that is searched for is longer."""


def check_archive(content: bytes, name: str, limits: ReadingLimits) -> None:
    """Look through a workbook's archive without building anything from it.

    Raises: BadRecords, when it is damaged or no workbook, has a password, or holds a part that is not plain XML (a
    document type, an entity, another encoding); RecordsTooLarge, when it has too many parts or cells or is too large
    once unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive.infolist(), name, limits)
            _check_texts(archive, name, limits)
    except _BROKEN:
        raise BadRecords(f"{name} is a damaged workbook. Open it in a spreadsheet program and save it again.") from None


def check_ranges(content: bytes, name: str, limits: ReadingLimits) -> None:
    """Raise RecordsTooLarge when the ranges of a sound workbook span more cells than can be made to mark some."""
    cells = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if part.startswith("xl/") and part.endswith(_XML):
                cells += sum(map(_area, _RANGE.findall(archive.read(part))))
    if cells > limits.max_cells:
        raise RecordsTooLarge(f"{name}: merged or linked cells span too many rows and columns to mark. Unmerge them.")


def settled(content: bytes) -> bytes:
    """Return a workbook without the time at which it was written, so that the same cells give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            text = source.read(part)
            if part.filename == "docProps/core.xml":
                text = _MODIFIED.sub(rb"\g<1>" + _NEVER, text)
            target.writestr(zipfile.ZipInfo(part.filename), text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _area(reference: bytes) -> int:
    """Return how many cells a reference spans; one of another form than A1:B2 spans more than there may be."""
    found = _CORNERS.fullmatch(reference.replace(b"$", b"").upper())
    if not found:
        return _SPREADSHEET
    left, top, right, bottom = (
        _number(part) for part in (found[1], found[2], found[3] or found[1], found[4] or found[2])
    )
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def _number(part: bytes) -> int:
    """Return the number of a row, or of a column by its letters."""
    return int(part) if part.isdigit() else functools.reduce(lambda number, letter: number * 26 + letter - 64, part, 0)


def _check_parts(parts: list[zipfile.ZipInfo], name: str, limits: ReadingLimits) -> None:
    names = [part.filename for part in parts]
    if len(parts) > limits.max_parts:
        raise RecordsTooLarge(f"{name} has {len(parts)} parts; a workbook has {limits.max_parts} at most.")
    for marker, what in _OTHERS:
        if marker in names:
            raise BadRecords(f"{name} is {what}")
    if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise BadRecords(f"{name} is a zip archive and no workbook. Unpack it and hand in each file by itself.")
    if len(set(names)) < len(names) or any(_is_outside(part) for part in names):
        raise BadRecords(f"{name} has parts with the same name or with a path outside the workbook.")
    if any(part.flag_bits & 1 for part in parts):
        raise BadRecords(f"{name} has a password. Take it off and save the workbook again.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.max_unpacked:
        most = limits.max_unpacked >> 20
        raise RecordsTooLarge(f"{name} is {unpacked >> 20} MB once unpacked; the most is {most} MB. Split it.")


def _is_outside(part: str) -> bool:
    return part.startswith(("/", "\\")) or ".." in part.replace("\\", "/").split("/") or ":" in part.partition("/")[0]


def _check_texts(archive: zipfile.ZipFile, name: str, limits: ReadingLimits) -> None:
    cells = 0
    for part in archive.infolist():
        if not part.filename.lower().endswith(_XML):
            continue
        count = _Count(part.filename.startswith("xl/worksheets/"))
        for chunk, seam in _chunks(archive, part):
            if _DECLARED.search(chunk) or (not seam and _is_encoded(chunk)):
                raise BadRecords(f"{name}: {part.filename[:80]} is no plain XML, as parts of a workbook are.")
            count.add(chunk, seam)
        cells += count.cells
        if cells > limits.max_cells:
            raise RecordsTooLarge(f"{name} has more than {limits.max_cells:,} cells. Split it.")
        if count.rows > _ROWS * limits.max_rows:
            raise RecordsTooLarge(f"{name} has {count.rows:,} rows, most of them empty perhaps. Delete those.")
        is_text = part.filename.startswith("xl/sharedStrings")
        if count.others > (limits.max_cells * _TAGS_OF_TEXT if is_text else limits.max_elements):
            raise RecordsTooLarge(
                f"{name}: {part.filename[:80]} has too many elements. Copy the table into a new workbook."
            )


@dataclass(slots=True)
class _Count:
    """How much there is in one part: cells and rows of a sheet, and tags that belong to neither."""

    is_sheet: bool
    cells: int = 0
    rows: int = 0
    others: int = 0

    def add(self, chunk: bytes, seam: int) -> None:
        """Count what is in a piece, beyond what was in the piece before."""
        cells = len(_CELL.findall(chunk, seam)) if self.is_sheet else 0
        rows = len(_ROW.findall(chunk, seam)) if self.is_sheet else 0
        self.cells += cells
        self.rows += rows
        self.others += max(0, chunk.count(b"<", seam) - _TAGS_OF_CELL * cells - 2 * rows)


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Yield a part piece by piece, and how much of the piece was at the end of the one before."""
    before = b""
    with archive.open(part) as source:
        while piece := source.read(_CHUNK):
            yield before + piece, len(before)
            before = piece[-_SEAM:]


def _is_encoded(head: bytes) -> bool:
    return (
        b"\0" in head[:4]
        or head.startswith((b"\xfe\xff", b"\xff\xfe"))
        or bool(_ENCODED.match(head.lstrip(b"\xef\xbb\xbf \r\n")))
    )
