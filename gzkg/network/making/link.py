"""The relations of which a network is made: each record with its two ends, its layer and its dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from gzkg.dates import Bounds, Span
from gzkg.lookup.subject import code
from gzkg.network.making.layer import Layer
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.sparql import library_query

EVER: Final = "ever"
"""Instead of a day: every relation that ever held."""

Held = Literal["possible", "begun", "certain"]
"""How surely a relation held: not ruled out; certainly begun, and not known to have ended; certainly."""

_KEPT: Final[dict[str, tuple[Held, ...]]] = {
    "possible": ("possible", "begun", "certain"),
    "begun": ("begun", "certain"),
    "certain": ("certain",),
}

_BOUNDS: Final = ("startEarliest", "startLatest", "endEarliest", "endLatest")


@dataclass(frozen=True, slots=True)
class Link:
    """One record as an edge: ids are IRIs; `group` is the group of its status (factual, …)."""

    record: str
    source: str
    target: str
    layer: str
    directed: bool
    group: str | None
    bounds: Bounds
    certainty: Held = "possible"


def links_query(layers: Sequence[Layer]) -> str:
    """Return the SPARQL that gives the records of some layers."""
    classes = " ".join(dict.fromkeys(f"<{layer.record_class}>" for layer in layers))
    return library_query("links").replace("UNDEF", classes)


def read_links(store: EmbeddedStore, layers: Sequence[Layer]) -> list[Link]:
    """Return the records of some layers, each once for every pair of its ends, sorted by record."""
    found = []
    kinds = _kinds_of(store, layers)
    for row in store.run(links_query(layers)):
        source, kind, record_class = str(row["source"]), str(row["kind"] or ""), str(row["class"])
        for layer in layers:
            if layer.record_class != record_class or layer.kind not in (None, kind):
                continue
            if layer.source_class and layer.source_class not in kinds.get(source, ()):
                continue
            group = code(str(row["group"])) if row["group"] else None
            name = code(kind) if kind and layer.source_class is None else layer.name
            dates = Bounds(*(_day(str(row[bound])) if row[bound] else None for bound in _BOUNDS))
            directed = str(row["directed"]) == "true"
            found.append(Link(str(row["record"]), source, str(row["target"]), name, directed, group, dates))
            break
    return found


def held(links: Iterable[Link], span: Span | None, certainty: str) -> list[Link]:
    """Return the links that held at some time of a span, each with how surely; of all time without one.

    `possible` keeps those that the dates do not rule out, an unknown start among them; `begun` of these what had
    certainly begun and is not known to have ended; `certain` what certainly held, which of all
    time nothing does.
    """
    kept = [replace(link, certainty=how) for link in links if (how := _certainty(link.bounds, span))]
    wanted = _KEPT[certainty]
    return [link for link in kept if link.certainty in wanted]


def _certainty(bounds: Bounds, span: Span | None) -> Held | None:
    how = bounds.holds_in(*span) if span else "possible"
    begun = bounds.start_latest is not None and (span is None or bounds.start_latest <= span[1])
    return "begun" if how == "possible" and begun else how


def _kinds_of(store: EmbeddedStore, layers: Sequence[Layer]) -> Mapping[str, set[str]]:
    if not any(layer.source_class for layer in layers):
        return {}
    kinds: dict[str, set[str]] = {}
    for row in store.rows("network_nodes"):
        kinds.setdefault(str(row["node"]), set()).add(str(row["class"]))
    return kinds


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)
