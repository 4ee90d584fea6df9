"""The world as a map: equal areas (Equal Earth), coastlines without borders, ties as great circles."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Final

Point = tuple[float, float]
Line = Sequence[Point]

_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_MOST_ZOOM: Final = 6.0
_CENTRES: Final = (11.0, 150.0)
"""Meridians in the middle, as in maps of Europe and of China: the edge cuts the Bering Strait or the Atlantic."""


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return x and y, from the middle to the east and north, on a globe of radius 1 (Šavrič et al. 2018)."""
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    a1, a2, a3, a4 = _A
    t2, t6 = theta**2, theta**6
    slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return x, theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


_EAST: Final = equal_earth(180, 0)[0]
_TOP: Final = equal_earth(0, 84)[1]


@dataclass(frozen=True)
class WorldMap:
    """A map `width` wide and `height` high of the globe, or of a part of it; y grows downwards.

    `centre` is the meridian in the middle of the globe. The part begins at `left` and `top` of the whole map, which
    begins at 84° north, and is drawn `zoom` times as large.
    """

    width: float
    height: float
    centre: float
    left: float = 0.0
    top: float = 0.0
    zoom: float = 1.0

    def at(self, longitude: float, latitude: float) -> Point:
        """Return where a place is on the map."""
        return self._drawn((longitude - self.centre + 180) % 360 - 180, latitude)

    def land(self) -> str:
        """Return the land as the `d` of an SVG path, to be filled with the even-odd rule."""
        drawn = (
            [self._drawn(*point) for point in piece]
            for ring in _rings()
            for piece in _windows([(longitude - self.centre, latitude) for longitude, latitude in ring])
        )
        return "".join(f"{path(piece)}Z" for piece in drawn if self._shows(piece))

    def _shows(self, piece: Line) -> bool:
        """Tell whether something may lie on this part of the map."""
        xs, ys = [x for x, _ in piece], [y for _, y in piece]
        return min(xs) < self.width and max(xs) > 0 and min(ys) < self.height and max(ys) > 0

    def arc(self, start: Point, end: Point) -> str:
        """Return the great circle between two places as the `d` of an SVG path; cut where it leaves the map."""
        return "".join(map(path, self.lines(start, end)))

    def lines(self, start: Point, end: Point) -> list[list[Point]]:
        """Return the great circle between two places, in as many pieces as the edge of the map cuts it."""
        lines: list[list[Point]] = [[]]
        for longitude, latitude in _way(start, end):
            turned = (longitude - self.centre + 180) % 360 - 180
            if lines[-1] and abs(turned - lines[-1][-1][0]) > 180:
                before, edge = lines[-1][-1], math.copysign(180, lines[-1][-1][0])
                share = (edge - before[0]) / (turned + 2 * edge - before[0] or 1)
                crossing = before[1] + share * (latitude - before[1])
                lines[-1].append((edge, crossing))
                lines.append([(-edge, crossing)])
            lines[-1].append((turned, latitude))
        return [[self._drawn(*point) for point in line] for line in lines]

    def _drawn(self, longitude: float, latitude: float) -> Point:
        x, y = equal_earth(longitude, latitude)
        scale = self.width / (2 * _EAST)
        return (scale * (_EAST + x) - self.left) * self.zoom, (scale * (_TOP - y) - self.top) * self.zoom


def map_of(width: float, places: Collection[Point], ties: Collection[tuple[Point, Point]]) -> WorldMap:
    """Return a map for places and ties: of the globe, to 57° south or as far as they reach; or of the part they fill.

    Of the meridians that may be in the middle, it is the one with which the edge cuts the fewest ties; of two as good,
    that of Europe.
    """
    globes = [WorldMap(width, 0, centre) for centre in _CENTRES]
    globe = min(globes, key=lambda one: sum(len(one.lines(*tie)) for tie in ties))
    points = [globe.at(*place) for place in places]
    points += [point for tie in ties for line in globe.lines(*tie) for point in line]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    rim = width / 100
    globe = replace(globe, height=max(globe.at(globe.centre, -57)[1], max(ys) + rim))
    wide, high = max(xs) - min(xs) + 2 * rim, max(ys) - min(ys) + 2 * rim
    zoom = min(width / wide, 0.62 * width / high, _MOST_ZOOM)
    if zoom < 1.4:
        return globe
    height = max(0.4 * width, high * zoom)
    left = min(max(0.0, (min(xs) + max(xs) - width / zoom) / 2), width - width / zoom)
    return replace(globe, height=height, left=left, top=(min(ys) + max(ys) - height / zoom) / 2, zoom=zoom)


def great_circle(start: Point, end: Point) -> list[Point]:
    """Return the shortest way between two places, in longitude and latitude, with a point about every 2°.

    Between places that face each other on the globe every way is the shortest; that over the north pole is taken.
    """
    a, b = _vector(start), _vector(end)
    angle = math.acos(max(-1.0, min(1.0, sum(p * q for p, q in zip(a, b, strict=True)))))
    if math.pi - angle < 1e-6:
        pole = (start[0], 90.0)
        return [*great_circle(start, pole), *great_circle(pole, end)[1:]]
    steps = max(1, math.ceil(math.degrees(angle) / 2))
    return [start, *(_between(a, b, angle=angle, share=step / steps) for step in range(1, steps)), end]


@lru_cache(maxsize=4096)
def _way(start: Point, end: Point) -> tuple[Point, ...]:
    return tuple(great_circle(start, end))


def path(points: Iterable[Point]) -> str:
    """Return points as the `d` of an SVG path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _vector(place: Point) -> tuple[float, float, float]:
    longitude, latitude = map(math.radians, place)
    return math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)


def _between(a: Sequence[float], b: Sequence[float], *, angle: float, share: float) -> Point:
    of_a, of_b = math.sin((1 - share) * angle), math.sin(share * angle)
    x, y, z = ((of_a * p + of_b * q) / math.sin(angle) for p, q in zip(a, b, strict=True))
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


@cache
def _rings() -> tuple[tuple[Point, ...], ...]:
    text = (resources.files(__package__) / "land-110m.json").read_text(encoding="utf-8")
    return tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in json.loads(text))


def _windows(ring: Line) -> Iterable[Line]:
    """Cut a ring that reaches over the edge of the map, and put what is beyond at the other edge."""
    for turn in (-360, 0, 360):
        kept = _cut(_cut(ring, turn - 180, 1), turn + 180, -1)
        if kept:
            yield [(longitude - turn, latitude) for longitude, latitude in kept]


def _cut(ring: Line, meridian: float, side: int) -> Line:
    """Return what of a ring is east (1) or west (-1) of a meridian, as Sutherland and Hodgman (1974) clip it."""
    kept: list[Point] = []
    for (x0, y0), (x1, y1) in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
        inside_before, inside = side * (x0 - meridian) >= 0, side * (x1 - meridian) >= 0
        if inside_before != inside:
            kept.append((meridian, y0 + (y1 - y0) * (meridian - x0) / (x1 - x0)))
        if inside:
            kept.append((x1, y1))
    return kept
