"""Read an outside network: an edge list, or a table with a header, and perhaps a table of its nodes."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import networkx as nx

from gzkg.dates import expand
from gzkg.errors import BadDate, BadNetwork, EmptyNetwork
from gzkg.network.making.aggregate import add_up

_SOURCES: Final = ("source", "from", "source_qid", "source_id", "city1", "member", "city", "node1")
_TARGETS: Final = (
    *("target", "to", "target_qid", "target_id", "city2", "organisation", "organization", "network", "node2"),
)
_COUNTRIES: Final = {"city1": "country1", "city2": "country2"}
_WEIGHTS: Final = ("weight", "value", "count")
_STARTS: Final = ("start", "since", "year", "date", "year_of_joining", "join_year", "start_date")
_ENDS: Final = ("end", "until", "end_date")
_LAYERS: Final = ("layer", "kind", "type")
_IDS: Final = ("id", "qid", "node", "name")
_NODE: Final = {
    "label_en": ("label_en", "label", "name"),
    "label_zh": ("label_zh",),
    "country": ("country", "country_label_en", "country_code"),
    "region": ("region", "continent"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
}
_NO_DATE: Final = frozenset({"", "0", "na", "nan", "none", "null"})
_MOST_BYTES: Final = 1 << 30


def read_network(
    edges: Path,
    *,
    nodes: Path | None = None,
    ends: Sequence[str] = (),
    directed: bool = False,
    two_mode: bool = False,
) -> nx.Graph[Any]:
    """Return the network of a file, its nodes sorted by id.

    The file is CSV, with comma, semicolon, tab or space between two columns or more. Its first line is a header if it
    names two ends that are known (source and target, from and to, city1 and city2, member and organisation, …), or if
    its first two cells are no numbers and do not occur below; the record of the method says which was taken. The ends
    are the columns that `ends` names, else those known, else the first two. Known too are `weight`, `start` (or year),
    `end`, `layer`; with city1 and country1 a node is both. Rows of the same pair are merged: weights add up (1 each
    without a column); dated ones keep their `weights`. Rows that tie a node to itself are left out and counted; year 0
    is no date. With `two_mode` the first column is side 0 and the second side 1. `nodes` is a table with a header: id,
    label, country, region, lat, lon; those without an edge are left out and counted.

    Raises: BadNetwork, with the row (the first line is 1); EmptyNetwork, for a file without edges.
    """
    text, encoding = _read(edges)
    header, rows = _table(edges, text)
    columns = _columns(edges, header, ends)
    network: nx.Graph[Any] = nx.DiGraph() if directed and not two_mode else nx.Graph()
    network.graph.update(name=edges.name, two_mode=two_mode)
    left_out: Counter[str] = Counter()
    for number, row in rows:
        source, target = (_end(row, columns, end, number) for end in ("source", "target"))
        if source == target and not two_mode:
            left_out["of a node with itself"] += 1
            continue
        if two_mode:
            _take_sides(network, source, target, number)
        add_up(network, source, target, _told(row, columns, number))
    if not network.number_of_edges():
        raise EmptyNetwork(f"{edges.name} is empty: it holds no edge.")
    if nodes is not None:
        left_out["nodes without an edge"] += _describe(network, nodes)
    network.graph["left_out"] = {why: many for why, many in left_out.items() if many}
    digest = sha256(edges.read_bytes()).hexdigest()
    network.graph["method"] = {"encoding": encoding, "header": list(header), "sha256": digest}
    return _sorted(network)


def _read(path: Path) -> tuple[str, str]:
    """Return the text of a file and how it was encoded: UTF-8, else GB18030."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadNetwork(f"{path.name} is larger than {_MOST_BYTES >> 20} MB.")
        held = path.read_bytes()
    except OSError as error:
        raise BadNetwork(f"{path} cannot be read: {error.strerror}.") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return held.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise BadNetwork(f"{path.name} is text neither in UTF-8 nor in GB18030. Save it as UTF-8.")


def _rows(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with the number of the line on which it begins."""
    unquoted = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    delimiter = "\t" if "\t" in unquoted else max(",;", key=unquoted.count)
    delimiter = delimiter if delimiter in unquoted else " "
    lines = io.StringIO(text.replace("\0", ""), newline=None)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter == " ")
    rows, number = [], 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((number, cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise BadNetwork(f"Row {number} of {path.name} is no row of a table: {error}. Is a quote left open?") from None
    if not rows:
        raise EmptyNetwork(f"{path.name} is empty: it holds no edge.")
    return rows


def _table(path: Path, text: str) -> tuple[Sequence[str], Sequence[tuple[int, list[str]]]]:
    """Return the header, empty if there is none, and the rows with their numbers."""
    rows = _rows(path, text)
    head = rows[0][1]
    below = {cell for _, row in rows[1:] for cell in row[:2]}
    named = _named(head, _SOURCES) is not None and _named(head, _TARGETS) is not None
    looks = len(rows) > 1 and not any(cell in below or _is_number(cell) for cell in head[:2])
    return (head, rows[1:]) if named or looks else ((), rows)


def _columns(path: Path, header: Sequence[str], ends: Sequence[str]) -> dict[str, int]:
    """Return the place of each thing that a row says. Raises: BadNetwork, when there is no such column."""
    if len(header) == 1:
        raise BadNetwork(f"{path.name} has one column. An edge has two ends: source,target.")
    if len(set(ends)) != len(ends) or len(ends) not in (0, 2) or any(end not in header for end in ends):
        raise BadNetwork(f"ends is {','.join(ends)}; it must be two of the columns: {', '.join(header) or 'none'}.")
    if not header:
        return {"source": 0, "target": 1, "weight": 2}
    known = (("weight", _WEIGHTS), ("start", _STARTS), ("end", _ENDS), ("layer", _LAYERS))
    found = {name: place for name, words in known if (place := _named(header, words)) is not None}
    source, target = (
        (header.index(ends[0]), header.index(ends[1])) if ends else (_named(header, _SOURCES), _named(header, _TARGETS))
    )
    if source is None or target is None:
        source, target = 0, 1
    for end, place in (("source", source), ("target", target)):
        country = _COUNTRIES.get(header[place].casefold())
        if country and (where := _named(header, (country,))) is not None:
            found[end + "_country"] = where
    return {**found, "source": source, "target": target}


def _end(row: Sequence[str], columns: Mapping[str, int], end: str, number: int) -> str:
    name = _cell(row, columns.get(end))
    if not name:
        raise BadNetwork(f"Row {number} has no {end}. Fill it in, or take the row out.")
    country = _cell(row, columns.get(f"{end}_country"))
    return f"{name}, {country}" if country else name


def _told(row: Sequence[str], columns: Mapping[str, int], number: int) -> dict[str, Any]:
    written = _cell(row, columns.get("weight"))
    weight = _weight(written, number) if written else 1.0
    start, end = (_day(_cell(row, columns.get(name)), number, last=name == "end") for name in ("start", "end"))
    if start and end and end < start:
        raise BadNetwork(f"Row {number} ends, {end}, before it starts, {start}. Swap the two dates or correct one.")
    layer = _cell(row, columns.get("layer"))
    dated = "start" in columns or "end" in columns
    return {
        "weight": weight,
        **({"layers": (layer,)} if layer else {}),
        **({"spells": ((start, end),), "weights": (weight,)} if dated else {}),
    }


def _take_sides(network: nx.Graph[Any], source: str, target: str, number: int) -> None:
    """Put both ends on their sides. Raises: BadNetwork, when one is on the other side already."""
    for side, node in enumerate((source, target)):
        if network.nodes.get(node, {}).get("side", side) != side:
            raise BadNetwork(f"Row {number}: '{node}' is in both columns, so the network is not two-mode.")
        network.add_node(node, side=side)


def _weight(written: str, number: int) -> float:
    try:
        weight = float(written)
    except ValueError:
        weight = math.nan
    if not 0 < weight < math.inf:
        raise BadNetwork(f"Row {number} has the weight '{written}'; a weight is a finite number above 0.")
    return weight


def _day(written: str, number: int, *, last: bool) -> str | None:
    """Return the first day that a beginning may mean, or the last of an end; None when it is not known."""
    written = written.removesuffix(".0")
    if written.casefold() in _NO_DATE:
        return None
    try:
        bounds = expand(written)
    except BadDate as error:
        raise BadNetwork(f"Row {number}: {error}") from None
    day = bounds.start_latest if last else bounds.start_earliest
    return day.isoformat() if day else None


def _describe(network: nx.Graph[Any], path: Path) -> int:
    """Say of the nodes what a table says; return how many of the table are not in the network."""
    (_, header), *rows = _rows(path, _read(path)[0])
    identity = _named(header, _IDS)
    if identity is None:
        raise BadNetwork(f"{path.name} has no column `id`. Its first line must name its columns: id,label,country,…")
    places = {name: place for name, words in _NODE.items() if (place := _named(header, words)) is not None}
    missing = 0
    for number, row in rows:
        node = _cell(row, identity)
        if node not in network:
            missing += 1
            continue
        for name, place in places.items():
            if written := _cell(row, place):
                network.nodes[node][name] = _degrees(written, number, name) if name in ("lat", "lon") else written
    return missing


def _degrees(written: str, number: int, name: str) -> float:
    try:
        degrees = float(written)
    except ValueError:
        degrees = math.nan
    if not abs(degrees) <= (90 if name == "lat" else 180):
        raise BadNetwork(f"Row {number} of the nodes has '{written}' as {name}; it must be degrees.")
    return degrees


def _named(header: Sequence[str], words: Sequence[str]) -> int | None:
    """Return the place of the first word that a header has, whatever its case."""
    there = [cell.casefold() for cell in header]
    return next((there.index(word) for word in words if word in there), None)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _sorted(network: nx.Graph[Any]) -> nx.Graph[Any]:
    ordered: nx.Graph[Any] = network.__class__()
    ordered.graph.update(network.graph)
    ordered.add_nodes_from(sorted(network.nodes(data=True)))
    ordered.add_edges_from(sorted(network.edges(data=True), key=lambda edge: edge[:2]))
    return ordered
