"""Places on the map that `static/vendor/coast.svg` draws: where they lie, arcs between them, names that fit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, Literal

from gzkg import world_map

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a name on the map."""

Side = Literal["", "start", "end"]
"""Where a name stands: it starts right of its point, ends left of it, or does not fit."""

WIDTH: Final = 1000.0
_CORNERS: Final = ((-31.0, 0.0), (-29.0, 0.0))
_STRAIT: Final = ((-175.0, 60.0), (-160.0, 60.0))
"""Places that ask for the whole globe, and a tie that only the map with the Pacific in the middle does not cut."""

_RISE: Final = 0.16
"""How far an arc rises above the straight line, as a share of its length."""

_GAP: Final = 6.0
_LINE: Final = 13.0
_LETTER: Final = 6.3
_CHARACTER: Final = 11.5
_LAST_NARROW: Final = 0x2E7F
"""Last code point before the characters of Chinese, which are as wide as high."""


@cache
def _world() -> Any:
    return world_map(WIDTH, _CORNERS, [_STRAIT])


def height() -> float:
    """Return how high the map is, in the units of which it is `WIDTH` wide."""
    return round(float(_world().height), 1)


def place(longitude: float, latitude: float) -> Point:
    """Return where a point of the globe lies on the map, in units from its left and top."""
    x, y = _world().at(longitude, latitude)
    return round(x, 1), round(y, 1)


def arc(start: Point, end: Point) -> str:
    """Return the path of an arc that leads from one point of the map to another and bends to the north."""
    middle_x, middle_y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    top = max(middle_y - _RISE * 2 * math.dist(start, end), -height() / 4)
    return f"M{start[0]} {start[1]}Q{middle_x:.1f} {top:.1f} {end[0]} {end[1]}"


def name_sides(named: Iterable[tuple[str, Point, str]], *, left_first: str = "") -> Mapping[str, Side]:
    """Return on which side of its point each name fits, by id; those that come first have the first choice.

    A name goes right if it can; that with the id `left_first` goes left if it can.
    """
    taken: list[Box] = []
    sides: dict[str, Side] = {}
    for key, point, name in named:
        boxes = _boxes(point, name)
        order: tuple[Side, ...] = ("end", "start") if key == left_first else ("start", "end")
        sides[key] = next((side for side in order if _is_free(boxes[side], taken)), "")
        if sides[key]:
            taken.append(boxes[sides[key]])
    return sides


def _boxes(point: Point, name: str) -> Mapping[Side, Box]:
    x, y = point
    long = sum(_CHARACTER if ord(letter) > _LAST_NARROW else _LETTER for letter in name)
    top, bottom = y - _LINE / 2, y + _LINE / 2
    return {"start": (x + _GAP, top, x + _GAP + long, bottom), "end": (x - _GAP - long, top, x - _GAP, bottom)}


def _is_free(box: Box, taken: Iterable[Box]) -> bool:
    left, top, right, bottom = box
    return (
        left >= 0
        and right <= WIDTH
        and not any(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken)
    )
