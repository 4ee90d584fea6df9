"""Templates to fill in: a workbook with lists, help and an example row, or plain CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from gzkg.errors import UnsupportedFormat
from gzkg.records.table.kind import Column, Kind
from gzkg.records.table.terms import Terms

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

LISTS: Final = "词表 lists"
"""Name of the sheet that holds the lists of a template; it is no table."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LAST: Final = 10_000
"""Rows for which a list is offered."""
_MADE: Final = datetime(2026, 1, 1)
_FORMATS: Final = ("xlsx", "csv")


def write_template(kind: Kind, format: str, terms: Terms) -> bytes:
    """Return an empty table of a kind: header in both languages, and an example row that is left out when read.

    XLSX has a list for each column with listed terms and a comment on each header; CSV is UTF-8 with a byte order mark,
    so that a spreadsheet reads it rightly. The same kind and terms give the same bytes.

    Raises: UnsupportedFormat.
    """
    if format not in _FORMATS:
        raise UnsupportedFormat(f"A template is no '{format[:20]}'. Choose {' or '.join(_FORMATS)}.")
    return _csv(kind) if format == "csv" else _xlsx(kind, terms)


def options_of(column: Column, terms: Terms) -> list[str]:
    """Return what may be chosen in a column, as `友好城市 / sister city`; none when it has no list."""
    if column.type == "concept":
        labels: Sequence[Mapping[str, str]] = [concept.label for concept in terms.listed(column)]
    elif column.type == "class":
        labels = [terms.class_label(name) for name in column.of]
    else:
        return []
    return [f"{label.get('zh', '')} / {label.get('en', '')}" for label in labels]


def _csv(kind: Kind) -> bytes:
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow([column.title() for column in kind.columns.values()])
    rows.writerow([_example(column) for column in kind.columns.values()])
    return written.getvalue().encode("utf-8-sig")


def _xlsx(kind: Kind, terms: Terms) -> bytes:
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        book.set_properties({"title": f"{kind.label['zh']} / {kind.label['en']}", "created": _MADE})
        sheet = book.add_worksheet(f"{kind.label['zh']} {kind.name}"[:31])
        lists = book.add_worksheet(LISTS)
        _fill(book, sheet, kind)
        _offer(sheet, lists, kind, terms)
    return written.getvalue()


def _fill(book: xlsxwriter.Workbook, sheet: Worksheet, kind: Kind) -> None:
    head = {True: book.add_format(_HEAD | {"bg_color": "#DCE6F1"}), False: book.add_format(_HEAD)}
    text, example = book.add_format({"num_format": "@"}), book.add_format(_EXAMPLE)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 32)
    for across, column in enumerate(kind.columns.values()):
        sheet.set_column(across, across, max(14, min(len(column.title()) + 2, 36)), text)
        sheet.write_string(0, across, column.title(), head[column.required])
        sheet.write_comment(0, across, f"{column.help['zh']}\n{column.help['en']}", {"x_scale": 2, "y_scale": 1.2})
        sheet.write_string(1, across, _example(column), example)


_HEAD: Final[dict[str, Any]] = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
_EXAMPLE: Final[dict[str, Any]] = {"italic": True, "font_color": "#808080", "num_format": "@"}


def _offer(sheet: Worksheet, lists: Worksheet, kind: Kind, terms: Terms) -> None:
    """Write the lists, one below each header, and offer each in its column."""
    used = 0
    for across, column in enumerate(kind.columns.values()):
        if not (options := options_of(column, terms)):
            continue
        lists.write_column(0, used, [column.title(), *options])
        lists.set_column(used, used, 36)
        source = f"='{LISTS}'!${_letter(used)}$2:${_letter(used)}${len(options) + 1}"
        sheet.data_validation(1, across, _LAST, across, _rule(column, source))
        used += 1


def _rule(column: Column, source: str) -> dict[str, Any]:
    """Return a list that warns: a term may also be written in one language, or as its code."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": column.header["en"][:32],
        "error_message": f"{column.help['zh']}\n{column.help['en']}"[:255],
    }


def _letter(column: int) -> str:
    return chr(ord("A") + column)


def _example(column: Column) -> str:
    """Return the text of the example row: Chinese, as the header begins with it."""
    return column.example.get("zh", "")
