"""What a batch brings that is not there yet: entities, sources, records and claims, with their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.dates import Bounds
from gzkg.ids import id_of
from gzkg.lookup.label import compose_label
from gzkg.lookup.subject import code
from gzkg.model import End, Texts
from gzkg.rdf.turtle import natural
from gzkg.store.embedded import EmbeddedStore

_NOT_ENDS: Final = frozenset({vocab.GZ + "documentedBy", vocab.GZ + "signedIn"})
_NAMES: Final = (
    (vocab.CURATED, vocab.PREF_LABEL),
    (vocab.ONTOLOGY, vocab.PREF_LABEL),
    (vocab.ONTOLOGY, vocab.RDFS + "label"),
)
"""Where names stand: in which graph, as which property."""


@dataclass(frozen=True, slots=True)
class NewThing:
    """An entity or source that would come: `kind` is its class (City, Source, …), `kind_label` the names of that."""

    id: str
    kind: str
    kind_label: Texts
    label: Texts


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What a source would say of a record: the source's id and names, and its statement by language."""

    source: str
    label: Texts
    statement: Texts


@dataclass(frozen=True, slots=True)
class NewRelation:
    """A record that would come; `detail` is the code of its kind (`sister-city`), empty when it has none."""

    id: str
    kind: str
    detail: str
    kind_label: Texts
    ends: tuple[End, ...]
    bounds: Bounds
    claims: tuple[NewClaim, ...] = ()


class Newcomers:
    """The subjects of a batch of which the curated graph does not say yet what they are."""

    def __init__(self, store: EmbeddedStore, triples: Iterable[Triple]) -> None:
        self._store = store
        self._said: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._said[triple.subject.value][triple.predicate.value].append(triple.object)
        self._classes = {iri: kind for iri in sorted(self._said, key=natural) if (kind := self._new_class(iri))}
        self._claims: dict[str, list[str]] = defaultdict(list)
        for claim, said in self._said.items():
            for about in said.get(vocab.GZ + "about", ()):
                self._claims[about.value].append(claim)
        self._wider: dict[str, set[str]] = defaultdict(set)
        for row in store.rows("classes_within"):
            self._wider[str(row["class"])].add(str(row["wider"]))
        self._edges = {str(row["class"]): (str(row["source"]), str(row["target"])) for row in store.rows("edges")}

    def __contains__(self, iri: str) -> bool:
        return iri in self._classes

    def entities(self) -> tuple[NewThing, ...]:
        """Return the entities, those that are records or sources aside, sorted by id."""
        apart = {*self._of_class("Record"), *self._of_class("Source")}
        return tuple(self._thing(iri) for iri in self._of_class("Entity") if iri not in apart)

    def sources(self) -> tuple[NewThing, ...]:
        """Return the sources, sorted by id."""
        return tuple(self._thing(iri) for iri in self._of_class("Source"))

    def relations(self) -> tuple[NewRelation, ...]:
        """Return the records, sorted by id."""
        return tuple(self._relation(iri) for iri in self._of_class("Record"))

    def count_claims(self) -> int:
        """Return how many claims there are."""
        return len(self._of_class("Claim"))

    def label(self, iri: str) -> Texts:
        """Return the names of a thing or term by language; empty when nothing names it."""
        here = self._said[iri][vocab.PREF_LABEL] if iri in self._said else []
        texts = here or (t.object for graph, name in _NAMES for t in self._store.triples(graph, iri, name))
        return {text.language: text.value for text in texts if isinstance(text, Literal) and text.language}

    def _new_class(self, iri: str) -> str | None:
        if next(self._store.triples(vocab.CURATED, iri, vocab.TYPE), None):
            return None
        return min((kind.value for kind in self._said[iri][vocab.TYPE]), default=None)

    def _of_class(self, name: str) -> list[str]:
        return [iri for iri, kind in self._classes.items() if vocab.GZ + name in self._wider[kind]]

    def _thing(self, iri: str) -> NewThing:
        kind = self._classes[iri]
        return NewThing(id_of(iri) or iri, code(kind), self.label(kind), self.label(iri))

    def _relation(self, iri: str) -> NewRelation:
        kind, said = self._classes[iri], self._said[iri]
        details = [term.value for term in said[vocab.GZ + "kind"][:1]]
        label = compose_label({term: self.label(term) for term in (kind, *details)}, [kind], details)
        ends = tuple(End(code(name), id_of(value) or value, self.label(value)) for name, value in self._ends(iri))
        bounds = Bounds(*(_day(said[term]) for term in vocab.BOUND_TERMS))
        claims = tuple(map(self._claim, sorted(self._claims.get(iri, ()), key=natural)))
        return NewRelation(id_of(iri) or iri, code(kind), "".join(map(code, details)), label, ends, bounds, claims)

    def _claim(self, iri: str) -> NewClaim:
        said = self._said[iri]
        source = next((term.value for term in said[vocab.GZ + "source"]), "")
        told = said[vocab.GZ + "statement"]
        statement = {text.language: text.value for text in told if isinstance(text, Literal) and text.language}
        return NewClaim(id_of(source) or source, self.label(source), statement)

    def _ends(self, iri: str) -> Iterator[tuple[str, str]]:
        said = self._said[iri]
        for name in dict.fromkeys(self._edges.get(self._classes[iri]) or sorted(said.keys() - _NOT_ENDS)):
            for value in sorted(term.value for term in said[name] if isinstance(term, NamedNode)):
                if name.startswith(vocab.GZ) and id_of(value):
                    yield name, value


def _day(terms: Iterable[NamedNode | Literal]) -> date | None:
    """Return the first day among some terms: what is none, validation has told."""
    for term in terms:
        with suppress(ValueError):
            return date.fromisoformat(term.value)
    return None
