"""How the graph uses the terms of the ontology: how often, between which classes, and where it is best seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from gzkg import vocab
from gzkg.lookup.shaping import short
from gzkg.rdf.turtle import natural
from gzkg.store.embedded import EmbeddedStore

_CONCEPTS: Final = frozenset({vocab.SKOS + "Concept", vocab.GZ + "Role", vocab.GZ + "Indicator"})
"""Classes of concepts."""


class Usage:
    """Reads once what is curated and what the rules derive, and tells of one term (an IRI) at a time."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._counts = {str(row["term"]): int(str(row["number"])) for row in store.rows("term_uses")}
        self._examples = _read_examples(store)
        self._from, self._to, self._schemes, self._graphs = _read_places(store)

    def count(self, term: str) -> int:
        """Return how many things are directly of a class, or statements have a property or name a concept."""
        return self._counts.get(term, 0)

    def example(self, term: str) -> str | None:
        """Return the id of the thing that has the term and of which sources speak most, or None."""
        return self._examples.get(term)

    def subjects(self, term: str) -> tuple[str, ...]:
        """Return the classes of what has a property."""
        return names(self._from[term])

    def objects(self, term: str) -> tuple[str, ...]:
        """Return the classes of the values of a property."""
        return names(self._to[term])

    def schemes(self, term: str) -> tuple[str, ...]:
        """Return the schemes from which the values of a property come; none when other things are values too."""
        return () if self._to[term] - _CONCEPTS else names(self._schemes[term])

    def properties(self, scheme: str) -> tuple[str, ...]:
        """Return the properties whose values come from schemes alone, this one among them."""
        return names(term for term in [*self._schemes] if short(scheme) in self.schemes(term))

    def derived(self) -> Mapping[str, tuple[str, ...]]:
        """Return rule -> properties that it derives."""
        written: dict[str, set[str]] = defaultdict(set)
        for term, graphs in self._graphs.items():
            for graph in graphs:
                if graph.startswith(vocab.INFERRED):
                    written[graph.removeprefix(vocab.INFERRED)].add(term)
        return {rule: names(terms) for rule, terms in written.items()}


def names(iris: Iterable[str]) -> tuple[str, ...]:
    """Return the short names of some terms, each once, in natural order."""
    return tuple(sorted({short(iri) for iri in iris}, key=natural))


def _read_places(store: EmbeddedStore) -> tuple[defaultdict[str, set[str]], ...]:
    found = {name: defaultdict[str, set[str]](set) for name in ("from", "to", "scheme", "graph")}
    for row in store.rows("term_places"):
        for name, places in found.items():
            if place := row[name]:
                places[str(row["property"])].add(place.value)
    return tuple(found.values())


def _read_examples(store: EmbeddedStore) -> dict[str, str]:
    claims = {str(row["thing"]): int(str(row["number"])) for row in store.rows("claim_counts")}
    best: dict[str, tuple[int, str]] = {}
    for term, thing in store.values("term_things"):
        one = (-claims.get(thing, 0), thing)
        if term not in best or one < best[term]:
            best[term] = one
    return {term: thing.removeprefix(vocab.ID) for term, (_, thing) in best.items() if thing.startswith(vocab.ID)}
