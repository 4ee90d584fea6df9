"""A network as a picture: nodes by size and colour, ties as thin lines, the largest named, what is left out said."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from gzkg.network.arrays import arrays_of
from gzkg.network.picture.colouring import colour_nodes
from gzkg.network.picture.cut import Shown, choose
from gzkg.network.picture.label import label, writable
from gzkg.network.picture.layout import part, spread
from gzkg.network.picture.legend import Sign, foot, head, radius, signs_of_sizes
from gzkg.network.picture.lettering import clean
from gzkg.network.picture.look import LAND, MARGIN, ORGANISATION, WIDTH, Look
from gzkg.network.picture.naming import Mark, name_marks
from gzkg.network.picture.svg import group, picture, shape, window
from gzkg.network.picture.worldmap import Point, map_of

_LAYOUT_HEIGHT = 1000.0


@dataclass(frozen=True)
class _Scene:
    """Where nodes are, how ties run (as the `d` of SVG paths), and what lies under them."""

    places: Mapping[Hashable, Point]
    ties: Mapping[tuple[Hashable, Hashable], str]
    height: float
    ground: Sequence[str] = ()


def draw(network: nx.Graph[Any], look: Look = Look()) -> bytes:  # noqa: B008 - it is frozen
    """Return a network as a picture, SVG or PNG; the same bytes for the same network.

    `style="layout"` puts tied nodes near each other; `"map"` puts nodes where they are on the globe. In two-mode
    networks organisations are squares. An edge has the colour of its end with fewer partners, and is wider the larger
    its weight is. The caption says what is not shown.

    Raises: EmptyNetwork, when there is no node to draw; BadOption, when no node has what is to be coloured by;
    BadNetwork, for self-loops, parallel edges or weights that are none.
    """
    arrays_of(network)
    look = writable(look)
    shown = choose(network, look)
    full, largest = _full(shown, look), max(shown.values.values())
    radii = {node: radius(value, largest, full) for node, value in shown.values.items()}
    scene = _map(shown.network) if look.style == "map" else _layout(shown.network, radii)
    colours, signs = colour_nodes(shown.network, look)
    marks = _marks(shown, look, scene=scene, radii=radii, colours=colours)
    title, top = head(look)
    names = name_marks(marks, look.labels, (4, 4, WIDTH - 2 * MARGIN - 4, scene.height - 4))
    below, bottom = foot(
        _legend(shown, look, signs=signs, full=full), shown.notes, frame=look, top=top + scene.height + 12
    )
    under = window([*scene.ground, _ties(shown.network, scene, colours)], WIDTH - 2 * MARGIN, scene.height)
    body = [under, _drawn(marks, full), group(names)]
    parts = [*title, group(body, transform=f"translate({MARGIN:g} {top:g})"), *below]
    return picture(parts, look, height=bottom, description=_description(shown.network))


def _full(shown: Shown, look: Look) -> float:
    """Return the radius of the largest mark: the more there are, the smaller."""
    return min(34.0, max(15.0, 220 / math.sqrt(len(shown.values)))) * (0.6 if look.style == "map" else 1)


def _layout(network: nx.Graph[Any], radii: Mapping[Hashable, float]) -> _Scene:
    arrays = arrays_of(network)
    sizes = np.array([radii[node] for node in arrays.nodes])
    inner = WIDTH - 2 * MARGIN - 120, _LAYOUT_HEIGHT - 80
    points = part(spread(arrays, inner[0], inner[1]) + np.array([60, 40]), sizes)
    places = {node: (float(x), float(y)) for node, (x, y) in zip(arrays.nodes, points, strict=True)}
    ties = {
        (a, b): f"M{places[a][0]:.1f} {places[a][1]:.1f}L{places[b][0]:.1f} {places[b][1]:.1f}"
        for a, b in network.edges()
    }
    return _Scene(places, ties, _LAYOUT_HEIGHT)


def _map(network: nx.Graph[Any]) -> _Scene:
    globe = {node: (float(told["lon"]), float(told["lat"])) for node, told in network.nodes(data=True)}
    ends = {(a, b): (globe[a], globe[b]) for a, b in network.edges()}
    world = map_of(WIDTH - 2 * MARGIN, globe.values(), ends.values())
    land = shape("path", d=world.land(), fill=LAND, fill_rule="evenodd", stroke=LAND, stroke_width=0.6)
    places = {node: world.at(*place) for node, place in globe.items()}
    return _Scene(places, {tie: world.arc(*pair) for tie, pair in ends.items()}, world.height, [land])


def _marks(
    shown: Shown, look: Look, *, scene: _Scene, radii: Mapping[Hashable, float], colours: Mapping[Hashable, str]
) -> list[Mark]:
    """Return the marks, largest first."""
    return [
        Mark(
            *scene.places[node],
            radius=radii[node],
            colour=colours[node],
            square=_is_square(shown.network, node),
            label=(name := label(node, shown.network.nodes[node], look)),
            tip=f"{name}: {value:,.4g}",
            away=_away(scene.places[node], [scene.places[other] for other in shown.network[node]]),
        )
        for node, value in shown.values.items()
    ]


def _away(place: Point, others: Sequence[Point]) -> Point:
    """Return the direction from the middle of some places to one, of length 1, or 0 when there is none."""
    if not others:
        return 0.0, 0.0
    x, y = place[0] - sum(o[0] for o in others) / len(others), place[1] - sum(o[1] for o in others) / len(others)
    length = math.hypot(x, y) or 1.0
    return x / length, y / length


def _is_square(network: nx.Graph[Any], node: Hashable) -> bool:
    return network.nodes[node].get("side") == 1


def _ties(network: nx.Graph[Any], scene: _Scene, colours: Mapping[Hashable, str]) -> str:
    heaviest = max((weight for _, _, weight in network.edges(data="weight", default=1.0)), default=1.0)
    opacity = min(0.6, max(0.13, 8 / math.sqrt(1 + len(scene.ties))))
    thin = 1.6 if len(scene.ties) < 400 else 1.0
    lines = []
    for tie, line in scene.ties.items():
        width = thin * (1 + 2 * math.sqrt(network.edges[tie].get("weight", 1.0) / heaviest)) / 2
        leaf = min(tie, key=lambda node: (network.degree(node), str(node)))
        lines.append(shape("path", d=line, stroke=colours[leaf], stroke_width=width))
    return group(lines, fill="none", stroke_opacity=opacity, stroke_linecap="round")


def _drawn(marks: Iterable[Mark], full: float) -> str:
    """Draw the smallest last, so that none is hidden."""
    return group((mark.drawn() for mark in marks), stroke="#ffffff", stroke_width=min(1.2, full / 14))


def _legend(shown: Shown, look: Look, *, signs: Sequence[Sign], full: float) -> list[list[Sign]]:
    shapes = []
    if any(_is_square(shown.network, node) for node in shown.network):
        shapes = [
            Sign(look.say("side 0"), radius=7, hollow=True),
            Sign(look.say("side 1"), ORGANISATION, 7, square=True),
        ]
    told = look.size_label or (look.say("partners") if look.size_by is None else "")
    sizes = signs_of_sizes(clean(told), shown.values.values(), full)
    return [list(row) for row in (signs, [*shapes, *sizes]) if row]


def _description(network: nx.Graph[Any]) -> str:
    return f"{network.number_of_nodes()} nodes, {network.number_of_edges()} ties"
