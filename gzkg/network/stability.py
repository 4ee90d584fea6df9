"""How far a value or rank rests on single ties and nodes, and on ties that are not certain."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, TypeAlias

import networkx as nx
import numpy as np

from gzkg.errors import BadOption
from gzkg.network.arrays import Tick, quiet
from gzkg.network.change import placed
from gzkg.network.table import Table

Values = Mapping[Any, float]
ValueOf: TypeAlias = "Callable[[nx.Graph[Any]], Values]"
"""Measures a network: node -> value, without those that have none."""


@dataclass(frozen=True)
class Watch:
    """Whose ranks are watched: the `top` nodes by a measure; and who hears of the progress."""

    value_of: ValueOf
    top: int = 10
    tick: Tick = quiet


LEFT_OUT: Final = (
    "ranks are taken again without each node in turn (of a two-mode network: each of side 1); best_rank is the best "
    "that a node then has, worst_rank the worst"
)
RESAMPLED: Final = (
    "in each draw every tie that may not have begun stays with probability 1/2, independently; the intervals go from "
    "the 5th to the 95th percentile of the draws; a draw in which a node has no value does not count for it"
)
"""For the method record."""


def contributions(
    network: nx.Graph[Any], node: Hashable, value_of: ValueOf, *, top: int = 10, tick: Tick = quiet
) -> Table:
    """Return by how much the value of a node falls when one of its ties is left out, the most first; at most `top`.

    Exact: the value is measured again without the tie, once for every tie of the node. A value that is not defined
    without it is None, and comes last.
    """
    whole = value_of(network).get(node)
    ties, found = _ties(network, node), []
    for number, (source, target) in enumerate(ties, start=1):
        without = value_of(_without_edge(network, source, target)).get(node)
        fall = whole - without if whole is not None and without is not None else None
        found.append((fall, target if source == node else source, without, network.edges[source, target]))
        tick(number / len(ties))
    found.sort(key=lambda each: (each[0] is None, -(each[0] or 0.0), str(each[1])))
    found = found[:top]
    return Table(
        {
            "node": [str(node)] * len(found),
            "other": [str(other) for _, other, _, _ in found],
            "other_label_en": [network.nodes[other].get("label_en") for _, other, _, _ in found],
            "other_label_zh": [network.nodes[other].get("label_zh") for _, other, _, _ in found],
            "fall": [fall for fall, *_ in found],
            "value_without": [without for _, _, without, _ in found],
            "layers": [told.get("layers", ()) for *_, told in found],
            "records": [told.get("records", ()) for *_, told in found],
        },
        {"fall": {"en": "how much the value falls when this tie is left out", "zh": "去掉该联系后数值的下降量"}},
    )


def leave_one_out(network: nx.Graph[Any], watch: Watch) -> Table:
    """Return how the ranks of the highest nodes move when one node is left out at a time; see LEFT_OUT.

    `moved_most_by` is the node whose absence moves it most, the first by id of equals, None if none moves it.
    """
    values = watch.value_of(network)
    ranks = placed(values)
    best = _best(ranks, watch.top)
    left = left_out(network)
    found: dict[Any, dict[Any, int]] = {node: {} for node in best}
    for number, gone in enumerate(left, start=1):
        without = placed(watch.value_of(_without_node(network, gone)))
        for node in best:
            if node in without:
                found[node][gone] = without[node]
        watch.tick(number / len(left))
    return Table(
        {
            **_named(network, best, ranks, values),
            "best_rank": [min(found[node].values(), default=None) for node in best],
            "worst_rank": [max(found[node].values(), default=None) for node in best],
            "median_rank": [median(found[node].values()) if found[node] else None for node in best],
            "moved_most_by": [_mover(found[node], ranks[node]) for node in best],
        }
    )


def left_out(network: nx.Graph[Any]) -> list[Any]:
    """Return the nodes that are left out one at a time: all, of a two-mode network those of side 1; sorted."""
    two_mode = bool(network.graph.get("two_mode"))
    return sorted((node for node, told in network.nodes(data=True) if not two_mode or told.get("side") == 1), key=str)


def resample(network: nx.Graph[Any], watch: Watch, *, draws: int = 100, seed: int = 0) -> Table:
    """Return the ranks and values of the highest nodes over draws of the ties that are not certain; see RESAMPLED.

    Raises: BadOption, when every tie is certain, or none is known to be or not to be.
    """
    doubtful = [(a, b) for a, b, told in network.edges(data=True) if told.get("certainty") == "possible"]
    if not doubtful:
        raise BadOption("Every tie of this network had begun, so there is nothing to draw. Ask for certainty=possible.")
    values = watch.value_of(network)
    ranks = placed(values)
    best = _best(ranks, watch.top)
    drawn = np.random.default_rng(seed)
    taken: list[tuple[Mapping[Any, int], Values]] = []
    for number in range(draws):
        gone = [pair for pair, goes in zip(doubtful, drawn.random(len(doubtful)) < 0.5, strict=True) if goes]
        one = watch.value_of(_without_edges(network, gone))
        taken.append((placed(one), one))
        watch.tick((number + 1) / draws)
    of_ranks = [[rank[node] for rank, _ in taken if node in rank] for node in best]
    of_values = [[value[node] for _, value in taken if node in value] for node in best]
    return Table(
        {
            **_named(network, best, ranks, values),
            "mean_rank": [float(np.mean(each)) if each else None for each in of_ranks],
            "rank_5": [_share(each, 5) for each in of_ranks],
            "rank_95": [_share(each, 95) for each in of_ranks],
            "value_5": [_share(each, 5) for each in of_values],
            "value_95": [_share(each, 95) for each in of_values],
            "draws": [len(each) for each in of_ranks],
        }
    )


def _ties(network: nx.Graph[Any], node: Hashable) -> list[tuple[Any, Any]]:
    if isinstance(network, nx.DiGraph):
        return [*network.in_edges(node), *network.out_edges(node)]
    return list(network.edges(node))


def _without_edge(network: nx.Graph[Any], source: Any, target: Any) -> nx.Graph[Any]:
    return _without_edges(network, [(source, target)])


def _without_edges(network: nx.Graph[Any], edges: list[tuple[Any, Any]]) -> nx.Graph[Any]:
    copy = network.copy()
    copy.remove_edges_from(edges)
    return copy


def _without_node(network: nx.Graph[Any], node: Any) -> nx.Graph[Any]:
    copy = network.copy()
    copy.remove_node(node)
    return copy


def _best(ranks: Mapping[Any, int], top: int) -> list[Any]:
    return sorted(ranks, key=lambda node: (ranks[node], str(node)))[:top]


def _named(network: nx.Graph[Any], nodes: list[Any], ranks: Mapping[Any, int], values: Values) -> dict[str, list[Any]]:
    return {
        "id": [str(node) for node in nodes],
        **{name: [network.nodes[node].get(name) for node in nodes] for name in ("label_en", "label_zh")},
        "rank": [ranks[node] for node in nodes],
        "value": [values[node] for node in nodes],
    }


def _mover(found: Mapping[Any, int], rank: int) -> str | None:
    far = max((abs(moved - rank) for moved in found.values()), default=0)
    return next((str(node) for node, moved in found.items() if far and abs(moved - rank) == far), None)


def _share(values: list[Any], per_cent: int) -> float | None:
    return float(np.percentile(values, per_cent)) if values else None
