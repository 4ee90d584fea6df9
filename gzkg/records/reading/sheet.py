"""Rows of cells to a sheet: its header, its rows, what is wrong with single cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.model import Finding, Texts
from gzkg.records.reading.character import character_finding, without_harm
from gzkg.records.reading.limit import ReadingLimits
from gzkg.records.reading.trouble import finding
from gzkg.records.table.sheet import Sheet

_LAST_ROW: Final = 1_048_576
"""Where a spreadsheet ends."""

Row = tuple[int, Sequence[str]]
"""The number of a row, as a spreadsheet counts, and its cells."""


@dataclass(slots=True)
class ReadSheet(Sheet):
    """A sheet, what was wrong with its cells, and how the file was read where that is not plain."""

    findings: list[Finding] = field(default_factory=list)
    notes: Sequence[Texts] = ()


class SheetReader:
    """Makes one sheet of the rows of one file; with `even`, a row that is shorter than the header is a finding."""

    def __init__(self, file: str, limits: ReadingLimits, *, even: bool = False) -> None:
        self._file = file
        self._limits = limits
        self._even = even
        self._header: tuple[str, ...] = ()
        self.findings: list[Finding] = []

    def read(self, rows: Iterable[Row], name: str, notes: Sequence[Texts] = ()) -> ReadSheet:
        """Return the sheet: the first row that holds anything is the header, blank rows are left out.

        A text that is too long is cut, an invisible character left out; both are findings.

        Raises: BadRecords, when nothing but blank rows is there; RecordsTooLarge.
        """
        kept: list[tuple[int, tuple[str, ...]]] = []
        width = 0
        for number, written in rows:
            cells = _stripped(written)
            self._check_size(number, len(cells), len(kept))
            if not cells:
                continue
            kept.append((number, self._checked(number, cells)))
            if len(kept) == 1:
                self._header, width = kept[0][1], len(written)
            elif self._even and len(written) < width:
                self.add("F01-cells-missing", number, 0, many=len(written), most=width)
        if not kept:
            raise BadRecords(f"{self._file} is empty: it holds no header and no row.")
        return ReadSheet(name, self._header, kept[1:], kept[0][0], self.findings, notes)

    def heading(self, place: int) -> str | None:
        """Return the header of a column, None before it is read and beyond it."""
        return self._header[place] or None if place < len(self._header) else None

    def _check_size(self, number: int, columns: int, rows: int) -> None:
        if columns > self._limits.max_columns:
            most = self._limits.max_columns
            raise RecordsTooLarge(f"{self._file}: row {number} has {columns} columns; the most is {most}.")
        if number > _LAST_ROW:
            raise RecordsTooLarge(f"{self._file} goes on beyond row {_LAST_ROW:,}. Delete the empty rows.")
        if columns and rows > self._limits.max_rows:
            raise RecordsTooLarge(f"{self._file} has more than {self._limits.max_rows:,} rows. Split it.")

    def _checked(self, number: int, cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._cell(number, place, cell) for place, cell in enumerate(cells))

    def _cell(self, number: int, place: int, cell: str) -> str:
        if len(cell) > self._limits.max_cell:
            self.add("F02-too-long", number, place, value=cell[:40], many=len(cell), most=self._limits.max_cell)
            cell = cell[: self._limits.max_cell]
        return cell if cell.isascii() and cell.isprintable() else self._without_harm(number, place, cell)

    def _without_harm(self, number: int, place: int, cell: str) -> str:
        about = character_finding(self._file, number, cell, column=self.heading(place))
        if about is None:
            return cell
        self.findings.append(about)
        return without_harm(cell).strip()

    def add(self, check: str, number: int, place: int, **told: str | int | None) -> None:
        """Keep a finding about a cell."""
        self.findings.append(finding(check, self._file, number, column=self.heading(place), **told))


def _stripped(written: Sequence[str]) -> list[str]:
    if not any(written):
        return []
    cells = [cell.strip() for cell in written]
    while cells and not cells[-1]:
        cells.pop()
    return cells
