"""Which part of a network a picture shows, in which order, and what must be said about it."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from gzkg.errors import EmptyNetwork
from gzkg.network.picture.look import Look


@dataclass(frozen=True)
class Shown:
    """The part of a network that is drawn, without direction, largest node first; the value of each; and the notes."""

    network: nx.Graph[Any]
    values: Mapping[Hashable, float]
    notes: Sequence[str]


def choose(network: nx.Graph[Any], look: Look) -> Shown:
    """Return what is drawn: the largest nodes, on a map those that have coordinates.

    In a layout, nodes that lose all their ties when the network is cut are left out: they would only float about.

    Raises: EmptyNetwork, when there is no node to draw.
    """
    placed = [node for node, told in network.nodes(data=True) if look.style != "map" or _is_place(told)]
    if not placed:
        hint = " No node has coordinates; a layout needs none." if len(network) else ""
        raise EmptyNetwork(f"There is no node to draw.{hint}")
    values = _values(network, look)
    largest = sorted(placed, key=lambda node: (-values[node], str(node)))[: look.most]
    shown = _part(network, largest)
    notes = [look.say("directed")] if network.is_directed() else []
    if len(placed) < len(network):
        notes.append(look.say("nowhere", len(network) - len(placed)))
    if len(largest) < len(placed):
        notes.append(look.say("shown", len(largest), len(placed)))
        alone = [node for node in shown if not shown.degree(node)]
        if look.style == "layout" and 0 < len(alone) < len(shown):
            notes.append(look.say("alone", len(alone)))
            shown.remove_nodes_from(alone)
    return Shown(shown, {node: values[node] for node in shown}, notes)


def _part(network: nx.Graph[Any], nodes: Sequence[Hashable]) -> nx.Graph[Any]:
    """Return some nodes with the edges among them, in an order that depends on nothing but the order of the nodes."""
    rank = {node: number for number, node in enumerate(nodes)}
    edges = [(a, b, told) for a, b, told in network.edges(data=True) if a in rank and b in rank]
    chosen: nx.Graph[Any] = nx.Graph()
    chosen.add_nodes_from((node, network.nodes[node]) for node in nodes)
    chosen.add_edges_from(sorted(edges, key=lambda edge: (sorted((rank[edge[0]], rank[edge[1]])), rank[edge[0]])))
    return chosen


def _values(network: nx.Graph[Any], look: Look) -> Mapping[Hashable, float]:
    given: Mapping[Hashable, Any] = dict(network.degree()) if look.size_by is None else look.size_by
    values = {node: float(given.get(node) or 0) for node in network}
    return {node: value if 0 < value < math.inf else 0.0 for node, value in values.items()}


def _is_place(told: Mapping[str, Any]) -> bool:
    latitude, longitude = told.get("lat"), told.get("lon")
    return (
        isinstance(latitude, int | float)
        and isinstance(longitude, int | float)
        and abs(latitude) <= 90
        and abs(longitude) <= 180
    )
