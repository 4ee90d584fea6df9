"""A network at two dates compared, and a measure through many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np

from gzkg.network.rank import ranks
from gzkg.network.table import Table

Values = Mapping[Any, float]
_LABELS = ("label_en", "label_zh")


def changes(
    before: nx.Graph[Any], after: nx.Graph[Any], values_before: Values, values_after: Values
) -> dict[str, Table]:
    """Return who moved (`ranks`, by rank after), and which `nodes` and `edges` entered and left.

    `change` of a rank is how many places a node went up. A node without a value has no rank; what entered has none
    before, what left none after.
    """
    first, last = placed(values_before), placed(values_after)
    known = _labels(before, after)
    nodes = sorted({*first, *last}, key=lambda node: (last.get(node, np.inf), first.get(node, np.inf), str(node)))
    moved = [first[node] - last[node] if node in first and node in last else None for node in nodes]
    ranked = Table(
        {
            "id": [str(node) for node in nodes],
            **{name: [known[node].get(name) for node in nodes] for name in _LABELS},
            "rank_before": [first.get(node) for node in nodes],
            "rank_after": [last.get(node) for node in nodes],
            "change": moved,
            "value_before": [values_before.get(node) for node in nodes],
            "value_after": [values_after.get(node) for node in nodes],
            "state": [_state(node in before, node in after) for node in nodes],
        }
    )
    return {"ranks": ranked, "nodes": _nodes(before, after, known), "edges": _edges(before, after, known)}


def series(
    snapshots: Iterable[tuple[str, nx.Graph[Any], Values]], *, only: Sequence[str] = (), top: int | None = None
) -> Table:
    """Return a measure through time, one row for each date and node, highest first: value, rank, of how many nodes.

    `sharing` is how many nodes have this rank; 1 when it has it alone.

    `only` keeps some nodes, `top` those that are so high on the last date that has values. A node that is not there
    on a date has no row for it.
    """
    taken = [(date, network, values, placed(values)) for date, network, values in snapshots]
    last: dict[Any, int] = next((placed for *_, placed in reversed(taken) if placed), {})
    kept = {node for node, rank in last.items() if top is None or rank <= top}
    rows = [
        (date, node, network, values[node], placed[node], len(placed), sharing[placed[node]])
        for date, network, values, placed in taken
        for sharing in (Counter(placed.values()),)
        for node in sorted(placed, key=lambda node: (placed[node], str(node)))
        if (not only or node in only) and (top is None or node in kept)
    ]
    return Table(
        {
            "date": [date for date, *_ in rows],
            "id": [str(node) for _, node, *_ in rows],
            **{name: [network.nodes[node].get(name) for _, node, network, *_ in rows] for name in _LABELS},
            "value": [value for *_, value, _, _, _ in rows],
            "rank": [rank for *_, rank, _, _ in rows],
            "of": [of for *_, of, _ in rows],
            "sharing": [sharing for *_, sharing in rows],
        }
    )


def placed(values: Values) -> dict[Any, int]:
    """Return node -> rank, 1 for the highest value; equal values share the smallest rank."""
    nodes = list(values)
    given = ranks(np.array([values[node] for node in nodes], dtype=np.float64))
    return {node: int(rank) for node, rank in zip(nodes, given, strict=True) if rank}


def _labels(*networks: nx.Graph[Any]) -> dict[Any, Mapping[str, Any]]:
    return {node: told for network in networks for node, told in network.nodes(data=True)}


def _state(was: bool, still: bool) -> str:
    return "stayed" if was and still else "entered" if still else "left"


def _nodes(before: nx.Graph[Any], after: nx.Graph[Any], known: Mapping[Any, Mapping[str, Any]]) -> Table:
    moved = sorted(set(before) ^ set(after), key=str)
    return Table(
        {
            "id": [str(node) for node in moved],
            **{name: [known[node].get(name) for node in moved] for name in _LABELS},
            "state": [_state(node in before, node in after) for node in moved],
        }
    )


def _end(spells: Sequence[tuple[str | None, str | None]]) -> str | None:
    """Return the last end, None while one of the spells is not known to have ended."""
    ends = [end for _, end in spells]
    return None if None in ends else max(filter(None, ends), default=None)


def _edges(before: nx.Graph[Any], after: nx.Graph[Any], known: Mapping[Any, Mapping[str, Any]]) -> Table:
    moved = [
        (source, target, told, _state(one is before, one is after))
        for one, other in ((before, after), (after, before))
        for source, target, told in one.edges(data=True)
        if not other.has_edge(source, target)
    ]
    moved.sort(key=lambda edge: (str(edge[0]), str(edge[1])))
    spells = [told.get("spells", ()) for _, _, told, _ in moved]
    return Table(
        {
            "source": [str(source) for source, *_ in moved],
            "target": [str(target) for _, target, *_ in moved],
            "source_label_en": [known[source].get("label_en") for source, *_ in moved],
            "source_label_zh": [known[source].get("label_zh") for source, *_ in moved],
            "target_label_en": [known[target].get("label_en") for _, target, *_ in moved],
            "target_label_zh": [known[target].get("label_zh") for _, target, *_ in moved],
            "state": [state for *_, state in moved],
            "layers": [told.get("layers", ()) for _, _, told, _ in moved],
            "records": [told.get("records", ()) for _, _, told, _ in moved],
            "start": [min((start for start, _ in each if start), default=None) for each in spells],
            "end": [_end(each) for each in spells],
        }
    )
