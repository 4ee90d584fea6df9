"""What stands under a picture: what colours, shapes and sizes mean, and the caption."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from gzkg.network.picture.lettering import clean, width, wrap
from gzkg.network.picture.look import INK, MARGIN, OTHER, QUIET, WIDTH, Frame
from gzkg.network.picture.svg import letters, shape

_SIZE = 18.0
_ROW = 36.0


@dataclass(frozen=True)
class Sign:
    """One entry of a legend: a mark, perhaps hollow or square, and what it means; without a radius, words alone."""

    text: str
    colour: str = OTHER
    radius: float = 0.0
    square: bool = False
    hollow: bool = False

    @property
    def width(self) -> float:
        """How wide the entry is, with the space after it."""
        return 2 * self.radius + (8 if self.radius else 0) + width(self.text, _SIZE) + 26

    def drawn(self, x: float, y: float) -> Iterable[str]:
        """Give the entry as SVG, from its left end, in the middle of its row."""
        look = {"fill": "none", "stroke": QUIET, "stroke_width": 1.2} if self.hollow else {"fill": self.colour}
        if self.radius and self.square:
            side = 1.7725 * self.radius
            yield shape("rect", x=x + self.radius - side / 2, y=y - side / 2, width=side, height=side, **look)
        elif self.radius:
            yield shape("circle", cx=x + self.radius, cy=y, r=self.radius, **look)
        start = x + 2 * self.radius + (8 if self.radius else 0)
        yield letters(self.text, x=start, y=y + 0.34 * _SIZE, font_size=_SIZE, fill=INK if self.radius else QUIET)


def radius(value: float, largest: float, full: float) -> float:
    """Return the radius of a mark whose area is in proportion to a value, except that none is too small to be seen."""
    return max(min(3.5, full / 4), full * math.sqrt(value / largest)) if largest else 5.0


def signs_of_sizes(label: str, values: Collection[float], full: float) -> list[Sign]:
    """Return the part of a legend that tells what areas mean: the largest value, the smallest and one between."""
    largest, smallest = max(values), min(values)
    if not largest:
        return []
    told = sorted({smallest, largest} | {value for value in (_round(largest / 4),) if value > smallest})
    signs = [Sign(f"{value:,.4g}", radius=radius(value, largest, full), hollow=True) for value in told]
    return [Sign(label), *signs]


def head(frame: Frame) -> tuple[list[str], float]:
    """Return the title as SVG and how high it is."""
    if not frame.title:
        return [], MARGIN / 2
    lines = wrap(clean(frame.title, 200), 31.0, WIDTH - 2 * MARGIN)
    rows = [letters(line, x=MARGIN, y=56 + 38 * row, font_size=31) for row, line in enumerate(lines)]
    return rows, 36 + 38.0 * len(lines)


def foot(rows: Sequence[Sequence[Sign]], notes: Iterable[str], *, frame: Frame, top: float) -> tuple[list[str], float]:
    """Return legend and caption as SVG, and where they end; each of `rows` begins a new line and may need several."""
    parts: list[str] = []
    y = top
    for row in rows:
        x, high = MARGIN, max([_ROW, *(2 * sign.radius + 8 for sign in row)])
        for sign in row:
            if x > MARGIN and x + sign.width - 26 > WIDTH - MARGIN:
                x, y = MARGIN, y + high
            parts += sign.drawn(x, y + high / 2)
            x += sign.width
        y += high if row else 0
    caption = " ".join([clean(frame.caption, 2000), *notes]).strip()
    y += 14 if rows else 0
    for line in wrap(caption, 17.0, WIDTH - 2 * MARGIN):
        y += 25
        parts.append(letters(line, x=MARGIN, y=y, font_size=17, fill=QUIET))
    return parts, y + 30


def _round(value: float) -> float:
    """Return the largest of 1, 2, 5, 10, 20, … that is not above a value."""
    power = 10.0 ** math.floor(math.log10(value))
    return float(power * max(step for step in (1, 2, 5) if step * power <= value * (1 + 1e-9)))
