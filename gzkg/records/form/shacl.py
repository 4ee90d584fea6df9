"""Findings as a SHACL validation report.

`sh:conforms` says, as validators do that let warnings pass, whether nothing has to be repaired. Checks that are not
shapes are cited below the namespace of shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple, serialize

from gzkg import vocab
from gzkg.errors import BadId
from gzkg.ids import iri_of
from gzkg.model import Finding
from gzkg.network.format.cell import legal
from gzkg.records.form.text import place_of
from gzkg.records.validation import Validation
from gzkg.store.answer import RDF_FORMATS

_SEVERITIES: Final = {"violation": "Violation", "warning": "Warning", "info": "Info"}
_TYPE: Final = NamedNode(vocab.TYPE)
_ACROSS: Final = re.compile(r"C[0-9]{2}-")
"""How the ids of constraints across records begin."""
_COLON: Final = {"en": ": ", "zh": "："}
_SPACE: Final = {"en": " ", "zh": ""}


def write_triples(triples: Iterable[Triple], form: str) -> bytes:
    """Return triples in an RDF form: `turtle`, `ntriples`, `rdfxml`, `trig`, `nquads` or `jsonld`."""
    prefixes = {**vocab.PREFIXES, "sh": vocab.SH, "gzsh": vocab.SHAPES}
    written = serialize(triples, format=RDF_FORMATS[form], prefixes=prefixes)
    assert written is not None
    return written


def report(validation: Validation) -> Iterator[Triple]:
    """Give the triples of the report."""
    node = BlankNode("report")
    yield Triple(node, _TYPE, _sh("ValidationReport"))
    yield Triple(node, _sh("conforms"), Literal(validation.conforms))
    for number, finding in enumerate(validation.findings, start=1):
        result = BlankNode(f"result{number}")
        yield Triple(node, _sh("result"), result)
        yield from _result(result, finding, validation)


def _result(node: BlankNode, finding: Finding, validation: Validation) -> Iterator[Triple]:
    yield Triple(node, _TYPE, _sh("ValidationResult"))
    yield Triple(node, _sh("focusNode"), _focus(finding))
    yield Triple(node, _sh("resultSeverity"), _sh(_SEVERITIES[finding.severity]))
    yield Triple(node, _sh("sourceShape"), NamedNode(vocab.SHAPES + finding.check))
    if path := validation.paths.get(vocab.SHAPES + finding.check):
        yield Triple(node, _sh("resultPath"), NamedNode(path))
    yield Triple(node, _sh("sourceConstraintComponent"), _component(finding.check))
    if finding.value is not None:
        yield Triple(node, _sh("value"), Literal(legal(finding.value)))
    for language in ("en", "zh"):
        place = place_of(finding, is_table=validation.kind is not None, language=language)
        said = finding.message[language] + _SPACE[language] + finding.repair.get(language, "")
        text = (place[:1].upper() + place[1:] + _COLON[language] if place else "") + said.strip()
        yield Triple(node, _sh("resultMessage"), Literal(legal(text), language=language))


def _focus(finding: Finding) -> NamedNode | Literal | BlankNode:
    """Return the thing found at fault; where it has no IRI, the row of the file, as RFC 7111 writes it."""
    subject = finding.subject or ""
    try:
        return NamedNode(iri_of(subject) if ":" not in subject else subject)
    except (BadId, ValueError):
        row = f"#row={finding.line}" if finding.line else ""
        return Literal(legal(subject or finding.file + row))


def _component(check: str) -> NamedNode:
    """Return what kind of constraint was broken: SPARQL, or one of our own, which its shape stands for."""
    return _sh("SPARQLConstraintComponent") if _ACROSS.match(check) else NamedNode(vocab.SHAPES + check)


def _sh(name: str) -> NamedNode:
    return NamedNode(vocab.SH + name)
