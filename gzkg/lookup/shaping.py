"""What shapes, rules and constraints say, read from their files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from gzkg import vocab
from gzkg.lookup.subject import Subject, code, gather, text, texts
from gzkg.lookup.vocabulary import Expectation, OntologyRule
from gzkg.model import Severity
from gzkg.rdf.files import Folders
from gzkg.rdf.turtle import natural
from gzkg.store.embedded import EmbeddedStore

_PATH: Final = vocab.SH + "path"
_RANGES: Final = tuple(vocab.SH + name for name in ("class", "datatype", "in", "nodeKind", "languageIn"))
_ANY_LANGUAGE: Final = frozenset({"rdf:langString"})
_SEVERITIES: Final[dict[str, Severity]] = {"Violation": "violation", "Warning": "warning", "Info": "info"}


def short(iri: str) -> str:
    """Return a term as people write it: `gz:Tie`, `tie-kind:sister-city`, `tie-kind` for the scheme; others in full."""
    if iri.startswith(vocab.SCHEME):
        return iri.removeprefix(vocab.SCHEME)
    for prefix, namespace in {**vocab.PREFIXES, "sh": vocab.SH}.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def read_expectations(folders: Folders) -> dict[str, tuple[Expectation, ...]]:
    """Return what the shape of each class (an IRI) says of single properties, those that must be there first."""
    store = _read(folders.class_shapes())
    shapes, lists = gather(store.rows("shape_uses"), "shape"), gather(store.rows("shape_ranges"), "shape")
    found: dict[str, list[Expectation]] = defaultdict(list)
    for row in store.rows("shape_targets"):
        shape = str(row["shape"])
        found[str(row["class"])].append(_expectation(shape, shapes[shape], lists.get(shape, {})))
    return {
        name: tuple(sorted(of, key=lambda one: (not one.least, natural(one.property)))) for name, of in found.items()
    }


def read_laws(paths: Iterable[Path], *, graded: bool = False) -> tuple[OntologyRule, ...]:
    """Return the rules or constraints of some files by name; `graded` ones have a severity, a violation by default."""
    laws = gather(_read(paths).rows("laws"), "law")
    return tuple(
        OntologyRule(
            name=code(iri),
            label=texts(law, vocab.SH + "name") or texts(law, vocab.RDFS + "label"),
            definition=texts(law, vocab.SH + "description") or texts(law, vocab.SKOS + "definition"),
            severity=_severity(law) if graded else None,
        )
        for iri, law in laws.items()
    )


def _rank(one: Expectation) -> tuple[object, ...]:
    return not one.least, one.severity != "violation", natural(one.property)


def _read(paths: Iterable[Path]) -> EmbeddedStore:
    store = EmbeddedStore()
    store.load_turtle(paths, vocab.SHAPES)
    return store


def _expectation(iri: str, shape: Subject, lists: Subject) -> Expectation:
    most = text(shape, vocab.SH + "maxCount")
    values = {short(term.value) for name in _RANGES for term in (*shape.get(name, ()), *lists.get(name, ()))}
    return Expectation(
        shape=code(iri),
        property=short(str(text(shape, _PATH))),
        label=texts(shape, vocab.SH + "name"),
        least=int(text(shape, vocab.SH + "minCount") or 0),
        most=int(most) if most else None,
        values=tuple(sorted(values - (_ANY_LANGUAGE if vocab.SH + "languageIn" in lists else set()), key=natural)),
        pattern=text(shape, vocab.SH + "pattern"),
        severity=_severity(shape),
        message=texts(shape, vocab.SH + "message"),
    )


def _severity(shape: Subject) -> Severity:
    return _SEVERITIES[code(text(shape, vocab.SH + "severity") or vocab.SH + "Violation")]
