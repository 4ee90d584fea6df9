"""Sheets -> a batch: triples, each with the cell that says it, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from gzkg.errors import BadRecords
from gzkg.model import Finding
from gzkg.records.batch import Batch, Place
from gzkg.records.table.fault import Fault, find_fault
from gzkg.records.table.header import find_kind, read_header
from gzkg.records.table.kind import Column, Kind
from gzkg.records.table.reader import RowReader
from gzkg.records.table.resolver import Resolver
from gzkg.records.table.row import Row, is_example, read_cells
from gzkg.records.table.sheet import Sheet
from gzkg.records.table.template import LISTS

_FIRST: Final = ("sources", "cities", "organisations", "series", "editions")
"""Kinds that others name, in the order in which they are read."""


def read_rows(
    sheet: Sheet, kind: Kind | None, resolver: Resolver, *, today: date, given: Mapping[str, str] | None = None
) -> Batch:
    """Return the rows of one sheet as a batch; the kind is found by its header when it is None.

    `today` is the day by which an undated page had been read; `given` fills empty cells, by key of the column. A row
    that cannot be read is left out and has a finding; the others are read.

    Raises: BadRecords, when the header does not say what kind of table it is, or a key of `given` is no column.
    """
    return read_sheets([(sheet, kind or find_kind(sheet.header, given or ()))], resolver, today=today, given=given)


def choose_kinds(
    sheets: Iterable[Sheet], kind: Kind | None = None, given: Collection[str] = ()
) -> list[tuple[Sheet, Kind]]:
    """Return the sheets that are tables, each with its kind, found by its header when none is named.

    The lists of a template and sheets that are empty are no tables.

    Raises: BadRecords, when the header of one does not say what it is.
    """
    tables = [sheet for sheet in sheets if sheet.name != LISTS and any(sheet.header)]
    return [(sheet, kind or find_kind(sheet.header, given)) for sheet in tables]


def read_sheets(
    sheets: Sequence[tuple[Sheet, Kind]], resolver: Resolver, *, today: date, given: Mapping[str, str] | None = None
) -> Batch:
    """Return the rows of several sheets as one batch; a row may name what any of them brings.

    Raises: BadRecords, when a key of `given` is a column of none of them.
    """
    given = given or {}
    for key in given:
        if not any(key in kind.columns for _, kind in sheets):
            columns = ", ".join(sheets[0][1].columns)
            raise BadRecords(f"No column is called '{key[:40]}'. There are: {columns}.")
    order = sorted(sheets, key=lambda pair: _FIRST.index(pair[1].name) if pair[1].name in _FIRST else len(_FIRST))
    tables = [
        _Table(sheet, kind, {key: text for key, text in given.items() if key in kind.columns}) for sheet, kind in order
    ]
    reader = RowReader(resolver, today)
    for table in tables:
        table.introduce(reader)
    findings = [finding for table in tables for finding in table.read(reader)]
    reader.finish()
    return Batch(
        name=order[0][0].name if len(order) == 1 else "",
        kind=order[0][1].name if len(order) == 1 else None,
        findings=findings,
        triples=reader.draft.triples,
        places=reader.draft.places,
        notes=[note for table in tables for note in table.notes],
        rows=sum(len(table.rows) for table in tables),
    )


class _Table:
    """One sheet under the columns of its kind."""

    def __init__(self, sheet: Sheet, kind: Kind, given: Mapping[str, str]) -> None:
        self._sheet = sheet
        self._kind = kind
        self._layout = read_header(kind, sheet.header)
        self._missing = [column for column in kind.columns.values() if self._lacks(column, given)]
        rows = list(read_cells(sheet, self._layout, given))
        self.rows = [row for row in rows if not is_example(row, kind)]
        self.notes = [
            {
                "en": f"Row {row.line} is the example of the template and was left out.",
                "zh": f"第{row.line}行为模板示例，已略去。",
            }
            for row in rows
            if is_example(row, kind)
        ]

    def introduce(self, reader: RowReader) -> None:
        """Make known what the rows bring, when they bring things that have names."""
        if "name_en" in self._kind.columns and not self._missing:
            for row in self.rows:
                reader.introduce(self._kind, row)

    def read(self, reader: RowReader) -> Iterator[Finding]:
        """Read the rows; give what is wrong with the header and with each row."""
        for fault, place in self._layout.faults:
            yield find_fault(fault, self._sheet.name, place)
        for column in self._missing:
            fault = Fault(
                "T03-missing-column", {"header": column.header, "help": column.help}, suggestion=column.title()
            )
            yield find_fault(fault, self._sheet.name, Place(1))
        for row in self.rows if not self._missing else ():
            for fault, key in reader.read(self._kind, row):
                yield find_fault(fault, self._sheet.name, self._place(row, key))

    def _lacks(self, column: Column, given: Mapping[str, str]) -> bool:
        return column.required and not column.default and column.key not in self._layout.at and column.key not in given

    def _place(self, row: Row, key: str) -> Place:
        """Return the cell of a column; for an empty one, its header still."""
        place = row.place(key)
        at = self._layout.at.get(key)
        return place if place.column or not at else Place(row.line, self._sheet.header[at[0]], None)
