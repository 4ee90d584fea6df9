"""CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv as rows
import io
import re
from typing import Final

from gzkg.network.format.cell import as_text, column_of, legal
from gzkg.network.table import Analysis, Table

_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")


def csv(_answer: Analysis, table: Table) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8, with a header; what is not defined is an empty cell.

    A text (never a number) that a spreadsheet could take for a formula, since it begins with one of = + - @, a tab or a
    line break and is no number, has an apostrophe before it; the reader of edge lists takes it away.
    """
    columns = []
    for name, values in table.columns.items():
        kind, cells = column_of(values)
        texts = map(as_text, cells) if kind == "flag" else map(_harmless, cells) if kind == "text" else cells
        columns.append([_harmless(legal(name)), *texts])
    written = io.StringIO(newline="")
    rows.writer(written).writerows(zip(*columns, strict=True))
    return written.getvalue().encode()


def _harmless(text: str | None) -> str | None:
    if text and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text
