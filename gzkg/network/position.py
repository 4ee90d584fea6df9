"""The named graph `graph/metrics`: where every city stands in the network of each layer, as dated observations.

One query can so join a rank with facts. It is made anew whenever the store is, and for every day that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import networkx as nx
from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.catalog.term import iris, moment, number, triples, types
from gzkg.errors import EmptyNetwork, NetworkTooLarge
from gzkg.network.group.community import communities
from gzkg.network.making.maker import Maker
from gzkg.network.measure.scoring import score
from gzkg.network.option import read_asked

METRICS: Final = vocab.GRAPH + "metrics"
"""IRI of the named graph."""

_TIES: Final = ("tie", "sister-city", "friendly-cooperation-city")
_TWO_MODE: Final = ("membership", "participation", "award-entry", "siting", "mission")
"""The layers in which cities have positions; concepts of the scheme `network-layer`. In the latter only cities are
actors, or hosts."""

_TERMS: Final = {
    "degree": "degree",
    "betweenness": "betweenness",
    "closeness": "closeness",
    "eigenvector": "eigenvector",
    "pagerank": "pageRank",
}
"""Name of a measure -> property of its value; that of its rank has `Rank` behind it."""

_MOST_S: Final = 20.0
"""A measure that would take longer is left out, since the graph is made whenever the data is opened."""


def positions(maker: Maker) -> Iterator[Triple]:
    """Give a position for every city in every layer that has edges on the maker's day."""
    for layer in (*_TIES, *_TWO_MODE):
        kind = "City" if layer in _TWO_MODE else ()
        try:
            network = maker.make(read_asked("network", {"layer": layer, "kind": kind}))
        except EmptyNetwork:
            continue
        names = {
            node: f"{vocab.ID}position/{layer}/{maker.today}/{node.removeprefix('city/')}"
            for node, told in network.nodes(data=True)
            if told.get("kind") == "City"
        }
        for city, name in names.items():
            yield from triples(
                name,
                types(vocab.GZ + "NetworkPosition"),
                iris(vocab.GZ + "positionOf", vocab.ID + city),
                iris(vocab.GZ + "inLayer", f"{vocab.CONCEPT}network-layer/{layer}"),
                moment(vocab.GZ + "asOf", maker.today),
            )
        yield from _measured(network, names)
        yield from _grouped(network, names)


def _measured(network: nx.Graph[Any], names: dict[str, str]) -> Iterator[Triple]:
    for measure, term in _TERMS.items():
        try:
            scores = score(network, measure, {}, most_s=_MOST_S)
        except NetworkTooLarge:
            continue
        for node, value, rank in zip(scores.nodes, scores.values, scores.ranks, strict=True):
            if node in names and rank:
                yield Triple(NamedNode(names[node]), NamedNode(vocab.GZ + term), Literal(float(value)))
                yield from triples(names[node], number(f"{vocab.GZ}{term}Rank", int(rank)))


def _grouped(network: nx.Graph[Any], names: dict[str, str]) -> Iterator[Triple]:
    found = communities(network)
    for node, label in zip(found.nodes, found.labels, strict=True):
        if node in names:
            yield from triples(names[node], number(vocab.GZ + "community", int(label)))
