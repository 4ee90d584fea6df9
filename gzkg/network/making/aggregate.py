"""A network put together by country or by region of the world."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import networkx as nx

from gzkg.errors import EmptyNetwork

_OF_RECORDS: Final = ("records", "spells", "weights", "bounds", "kinds", "statuses")
"""What an edge tells of each of its records."""


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
            side = {"side": told["side"]} if two_mode else {}
            own = dict(told) if side == {"side": 1} else {**names.get(name, {}), by: name}
            together.add_node(name, **{**own, **side}, members=0, inside=0.0)
        if name is not None:
            together.nodes[name]["members"] += 1
    for source, target, told in network.edges(data=True):
        _join(together, group[source], group[target], told)
    if without := sum(name is None for name in group.values()):
        together.graph["left_out"] = {**network.graph.get("left_out", {}), f"nodes without a {by}": without}
    return together


def _join(together: nx.Graph[Any], source: str | None, target: str | None, told: Mapping[str, Any]) -> None:
    if source is None or target is None:
        return
    if source == target:
        together.nodes[source]["inside"] += float(told.get("weight", 1.0))
    else:
        add_up(together, source, target, told)


def add_up(network: nx.Graph[Any], source: str, target: str, told: Mapping[str, Any]) -> None:
    """Add an edge, or what it tells to the edge that is there: weights add up, layers, records and spells join.

    Certain is what one of them makes certain.
    """
    before: Mapping[str, Any] = {"weight": 0.0}
    if network.has_edge(source, target):
        before = network.edges[source, target]
    edge: dict[str, Any] = {"weight": float(before["weight"]) + float(told.get("weight", 1.0))}
    if "layers" in told:
        edge["layers"] = tuple(sorted({*before.get("layers", ()), *told["layers"]}))
    for name in _OF_RECORDS:
        if name in told:
            edge[name] = (*before.get(name, ()), *told[name])
    if "certainty" in told and before.get("certainty") != "certain":
        edge["certainty"] = told["certainty"]
    network.add_edge(source, target, **edge)
