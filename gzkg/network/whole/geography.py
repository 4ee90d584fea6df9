"""How far ties reach: their length in km against what chance would give."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from gzkg.errors import BadNetwork
from gzkg.network.arrays import Arrays, Floats, Tick, arrays_of, quiet
from gzkg.network.table import Analysis, Table
from gzkg.network.two_mode.incidence import sides_of
from gzkg.network.whole.figure import figure_table
from gzkg.network.whole.mixing import numbered
from gzkg.network.whole.rewire import DRAWS, HOW, Places, edges_of, rewired
from gzkg.network.whole.significance import comparison
from gzkg.network.whole.structure import Values, part_of

EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth."""

LIMITS: Final = {"lat": 90.0, "lon": 180.0}

PAIRS: Final = (
    "As many different pairs of the same located nodes, drawn at random; of a two-mode network between its sides."
)
"""For the method record."""


def distances(network: nx.Graph[Any], *, draws: int = DRAWS, seed: int = 0, tick: Tick = quiet) -> Analysis:
    """Return how long the edges between located nodes are and how many stay within one country or region.

    Nodes need `lat` and `lon` in degrees; those without are left out and counted. `details["against_pairs"]` compares
    with random pairs of the located nodes, `details["against_rewired"]` with random networks in which each located node
    keeps its number of edges to located nodes; `details["edges"]` has the length of every edge. Weights do not count.

    Raises: BadNetwork; BadOption, for fewer draws than 1 or a negative seed.
    """
    arrays, two_mode = arrays_of(network), bool(network.graph.get("two_mode"))
    located = part_of(arrays, _is_located(arrays))
    ground, ends = _Ground.of(located), edges_of(located, two_mode=two_mode).ends
    observed = ground.figures(ends)
    values: Values = {"located_nodes": located.size, "located_edges": len(ends), **observed}
    networks = rewired(located, two_mode=two_mode, draws=draws, seed=seed, tick=tick)
    pairs = random_pairs(located, two_mode, np.random.default_rng(seed))
    details = {
        "edges": _edge_table(located.nodes, ground, ends),
        "against_rewired": _compared(
            observed, (ground.figures(edges_of(one, two_mode=two_mode).ends) for one in networks)
        ),
        "against_pairs": _compared(observed, (ground.figures(next(pairs)) for _ in range(draws))),
    }
    method = {
        "earth_radius_km": EARTH_KM,
        "left_out_nodes": arrays.size - located.size,
        "left_out_edges": arrays.edge_count - len(ends),
        **{"against_pairs": PAIRS, "against_rewired": HOW, "draws": draws, "seed": seed},
    }
    return Analysis("distances", method, figure_table(list(values), {"value": list(values.values())}), values, details)


def great_circle_km(first: Floats, second: Floats) -> Floats:
    """Return the distances between points given as n × 2 arrays of latitude and longitude in degrees (haversine)."""
    (lat, lon), (other_lat, other_lon) = np.radians(first).T, np.radians(second).T
    half = np.sin((other_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1))), dtype=np.float64)


@dataclass(frozen=True)
class _Ground:
    """Where nodes are: latitude and longitude, and the numbers of their country and region, -1 where not known."""

    points: Floats
    country: NDArray[np.int64]
    region: NDArray[np.int64]

    @classmethod
    def of(cls, arrays: Arrays) -> _Ground:
        told = arrays.attributes
        points = np.array([told["lat"], told["lon"]], dtype=np.float64).T
        return cls(points, numbered(told["country"])[1], numbered(told["region"])[1])

    def km(self, ends: Places) -> Floats:
        return great_circle_km(self.points[ends[:, 0]], self.points[ends[:, 1]])

    def figures(self, ends: Places) -> Values:
        km = self.km(ends)
        quartiles = np.quantile(km, [0.25, 0.5, 0.75]).tolist() if km.size else [None] * 3
        return {
            "mean_km": float(km.mean()) if km.size else None,
            **dict(zip(("first_quartile_km", "median_km", "third_quartile_km"), quartiles, strict=True)),
            "within_country": _share_within(self.country[ends]),
            "within_region": _share_within(self.region[ends]),
        }


def _share_within(groups: NDArray[np.int64]) -> float | None:
    known = groups[(groups >= 0).all(axis=1)]
    return float((known[:, 0] == known[:, 1]).mean()) if len(known) else None


def _is_located(arrays: Arrays) -> NDArray[np.bool_]:
    """Say which nodes have both coordinates. Raises: BadNetwork, for a coordinate that is none."""
    known = np.ones(arrays.size, bool)
    for name, most in LIMITS.items():
        for place, value in enumerate(arrays.attributes[name]):
            if value is None or value != value:
                known[place] = False
            elif not isinstance(value, int | float | np.number) or not abs(float(value)) <= most:
                raise BadNetwork(
                    f"'{arrays.nodes[place]}' has {name} {value!r}; it must be a number from -{most:g} to {most:g}."
                )
    return known


def random_pairs(arrays: Arrays, two_mode: bool, rng: np.random.Generator) -> Iterator[Places]:
    """Give without end as many different pairs of nodes as there are edges."""
    size, edges = arrays.size, arrays.edge_count
    if two_mode:
        sides = sides_of(arrays)
        first, second = np.flatnonzero(sides == 0), np.flatnonzero(sides == 1)
        while True:
            row, column = np.divmod(rng.choice(len(first) * len(second), edges, replace=False), max(len(second), 1))
            yield np.column_stack([first[row], second[column]])
    while True:
        # Numbered by the step from one node to the other, round a circle: each pair has one number, of odd n and even.
        pairs = size * (size - 1) // (1 if arrays.directed else 2)
        step, start = np.divmod(rng.choice(pairs, edges, replace=False), max(size, 1))
        yield np.column_stack([start, (start + step + 1) % max(size, 1)])


def _edge_table(nodes: Sequence[Hashable], ground: _Ground, ends: Places) -> Table:
    columns = {
        "source": [str(nodes[place]) for place in ends[:, 0].tolist()],
        "target": [str(nodes[place]) for place in ends[:, 1].tolist()],
        "km": ground.km(ends).tolist(),
    }
    return Table(columns, {"km": {"en": "length in km along the great circle", "zh": "大圆距离（千米）"}})


def _compared(observed: Values, drawn: Iterator[Values]) -> Table:
    return figure_table(list(observed), comparison(observed, drawn))
