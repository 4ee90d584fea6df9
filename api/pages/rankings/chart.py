"""Values or ranks through the years as lines: where each stands in the picture that the template draws."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gzkg import Texts

WIDTH: Final = 900.0
HEIGHT: Final = 420.0
LEFT: Final = 58.0
RIGHT: Final = 170.0
TOP: Final = 18.0
BOTTOM: Final = 34.0
_GAP: Final = 19.0
_BESIDE: Final = 3.2
"""How far apart lines run that would lie on one another."""

Row = Mapping[str, Any]
Key = tuple[str, str]
"""A date and the id of a city."""


@dataclass(frozen=True)
class Dot:
    """One value of a line and its place."""

    x: float
    y: float
    row: Row


@dataclass(frozen=True)
class Line:
    """One city: its pieces, broken where it has no value, and where its name stands."""

    id: str
    label: Texts
    number: int
    pieces: Sequence[Sequence[Dot]]
    label_y: float

    @property
    def paths(self) -> Iterator[str]:
        """Give the path of each piece; a single dot is a short dash."""
        for piece in self.pieces:
            points = [f"{dot.x:.1f} {dot.y:.1f}" for dot in piece]
            yield "M" + "L".join(points) if len(points) > 1 else f"M{piece[0].x - 3:.1f} {piece[0].y:.1f}h6"

    @property
    def dots(self) -> Iterator[Dot]:
        """Give every value."""
        for piece in self.pieces:
            yield from piece


@dataclass(frozen=True)
class Tick:
    """A mark of an axis: its text and its place along it."""

    text: str
    at: float


@dataclass(frozen=True)
class Chart:
    """All that is drawn. `flipped` when the first rank stands on top."""

    lines: Sequence[Line]
    down: Sequence[Tick]
    across: Sequence[Tick]
    flipped: bool
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM


def draw_chart(rows: Sequence[Row], dates: Sequence[str], cities: Mapping[str, Texts], show: str) -> Chart:
    """Return the lines of some cities, in their order, over all dates; no line for a city without any value."""
    known = {(row["date"], row["id"]): row for row in rows if row["id"] in cities and row[show] is not None}
    ticks = rank_ticks([row["rank"] for row in known.values()]) if show == "rank" else value_ticks(known.values())
    low, high = (ticks[-1], ticks[0]) if show == "rank" else (ticks[0], ticks[-1])
    years = [_year(day) for day in dates]
    plane = _Plane((years[0], years[-1]), (low, high))
    aside = _aside(known, list(cities), show)
    dots = {
        (day, id): Dot(plane.x(_year(day)), plane.y(row[show]) + aside[day, id], row)
        for (day, id), row in known.items()
    }
    pieces = {id: _pieces([dots.get((day, id)) for day in dates]) for id in cities}
    heights = _apart({id: found[-1][-1].y for id, found in pieces.items() if found})
    lines = [
        Line(id, label, number, pieces[id], heights[id])
        for number, (id, label) in enumerate(cities.items(), start=1)
        if pieces[id]
    ]
    down = [Tick(f"{tick:,.6g}", round(plane.y(tick), 1)) for tick in ticks]
    across = [Tick(str(year), round(plane.x(year), 1)) for year in _calendar(years[0], years[-1])]
    return Chart(lines, down, across, show == "rank")


@dataclass(frozen=True)
class _Plane:
    """From years and values to places."""

    years: tuple[float, float]
    values: tuple[float, float]

    def x(self, year: float) -> float:
        first, last = self.years
        return LEFT + (WIDTH - RIGHT - LEFT) * ((year - first) / (last - first) if last > first else 0.5)

    def y(self, value: float) -> float:
        low, high = self.values
        return TOP + (HEIGHT - BOTTOM - TOP) * (1 - (value - low) / (high - low))


def _pieces(dots: Iterable[Dot | None]) -> list[list[Dot]]:
    pieces: list[list[Dot]] = [[]]
    for dot in dots:
        if dot:
            pieces[-1].append(dot)
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _aside(known: Mapping[Key, Row], order: Sequence[str], show: str) -> dict[Key, float]:
    """Return how far each value is drawn from its place, so that equal ones run side by side."""
    equals: dict[tuple[str, float], list[str]] = {}
    for id in order:
        for (day, node), row in known.items():
            if node == id:
                equals.setdefault((day, row[show]), []).append(id)
    return {
        (day, id): (place - (len(ids) - 1) / 2) * _BESIDE
        for (day, _), ids in equals.items()
        for place, id in enumerate(ids)
    }


def value_ticks(rows: Iterable[Row]) -> list[float]:
    """Return about six round numbers, evenly apart, that hold all values and nought."""
    values = [float(row["value"]) for row in rows]
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    step = _step((high - low or 1.0) / 5)
    first, last = math.floor(low / step + 1e-9), math.ceil((high or 1.0) / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def rank_ticks(ranks: Sequence[int]) -> list[float]:
    """Return 1 and round ranks below it, the last as low as the lowest."""
    lowest = max([2, *ranks])
    step = max(1, int(_step(lowest / 6)))
    return [1.0, *(float(rank) for rank in range(step if step > 1 else 2, lowest + step, step))]


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return power * min(factor for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


def _calendar(first: float, last: float) -> list[int]:
    every = max(1, int(_step(max(last - first, 1) / 9)))
    return [year for year in range(math.ceil(first - 1e-9), math.floor(last) + 1) if year % every == 0]


def _year(day: str) -> float:
    """Return the year that ends with a day: 1990.0 for 1990-12-31, 2025.9 for the end of November 2026."""
    told = date.fromisoformat(day)
    return told.year if (told.month, told.day) == (12, 31) else told.year - 1 + told.timetuple().tm_yday / 366


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Return the heights of the names, moved to be apart and within the picture."""
    order = sorted(heights, key=heights.__getitem__)
    placed: list[float] = []
    for id in order:
        placed.append(max(heights[id], placed[-1] + _GAP) if placed else heights[id])
    limit = HEIGHT - BOTTOM
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - _GAP
    return {id: round(height, 1) for id, height in zip(order, placed, strict=True)}
