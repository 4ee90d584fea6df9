"""XLSX: a sheet for every table, one for the method, one that says what the columns mean."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from gzkg.errors import UnsupportedFormat
from gzkg.network.format.cell import as_text, column_of, legal
from gzkg.network.table import Analysis, Table

if TYPE_CHECKING:
    import xlsxwriter

_ROWS, _COLUMNS, _CHARACTERS = 1_048_576, 16_384, 32_767
"""What a sheet and a cell can hold."""
_EXACT: Final = 1 << 53
"""A spreadsheet's numbers are whole up to here."""
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_REFUSED: Final = re.compile(r"[\[\]:*?/\\']")


def xlsx(answer: Analysis) -> bytes:
    """Return an analysis as a workbook; no text is taken for a formula or a link, no file is opened meanwhile.

    Sheets: the table, each of the details, `figures`, `method`, and `dictionary` with what the columns mean. A text of
    more than 32,767 characters is cut and ends in `…`; a whole number above 2^53 is a text, so that it stays exact.
    Raises: UnsupportedFormat, when a table is larger than a sheet.
    """
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        for name, table in _sheets(answer).items():
            _add(book, name, table)
    return written.getvalue()


def _sheets(answer: Analysis) -> dict[str, Table]:
    tables = {answer.name: answer.table, **answer.details}
    told = {"figures": _items(answer.figures), "method": _items(answer.method), "dictionary": _dictionary(tables)}
    return {**tables, **{name: table for name, table in told.items() if name not in tables and len(table)}}


def _items(told: Mapping[str, Any]) -> Table:
    pairs = list(_walk(told))
    return Table({"item": [name for name, _ in pairs], "value": [value for _, value in pairs]})


def _walk(told: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _walk(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _dictionary(tables: Mapping[str, Table]) -> Table:
    told = [(sheet, name, text) for sheet, table in tables.items() for name, text in table.about.items()]
    told = [(sheet, name, text) for sheet, name, text in told if name in tables[sheet].columns]
    return Table(
        {
            "sheet": [sheet for sheet, _, _ in told],
            "column": [name for _, name, _ in told],
            "meaning_en": [text.get("en") for _, _, text in told],
            "meaning_zh": [text.get("zh") for _, _, text in told],
        }
    )


def _add(book: xlsxwriter.Workbook, name: str, table: Table) -> None:
    if len(table) >= _ROWS or len(table.columns) > _COLUMNS:
        raise UnsupportedFormat(
            f"The table '{name}' has {len(table)} rows and {len(table.columns)} columns; a sheet of XLSX holds "
            f"{_ROWS - 1} and {_COLUMNS}. Ask for csv or parquet."
        )
    sheet = book.add_worksheet(_REFUSED.sub(" ", legal(name))[:31])
    sheet.freeze_panes(1, 0)
    for across, (heading, values) in enumerate(table.columns.items()):
        sheet.write_string(0, across, _cut(legal(heading)))
        kind, cells = column_of(values)
        for down, cell in enumerate(cells, start=1):
            if cell is None:
                continue
            if kind == "flag":
                sheet.write_boolean(down, across, cell)
            elif kind == "text" or (kind == "whole" and abs(cell) > _EXACT):
                sheet.write_string(down, across, _cut(as_text(cell)))
            else:
                sheet.write_number(down, across, cell)


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS else text[: _CHARACTERS - 1] + "…"
