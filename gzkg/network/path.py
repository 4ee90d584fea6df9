"""Shortest paths between two nodes, with the records along them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from typing import Any, cast

import networkx as nx

from gzkg.errors import EmptyNetwork
from gzkg.network.making.aggregate import add_up
from gzkg.network.rank import SAME
from gzkg.network.table import Table

_COLUMNS = ("source_label_en", "source_label_zh", "target_label_en", "target_label_zh")


def paths(
    network: nx.Graph[Any], source: str, target: str, *, weighted: bool = False, most: int = 10
) -> tuple[Table, dict[str, Any]]:
    """Return the shortest paths between two nodes, step by step, sorted by the nodes they pass, last first.

    At most `most` are shown. Each step has the layers and records of its edge and the first day by which it had begun.
    Figures: `length` (steps, or with `weighted` the sum of 1/weight; sums within 1e-9 of the larger are equal),
    `paths` (how many there are, counted exactly) and `shown`. A path of a node to itself has no step.

    Raises: EmptyNetwork, when none joins them.
    """
    before, distance = _before(network, source, weighted)
    if target not in distance:
        raise EmptyNetwork(_why_none(network, source, target))
    found = list(islice(_walk(before, source, target), most))
    steps = [
        (number, step, *pair) for number, path in enumerate(found, 1) for step, pair in enumerate(pairwise(path), 1)
    ]
    figures = {"length": distance[target], "paths": _count(before, source, target), "shown": len(found)}
    return _table(network, steps), figures


def both_ways(network: nx.Graph[Any]) -> nx.Graph[Any]:
    """Return a directed network without direction: of edges that lead both ways weights add up and records join."""
    joined: nx.Graph[Any] = nx.Graph()
    joined.graph.update(network.graph)
    joined.add_nodes_from(network.nodes(data=True))
    for source, target, told in network.edges(data=True):
        add_up(joined, source, target, told)
    return joined


def _before(network: nx.Graph[Any], source: str, weighted: bool) -> tuple[dict[Any, list[Any]], dict[Any, Any]]:
    """Return for each node the nodes before it on shortest paths from the source, and its distance."""
    if not weighted:
        near = cast("dict[Any, list[Any]]", nx.predecessor(network, source))
        return near, dict(nx.single_source_shortest_path_length(network, source))
    distance = dict(nx.single_source_dijkstra_path_length(network, source, weight=_length))
    before: dict[Any, list[Any]] = {node: [] for node in distance}
    done: set[Any] = set()
    for node in distance:  # nearest first, so what is before a node is done, however short the edge between
        done.add(node)
        for other, told in network.adj[node].items():
            through = distance[node] + _length(node, other, told)
            if other not in done and through - distance[other] <= SAME * through:
                before[other].append(node)
    return before, distance


def _length(source: Any, target: Any, told: Mapping[str, Any]) -> float:
    return 1.0 / float(told.get("weight", 1.0))


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


def _why_none(network: nx.Graph[Any], source: str, target: str) -> str:
    either_way = network.to_undirected(as_view=True)
    first, second = (set(nx.node_connected_component(either_way, node)) for node in (source, target))
    if target in first:
        return f"No path leads from {source} to {target}; one joins them if direction does not count."
    return f"No path joins {source} and {target}: their parts have {len(first)} and {len(second)} nodes."


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
