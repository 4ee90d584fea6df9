"""The formats that are JSON: our own, Cytoscape.js, node-link of networkx and D3."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gzkg.network.format.cell import as_json, plain
from gzkg.network.format.flat import label_of, names_of
from gzkg.network.table import Analysis, Table

if TYPE_CHECKING:
    import networkx as nx


def network_json(network: nx.Graph[Any]) -> bytes:
    """Return a network as `{"method": …, "nodes": [{"id": …}], "edges": [{"source": …, "target": …}]}`."""
    told = {"method": network.graph.get("method", {}), "nodes": _nodes(network), "edges": _edges(network)}
    return as_json(told).encode()


def analysis_json(answer: Analysis) -> bytes:
    """Return an analysis as JSON: its rows, single figures, further tables by name, and the record of its method."""
    told = {
        "analysis": answer.name,
        "method": answer.method,
        "figures": answer.figures,
        "rows": _rows(answer.table),
        "details": {name: _rows(table) for name, table in answer.details.items()},
    }
    return as_json(told).encode()


def cytoscape(network: nx.Graph[Any]) -> bytes:
    """Return a network as Cytoscape.js takes it in `elements`; every node has a `label`, the method is in `data`."""
    labels = [label_of(node, told) for node, told in network.nodes(data=True)]
    nodes = [{"data": {"label": label, **node}} for label, node in zip(labels, _nodes(network), strict=True)]
    edges = [{"data": edge} for edge in _edges(network)]
    return as_json({"data": _graph(network), "elements": {"nodes": nodes, "edges": edges}}).encode()


def node_link(network: nx.Graph[Any]) -> bytes:
    """Return a network as `networkx.node_link_graph(…, edges="edges")` reads it."""
    told = {"directed": network.is_directed(), "multigraph": False, "graph": _graph(network)}
    return as_json({**told, "nodes": _nodes(network), "edges": _edges(network)}).encode()


def _rows(table: Table) -> list[Any]:
    return [plain(row) for row in table]


def _graph(network: nx.Graph[Any]) -> dict[str, Any]:
    told = network.graph
    return {"name": network.name, "two_mode": bool(told.get("two_mode")), "method": told.get("method", {})}


def _nodes(network: nx.Graph[Any]) -> list[dict[str, Any]]:
    return [{**network.nodes[node], "id": name} for node, name in names_of(network).items()]


def _edges(network: nx.Graph[Any]) -> list[dict[str, Any]]:
    names = names_of(network)
    return [
        {"weight": 1.0, **told, "source": names[source], "target": names[target]}
        for source, target, told in network.edges(data=True)
    ]
