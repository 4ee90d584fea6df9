"""GraphML: XML with typed attributes, for igraph, Gephi, networkx, yEd and Cytoscape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from gzkg.network.format.cell import as_json
from gzkg.network.format.flat import label_of, names_of
from gzkg.network.format.markup import TYPES, Attributes, escape

if TYPE_CHECKING:
    import networkx as nx

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"""


def graphml(network: nx.Graph[Any]) -> bytes:
    """Return a network as GraphML; the record of the method is JSON in the data of the graph.

    Every node has a `label` for programs that show one. Lists are texts joined by a space; a spell is `begin/end`.
    Raises: BadNetwork, when two nodes are written alike.
    """
    return "\n".join([_HEAD, *_lines(network), "</graphml>", ""]).encode()


def _lines(network: nx.Graph[Any]) -> Iterator[str]:
    names = names_of(network)
    ends = list(network.edges(data=True))
    nodes = Attributes([{"label": label_of(node, told), **told} for node, told in network.nodes(data=True)])
    edges = Attributes([{"weight": 1.0, **told} for _, _, told in ends])
    graph = {"name": network.name, "two_mode": bool(network.graph.get("two_mode"))}
    graph["method"] = as_json(network.graph.get("method", {}))
    for number, (name, value) in enumerate(graph.items()):
        yield _key("g", number, "graph", name, TYPES["flag"] if isinstance(value, bool) else TYPES["text"])
    for prefix, where, attributes in (("n", "node", nodes), ("e", "edge", edges)):
        for number, (name, type_) in enumerate(attributes.types.items()):
            yield _key(prefix, number, where, name, type_)
    yield f'<graph id="G" edgedefault="{"directed" if network.is_directed() else "undirected"}">'
    for number, value in enumerate(graph.values()):
        yield f'<data key="g{number}">{escape(value)}</data>'
    for place, name in enumerate(names.values()):
        yield f'<node id="{escape(name)}">{_values("n", nodes, place)}</node>'
    for place, (source, target, _) in enumerate(ends):
        at = f'source="{escape(names[source])}" target="{escape(names[target])}"'
        yield f"<edge {at}>{_values('e', edges, place)}</edge>"
    yield "</graph>"


def _key(prefix: str, number: int, where: str, name: str, type_: str) -> str:
    return f'<key id="{prefix}{number}" for="{where}" attr.name="{escape(name)}" attr.type="{type_}"/>'


def _values(prefix: str, attributes: Attributes, place: int) -> str:
    return "".join(f'<data key="{prefix}{key}">{value}</data>' for key, value in attributes.written(place))
