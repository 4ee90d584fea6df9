"""Which rows of the lists are kept: those of a kind, those that touch a city."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from api.pages.asking import Row
from api.pages.city import find_city
from gzkg import Entity, KnowledgeGraph, Texts

_TIES = ("Tie", "Membership")


@dataclass(frozen=True)
class Sieve:
    """What is kept. `touching` are the records of the place, None for any; `trouble` names what was not understood."""

    kind: str = ""
    place: Entity | None = None
    touching: frozenset[str] | None = None
    trouble: Literal["", "city"] = ""

    def keeps(self, row: Row) -> bool:
        """Tell whether a row is kept."""
        of_kind = not self.kind or self.kind in (code(row.get("class", "")), code(row.get("kind", "")))
        return of_kind and (self.touching is None or id_of(record_of(row)) in self.touching)


def read_sieve(graph: KnowledgeGraph, kind: str, city: str) -> Sieve:
    """Return what a kind and a city, given by id or name in any language, keep; empty keeps all."""
    if not city:
        return Sieve(kind)
    place = find_city(graph, city)
    if place is None:
        return Sieve(kind, trouble="city")
    records = [relation.id for relation in graph.relations(place.id, status="any")]
    counts = [relation.id for relation in graph.relations(place.id, kind="count", status="any")]
    return Sieve(kind, place, frozenset((place.id, *records, *counts)))


def class_choices(graph: KnowledgeGraph, answers: Iterable[Iterable[Row]]) -> list[tuple[str, Texts]]:
    """Return the classes that occur in the lists, each with its names, most frequent first."""
    counts: dict[str, int] = {}
    for rows in answers:
        for row in rows:
            counts[row["class"]] = counts.get(row["class"], 0) + 1
    often = sorted(counts, key=lambda iri: (not iri.endswith(_TIES), -counts[iri], iri))
    return [(code(brief.iri), brief.label) for brief in graph.brief(often)]


def kind_choices(answers: Iterable[Iterable[Row]]) -> list[tuple[str, Texts]]:
    """Return the kinds of ties that occur in the lists, each with its names."""
    found = {
        code(row["kind"]): {"en": row["kind_en"], "zh": row["kind_zh"]}
        for rows in answers
        for row in rows
        if row["class"].endswith("#Tie") and "kind_en" in row
    }
    return sorted(found.items())


def code(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def record_of(row: Row) -> str:
    """Return the IRI of what a row is about."""
    return row.get("record") or row["thing"]


def id_of(iri: str) -> str:
    """Return the id in the IRI of an entity or record of the graph."""
    return iri.partition("/id/")[2]
