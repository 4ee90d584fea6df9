"""What one cell of a workbook says, as text."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, Final

_CHINESE_MONTHS: Final = frozenset({27, 36, 50, 52, 57})
_CHINESE_DAYS: Final = frozenset({28, 29, 30, 31, 51, 53, 54, 58})
"""Formats of dates that a Chinese spreadsheet program knows by number alone, and openpyxl does not."""
_SAID: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_EXACT: Final = 1e15


def text_of(cell: Any) -> str:
    """Return the text of a cell: a date as far as its format shows it, a whole number without a point."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _date_by_number(cell, value) or _number(value)
    if isinstance(value, datetime):
        return _date(value, str(cell.number_format))
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"


def _date(value: datetime, form: str) -> str:
    """Return the day, or the month or year if the format shows no more; with the time only if it is not midnight."""
    shown = _SAID.sub("", form.partition(";")[0]).lower()
    if value.time() != time.min:
        return value.isoformat(sep=" ", timespec="seconds")
    if "d" in shown or "y" not in shown:
        return value.date().isoformat()
    return f"{value:%Y-%m}" if "m" in shown else f"{value:%Y}"


def _date_by_number(cell: Any, value: float) -> str | None:
    """Return the date of a number that has one of the Chinese formats, or None."""
    form = cell.style_array.numFmtId
    if form not in _CHINESE_MONTHS | _CHINESE_DAYS or not 1 <= value < 2_958_466:
        return None
    from openpyxl.utils.datetime import from_excel

    day = from_excel(value, cell.parent.parent.epoch)
    assert isinstance(day, datetime)
    return _date(day, "yyyy-mm" if form in _CHINESE_MONTHS else "yyyy-mm-dd")
