"""Which nodes are named in a picture, and where their names stand: near the node, never on another name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gzkg.network.arrays import Floats
from gzkg.network.picture.lettering import width
from gzkg.network.picture.look import THREAD
from gzkg.network.picture.svg import letters, shape

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_SIDES: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8))
_DISTANCES: Final = (4.0, 20.0)
_MOST_RIVALS: Final = 2


@dataclass(frozen=True)
class Mark:
    """What stands for a node: a circle, or a square, of the same area."""

    x: float
    y: float
    radius: float
    colour: str
    square: bool
    label: str
    tip: str
    away: tuple[float, float] = (1.0, 0.0)
    """Direction, of length 1 or 0, in which its name disturbs least: away from its partners."""

    def drawn(self) -> str:
        """Return the mark as SVG."""
        if not self.square:
            return shape("circle", self.tip, cx=self.x, cy=self.y, r=self.radius, fill=self.colour)
        side = 1.7725 * self.radius
        return shape(
            "rect", self.tip, x=self.x - side / 2, y=self.y - side / 2, width=side, height=side, fill=self.colour
        )


@dataclass(frozen=True)
class _Name:
    box: Box
    mark: Mark
    size: float
    far: bool

    def drawn(self) -> Iterable[str]:
        left, top, right, bottom = self.box
        if self.far:
            x, y = min(max(self.mark.x, left), right), min(max(self.mark.y, top), bottom)
            yield shape("line", x1=self.mark.x, y1=self.mark.y, x2=x, y2=y, stroke=THREAD, stroke_width=0.8)
        yield letters(self.mark.label, halo=True, x=left, y=bottom - 0.24 * self.size, font_size=self.size)


def name_marks(marks: Sequence[Mark], count: int, within: Box) -> list[str]:
    """Return the names of the first so many marks as SVG; a name for which there is no room is left out."""
    circles = np.array([(mark.x, mark.y, mark.radius) for mark in marks])
    placed: list[_Name] = []
    for rank, mark in enumerate(marks[:count]):
        size = 23.0 - 6.0 * min(1.0, rank / max(1, min(count, 30)))
        name = _best(mark, size, circles=circles, taken=[other.box for other in placed], within=within)
        if name:
            placed.append(name)
    return [part for name in placed for part in name.drawn()]


def _best(mark: Mark, size: float, *, circles: Floats, taken: Sequence[Box], within: Box) -> _Name | None:
    best: tuple[float, _Name] | None = None
    for far, distance in enumerate(_DISTANCES):
        for side in _SIDES:
            box = _box(mark, size, side=side, distance=distance)
            if not _inside(box, within) or any(_meet(box, other) for other in taken):
                continue
            turned = 1 - (side[0] * mark.away[0] + side[1] * mark.away[1])
            if (rivals := _rivals(box, mark, circles)) > _MOST_RIVALS:
                continue
            hidden = _covered(box, circles) / 100
            cost = 4 * rivals + hidden + turned + 0.3 * (side[1] != 0) + 6 * far
            if best is None or cost < best[0]:
                best = cost, _Name(box, mark, size, far > 0)
    return best[1] if best else None


def _box(mark: Mark, size: float, *, side: tuple[float, float], distance: float) -> Box:
    wide, high = width(mark.label, size), 1.05 * size
    x = mark.x + side[0] * (mark.radius + distance) + (np.sign(side[0]) - 1) * wide / 2
    y = mark.y + side[1] * (mark.radius + distance) + (np.sign(side[1]) - 1) * high / 2
    return float(x), float(y), float(x + wide), float(y + high)


def _inside(box: Box, within: Box) -> bool:
    return box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]


def _meet(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _rivals(box: Box, mark: Mark, circles: Floats) -> int:
    """Return how many other marks, no smaller, are about as near to a name as its own, and could be taken for it."""
    x, y, radius = circles[circles[:, 2] > 0.7 * mark.radius].T
    wide = np.maximum(0, np.maximum(box[0] - x, x - box[2]))
    high = np.maximum(0, np.maximum(box[1] - y, y - box[3]))
    own = np.hypot(max(0, box[0] - mark.x, mark.x - box[2]), max(0, box[1] - mark.y, mark.y - box[3])) - mark.radius
    return int((np.hypot(wide, high) - radius < own + 1).sum()) - 1


def _covered(box: Box, circles: Floats) -> float:
    """Return about what area of marks a name covers."""
    x, y, radius = circles.T
    wide = np.minimum(box[2], x + radius) - np.maximum(box[0], x - radius)
    high = np.minimum(box[3], y + radius) - np.maximum(box[1], y - radius)
    return float((np.maximum(wide, 0) * np.maximum(high, 0)).sum())
