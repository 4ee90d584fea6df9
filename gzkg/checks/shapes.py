"""Shapes: what each class of thing must say of itself. Judged by pySHACL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from gzkg import vocab
from gzkg.checks.result import Result
from gzkg.errors import StoreError
from gzkg.model import Severity, Term
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

SEVERITIES: Final[dict[str, Severity]] = {
    vocab.SH + "Violation": "violation",
    vocab.SH + "Warning": "warning",
    vocab.SH + "Info": "info",
}


def check_shapes(store: EmbeddedStore, folders: Folders) -> Iterator[Result]:
    """Give the results of all class shapes over the curated graph, with the ontology beside it as data.

    Raises: StoreError, when a shape itself is faulty.
    """
    import pyshacl
    from rdflib import Graph

    shapes = read_class_shapes(folders)
    conforms, report, text = pyshacl.validate(_data(store), shacl_graph=shapes, inference="none", advanced=False)
    if not isinstance(report, Graph):
        raise StoreError(f"A shape cannot be run: {text}")
    if not conforms:
        yield from _results(report)


def read_class_shapes(folders: Folders) -> Graph:
    """Return the shapes of single classes."""
    from rdflib import Graph

    shapes = Graph()
    for path in folders.class_shapes():
        shapes.parse(path)
    return shapes


def read_term(node: Node) -> Term:
    """Return a term of a report; a plain string has no datatype there."""
    from rdflib import Literal, URIRef

    if isinstance(node, Literal):
        return Term(str(node), "literal", node.language, str(node.datatype) if node.datatype else None)
    return Term(str(node), "iri" if isinstance(node, URIRef) else "blank")


def _data(store: EmbeddedStore) -> Graph:
    from rdflib import Graph

    data = Graph()
    for name in (vocab.ONTOLOGY, vocab.CURATED):
        data.parse(data=store.dump("ntriples", name), format="nt")
    return data


def _results(report: Graph) -> Iterator[Result]:
    from rdflib import SH

    for result in report.subjects(SH.resultSeverity):
        value = report.value(result, SH.value)
        yield Result(
            shape=str(report.value(result, SH.sourceShape)),
            severity=SEVERITIES[str(report.value(result, SH.resultSeverity))],
            focus=str(report.value(result, SH.focusNode)),
            values={} if value is None else {"value": read_term(value)},
        )
