"""Terms that describe datasets, and short ways to say them as triples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.model import Texts

VOID: Final = "http://rdfs.org/ns/void#"
VOID_EXT: Final = "http://ldf.fi/void-ext#"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SCHEMA: Final = "https://schema.org/"
SPEX: Final = "https://purl.expasy.org/sparql-examples/ontology#"
FORMAT: Final = "http://www.w3.org/ns/formats/"
MEDIA_TYPE: Final = "https://www.iana.org/assignments/media-types/"

PREFIXES: Final = {
    **{"dcat": DCAT, "foaf": FOAF, "schema": SCHEMA, "sd": SD, "sh": vocab.SH, "void": VOID, "void-ext": VOID_EXT},
    **{"format": FORMAT, "graph": vocab.GRAPH, "dcterms": vocab.DCTERMS, "rdfs": vocab.RDFS, "xsd": vocab.XSD},
}
"""Prefixes of a description's Turtle."""

Triples = list[Triple]
"""A description."""

Object = NamedNode | Literal
Said = Iterable[tuple[str, Object]]
"""What is said of one thing: predicate and object, in order."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")
_PATH: Final = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")


def triples(subject: str, *said: Said) -> Iterator[Triple]:
    """Give the triples of one subject in the order in which they are said."""
    node = NamedNode(subject)
    for pairs in said:
        for predicate, value in pairs:
            yield Triple(node, NamedNode(predicate), value)


def iris(predicate: str, *values: str) -> Said:
    """Say that a subject is joined to some IRIs; an empty one says nothing."""
    return [(predicate, NamedNode(value)) for value in values if value]


def types(*classes: str) -> Said:
    """Say of which classes a subject is."""
    return iris(vocab.TYPE, *classes)


def texts(predicate: str, by_language: Texts) -> Said:
    """Say a text in each of its languages, sorted by language tag."""
    return [(predicate, Literal(text, language=tag)) for tag, text in sorted(by_language.items()) if text]


def words(predicate: str, *values: str) -> Said:
    """Say plain strings; an empty one says nothing."""
    return [(predicate, Literal(value)) for value in values if value]


def number(predicate: str, value: int, datatype: str = vocab.XSD + "integer") -> Said:
    """Say a number."""
    return [(predicate, Literal(str(value), datatype=NamedNode(datatype)))]


def moment(predicate: str, value: date | None) -> Said:
    """Say a day (`xsd:date`) or a point in time (`xsd:dateTime`); None says nothing."""
    if value is None:
        return []
    datatype = "dateTime" if isinstance(value, datetime) else "date"
    return [(predicate, Literal(value.isoformat(), datatype=NamedNode(vocab.XSD + datatype)))]


@cache
def graph_slug(graph: str) -> str:
    """Return a short name of a graph for files and fragments, another for each: `inferred.R08-tied-with`.

    Ours are readable; any other ends in a digest of its IRI.
    """
    if graph.startswith(vocab.GRAPH) and _PATH.fullmatch(graph, len(vocab.GRAPH)):
        return graph.removeprefix(vocab.GRAPH).replace("/", ".")
    return _digested(graph)


@cache
def term_slug(term: str) -> str:
    """Return a short name of a class, property or datatype for fragments, another for each: `gz:City`."""
    for prefix, namespace in vocab.PREFIXES.items():
        if term.startswith(namespace) and _PLAIN.fullmatch(term, len(namespace)):
            return f"{prefix}:{term.removeprefix(namespace)}"
    return _digested(term)


def namespace_of(term: str) -> str:
    """Return the part of a term's IRI up to the last `#` or `/`, by which its vocabulary is known."""
    return term[: max(term.rfind("#"), term.rfind("/")) + 1]


def _digested(iri: str) -> str:
    local = re.split(r"[#/:]", iri.rstrip("#/:"))[-1]
    return f"{quote(local, safe='')}-{sha256(iri.encode()).hexdigest()[:8]}"
