"""Make the network that is asked for: from the graph, a query, a file or a networkx graph; then cut, join, tell how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import networkx as nx

from gzkg.dates import span_of
from gzkg.errors import BadNetwork, BadOption, UnknownEntity
from gzkg.lookup.label import Labels
from gzkg.network.arrays import arrays_of
from gzkg.network.making.aggregate import aggregate
from gzkg.network.making.atlas import Atlas, node_id
from gzkg.network.making.edgelist import read_network
from gzkg.network.making.link import EVER
from gzkg.network.making.projection import (
    Relations,
    largest_component,
    near,
    network_at,
    read_relations,
    require_edges,
    require_two_mode,
    span_asked,
)
from gzkg.network.two_mode.incidence import Side, project, sides_of
from gzkg.store.embedded import EmbeddedStore

Asked = Mapping[str, Any]
Opened = Callable[[], tuple[EmbeddedStore, Labels]]
"""Gives a store and its labels, read when first asked for."""

_FROM_GRAPH: Final = ("layer", "status", "kind", "within", "roll_up", "certainty")
_STEPS: Final = (*_FROM_GRAPH, "as_of", "known_on", "project", "onto", "aggregate", "ego", "radius", "component")
_OF_SPELLS: Final = ("spells", "weights", "records", "bounds", "kinds", "statuses")
OUTSIDE: Final = ("edges", "query", "network")
"""What makes a network that is not chosen from the relations of the graph."""


class Maker:
    """Makes networks over one store as of one day, each with the record of how it was made.

    The store is opened when a network is made from it: an outside network needs none.
    """

    def __init__(self, opened: Opened, today: date, version: Callable[[], str]) -> None:
        self._opened = opened
        self.today = today
        """The day for which nothing else is asked."""
        self._version = version

    @cached_property
    def store(self) -> EmbeddedStore:
        """The store from which networks are made."""
        return self._opened()[0]

    @cached_property
    def atlas(self) -> Atlas:
        """What is known of the nodes."""
        return Atlas(self.store, self._opened()[1])

    def make(self, asked: Asked) -> nx.Graph[Any]:
        """Return the network that is asked for, sorted by id, with labels and IRIs; `graph["method"]` tells how.

        Raises: NetworkError, BadDate, BadId; EmptyNetwork, when it has no edges.
        """
        whole, relations = self._whole(asked)
        return self._at(asked, whole, relations, asked["as_of"])

    def snapshots(self, asked: Asked, times: Iterable[str | date]) -> Iterator[nx.Graph[Any]]:
        """Give the network at each of some times; what it is made of is read once. An empty one is given too."""
        whole, relations = self._whole(asked)
        for time in times:
            yield self._at(asked, whole, relations, time, empty=True)

    def _whole(self, asked: Asked) -> tuple[nx.Graph[Any] | None, Relations | None]:
        given = [name for name in OUTSIDE if asked.get(name) is not None]
        if len(given) > 1:
            raise BadOption(f"{given[0]} and {given[1]} are both given. Give one of them.")
        if given and (both := [name for name in _FROM_GRAPH if asked.get(name)]):
            raise BadOption(f"{both[0]} chooses from the graph; it cannot be asked of {given[0]}.")
        if asked.get("edges") is None and (stray := [name for name in ("nodes", "ends") if asked.get(name)]):
            raise BadOption(f"{stray[0]} goes with edges, the file of an outside network.")
        if not given and (stray := [name for name in ("directed", "two_mode") if asked.get(name)]):
            raise BadOption(f"{stray[0]} goes with query or edges; relations of the graph have their own direction.")
        if asked.get("query") is not None and asked.get("as_of") is not None:
            raise BadOption(
                "as_of chooses relations of the graph; a query chooses by itself. Put the day into the query."
            )
        if asked.get("network") is not None:
            return _handed_in(asked["network"]), None
        if asked.get("edges") is not None:
            nodes = Path(asked["nodes"]) if asked.get("nodes") else None
            flags = {name: bool(asked[name]) for name in ("directed", "two_mode")}
            return read_network(Path(asked["edges"]), nodes=nodes, ends=asked["ends"] or (), **flags), None
        if asked.get("query") is not None:
            return self._queried(
                asked["query"], directed=bool(asked["directed"]), two_mode=bool(asked["two_mode"])
            ), None
        return None, read_relations(self.store, self.atlas, asked)

    def _at(
        self, asked: Asked, whole: nx.Graph[Any] | None, relations: Relations | None, time: Any, *, empty: bool = False
    ) -> nx.Graph[Any]:
        if relations is not None:
            network = network_at(relations, self.atlas, span_asked(time, self.today), asked["certainty"] or "possible")
        else:
            assert whole is not None
            network = whole if time in (None, EVER) else _held(whole, *span_of(time))
        if not empty:
            require_edges(network)
        try:
            made = self._finish(asked, network) if network.number_of_edges() else network
        except UnknownEntity:
            if not empty:
                raise
            made = nx.Graph.copy(network.subgraph(()))
        if not empty:
            require_edges(made)
        made.graph["method"] = self._method(asked, made, relations, time)
        return made

    def _finish(self, asked: Asked, network: nx.Graph[Any]) -> nx.Graph[Any]:
        if asked["aggregate"]:
            network = aggregate(network, asked["aggregate"], self.atlas.groups(asked["aggregate"]))
        if asked["project"]:
            require_two_mode(network, "project")
            onto: Side = 1 if asked["onto"] == "target" else 0
            left_out = network.graph.get("left_out", {})
            network = project(network, onto, asked["project"])
            network.graph["left_out"] = left_out
        if asked["ego"]:
            network = near(network, node_id(asked["ego"]), asked["radius"] or 1)
        return largest_component(network) if asked["component"] == "largest" else network

    def _method(self, asked: Asked, network: nx.Graph[Any], relations: Relations | None, time: Any) -> dict[str, Any]:
        told = {name: _plain(asked[name]) for name in _STEPS if asked.get(name) not in (None, (), False)}
        if not asked["ego"]:
            told.pop("radius", None)
        if relations is not None:
            told["layer"] = list(asked["layer"] or ("tie",))
            told["certainty"] = asked["certainty"] or "possible"
            told["as_of"] = str(time if time is not None else self.today)
            told["query"] = relations.query
        elif asked.get("query"):
            told["query"] = asked["query"]
        else:
            file = {"file": Path(asked["edges"]).name} if asked.get("edges") else {}
            at = {"as_of": str(time)} if time is not None else {}
            told = {**file, **network.graph.get("method", {}), **told, **at}
        return {
            **told,
            "nodes": network.number_of_nodes(),
            "edges": network.number_of_edges(),
            "directed": network.is_directed(),
            "two_mode": bool(network.graph.get("two_mode")),
            "left_out": dict(network.graph.get("left_out", {})),
            "version": self._version() if relations is not None or asked.get("query") else told.get("version"),
        }

    def _queried(self, text: str, *, directed: bool, two_mode: bool) -> nx.Graph[Any]:
        """Return the network of the rows of a query. Raises: BadQuery, ForbiddenQuery, BadOption, BadNetwork."""
        answer = self.store.query(text)
        if not {"source", "target"} <= set(answer.columns):
            raise BadOption(
                f"The query gives {', '.join(answer.columns) or 'no columns'}; it must give ?source ?target."
            )
        network: nx.Graph[Any] = nx.DiGraph() if directed and not two_mode else nx.Graph()
        network.graph["two_mode"] = two_mode
        loops = 0
        for number, row in enumerate(answer, start=1):
            source, target = (str(row[end] or "") for end in ("source", "target"))
            if not source or not target:
                raise BadNetwork(f"Row {number} of the query has no {'target' if source else 'source'}.")
            if source == target:
                loops += 1
                continue
            weight = _weight(number, row.get("weight"))
            self._add(network, source, target, weight)
        network.graph["left_out"] = {"of a node with itself": loops} if loops else {}
        return network

    def _add(self, network: nx.Graph[Any], source: str, target: str, weight: float) -> None:
        ends = node_id(source), node_id(target)
        for side, (name, iri) in enumerate(zip(ends, (source, target), strict=True)):
            told = {"side": side} if network.graph["two_mode"] else {}
            if network.nodes.get(name, told).get("side", side) != told.get("side", side):
                raise BadNetwork(f"'{name}' is both a source and a target, so the network is not two-mode.")
            if name not in network:
                network.add_node(name, **self.atlas.attributes(iri), **told)
        before = network.edges[ends]["weight"] if network.has_edge(*ends) else 0.0
        network.add_edge(*ends, weight=before + weight)


def _handed_in(network: nx.Graph[Any]) -> nx.Graph[Any]:
    """Return a copy of a network with texts as nodes. Raises: BadNetwork, unless it is one."""
    arrays = arrays_of(network)
    if network.graph.get("two_mode"):
        sides_of(arrays)
    named: nx.Graph[Any] = nx.relabel_nodes(network, str)
    if named.number_of_nodes() < arrays.size:
        raise BadNetwork("Two nodes of the network have one name, such as 1 and '1'. Rename one.")
    return named


def _weight(number: int, term: Any) -> float:
    try:
        weight = 1.0 if term is None else float(str(term))
    except ValueError:
        weight = float("nan")
    if not 0 < weight < float("inf"):
        raise BadNetwork(f"Row {number} has the weight '{term}'; a weight is a finite number above 0.")
    return weight


def _held(network: nx.Graph[Any], first: date, last: date) -> nx.Graph[Any]:
    """Return the part of an outside network that held in a span: of what has no dates, all."""
    kept = network.copy()
    for source, target, told in network.edges(data=True):
        spells = told.get("spells", ())
        there = [place for place, spell in enumerate(spells) if _meets(spell, first, last)]
        if spells and not there:
            kept.remove_edge(source, target)
        elif len(there) < len(spells):
            edge = kept.edges[source, target]
            edge |= {
                name: tuple(told[name][place] for place in there)
                for name in _OF_SPELLS
                if len(told.get(name, ())) == len(spells)
            }
            edge["weight"] = sum(edge["weights"]) if "weights" in edge else edge.get("weight", 1.0)
    kept.remove_nodes_from([node for node in network if network.degree(node) and not kept.degree(node)])
    return kept


def _meets(spell: tuple[str | None, str | None], first: date, last: date) -> bool:
    start, end = spell
    return (start is None or start <= last.isoformat()) and (end is None or end >= first.isoformat())


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value if isinstance(value, str | int | float) else str(value)
