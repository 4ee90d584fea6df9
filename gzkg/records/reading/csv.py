"""Text with delimiters to rows of cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from gzkg.errors import BadRecords
from gzkg.model import Texts
from gzkg.records.reading.limit import ReadingLimits
from gzkg.records.reading.sheet import ReadSheet, Row, SheetReader
from gzkg.records.reading.text import Decoded

_QUOTED: Final = re.compile(r'"[^"]*+"')
_NAMES: Final = {";": ("semicolons", "分号"), "\t": ("tabs", "制表符")}
_GUARD: Final = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")
"""The apostrophe that keeps an exported text from being taken for a formula."""
_HEAD: Final = 10_000
_OPEN: Final = "unexpected end of data"
_LONG: Final = "field larger"


def read_csv(decoded: Decoded, file: str, limits: ReadingLimits) -> ReadSheet:
    """Return the sheet of a text with commas, semicolons or tabs between cells, whichever its first line has most of.

    Rows are counted as a spreadsheet does: blank ones count, line breaks within quotes do not.

    Raises: BadRecords, for a quote that is not closed and for a file without rows; RecordsTooLarge.
    """
    delimiter = _delimiter(decoded.text)
    rows = _Rows(decoded.text, delimiter, file, limits)
    return SheetReader(file, limits, even=True).read(rows, "", (*decoded.notes, *_note(delimiter)))


class _Rows:
    """The rows of a text; a row with more delimiters than any table has ends it before it fills the memory."""

    def __init__(self, text: str, delimiter: str, file: str, limits: ReadingLimits) -> None:
        self._text = text
        self._delimiter = delimiter
        self._file = file
        self._most = limits.max_columns + limits.max_cell
        self._number = 0
        self._delimiters = 0

    def __iter__(self) -> Iterator[Row]:
        reader = csv.reader(self._lines(), delimiter=self._delimiter, strict=True)
        self._number = 1
        try:
            for cells in reader:
                yield self._number, [_GUARD.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in cells]
                self._number += 1
                self._delimiters = 0
        except csv.Error as error:
            raise BadRecords(f"{self._file}: {self._problem(str(error))}", line=self._number) from None

    def _lines(self) -> Iterator[str]:
        for line in io.StringIO(self._text, newline=""):
            self._delimiters += line.count(self._delimiter)
            if self._delimiters > self._most:
                problem = f"row {self._number} has more than {self._most:,} delimiters. Is a quotation mark not closed?"
                raise BadRecords(f"{self._file}: {problem}", line=self._number)
            yield line

    def _problem(self, error: str) -> str:
        if error.startswith(_OPEN):
            return f"a quotation mark is opened in row {self._number} and never closed."
        if error.startswith(_LONG):
            most = csv.field_size_limit()
            return f"a quotation mark is opened in row {self._number} and not closed for {most:,} characters."
        return f"in row {self._number} a quotation mark is closed before the cell ends. Double the marks within a cell."


def _delimiter(text: str) -> str:
    first = _QUOTED.sub("", text[:_HEAD].lstrip("\r\n ").partition("\n")[0])
    return max(",;\t", key=first.count)


def _note(delimiter: str) -> tuple[Texts, ...]:
    if delimiter not in _NAMES:
        return ()
    en, zh = _NAMES[delimiter]
    return ({"en": f"Cells are divided by {en}.", "zh": f"单元格以{zh}分隔。"},)
