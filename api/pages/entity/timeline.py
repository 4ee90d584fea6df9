"""Relations through time as bars: firm where they certainly held, pale where the dates leave it open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from api.pages.entity.groups import Group, Row
from gzkg import Bounds

_ROW: Final = 8.0
_DENSE_ROW: Final = 5.0
_DENSE: Final = 30
"""Rows of a group from which on they are drawn thinner."""

_TOP: Final = 22.0
_HEAD: Final = 26.0
_FOOT: Final = 24.0
_FIRST_YEAR: Final = 1979
_OPEN_DAYS: Final = 400
"""Days that a pale bar reaches back when nothing is known of the beginning."""


@dataclass(frozen=True)
class Bar:
    """A piece of a bar: left edge and width in percent of the picture; firm or pale."""

    left: float
    width: float
    firm: bool


@dataclass(frozen=True)
class Line:
    """One relation: its bars and where they stand."""

    top: float
    height: float
    bars: Sequence[Bar]
    row: Row


@dataclass(frozen=True)
class Band:
    """The relations of one group below each other, under the group's name."""

    key: str
    top: float
    lines: Sequence[Line]


@dataclass(frozen=True)
class Timeline:
    """Bands and years; `mark` is where the asked span lies: left edge and width in percent."""

    height: float
    bands: Sequence[Band]
    years: Sequence[tuple[int, float]]
    mark: tuple[float, float] | None
    undated: int
    first: int
    last: int


def draw_timeline(groups: Sequence[Group], today: date, span: tuple[date, date] | None) -> Timeline | None:
    """Return the timeline of some groups; None when no relation of them has a date."""
    shown = {group.key: [row for row in (*group.rows, *group.maybe) if _is_dated(row)] for group in groups}
    starts = [_reach(row.relation.bounds, today)[0] for rows in shown.values() for row in rows]
    if not starts:
        return None
    first = date(min(_FIRST_YEAR, max(min(starts).year, _FIRST_YEAR - 40)), 1, 1)
    scale = _Scale(first, date(today.year + 1, 1, 1))
    bands, top = [], _TOP
    for key, rows in shown.items():
        if rows:
            band = _band(key, rows, top, scale, today)
            bands.append(band)
            top = band.lines[-1].top + band.lines[-1].height + 8
    every = 10 if scale.last.year - first.year > 25 else 5
    years = [(year, scale.at(date(year, 1, 1))) for year in range(first.year, scale.last.year) if year % every == 0]
    mark = (scale.at(span[0]), max(scale.at(span[1]) - scale.at(span[0]), 0.25)) if span else None
    undated = sum(len(group.rows) + len(group.maybe) for group in groups) - len(starts)
    return Timeline(top + _FOOT, bands, years, mark, undated=undated, first=first.year, last=today.year)


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """Return where a day is, in percent from the left."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(100 * min(max(share, 0.0), 1.0), 2)


def _is_dated(row: Row) -> bool:
    bounds = row.relation.bounds
    return row.relation.kind != "Count" and row.state in ("held", "past") and bounds != Bounds()


def _band(key: str, rows: Sequence[Row], top: float, scale: _Scale, today: date) -> Band:
    step = _DENSE_ROW if len(rows) > _DENSE else _ROW
    lines = []
    for place, row in enumerate(rows):
        bars = _bars(row.relation.bounds, scale, today)
        lines.append(Line(top + _HEAD + place * step, step - 2, bars, row))
    return Band(key, top, lines)


def _bars(bounds: Bounds, scale: _Scale, today: date) -> list[Bar]:
    """Return the whole reach as a pale bar, and what of it is certain as a firm one."""
    first, last = _reach(bounds, today)
    bars = [_bar(first, last, scale, firm=False)]
    begun, until = bounds.start_latest, max(bounds.start_earliest or date.min, bounds.end_earliest or date.min)
    if begun and begun <= until:
        bars.append(_bar(begun, until, scale, firm=True))
    return bars


def _bar(first: date, last: date, scale: _Scale, *, firm: bool) -> Bar:
    left = scale.at(first)
    return Bar(left, round(max(scale.at(last) - left, 0.35), 2), firm)


def _reach(bounds: Bounds, today: date) -> tuple[date, date]:
    """Return the first and last day on which something may have held, as far as it is drawn."""
    known = [day for day in (bounds.start_latest, bounds.end_earliest, bounds.end_latest) if day]
    first = bounds.start_earliest or min(known) - timedelta(_OPEN_DAYS)
    return first, max(bounds.end_latest or today, first)
