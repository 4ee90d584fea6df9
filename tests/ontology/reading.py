"""Read the ontology, its examples and its queries as the tests need them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from gzkg import vocab
from gzkg.store.embedded import EmbeddedStore

REPO: Final = Path(__file__).resolve().parents[2]
ONTOLOGY: Final = REPO / "ontology"
DATA: Final = REPO / "tests" / "data"
REFERENCE_DATE: Final = date(2021, 9, 13)
"""The day on which the examples hold."""
REFERENCES: Final = NamedNode(vocab.DCTERMS + "references")

_PREFIX: Final = re.compile(r"@?prefix\s+([\w-]+):\s*<([^>]+)>", re.IGNORECASE)
_IRI: Final = re.compile(rf"{re.escape(vocab.BASE)}(?:ontology#\w+|concept/[\w-]+/[\w/-]*\w)")
_SHORT: Final = re.compile(r"(?<![\w<:.-])([A-Za-z][\w-]*):(\w[\w-]*)")


def graph_name(name: str) -> NamedNode:
    """Return the IRI of a named graph."""
    return NamedNode(vocab.GRAPH + name)


def read_quads(path: Path, graph: str) -> list[Quad]:
    """Return the triples of a Turtle file as quads of one named graph."""
    name = graph_name(graph)
    found = parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=vocab.ID)
    return [Quad(quad.subject, quad.predicate, quad.object, name) for quad in found]


def named_terms(text: str) -> set[str]:
    """Return the IRIs of our terms and concepts that a text names, in full or by prefix, comments and all."""
    prefixes = {**vocab.PREFIXES, **dict(_PREFIX.findall(text))}
    short = (prefixes.get(prefix, "") + name for prefix, name in _SHORT.findall(text))
    return {*_IRI.findall(text), *(iri for iri in short if _IRI.fullmatch(iri))}


def uses(file: str, text: str) -> Iterator[Quad]:
    """Give `<file:…> dcterms:references <term>` for each term that a text names."""
    for term in named_terms(text):
        yield Quad(NamedNode(f"file:{file}"), REFERENCES, NamedNode(term), graph_name("uses"))


def copy_store(store: EmbeddedStore) -> Store:
    """Return everything in a store, graph by graph, as the bare store that pySHACL reads."""
    bare = Store()
    bare.load(store.dump("nquads"), format=RdfFormat.N_QUADS)
    return bare


def expand(name: str, text: str) -> str:
    """Return a prefixed name, or an IRI in angle brackets, in full; prefixes are ours and those of the text."""
    if name.startswith("<"):
        return name.strip("<>")
    prefix, _, local = name.partition(":")
    return {**vocab.PREFIXES, **dict(_PREFIX.findall(text))}[prefix] + local
