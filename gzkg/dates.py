"""Dates as exact as known: what an editor types <-> the four bounds that the graph stores."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from gzkg.errors import BadDate

Certainty = Literal["certain", "possible"]

Span = tuple[date, date]
"""First and last day, both counted."""

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day on which something can have begun and ended; None = not known."""

    start_earliest: date | None = None
    start_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None

    def holds_on(self, day: date) -> Certainty | None:
        """Tell whether it held on a day.

        `certain`: begun by then at the latest, and not ended before (it has not when it began that very day).
        `possible`: the bounds do not rule it out. None: they do.
        """
        return self.holds_in(day, day)

    def holds_in(self, first: date, last: date) -> Certainty | None:
        """Tell whether it held on some day from `first` to `last`, as `holds_on` does for one day."""
        if _after(self.start_earliest, last) or _before(self.end_latest, first):
            return None
        begun = self.start_latest is not None and self.start_latest <= last
        unended = any(bound is not None and first <= bound for bound in (self.end_earliest, self.start_earliest))
        return "certain" if begun and unended else "possible"


def parse_day(text: str) -> date:
    """Read one calendar day, `2020-04-18`.

    Raises: BadDate, when there is no such day.
    """
    bounds = expand(text)
    if bounds.start_earliest is None or bounds.start_earliest != bounds.start_latest or bounds.end_latest:
        raise BadDate(f"'{text}' is not one day. Give year, month and day, such as 2020-04-18.")
    return bounds.start_earliest


def span_of(text: str | date) -> Span:
    """Return the first and last day that a text means: `1990-01-01`, `2019`, `2012/2020`. Raises: BadDate."""
    if isinstance(text, date):
        return text, text
    bounds = expand(text)
    first, last = bounds.start_earliest, bounds.end_latest or bounds.start_latest
    if first is None or last is None or ("/" in text and bounds.end_latest is None):
        raise BadDate(f"'{text}' has no end or no beginning. Give a day, a year, or both ends, such as 2012/2020.")
    return first, last


def expand(text: str) -> Bounds:
    """Turn `2018`, `2020-04`, `2020-04-18`, `2018/2020`, `2014/..`, `../2014` into bounds.

    A single date says when something began; a pair `begin/end`, where `..` or nothing means not known. This is
    a strict part of EDTF.

    Raises: BadDate, when a part is no calendar date or the end lies before the start.
    """
    start, _, end = text.strip().partition("/")
    if start in ("", "..") and end in ("", ".."):
        raise BadDate(f"'{text}' holds no date. Give one such as 2018, 2020-04, 2020-04-18 or 2018/2020.")
    begin, finish = _span(start, text), _span(end, text)
    if begin[0] and finish[1] and finish[1] < begin[0]:
        raise BadDate(f"'{text}' ends before it starts. Swap the two dates or correct one.")
    return Bounds(*begin, *finish)


def _span(part: str, whole: str) -> tuple[date | None, date | None]:
    if part in ("", ".."):
        return None, None
    found, where = _PARTIAL.fullmatch(part), "" if part == whole else f" in '{whole}'"
    if not found:
        raise BadDate(f"'{part}'{where} is not a date. Write 2018, 2020-04 or 2020-04-18.")
    year, month, day = (int(value) if value else None for value in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise BadDate(f"'{part}'{where} is not in the calendar. Correct the day, month or year.") from None
    if day:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])


def _after(bound: date | None, day: date) -> bool:
    return bound is not None and bound > day


def _before(bound: date | None, day: date) -> bool:
    return bound is not None and bound < day
