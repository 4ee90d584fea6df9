"""A measure through time as lines, each named at its end."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gzkg.errors import BadOption, EmptyNetwork
from gzkg.network.picture.label import label, writable
from gzkg.network.picture.legend import foot, head
from gzkg.network.picture.lettering import clean, width
from gzkg.network.picture.look import FAINT, INK, MARGIN, OTHER, PALETTE, QUIET, THREAD, WIDTH, Frame
from gzkg.network.picture.svg import group, letters, picture, shape
from gzkg.network.picture.worldmap import Point, path
from gzkg.network.table import Table

_HEIGHT = 640.0
_LABEL = 19.0
_TICK = 17.0


@dataclass(frozen=True)
class _Line:
    """The values of one node: years with a fraction, and a value or None where there is none."""

    label: str
    values: Sequence[tuple[float, float | None]]
    colour: str = OTHER

    @property
    def last(self) -> tuple[float, float]:
        return max((year, value) for year, value in self.values if value is not None)

    @property
    def name(self) -> str:
        return f"{self.label}: {self.last[1]:,.4g}"


@dataclass(frozen=True)
class _Axes:
    """From years and values to places: the span of each, and how much room there is."""

    years: tuple[float, float]
    values: tuple[float, float]
    right: float

    def at(self, year: float, value: float) -> Point:
        (first, last), (low, high) = self.years, self.values
        across = (year - first) / (last - first) if last > first else 0.5
        up = (value - low) / (high - low)
        return across * self.right, _HEIGHT * (1 - up)


def chart(table: Table, frame: Frame = Frame()) -> bytes:  # noqa: B008 - it is frozen
    """Return a measure through time as a picture; the table has columns date, id, label_en, label_zh and value.

    What the table says about `value` names the axis. The six nodes that are highest at the end have a colour, others
    are grey. A line breaks where there is no value.

    Raises: EmptyNetwork, when there is no value; BadOption, when a date is none.
    """
    frame = writable(frame)
    lines = _lines(table, frame)
    values = [value for line in lines for _, value in line.values if value is not None]
    years = [year for line in lines for year, _ in line.values]
    ticks = _ticks(min(0.0, *values), max(values), 5)
    room = max(width(line.name, _LABEL) for line in lines) + 34
    left = MARGIN + max(width(f"{tick:,.6g}", _TICK) for tick in ticks) + 14
    axes = _Axes((min(years), max(years)), (ticks[0], ticks[-1]), WIDTH - MARGIN - left - room)
    title, top = head(frame)
    about = clean(table.about.get("value", {}).get(frame.language, ""), 100)
    title += [letters(about, x=MARGIN, y=top + 22, font_size=_TICK, fill=QUIET)] if about else []
    body = [*_grid(axes, ticks), *_drawn(lines, axes), *_names(lines, axes)]
    below, bottom = foot([], [], frame=frame, top=top + 52 + _HEIGHT + 50)
    parts = [*title, group(body, transform=f"translate({left:.1f} {top + 52:g})"), *below]
    return picture(parts, frame, height=bottom, description=", ".join(line.label for line in lines))


def _lines(table: Table, frame: Frame) -> list[_Line]:
    """Return a line for each node that has a value, highest at the end first."""
    rows: dict[Any, list[Mapping[str, Any]]] = {}
    for row in table:
        rows.setdefault(row["id"], []).append(row)
    found = []
    for name, of_node in rows.items():
        values = sorted((_year(row["date"]), _number(row["value"])) for row in of_node)
        if any(value is not None for _, value in values):
            found.append(_Line(label(name, of_node[-1], frame), values))
    if not found:
        raise EmptyNetwork("There is no value to draw.")
    found.sort(key=lambda line: (-line.last[1], line.label))
    coloured = [_Line(line.label, line.values, colour) for line, colour in zip(found, PALETTE, strict=False)]
    return [*coloured, *found[len(coloured) :]]


def _year(told: Any) -> float:
    try:
        day = date.fromisoformat((str(told).partition("/")[0] + "-01-01")[:10])
    except ValueError:
        raise BadOption(f"The table has the date '{told}'; a date is 2019, 2019-05 or 2019-05-02.") from None
    return day.year + (day.timetuple().tm_yday - 1) / 366


def _number(value: Any) -> float | None:
    number = float(value) if value is not None else math.nan
    return number if math.isfinite(number) else None


def _ticks(low: float, high: float, count: int) -> list[float]:
    """Return about so many round numbers, evenly apart, of which the outer ones hold all between them."""
    if high <= low:
        high = low + 1
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = power * min(factor for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def _grid(axes: _Axes, ticks: Sequence[float]) -> list[str]:
    parts = []
    for tick in ticks:
        _, y = axes.at(axes.years[0], tick)
        parts.append(shape("line", x1=0, y1=y, x2=axes.right, y2=y, stroke=THREAD if tick == 0 else FAINT))
        look: dict[str, Any] = {"font_size": _TICK, "fill": QUIET, "text_anchor": "end"}
        parts.append(letters(f"{tick:,.6g}", x=-12, y=y + 6, **look))
    first, last = axes.years
    for year in _ticks(math.ceil(first), math.floor(last), 8) if last - first >= 1 else [math.floor(first)]:
        x, _ = axes.at(year, 0)
        if year == int(year) and -1 <= x <= axes.right + 1:
            parts.append(shape("line", x1=x, y1=_HEIGHT, x2=x, y2=_HEIGHT + 7, stroke=THREAD))
            parts.append(letters(f"{year:.0f}", x=x, y=_HEIGHT + 28, font_size=_TICK, fill=QUIET, text_anchor="middle"))
    return parts


def _drawn(lines: Sequence[_Line], axes: _Axes) -> list[str]:
    """Draw the lines, the highest last, so that it is on top."""
    parts = []
    for line in reversed(lines):
        for piece in _pieces(line.values):
            points = [axes.at(*point) for point in piece]
            if len(points) == 1:
                parts.append(shape("circle", line.label, cx=points[0][0], cy=points[0][1], r=4, fill=line.colour))
            else:
                look = {"stroke": line.colour, "stroke_width": 3 if line.colour != OTHER else 1.6}
                parts.append(shape("path", line.label, d=path(points), fill="none", stroke_linejoin="round", **look))
    return parts


def _pieces(values: Sequence[tuple[float, float | None]]) -> list[list[Point]]:
    pieces: list[list[Point]] = [[]]
    for year, value in values:
        if value is not None:
            pieces[-1].append((year, value))
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _names(lines: Sequence[_Line], axes: _Axes) -> list[str]:
    """Write the name of each line beside its end, one under another where ends are near each other."""
    ends = sorted(((axes.at(*line.last), line) for line in lines), key=lambda end: end[0][1])
    heights = _apart([y for (_, y), _ in ends], 1.25 * _LABEL)
    parts = []
    for ((x, y), line), height in zip(ends, heights, strict=True):
        if height is not None:
            thread = path([(x + 4, y), (axes.right + 22, height)])
            parts.append(shape("path", d=thread, fill="none", stroke=line.colour, stroke_width=1.2))
            ink = QUIET if line.colour == OTHER else INK
            parts.append(letters(line.name, x=axes.right + 28, y=height + 0.34 * _LABEL, font_size=_LABEL, fill=ink))
    return parts


def _apart(heights: Sequence[float], gap: float) -> list[float | None]:
    """Return heights, which rise, moved to be a gap apart and within the chart; None for those that find no room."""
    most = int(_HEIGHT / gap) + 1
    placed: list[float] = []
    for height in heights[:most]:
        placed.append(max(height, placed[-1] + gap) if placed else height)
    limit = _HEIGHT
    for index in reversed(range(len(placed))):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return [*placed, *[None] * (len(heights) - len(placed))]
