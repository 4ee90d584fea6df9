"""The relations of which a network is made: each record with its two ends, its layer and its dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from gzkg.dates import Bounds, Certainty, expand
from gzkg.errors import BadDate
from gzkg.lookup.subject import code
from gzkg.network.layer import Layer
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.sparql import library_query

EVER: Final = "ever"
"""Instead of a day: every relation that ever held."""

Span = tuple[date, date]
"""First and last day, both counted."""

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
    certainty: Certainty = "possible"


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
    certainly begun and is not known to have ended; `certain` what certainly held.
    """
    if span is None:
        return list(links)
    kept = [replace(link, certainty=how) for link in links if (how := link.bounds.holds_in(*span))]
    if certainty == "certain":
        return [link for link in kept if link.certainty == "certain"]
    if certainty == "begun":
        return [link for link in kept if link.bounds.start_latest and link.bounds.start_latest <= span[1]]
    return kept


def span_of(text: str | date) -> Span:
    """Return the first and last day that a text means: `1990-01-01`, `2019`, `2012/2020`. Raises: BadDate."""
    if isinstance(text, date):
        return text, text
    bounds = expand(text)
    first, last = bounds.start_earliest, bounds.end_latest or bounds.start_latest
    if first is None or last is None or ("/" in text and bounds.end_latest is None):
        raise BadDate(f"'{text}' has no end or no beginning. Give a day, a year, or both ends, such as 2012/2020.")
    return first, last


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
