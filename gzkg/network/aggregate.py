"""A network put together by country or by region of the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from gzkg.errors import EmptyNetwork


def aggregate(network: nx.Graph[Any], by: str, names: Mapping[str, Mapping[str, Any]]) -> nx.Graph[Any]:
    """Return the network of countries (`by` is `country`) or regions of the world (`region`).

    The weight of an edge is the sum of the weights between two groups; each node tells its number of `members` and
    the weight `inside` it, which is no edge. What has no group is left out and counted; the targets of a two-mode
    network stay as they are. `names` gives more attributes of a group.

    Raises: EmptyNetwork, when no node has a group.
    """
    two_mode = bool(network.graph.get("two_mode"))
    group = {
        node: node if two_mode and told.get("side") == 1 else told.get(by) for node, told in network.nodes(data=True)
    }
    if not any(group[node] for node, told in network.nodes(data=True) if told.get("side") != 1):
        raise EmptyNetwork(f"No node of this network has a {by}, so it cannot be put together by it.")
    together: nx.Graph[Any] = network.__class__()
    together.graph.update(network.graph)
    for node, told in network.nodes(data=True):
        if (name := group[node]) is not None and name not in together:
            own = dict(told) if name == node else {**names.get(name, {}), by: name}
            side = {"side": told["side"]} if two_mode else {}
            together.add_node(name, **{**own, **side}, members=0, inside=0.0)
        if name is not None:
            together.nodes[name]["members"] += 1
    for source, target, told in network.edges(data=True):
        _join(together, group[source], group[target], told)
    without = sum(name is None for name in group.values())
    together.graph["left_out"] = {**network.graph.get("left_out", {}), f"nodes without a {by}": without}
    return together


def _join(together: nx.Graph[Any], source: str | None, target: str | None, told: Mapping[str, Any]) -> None:
    if source is None or target is None:
        return
    weight = float(told.get("weight", 1.0))
    if source == target:
        together.nodes[source]["inside"] += weight
        return
    if not together.has_edge(source, target):
        together.add_edge(source, target, weight=0.0, layers=(), records=(), spells=())
    edge = together.edges[source, target]
    edge["weight"] += weight
    edge["layers"] = tuple(sorted({*edge["layers"], *told.get("layers", ())}))
    for name in ("records", "spells"):
        edge[name] += tuple(told.get(name, ()))
