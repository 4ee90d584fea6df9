"""Shortest paths between two nodes, with the records along them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, cast

import networkx as nx

from gzkg.errors import EmptyNetwork
from gzkg.network.table import Table

_COLUMNS = ("source_label_en", "source_label_zh", "target_label_en", "target_label_zh")


def paths(
    network: nx.Graph[Any], source: str, target: str, *, weighted: bool = False, most: int = 10
) -> tuple[Table, dict[str, Any]]:
    """Return the shortest paths between two nodes, step by step, in order of the nodes they pass; at most `most`.

    Each step has the layers and records of its edge and the first day by which it had begun. Figures: `length` (steps,
    or with `weighted` the sum of 1/weight), `paths` (how many there are, counted exactly) and `shown`. A path of a node
    to itself has no step. Raises: EmptyNetwork, when none joins them.
    """
    lengths = _with_lengths(network) if weighted else network
    before, distance = _before(lengths, source, weighted)
    if target not in distance:
        many = (len(_reached(network, node)) for node in (source, target))
        raise EmptyNetwork(
            f"No path joins {source} and {target}: their parts have {' and '.join(map(str, many))} nodes."
        )
    found = list(islice(_walk(before, source, target), most))
    steps = [
        (number, step, *pair) for number, path in enumerate(found, 1) for step, pair in enumerate(pairwise(path), 1)
    ]
    figures = {"length": distance[target], "paths": _count(before, source, target), "shown": len(found)}
    return _table(network, steps), figures


def _with_lengths(network: nx.Graph[Any]) -> nx.Graph[Any]:
    copy = network.copy()
    for _, _, told in copy.edges(data=True):
        told["length"] = 1.0 / told.get("weight", 1.0)
    return copy


def _before(network: nx.Graph[Any], source: str, weighted: bool) -> tuple[dict[Any, list[Any]], dict[Any, Any]]:
    """Return for each node the nodes before it on shortest paths from the source, and its distance."""
    if weighted:
        before, distance = nx.dijkstra_predecessor_and_distance(network, source, weight="length")
        return dict(before), dict(distance)
    before = cast("dict[Any, list[Any]]", nx.predecessor(network, source))
    return before, dict(nx.single_source_shortest_path_length(network, source))


def _walk(before: dict[Any, list[Any]], source: str, target: str) -> Iterator[tuple[Any, ...]]:
    """Give the shortest paths in order of their nodes from the end."""
    waiting: list[tuple[Any, ...]] = [(target,)]
    while waiting:
        path = waiting.pop()
        if path[0] == source:
            yield path
        else:
            waiting.extend((node, *path) for node in sorted(before[path[0]], reverse=True))


def _count(before: dict[Any, list[Any]], source: str, target: str) -> int:
    order, seen, stack = [], set(), [(target, False)]
    while stack:
        node, done = stack.pop()
        if done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((other, False) for other in before[node])
    counted: dict[Any, int] = {}
    for node in order:
        counted[node] = 1 if node == source else sum(counted[other] for other in before[node])
    return counted[target]


def _reached(network: nx.Graph[Any], node: str) -> set[Any]:
    return set(nx.node_connected_component(network.to_undirected(as_view=True), node))


def _table(network: nx.Graph[Any], steps: list[tuple[int, int, Any, Any]]) -> Table:
    edges = [network.edges[source, target] for _, _, source, target in steps]
    labels = {
        name: [network.nodes[step[2 if name.startswith("source") else 3]].get(name.partition("_")[2]) for step in steps]
        for name in _COLUMNS
    }
    starts = [[start for start, _ in edge.get("spells", ()) if start] for edge in edges]
    return Table(
        {
            "path": [step[0] for step in steps],
            "step": [step[1] for step in steps],
            "source": [str(step[2]) for step in steps],
            "target": [str(step[3]) for step in steps],
            **labels,
            "layers": [edge.get("layers", ()) for edge in edges],
            "records": [edge.get("records", ()) for edge in edges],
            "since": [min(days, default=None) for days in starts],
        }
    )
