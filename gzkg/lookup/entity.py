"""One entity or record: its classes, names and plain properties."""

from __future__ import annotations

from typing import Final, Literal

from gzkg import vocab
from gzkg.ids import iri_of, keeper_of, parse_id, path_of
from gzkg.lookup.label import Labels
from gzkg.lookup.relation import read_record_label
from gzkg.lookup.subject import Subject, code, collect, texts
from gzkg.model import Entity, Name
from gzkg.rdf.turtle import natural
from gzkg.store.embedded import EmbeddedStore

_ROLES: Final[dict[str, Literal["preferred", "other", "hidden"]]] = {
    vocab.PREF_LABEL: "preferred",
    vocab.ALT_LABEL: "other",
    vocab.HIDDEN_LABEL: "hidden",
}


def find_entity(store: EmbeddedStore, labels: Labels, entity_id: str) -> Entity | None:
    """Return the thing with this id, or None. Raises: BadId."""
    iri = iri_of(entity_id)
    subject = collect(store.rows("subject", thing=iri))
    if not subject:
        return None
    return Entity(
        id=parse_id(entity_id),
        iri=iri,
        classes=tuple(sorted(code(term.value) for term in subject.get(vocab.TYPE, ()))),
        label=texts(subject, vocab.PREF_LABEL) or read_record_label(store, labels, subject),
        names=_names(subject),
        properties={
            _short(name): tuple(sorted(values, key=lambda term: (term.language or "", natural(term.value))))
            for name, values in sorted(subject.items())
            if name not in _ROLES and name != vocab.TYPE
        },
        file=f"graph/{path_of(keeper_of(entity_id))}",
    )


def _names(subject: Subject) -> tuple[Name, ...]:
    return tuple(
        Name(term.value, term.language or "", role) for name, role in _ROLES.items() for term in subject.get(name, ())
    )


def _short(iri: str) -> str:
    for prefix, namespace in vocab.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
