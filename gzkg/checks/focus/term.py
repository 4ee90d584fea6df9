"""A term as the engine has it, as rdflib has it, and as results show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.model import Term
from gzkg.store.embedded import Node

if TYPE_CHECKING:
    from rdflib.term import Node as Other

_STRING = vocab.XSD + "string"


def from_rdflib(term: object) -> NamedNode | Literal:
    """Return an IRI or a literal of rdflib as the engine has it."""
    from rdflib import Literal as Text

    if not isinstance(term, Text):
        return NamedNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)


def to_rdflib(node: Node | Triple) -> Other:
    """Return a term as rdflib reads it from N-Triples: a plain string has no datatype there."""
    from rdflib import BNode, URIRef
    from rdflib import Literal as Text

    if isinstance(node, NamedNode):
        return URIRef(node.value)
    if isinstance(node, Literal):
        datatype = None if node.language or node.datatype.value == _STRING else URIRef(node.datatype.value)
        return Text(node.value, lang=node.language, datatype=datatype)
    return BNode(node.value if isinstance(node, BlankNode) else str(node))


def as_term(node: Node) -> Term:
    """Return a term as a row of an answer has it."""
    if isinstance(node, Literal):
        return Term(node.value, "literal", node.language, node.datatype.value)
    if isinstance(node, Triple):
        return Term(str(node))
    return Term(node.value, "iri" if isinstance(node, NamedNode) else "blank")
