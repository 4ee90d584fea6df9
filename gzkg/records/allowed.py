"""What may be handed in: classes and properties as the shapes have them, ids as the curated graph uses them."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode, Triple

from gzkg import vocab
from gzkg.checks.naming import short
from gzkg.ids import BY_COUNTRY, id_of, kind_of
from gzkg.model import Term
from gzkg.rdf.files import Folders, read_triples
from gzkg.store.embedded import EmbeddedStore

CLAIM: Final = "/claim"
"""The word of a claim's id."""
_PARTS: Final = frozenset({CLAIM, "/centroid"})
"""Words of parts that a thing may have even where nothing in the graph has one yet."""
_CURATED: Final = Term(vocab.CURATED, "iri")
_ONTOLOGY: Final = Term(vocab.ONTOLOGY, "iri")
_SUBCLASS: Final = Term(vocab.RDFS + "subClassOf", "iri")
_DERIVED: Final = (Term(vocab.GZ + "isDerived", "iri"), Term("true", datatype=vocab.XSD + "boolean"))
_MANY: Final = 100_000
_SHOWN: Final = 20
_NEAR: Final = 3
_COMPARED: Final = 500
"""So many ids on either side of one, in order, are compared with it."""
_CLOSEST: Final = 70
"""Least likeness in percent of an id or term that may be meant."""


class Allowed:
    """Learns once, by reading the shapes and the classes of everything curated; asked, it only looks up.

    The word of an id is what says which classes go with it: the kind (`city`), or for a part of another thing the name
    of the part after a slash (`/claim`, `/centroid`).
    """

    def __init__(self, store: EmbeddedStore, folders: Folders) -> None:
        self._store = store
        self._classes_of: dict[str, set[str]] = defaultdict(set)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._ids: dict[str, list[str]] = defaultdict(list)
        self._learn({row[0]: row[1] for row in store.values("typed")})
        places = (slug for kind in BY_COUNTRY for slug in self._ids.get(kind, ()))
        self.codes = {place.partition("/")[2].partition("-")[0] for place in places}
        """Country codes with which ids of places begin."""
        self._taken = {name for names in self._classes_of.values() for name in names}
        self.classes, self.properties = self._of_shapes(read_triples(folders.class_shapes()))
        self.derived = {term.value for term in store.terms("subject", None, *_DERIVED, most=_MANY)}

    def is_curated(self, iri: str) -> bool:
        """Tell whether the curated graph says anything of a subject."""
        return self._store.has(Term(iri, "iri"), None, None, _CURATED)

    def is_said(self, subject: str, predicate: str, object: Term) -> bool:
        """Tell whether the curated graph says just this."""
        return self._store.has(Term(subject, "iri"), Term(predicate, "iri"), object, _CURATED)

    def said(self, subject: str, predicate: str) -> list[Term]:
        """Return what the curated graph gives as a property of a subject, sorted; twenty values at most."""
        pattern = (Term(subject, "iri"), Term(predicate, "iri"), None, _CURATED)
        return sorted(self._store.terms("object", *pattern, most=_SHOWN), key=str)

    def is_term(self, iri: str) -> bool:
        """Tell whether the ontology says anything of a subject."""
        return self._store.has(Term(iri, "iri"), None, None, _ONTOLOGY)

    def is_part(self, word: str) -> bool:
        """Tell whether things in the graph have parts of this word, such as `/centroid`."""
        return word in self._classes_of or word in _PARTS

    def is_long_enough(self, entity_id: str, owner: str) -> bool:
        """Tell whether an id, as part of its owner if it has one, has as many parts as others of its word."""
        lengths = self._lengths.get(word_of(entity_id, owner))
        return not lengths or _length(entity_id, owner) in lengths

    def fits(self, word: str, classes: Iterable[str]) -> bool:
        """Tell whether the classes of a thing are those that go with the word of its id.

        A class of which the graph has nothing yet goes with every word that a class above it has, or none has.
        """
        known = self._classes_of.get(word, set())
        return all(
            name in known or (name in self.classes - self._taken and (not known or self._above(name) & known))
            for name in classes
        )

    def classes_of(self, word: str) -> list[str]:
        """Return the classes of which the graph has things whose id has this word, sorted."""
        return sorted(self._classes_of.get(word, ()))

    def example(self, word: str) -> str:
        """Return an id of the graph with this word; that of a city when there is none."""
        return min(self._ids.get(word, ()), default="city/cn-guangzhou")

    def near_ids(self, entity_id: str) -> tuple[str, ...]:
        """Return the ids of the same kind that look most like one, best first; of what was there at the beginning.

        Only those are compared that begin or end nearly the same, so that a large graph costs no more.
        """
        forth, back = self._sorted.get(kind_of(entity_id), ((), ()))
        pool = {*_around(forth, entity_id), *(name[::-1] for name in _around(back, entity_id[::-1]))}
        return _near(entity_id, {name: name for name in sorted(pool)})

    @cached_property
    def _sorted(self) -> Mapping[str, tuple[Sequence[str], Sequence[str]]]:
        return {kind: (sorted(ids), sorted(name[::-1] for name in ids)) for kind, ids in self._ids.items()}

    def near_terms(self, iri: str) -> tuple[str, ...]:
        """Return the terms of the same list, or otherwise the properties and classes, most like an IRI."""
        space, name = _split(iri)
        near = _near(name, self._terms.get(space) or self._terms.get(vocab.GZ, {}))
        return tuple(short(term) for term in near)

    @cached_property
    def _terms(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for term in self._store.terms("subject", None, None, None, _ONTOLOGY, most=_MANY):
            if term.value not in self.derived:
                space, name = _split(term.value)
                found[space][name] = term.value
        return found

    def _above(self, name: str) -> set[str]:
        found, todo = set[str](), [name]
        while todo:
            above = {term.value for term in self._store.terms("object", Term(todo.pop(), "iri"), _SUBCLASS, most=_MANY)}
            todo += above - found
            found |= above
        return found

    def _of_shapes(self, shapes: Iterable[Triple]) -> tuple[set[str], set[str]]:
        said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for triple in shapes:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                said[triple.predicate.value][triple.subject.value].add(triple.object.value)
        concept = vocab.SKOS + "Concept"
        things = {
            shape: names
            for shape, names in said[vocab.SH + "targetClass"].items()
            if not any(concept in {name, *self._above(name)} for name in names)
        }
        asked = {part for shape in things for part in said[vocab.SH + "property"].get(shape, ())}
        paths = {path for part in asked for path in said[vocab.SH + "path"].get(part, ())}
        return {name for names in things.values() for name in names}, paths | {vocab.TYPE}

    def _learn(self, typed: Mapping[str, str]) -> None:
        for iri, name in typed.items():
            entity_id = id_of(iri) or ""
            owner = next((above for above in owners_of(entity_id) if vocab.ID + above in typed), "")
            word = word_of(entity_id, owner)
            self._classes_of[word].add(name)
            self._lengths[word].add(_length(entity_id, owner))
            self._ids[word].append(entity_id)


def owners_of(entity_id: str) -> list[str]:
    """Return the ids of which a thing may be a part, longest first: `city/x/claim/1` of `city/x/claim`, `city/x`."""
    parts = entity_id.split("/")
    return ["/".join(parts[:length]) for length in range(len(parts) - 1, 1, -1)]


def word_of(entity_id: str, owner: str) -> str:
    """Return the word of an id, given of what it is a part (an empty text: of nothing)."""
    return "/" + entity_id.removeprefix(owner + "/").partition("/")[0] if owner else kind_of(entity_id)


def _length(entity_id: str, owner: str) -> int:
    return entity_id.removeprefix(owner).count("/")


def _split(iri: str) -> tuple[str, str]:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:cut], iri[cut:]


def _around(names: Sequence[str], wanted: str) -> Sequence[str]:
    at = bisect(names, wanted)
    return names[max(at - _COMPARED, 0) : at + _COMPARED]


def _near(wanted: str, pool: Mapping[str, str]) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process

    found = process.extract(wanted, pool.keys(), scorer=fuzz.ratio, limit=_NEAR, score_cutoff=_CLOSEST)
    return tuple(pool[name] for name, _, _ in found)
