"""Competency questions as example queries that foreign editors find by themselves.

The convention is SIB's (sparql-examples): `sh:SPARQLExecutable`, the question as `rdfs:comment`, prefixes declared
with `sh:declare`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.catalog.edition import Place
from gzkg.catalog.term import SCHEMA, SPEX, iris, texts, triples, types, words
from gzkg.model import Question
from gzkg.store.sparql import query_form

_FORMS: Final = {
    "SELECT": (vocab.SH + "SPARQLSelectExecutable", vocab.SH + "select"),
    "ASK": (vocab.SH + "SPARQLAskExecutable", vocab.SH + "ask"),
    "CONSTRUCT": (vocab.SH + "SPARQLConstructExecutable", vocab.SH + "construct"),
    "DESCRIBE": (SPEX + "SPARQLDescribeExecutable", SPEX + "describe"),
}
"""Form -> class and property; SHACL 1.0 has none for DESCRIBE, there SIB's own stand in."""
_PREFIX: Final = re.compile(r"^\s*PREFIX\s+([\w.-]+):\s*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)


def describe_examples(questions: Iterable[Question], place: Place) -> list[Triple]:
    """Return questions as example queries, with the prefixes that they and this library use; in the order given.

    With an endpoint in `place`, that is their target. Raises: ForbiddenQuery, BadQuery, for what is no query.
    """
    asked = list(questions)
    return [
        *_prefixes(declared_prefixes(asked), place.examples + "#prefixes"),
        *(triple for question in asked for triple in _example(question, place)),
    ]


def declared_prefixes(questions: Iterable[Question]) -> dict[str, str]:
    """Return the prefixes of this library and of some questions, sorted; the library's win, then the first."""
    prefixes = dict(vocab.PREFIXES)
    for question in questions:
        for prefix, namespace in _PREFIX.findall(question.sparql):
            prefixes.setdefault(prefix, namespace)
    return dict(sorted(prefixes.items()))


def _prefixes(prefixes: dict[str, str], subject: str) -> Iterator[Triple]:
    yield from triples(
        subject,
        types(vocab.OWL + "Ontology"),
        iris(vocab.SH + "declare", *(f"{subject}/{prefix}" for prefix in prefixes)),
    )
    any_uri = NamedNode(vocab.XSD + "anyURI")
    for prefix, namespace in prefixes.items():
        yield from triples(
            f"{subject}/{prefix}",
            types(vocab.SH + "PrefixDeclaration"),
            words(vocab.SH + "prefix", prefix),
            [(vocab.SH + "namespace", Literal(namespace, datatype=any_uri))],
        )


def _example(question: Question, place: Place) -> Iterator[Triple]:
    executable, text_property = _FORMS[query_form(question.sparql)]
    label = {language: f"{question.id}: {text}" for language, text in question.text.items()}
    return triples(
        f"{place.examples}#{question.id}",
        types(vocab.SH + "SPARQLExecutable", executable),
        texts(vocab.RDFS + "label", label),
        texts(vocab.RDFS + "comment", question.text),
        words(vocab.DCTERMS + "identifier", question.id),
        words(SCHEMA + "keywords", *question.kind.split()),
        iris(SCHEMA + "target", place.endpoint),
        iris(vocab.SH + "prefixes", place.examples + "#prefixes"),
        words(text_property, question.sparql),
    )
