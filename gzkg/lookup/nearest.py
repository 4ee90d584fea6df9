"""What occurs in a store, where, and what of it is nearest to a term that does not."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import Final

from gzkg import vocab
from gzkg.model import Term
from gzkg.store.embedded import EmbeddedStore

_SCANNED: Final = 200_000
"""So many statements are read at most to find what is near."""
_LENGTH: Final = 200
"""So many characters of a text are compared."""
_CLOSEST: Final = 62.0
_BEHIND: Final = 25.0
_NAMING: Final = frozenset({"label", "name", "title", "preflabel", "altlabel", "hiddenlabel", "alternatename"})
TYPE: Final = Term(vocab.TYPE, "iri")
Ranked = list[tuple[float, Term]]


class Occurring:
    """The terms of a store; what has been read of it is kept."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._objects: dict[Term, set[Term]] = {}

    def warm(self) -> None:
        """Read the names and terms now; the graphs are read when first needed, so some may yet be added."""
        _ = self.things, self.iris, self.literals, self._predicates

    def has(
        self,
        subject: Term | None = None,
        predicate: Term | None = None,
        object: Term | None = None,
        graph: Term | None = None,
    ) -> bool:
        """Tell whether a statement has these terms; None is any."""
        return self._store.has(subject, predicate, object, graph)

    def occurs(self, term: Term) -> bool:
        """Tell whether a term is in the data, wherever."""
        return self.has(object=term) or (term.kind == "iri" and (self.has(term) or self.has(predicate=term)))

    def subjects(self, predicate: Term, object: Term | None = None) -> set[Term]:
        """Return the subjects that have a property."""
        return self._store.terms("subject", None, predicate, object, most=_SCANNED)

    def predicates(self, subject: Term | None, object: Term | None = None) -> set[Term]:
        """Return the properties that a subject has, or an object is of; all when both are None."""
        if subject or object:
            return self._store.terms("predicate", subject, None, object, most=_SCANNED)
        return self._predicates

    def objects(self, predicate: Term, subject: Term | None = None) -> set[Term]:
        """Return the values of a property."""
        if subject:
            return self._store.terms("object", subject, predicate, most=_SCANNED)
        if predicate not in self._objects:
            self._objects[predicate] = self._store.terms("object", None, predicate, most=_SCANNED)
        return self._objects[predicate]

    def holding(self, subject: Term | None, predicate: Term | None, object: Term | None) -> list[Term]:
        """Return the named graphs in which a statement has these terms."""
        return [graph for graph in self.graphs if self.has(subject, predicate, object, graph)]

    @cached_property
    def graphs(self) -> list[Term]:
        """The names of the named graphs."""
        return [Term(graph, "iri") for graph in self._store.graphs() if not graph.startswith("_:")]

    @cached_property
    def iris(self) -> set[Term]:
        """Every IRI that occurs as subject or object."""
        return self._store.every("subject") | {term for term in self._all_objects if term.kind == "iri"}

    @cached_property
    def literals(self) -> set[Term]:
        """Every literal that occurs."""
        return {term for term in self._all_objects if term.kind == "literal"}

    @cached_property
    def things(self) -> set[Term]:
        """Everything that has a name."""
        return {Term(thing, "iri") for thing in {thing for things in self._names.values() for thing in things}}

    @cached_property
    def _all_objects(self) -> set[Term]:
        return self._store.every("object")

    @cached_property
    def _predicates(self) -> set[Term]:
        return self._store.every("predicate")

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = defaultdict(set)
        for name, thing in islice(self._store.values("named"), _SCANNED):
            names[_fold(name)].add(thing)
        return names

    def named(self, wanted: Term) -> Ranked:
        """Return the things whose name a literal, or the last part of an IRI, is."""
        return [(96.0, Term(thing, "iri")) for thing in self._names.get(_fold(_key(wanted)), ())]


def similar(wanted: Term, pool: Iterable[Term]) -> Ranked:
    """Return the terms of a pool that look like one, with their likeness in percent and more, best first."""
    from rapidfuzz import fuzz, process

    terms = list(pool)
    key, keys = _key(wanted), [_key(term) for term in terms]
    close = process.extract(key, keys, scorer=fuzz.token_sort_ratio, score_cutoff=_CLOSEST, limit=50)
    scores = {place: score for _, score, place in close}
    if len(key) > 1:
        for place, other in enumerate(keys):
            if other.endswith(" " + key) or (other.startswith(key) and len(key) > 3):
                scores[place] = max(scores.get(place, 0.0), 88.0)
    if wanted.kind == "iri" and key in _NAMING:
        scores |= {place: 80.0 for place, other in enumerate(keys) if other in _NAMING and place not in scores}
    return [(score + _affinity(wanted, terms[place]), terms[place]) for place, score in scores.items()]


def best(ranked: Ranked, limit: int) -> list[Term]:
    """Return the best of some ranked terms, each once; what is far behind the best is left out."""
    order = sorted(
        ranked, key=lambda scored: (-scored[0], len(scored[1].value), scored[1].value, scored[1].language or "")
    )
    return list(dict.fromkeys(term for score, term in order if score >= order[0][0] - _BEHIND))[:limit]


def _affinity(wanted: Term, other: Term) -> float:
    """Weigh the same kind, the same namespace, the very value, the same language."""
    if wanted.kind != other.kind:
        return -4.0
    if wanted.kind == "iri":
        return 10.0 if _space(wanted.value) == _space(other.value) else 0.0
    return (10.0 if wanted.value == other.value else 0.0) + (2.0 if wanted.language == other.language else 0.0)


def _space(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _key(term: Term) -> str:
    value = term.value
    if term.kind == "iri":
        value = re.split("[/#]", value.rstrip("/#")[-_LENGTH:])[-1].replace("-", " ").replace("_", " ")
    return value[:_LENGTH].casefold()


def _fold(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text[:_LENGTH])
    return "".join(char for char in text[:_LENGTH].casefold() if char.isalnum())
