"""Pajek: numbered vertices and a list of edges, with nothing but names and weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gzkg.network.format.cell import as_json, as_text
from gzkg.network.format.flat import names_of

if TYPE_CHECKING:
    import networkx as nx


def pajek(network: nx.Graph[Any]) -> bytes:
    """Return a network for Pajek: vertices are called by their ids, since names need not be unique.

    Pajek knows no escapes: a double quote becomes ', a backslash /, the end of a line a space. In a two-mode network
    the vertices of side 0 come first and `*Vertices` says how many they are, as Pajek has it (networkx cannot read
    that). The record of the method is in comments. Raises: BadNetwork, when two nodes are written alike.
    """
    return "".join(line + "\r\n" for line in _lines(network)).encode()


def _lines(network: nx.Graph[Any]) -> Iterator[str]:
    for name, value in network.graph.get("method", {}).items():
        yield f"% {_word(name)}: {_word(value if isinstance(value, str) else as_json(value))}"
    names, sides = names_of(network), network.nodes(data="side")
    order = list(network)
    first = ""
    if network.graph.get("two_mode"):
        order.sort(key=lambda node: bool(sides[node]))
        first = f" {sum(not sides[node] for node in order)}"
    yield f"*Vertices {len(order)}{first}"
    number = {node: place for place, node in enumerate(order, start=1)}
    for node, place in number.items():
        yield f'{place} "{_word(names[node])}"'
    yield "*Arcs" if network.is_directed() else "*Edges"
    for source, target, weight in network.edges(data="weight", default=1.0):
        yield f"{number[source]} {number[target]} {as_text(weight)}"


def _word(value: str) -> str:
    return " ".join(as_text(value).replace('"', "'").replace("\\", "/").splitlines())
