"""A workbook (XLSX) to rows of cells: text, as the steward sees it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from gzkg.errors import BadRecords, RecordsError, RecordsTooLarge
from gzkg.records.reading.archive import check_archive
from gzkg.records.reading.cell import text_of
from gzkg.records.reading.limit import ReadingLimits
from gzkg.records.reading.sheet import ReadSheet, Row, SheetReader
from gzkg.records.reading.worksheet import formulas_without_value, notes_on

if TYPE_CHECKING:
    from openpyxl import Workbook

FINDINGS_SHEET: Final = "gzkg findings 问题"
"""Title of the sheet that a marked workbook has besides the steward's own."""


def read_workbook(content: bytes, file: str, *, sheet: str | None, limits: ReadingLimits) -> ReadSheet:
    """Return a sheet of a workbook: the one named, else the first visible one that holds anything.

    Dates become ISO text of what their format shows (a month without a day stays one), numbers as they were written,
    formulas the value that they gave when the workbook was saved; a formula without one and an error are findings.
    Hidden rows and columns are read, and noted. Macros and links are not followed.

    Raises: BadRecords, when it is no sound workbook or has no such sheet; RecordsTooLarge.
    """
    check_archive(content, file, limits)
    with sound(file):
        book = _opened(content)
        table = _first(book, file, limits) if sheet is None else _named(book, sheet, file)
        return _Table(table, file, limits).read()


def _opened(content: bytes) -> Workbook:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _named(book: Workbook, sheet: str, file: str) -> Any:
    for table in book.worksheets:
        if table.title.casefold() == sheet.strip().casefold():
            return table
    titles = ", ".join(table.title for table in book.worksheets)
    raise BadRecords(f"{file} has no sheet '{sheet[:80]}'. It has: {titles}.")


def _first(book: Workbook, file: str, limits: ReadingLimits) -> Any:
    tables = [table for table in book.worksheets if table.title != FINDINGS_SHEET]
    for table in sorted(tables, key=lambda table: table.sheet_state != "visible"):
        if any(any(cells) for _, cells in _Table(table, file, limits).rows()):
            return table
    raise BadRecords(f"{file} is empty: none of its sheets holds a header and a row.")


@contextmanager
def sound(file: str) -> Iterator[None]:
    """Say of any failure within that the workbook is damaged: the reader trusts its parts and fails in many ways."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except RecordsError:
        raise
    except Exception:
        raise BadRecords(f"{file} is a damaged workbook. Open it in a spreadsheet program and save it again.") from None


class _Table:
    """One sheet of a workbook."""

    def __init__(self, table: Any, file: str, limits: ReadingLimits) -> None:
        self._table = table
        self._file = file
        self._limits = limits
        self._reader = SheetReader(file, limits)
        self._errors: list[tuple[int, int, str]] = []

    def read(self) -> ReadSheet:
        """Return the sheet with its findings."""
        with self._table._get_source() as source:
            text = source.read()
        sheet = self._reader.read(self.rows(), self._table.title, notes_on(text))
        for row, place, value in self._errors:
            self._reader.add("F06-error", row, place, value=value)
        for formula in formulas_without_value(text):
            self._reader.add("F05-formula", formula.row, formula.column - 1, value=formula.text)
        return sheet

    def rows(self) -> Iterator[Row]:
        """Yield the rows to the end, blank ones too. Raises: RecordsTooLarge, for a sheet without end."""
        self._table.reset_dimensions()
        width, most = 0, (self._limits.max_rows + 1) * self._limits.max_columns
        for number, cells in enumerate(self._table.iter_rows(), 1):
            width += len(cells)
            if width > most:
                raise RecordsTooLarge(
                    f"{self._file}: the sheet {self._table.title} goes on beyond row {number - 1}. "
                    "Delete the empty rows and columns."
                )
            yield number, cells and [self._text(number, place, cell) for place, cell in enumerate(cells)]

    def _text(self, number: int, place: int, cell: Any) -> str:
        if cell.data_type == "e":
            self._errors.append((number, place, str(cell.value)))
            return ""
        return text_of(cell)
