"""From the relations of the graph to a network: which are edges, when, between what; and what was left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import networkx as nx

from gzkg.dates import Span, span_of
from gzkg.errors import BadOption, EmptyNetwork, UnknownEntity
from gzkg.network.making.atlas import Atlas, node_id
from gzkg.network.making.layer import Layer, choose_layers, read_layers
from gzkg.network.making.link import EVER, Link, held, links_query, read_links
from gzkg.store.embedded import EmbeddedStore


@dataclass(frozen=True)
class Relations:
    """The relations of some layers that may become edges, of all time, and how they were found."""

    links: Sequence[Link]
    query: str
    left_out: Mapping[str, int] = field(default_factory=dict)


def read_relations(store: EmbeddedStore, atlas: Atlas, asked: Mapping[str, Any]) -> Relations:
    """Return the relations that were asked for, of all time.

    Raises: UnknownLayer, BadOption, with the nearest names.
    """
    layers = choose_layers(read_layers(store), asked["layer"] or ("tie",))
    links = read_links(store, layers)
    left_out: Counter[str] = Counter()
    status = asked["status"] or "factual"
    if status != "any":
        links = _kept(links, [link.group == status for link in links], left_out, f"not {status}")
    links = _rolled_up(links, atlas, layers, left_out, everything=bool(asked["roll_up"]))
    if asked["kind"]:
        links = _kept(links, _of_kind(links, atlas, asked["kind"]), left_out, "other kind of node")
    if asked["within"]:
        links = _kept(links, _within(links, atlas, asked["within"]), left_out, "other place")
    return Relations(links, links_query(layers), left_out)


def network_at(relations: Relations, atlas: Atlas, span: Span | None, certainty: str) -> nx.Graph[Any]:
    """Return the network of the relations that held at some time of a span; of all time without one.

    A network is two-mode when every relation is directed and nothing is at both ends; its sources have `side` 0, its
    targets 1, and it has no direction. It is directed when every relation is. Nodes and edges are sorted by id.
    """
    links = held(relations.links, span, certainty)
    sources, targets = {link.source for link in links}, {link.target for link in links}
    two_mode = bool(links) and all(link.directed for link in links) and not sources & targets
    directed = bool(links) and all(link.directed for link in links) and not two_mode
    network: nx.Graph[Any] = nx.DiGraph() if directed else nx.Graph()
    network.graph["two_mode"] = two_mode
    network.graph["at_both_ends"] = sorted(map(node_id, sources & targets))[:3] if directed else []
    for iri in sorted(sources | targets, key=node_id):
        side = {"side": int(iri in targets)} if two_mode else {}
        network.add_node(node_id(iri), **atlas.attributes(iri), **side)
    for (source, target), together in sorted(_edges(links, directed).items()):
        network.add_edge(source, target, **_edge(together))
    left_out = {**relations.left_out, "at another time or not certain": len(relations.links) - len(links)}
    network.graph["left_out"] = {why: number for why, number in left_out.items() if number}
    return network


def span_asked(as_of: Any, today: Any) -> Span | None:
    """Return the span that is asked: today when nothing is, None for `ever`. Raises: BadDate."""
    return None if as_of == EVER else span_of(as_of if as_of is not None else today)


def near(network: nx.Graph[Any], ego: str, radius: int) -> nx.Graph[Any]:
    """Return the part of a network that is at most `radius` steps from a node, whatever the direction.

    Raises: UnknownEntity, when the network does not hold it.
    """
    require_node(network, ego)
    reached = nx.single_source_shortest_path_length(network.to_undirected(as_view=True), ego, cutoff=radius)
    return nx.Graph.copy(network.subgraph(reached))


def largest_component(network: nx.Graph[Any]) -> nx.Graph[Any]:
    """Return the largest connected part, whatever the direction; the one with the first id, if several are as large."""
    parts = nx.connected_components(network.to_undirected(as_view=True))
    best: set[Any] = min(parts, key=lambda part: (-len(part), min(map(str, part))), default=set())
    return nx.Graph.copy(network.subgraph(best))


def require_two_mode(network: nx.Graph[Any], what: str) -> None:
    """Raise BadOption, saying what to do, unless a network is two-mode."""
    if network.graph.get("two_mode"):
        return
    both = network.graph.get("at_both_ends", ())
    hint = f" {', '.join(both)} is at both ends: keep one kind of source, such as kind=City." if both else ""
    raise BadOption(f"{what} is for two-mode networks, such as layer=membership; this network is one-mode.{hint}")


def require_node(network: nx.Graph[Any], node: str) -> None:
    """Raise UnknownEntity, with the nearest, unless a network holds a node."""
    if node not in network:
        import difflib

        raise UnknownEntity(node, difflib.get_close_matches(node, map(str, network), n=3), where="the network")


def require_edges(network: nx.Graph[Any]) -> None:
    """Raise EmptyNetwork, saying what was left out, unless there is an edge."""
    if network.number_of_edges() == 0:
        left = ", ".join(f"{number} ({why})" for why, number in network.graph.get("left_out", {}).items())
        hint = f" Left out: {left}. Ask for as_of=ever, status=any, or other layers." if left else ""
        raise EmptyNetwork(f"Nothing fits what was asked: the network has no edges.{hint}")


def _kept(links: Iterable[Link], keep: Iterable[bool], left_out: Counter[str], why: str) -> list[Link]:
    kept, gone = [], 0
    for link, stays in zip(links, keep, strict=True):
        if stays:
            kept.append(link)
        else:
            gone += 1
    left_out[why] += gone
    return kept


def _rolled_up(
    links: list[Link], atlas: Atlas, layers: Sequence[Layer], left_out: Counter[str], *, everything: bool
) -> list[Link]:
    """Put wholes in place of parts: of all, or of missions, which stand for the country that sends them."""
    always = {layer.name for layer in layers if layer.source_class}
    raised = [
        replace(
            link,
            source=atlas.whole(link.source) if everything or link.layer in always else link.source,
            target=atlas.whole(link.target) if everything else link.target,
        )
        for link in links
    ]
    return _kept(raised, [link.source != link.target for link in raised], left_out, "of a whole with itself")


def _of_kind(links: Sequence[Link], atlas: Atlas, kinds: Iterable[str]) -> list[bool]:
    """Tell which links have ends of some kinds; an end at which none of them occurs is not asked."""
    wanted = atlas.require_classes(kinds)
    fits = [(bool(wanted & atlas.classes(link.source)), bool(wanted & atlas.classes(link.target))) for link in links]
    asked = [any(at_end) for at_end in zip(*fits, strict=True)]
    return [any(asked) and all(fit for fit, counts in zip(fit_ends, asked, strict=True) if counts) for fit_ends in fits]


def _within(links: Sequence[Link], atlas: Atlas, names: Iterable[str]) -> list[bool]:
    """Tell which links have their ends in some places; an end that is nowhere, as an organisation is, is not asked."""
    wanted = atlas.require_places(names)
    ends = [(atlas.places(link.source), atlas.places(link.target)) for link in links]
    return [any(pair) and all(bool(wanted & places) for places in pair if places) for pair in ends]


def _edges(links: Iterable[Link], directed: bool) -> Mapping[tuple[str, str], list[Link]]:
    edges: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        pair = node_id(link.source), node_id(link.target)
        edges[pair if directed else (min(pair), max(pair))].append(link)
    return edges


def _edge(links: Sequence[Link]) -> dict[str, Any]:
    return {
        "weight": float(len({link.record for link in links})),
        "layers": tuple(sorted({link.layer for link in links})),
        "records": tuple(node_id(link.record) for link in links),
        "spells": tuple(_spell(link) for link in links),
        "bounds": tuple(_bounds(link) for link in links),
        "kinds": tuple(link.layer for link in links),
        "statuses": tuple(link.group for link in links),
        "certainty": max((link.certainty for link in links), key=("possible", "begun", "certain").index),
    }


def _bounds(link: Link) -> tuple[str | None, ...]:
    """Return the four bounds of a record: start earliest and latest, end earliest and latest."""
    days = (link.bounds.start_earliest, link.bounds.start_latest, link.bounds.end_earliest, link.bounds.end_latest)
    return tuple(day.isoformat() if day else None for day in days)


def _spell(link: Link) -> tuple[str | None, str | None]:
    """Return the day by which a record had begun, if its beginning is known, and that of its end, if known."""
    start = link.bounds.start_latest if link.bounds.start_earliest else None
    end = link.bounds.end_latest
    return start.isoformat() if start else None, end.isoformat() if end else None
