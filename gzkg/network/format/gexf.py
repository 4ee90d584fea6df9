"""GEXF 1.3, for Gephi: its timeline plays the spells, its map is where the nodes lie.

networkx writes time formats that GEXF does not know, so this is our own; the schema is at https://gexf.net.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from gzkg.network.format.cell import as_json, single
from gzkg.network.format.flat import label_of, names_of
from gzkg.network.format.markup import Attributes, escape

if TYPE_CHECKING:
    import networkx as nx

Spells = tuple[tuple[str | None, str | None], ...]

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">"""
_UNITS: Final = 10.0
"""Units of Gephi's drawing plane for a degree of longitude or latitude, so that nodes do not cover each other."""


def gexf(network: nx.Graph[Any]) -> bytes:
    """Return a network as GEXF 1.3; the record of the method is JSON in the description.

    An edge has the spells of its records, those that overlap as one (Gephi takes no others), an open end left out.
    A record without dates says nothing; an edge without any has no spells and is always there. A node is there
    whenever one of its edges is. Without dates the graph is static. Where a node lies is its longitude and latitude
    (equirectangular). Raises: BadNetwork, when two nodes are written alike.
    """
    return "\n".join([_HEAD, *_lines(network), "</gexf>", ""]).encode()


def joined(spells: Iterable[tuple[str | None, str | None]]) -> Spells:
    """Return spells in order, those that overlap or touch as one; without those that have neither begin nor end.

    One that ends before its latest beginning has its end as its beginning.
    """
    kept: list[tuple[str | None, str | None]] = []
    told = [(min(start, end) if start and end else start, end) for start, end in spells if start or end]
    for start, end in sorted(told, key=lambda spell: (spell[0] or "", spell[1] or "~")):
        if kept and (kept[-1][1] is None or start is None or start <= kept[-1][1]):
            last = kept[-1][1]
            kept[-1] = (kept[-1][0], max(last, end) if last and end else None)
        else:
            kept.append((start, end))
    return tuple(kept)


def _lines(network: nx.Graph[Any]) -> Iterator[str]:
    names, ends = names_of(network), list(network.edges(data=True))
    spells = [joined(told.get("spells", ())) for _, _, told in ends]
    there = _presence(ends, spells)
    nodes = Attributes([told for _, told in network.nodes(data=True)])
    edges = Attributes([told for _, _, told in ends], without=("weight", "spells", "bounds"))
    told_of = escape(as_json(network.graph.get("method", {})))
    yield f"<meta><creator>gzkg</creator><description>{told_of}</description></meta>"
    yield _graph(network, dynamic=any(spells))
    yield from _declared("node", nodes)
    yield from _declared("edge", edges)
    yield "<nodes>"
    for place, (node, told) in enumerate(network.nodes(data=True)):
        inside = _values(nodes, place) + _spells(there.get(node, ())) + _position(told)
        yield f'<node id="{escape(names[node])}" label="{escape(label_of(node, told))}">{inside}</node>'
    yield "</nodes>"
    yield "<edges>"
    for place, (source, target, told) in enumerate(ends):
        at = f'id="{place}" source="{escape(names[source])}" target="{escape(names[target])}"'
        inside = _values(edges, place) + _spells(spells[place])
        yield f'<edge {at} weight="{escape(told.get("weight", 1.0))}">{inside}</edge>'
    yield "</edges>"
    yield "</graph>"


def _graph(network: nx.Graph[Any], *, dynamic: bool) -> str:
    kind = "directed" if network.is_directed() else "undirected"
    mode = 'mode="dynamic" timeformat="date" timerepresentation="interval"' if dynamic else 'mode="static"'
    return f'<graph defaultedgetype="{kind}" idtype="string" {mode}>'


def _presence(ends: Iterable[tuple[Hashable, Hashable, Any]], spells: Iterable[Spells]) -> Mapping[Hashable, Spells]:
    """Return when each node is there: the union of the spells of its edges; always (), when one has none."""
    found: dict[Hashable, list[Spells]] = defaultdict(list)
    for (source, target, _), times in zip(ends, spells, strict=True):
        found[source].append(times)
        found[target].append(times)
    return {node: joined(sum(times, ())) if all(times) else () for node, times in found.items()}


def _declared(where: str, attributes: Attributes) -> Iterator[str]:
    if attributes.types:
        yield f'<attributes class="{where}" mode="static">'
        for number, (name, type_) in enumerate(attributes.types.items()):
            yield f'<attribute id="{number}" title="{escape(name)}" type="{type_}"/>'
        yield "</attributes>"


def _values(attributes: Attributes, place: int) -> str:
    values = "".join(f'<attvalue for="{key}" value="{value}"/>' for key, value in attributes.written(place))
    return f"<attvalues>{values}</attvalues>" if values else ""


def _spells(spells: Spells) -> str:
    if not spells:
        return ""
    bounds = ([("start", start), ("end", end)] for start, end in spells)
    told = ("".join(f' {name}="{escape(day)}"' for name, day in pair if day) for pair in bounds)
    return f"<spells>{''.join(f'<spell{attributes}/>' for attributes in told)}</spells>"


def _position(told: Mapping[str, Any]) -> str:
    lat, lon = single(told.get("lat")), single(told.get("lon"))
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return ""
    return f'<viz:position x="{lon * _UNITS:.6g}" y="{lat * _UNITS:.6g}" z="0.0"/>'
