"""One measure of every node of a network: value, rank, percentile, and the record of its method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from gzkg.model import Texts
from gzkg.network.arrays import Floats, Tick, arrays_of, quiet
from gzkg.network.measure.catalogue import compute, get_measure, parameters_of
from gzkg.network.measure.definition import Measure
from gzkg.network.rank import percentiles, ranks
from gzkg.network.table import Table

RANKING: Final = (
    "1 is the highest value; nodes with the same value share the smallest rank (1, 2, 2, 4); the two sides of a "
    "two-mode network are ranked apart"
)


@dataclass(frozen=True)
class Scores:
    """The values of a measure, in the order of the nodes; NaN where it is not defined."""

    network: nx.Graph[Any]
    measure: Measure
    parameters: Mapping[str, Any]
    nodes: Sequence[str]
    values: Floats
    errors: Floats | None = None

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """The rank of each node, of a two-mode network on its side; 0 for one without a value."""
        return self._by_side(ranks, np.int64)

    def _by_side(self, give: Callable[[Floats], NDArray[Any]], kind: type[Any]) -> NDArray[Any]:
        given = np.zeros(len(self.nodes), dtype=kind)
        for side in np.unique(self.sides):
            given[self.sides == side] = give(self.values[self.sides == side])
        return given

    @cached_property
    def sides(self) -> NDArray[np.int64]:
        """The side of each node; 0 for all of a one-mode network."""
        two_mode = bool(self.network.graph.get("two_mode"))
        return np.array([told["side"] if two_mode else 0 for _, told in self.network.nodes(data=True)], dtype=np.int64)

    @property
    def by_node(self) -> dict[str, float]:
        """Node -> value, without those that have none."""
        return {node: float(value) for node, value in zip(self.nodes, self.values, strict=True) if value == value}

    def of_side(self, side: int) -> dict[str, float]:
        """Return node -> value of one side of a two-mode network; of a one-mode network, of all nodes."""
        there = dict(zip(self.nodes, self._is_on(side).tolist(), strict=True))
        return {node: value for node, value in self.by_node.items() if there[node]}

    def _is_on(self, side: int) -> NDArray[np.bool_]:
        if self.network.graph.get("two_mode"):
            return np.asarray(self.sides == side, dtype=bool)
        return np.ones(len(self.nodes), dtype=bool)

    @property
    def method(self) -> dict[str, Any]:
        """What a paper must say of these numbers."""
        measure = self.measure
        return {
            "measure": measure.name,
            "definition": dict(measure.definition),
            "formula": measure.formula,
            "normalisation": measure.normalisation,
            "reference": measure.reference,
            "parameters": {name: _told(value) for name, value in self.parameters.items()},
            "engine": measure.engine,
            "ranking": RANKING,
            "network": self.network.graph.get("method", {}),
        }

    def table(self, top: int | None = None, only: Sequence[str] = (), side: int = 0) -> Table:
        """Return the nodes with value, rank and percentile, highest first, then by id.

        `only` keeps some nodes; without it, of a two-mode network those of a side. `top` keeps the first.
        """
        order = sorted(range(len(self.nodes)), key=lambda place: (self._key(place), self.nodes[place]))
        kept = (lambda place: self.nodes[place] in only) if only else self._is_on(side).__getitem__
        chosen = [place for place in order if kept(place)][: top or None]
        told = [self.network.nodes[self.nodes[place]] for place in chosen]
        position, percentile = self.ranks, self._by_side(percentiles, np.float64)
        values = [float(self.values[place]) for place in chosen]
        return Table(
            {
                "rank": [int(position[place]) or None for place in chosen],
                "id": [self.nodes[place] for place in chosen],
                **{name: [node.get(name) for node in told] for name in ("label_en", "label_zh", "kind", "country")},
                self.measure.name: [value if value == value else None for value in values],
                **(
                    {"standard_error": [_number(self.errors[place]) for place in chosen]}
                    if self.errors is not None
                    else {}
                ),
                "percentile": [_number(percentile[place]) for place in chosen],
            },
            {
                "rank": _RANK,
                self.measure.name: self.measure.definition,
                "percentile": _PERCENTILE,
            },
        )

    def _key(self, place: int) -> float:
        value = float(self.values[place])
        return -value if value == value else np.inf


_RANK: Final[Texts] = {"en": RANKING, "zh": "1为最高值；数值相同的节点取最小名次（1、2、2、4）；二模网络两侧分别排名"}
_PERCENTILE: Final[Texts] = {
    "en": "share of the nodes that have this value or a lower one, in per cent",
    "zh": "数值不高于该值的节点所占百分比",
}


def score(
    network: nx.Graph[Any], name: str, asked: Mapping[str, Any], tick: Tick = quiet, most_s: float | None = None
) -> Scores:
    """Return a measure of every node. Raises: UnknownMeasure, BadOption, NetworkTooLarge, BadNetwork."""
    measure = get_measure(name, two_mode=bool(network.graph.get("two_mode")))
    arrays = arrays_of(network)
    parameters = parameters_of(measure, arrays, asked)
    values, errors = compute(measure, arrays, parameters, tick, most_s)
    return Scores(network, measure, parameters, [str(node) for node in arrays.nodes], values, errors)


def _number(value: Any) -> float | None:
    return float(value) if value == value else None


def _told(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
