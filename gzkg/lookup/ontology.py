"""The ontology as one value: its terms with what they mean, where they stand, and how often the graph uses them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from gzkg import vocab
from gzkg.lookup.shaping import read_expectations, read_laws, short
from gzkg.lookup.subject import Subject, gather, text, texts
from gzkg.lookup.usage import Usage, names
from gzkg.lookup.vocabulary import (
    Alignment,
    Concept,
    ConceptScheme,
    Expectation,
    Ontology,
    OntologyClass,
    OntologyProperty,
    PropertyKind,
)
from gzkg.rdf.files import Folders
from gzkg.rdf.turtle import natural
from gzkg.store.embedded import EmbeddedStore

_IRI: Final = vocab.GZ.rstrip("#")
_LABEL: Final = vocab.RDFS + "label"
_DEFINITION: Final = vocab.SKOS + "definition"
_BROADER: Final = vocab.SKOS + "broader"
_IN_SCHEME: Final = vocab.SKOS + "inScheme"
_SUPERCLASS: Final = vocab.RDFS + "subClassOf"
_SUPERPROPERTY: Final = vocab.RDFS + "subPropertyOf"
_MATCHES: Final = tuple(vocab.SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "relatedMatch"))
_KINDS: Final[dict[str, PropertyKind]] = {
    vocab.OWL + "ObjectProperty": "object",
    vocab.OWL + "DatatypeProperty": "datatype",
    vocab.OWL + "AnnotationProperty": "annotation",
}


def read_ontology(store: EmbeddedStore, folders: Folders) -> Ontology:
    """Return the ontology of a graph. Raises: GraphFileError, when a shape or rule is not Turtle."""
    return _Reading(store, folders).ontology()


class _Reading:
    """All that is read to describe the terms, and one method for each kind of term."""

    def __init__(self, store: EmbeddedStore, folders: Folders) -> None:
        self._folders = folders
        self._terms = gather(store.rows("terms"), "term")
        self._usage = Usage(store)
        self._derived = self._usage.derived()
        self._expected = read_expectations(folders)

    def ontology(self) -> Ontology:
        """Return everything."""
        whole = self._terms[_IRI]
        return Ontology(
            iri=_IRI,
            version=text(whole, vocab.OWL + "versionInfo") or "",
            label=texts(whole, vocab.DCTERMS + "title"),
            definition=texts(whole, vocab.DCTERMS + "description"),
            prefixes=vocab.PREFIXES,
            classes=tuple(self._class(iri, self._terms[iri]) for iri in self._all(vocab.OWL + "Class")),
            properties=self._properties(),
            schemes=tuple(self._scheme(iri, self._terms[iri]) for iri in self._all(vocab.SKOS + "ConceptScheme")),
            rules=tuple(
                replace(rule, writes=self._derived.get(rule.name, ())) for rule in read_laws(self._folders.rules())
            ),
            constraints=read_laws(self._folders.rule_shapes(), graded=True),
        )

    def _all(self, kind: str) -> list[str]:
        return [iri for iri, term in self._terms.items() if kind in _values(term, vocab.TYPE)]

    def _computed(self) -> tuple[str, ...]:
        """Return the classes whose things no file holds and no rule derives; so what is computed is said of them."""
        return names(iri for iri in self._all(vocab.OWL + "Class") if _is(self._terms[iri], vocab.GZ + "isDerived"))

    def _class(self, iri: str, term: Subject) -> OntologyClass:
        return OntologyClass(
            name=short(iri),
            iri=iri,
            label=texts(term, _LABEL),
            definition=texts(term, _DEFINITION),
            superclasses=_ours(term, _SUPERCLASS),
            is_abstract=_is(term, vocab.GZ + "isAbstract"),
            is_derived=_is(term, vocab.GZ + "isDerived"),
            is_deprecated=_is(term, vocab.OWL + "deprecated"),
            scheme=next(iter(names(_values(term, vocab.GZ + "kindScheme"))), None),
            uses=None if _is(term, vocab.GZ + "isDerived") else self._usage.count(iri),
            example=self._usage.example(iri),
            alignments=_alignments(term, _SUPERCLASS),
            expectations=self._expected.get(iri, ()),
        )

    def _properties(self) -> tuple[OntologyProperty, ...]:
        """Return our own properties, then those of other vocabularies that shapes know."""
        expected: dict[str, list[tuple[str, Expectation]]] = defaultdict(list)
        for owner, of_it in self._expected.items():
            for one in of_it:
                expected[_in_full(one.property)].append((owner, one))
        ours = [iri for kind in _KINDS for iri in self._all(kind)]
        every = [*sorted(ours, key=natural), *sorted(expected.keys() - {*ours}, key=natural)]
        return tuple(self._property(iri, self._terms.get(iri, {}), expected.get(iri, ())) for iri in every)

    def _property(self, iri: str, term: Subject, expected: Sequence[tuple[str, Expectation]]) -> OntologyProperty:
        owners, shapes = names(owner for owner, _ in expected), [one for _, one in expected]
        values = tuple(sorted({value for one in shapes for value in one.values}, key=natural))
        rule = next((rule for rule, written in self._derived.items() if short(iri) in written), None)
        is_computed = _is(term, vocab.GZ + "isDerived") and rule is None
        found_at = self._computed() if is_computed else self._usage.subjects(iri)
        return OntologyProperty(
            name=short(iri),
            iri=iri,
            kind=_kind(term, self._usage.objects(iri)),
            label=texts(term, _LABEL) or next((one.label for one in shapes), {}),
            definition=texts(term, _DEFINITION),
            superproperties=_ours(term, _SUPERPROPERTY),
            domain=owners or found_at,
            range=values or self._usage.objects(iri),
            schemes=self._usage.schemes(iri),
            is_derived=_is(term, vocab.GZ + "isDerived"),
            is_deprecated=_is(term, vocab.OWL + "deprecated"),
            rule=rule,
            uses=None if is_computed else self._usage.count(iri),
            example=self._usage.example(iri),
            alignments=_alignments(term, _SUPERPROPERTY),
        )

    def _scheme(self, iri: str, term: Subject) -> ConceptScheme:
        held = [one for one in self._all(vocab.SKOS + "Concept") if iri in _values(self._terms[one], _IN_SCHEME)]
        concepts = tuple(self._concept(one, self._terms[one]) for one in held)
        return ConceptScheme(
            name=short(iri),
            iri=iri,
            label=texts(term, vocab.PREF_LABEL),
            definition=texts(term, _DEFINITION),
            note=texts(term, vocab.SKOS + "editorialNote"),
            properties=self._usage.properties(iri),
            uses=sum(concept.uses for concept in concepts),
            concepts=concepts,
        )

    def _concept(self, iri: str, term: Subject) -> Concept:
        organization = text(term, vocab.GZ + "roleOf")
        return Concept(
            name=short(iri),
            iri=iri,
            label=texts(term, vocab.PREF_LABEL),
            definition=texts(term, _DEFINITION),
            broader=names(_values(term, _BROADER)),
            is_deprecated=_is(term, vocab.OWL + "deprecated"),
            organization=organization.removeprefix(vocab.ID) if organization else None,
            shortcut=next(iter(names(_values(term, vocab.GZ + "shortcut"))), None),
            uses=self._usage.count(iri),
            example=self._usage.example(iri),
        )


def _values(term: Subject, name: str) -> list[str]:
    return [value.value for value in term.get(name, ())]


def _in_full(name: str) -> str:
    prefix, _, local = name.partition(":")
    return vocab.PREFIXES[prefix] + local if prefix in vocab.PREFIXES else name


def _is(term: Subject, name: str) -> bool:
    return text(term, name) == "true"


def _ours(term: Subject, name: str) -> tuple[str, ...]:
    return names(iri for iri in _values(term, name) if iri.startswith(vocab.GZ))


def _alignments(term: Subject, above: str) -> tuple[Alignment, ...]:
    return tuple(
        Alignment(short(relation), iri)
        for relation in (above, *_MATCHES)
        for iri in sorted(_values(term, relation))
        if not iri.startswith(vocab.GZ)
    )


def _kind(term: Subject, classes: Iterable[str]) -> PropertyKind:
    """Return what sort of property a term is; of another vocabulary's, whether its values are things."""
    stated = (_KINDS[kind] for kind in _values(term, vocab.TYPE) if kind in _KINDS)
    return next(stated, "object" if any(classes) else "datatype")
