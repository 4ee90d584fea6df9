"""The records that touch an entity: ends, kind, dates, status, and how surely they held on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from gzkg import vocab
from gzkg.dates import Bounds, Span
from gzkg.errors import UnknownTerm
from gzkg.ids import id_of, iri_of
from gzkg.lookup.label import Labels, compose_label
from gzkg.lookup.subject import Subject, bounds, code, collect, day, gather, text, texts
from gzkg.model import End, Relation, Texts
from gzkg.store.embedded import EmbeddedStore

_DETAILS: Final = tuple(vocab.GZ + name for name in ("kind", "role", "outcome", "indicator"))
_NOT_ENDS: Final = frozenset({vocab.GZ + "documentedBy", vocab.GZ + "signedIn"})


def read_relations(store: EmbeddedStore, labels: Labels, entity_id: str, as_of: Span | None) -> list[Relation]:
    """Return the records that touch an entity, sorted by their start, then their id.

    With `as_of` only those that may have held on some day of that span, each with its certainty. A record without
    dates of its own that belongs to an edition has the edition's. Raises: BadId.
    """
    iri = iri_of(entity_id)
    reader = _Reader(store, labels)
    sources = _sources(store, iri)
    editions = gather(store.rows("relation_editions", entity=iri), "record")
    found = [
        reader.relation(record, {**editions.get(record, {}), **subject}, as_of, sources.get(record, ()))
        for record, subject in gather(store.rows("relations", entity=iri), "record").items()
    ]
    held = [relation for relation in found if as_of is None or relation.certainty]
    return sorted(held, key=lambda relation: (relation.bounds.start_latest or date.max, relation.id))


def class_word(kind: str) -> str:
    """Return a class as people type it, `award-entry` or `AwardEntry`, as one lower-case word."""
    return kind.replace("-", "").replace("_", "").casefold()


def require_kind(labels: Labels, kind: str) -> None:
    """Raise UnknownTerm unless a kind is a class, or a tie kind, role or other concept, of the ontology."""
    codes = {code(iri) for iri in labels if iri.startswith(vocab.CONCEPT)}
    classes = {code(iri).casefold() for iri in labels if iri.startswith(vocab.GZ)}
    if kind not in codes and class_word(kind) not in classes:
        raise UnknownTerm(f"No relation is of kind '{kind}'. Try tie, membership, siting or sister-city.")


def record_label(labels: Labels, subject: Subject, first: Iterable[str] = ()) -> Texts:
    """Return a name for a record that has none of its own; `first` are the properties whose ends come first."""
    ends = [value for _, value in _ends(subject, first)]
    details = [term.value for name in _DETAILS for term in subject.get(name, ())]
    return compose_label(labels, ends, details)


def read_record_label(store: EmbeddedStore, labels: Labels, subject: Subject) -> Texts:
    """Return a name for a record, also one of a record: the claim of a tie is named by the ends of the tie."""
    ends = {iri for _, iri in _ends(subject, ())}
    known = {term.value: labels[term.value] for terms in subject.values() for term in terms if term.value in labels}
    made = {iri: record_label(labels, collect(store.rows("subject", thing=iri))) for iri in ends - known.keys()}
    return record_label({**known, **made}, subject)


class _Reader:
    """Reads records as relations; knows the labels, the ends of each class and the group of each status."""

    def __init__(self, store: EmbeddedStore, labels: Labels) -> None:
        self._labels = labels
        self._groups = {str(row["status"]): code(str(row["group"])) for row in store.rows("status_groups")}
        self._edges = {str(row["class"]): (str(row["source"]), str(row["target"])) for row in store.rows("edges")}

    def relation(self, record: str, subject: Subject, as_of: Span | None, sources: Sequence[str]) -> Relation:
        kind = text(subject, vocab.TYPE) or ""
        first = self._edges.get(kind, ())
        counted = day(subject, vocab.GZ + "asOf")
        dates = Bounds(counted, counted, counted, counted) if counted else bounds(subject)
        status = text(subject, vocab.STATUS)
        return Relation(
            id=id_of(record) or record,
            kind=code(kind),
            detail=tuple(code(term.value) for name in _DETAILS for term in subject.get(name, ())),
            label=texts(subject, vocab.PREF_LABEL) or record_label(self._labels, subject, first),
            ends=tuple(self._end(name, iri) for name, iri in _ends(subject, first)),
            bounds=dates,
            status=code(status) if status else None,
            status_group=self._groups.get(status or ""),
            certainty=dates.holds_in(*as_of) if as_of else None,
            value=text(subject, vocab.GZ + "value"),
            sources=tuple(sources),
        )

    def _end(self, name: str, iri: str) -> End:
        return End(code(name), id_of(iri) or iri, self._labels.get(iri, {}))


def _ends(subject: Subject, first: Iterable[str]) -> list[tuple[str, str]]:
    order = {name: place for place, name in enumerate(first)}
    found = [
        (name, term.value)
        for name, terms in subject.items()
        for term in terms
        if name.startswith(vocab.GZ) and name not in _NOT_ENDS and id_of(term.value)
    ]
    return sorted(found, key=lambda end: (order.get(end[0], len(order)), end))


def _sources(store: EmbeddedStore, iri: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.rows("relation_sources", entity=iri):
        found[str(row["record"])].append(id_of(str(row["source"])) or str(row["source"]))
    return {record: sorted(ids) for record, ids in found.items()}
