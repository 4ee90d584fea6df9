"""The statements of an engine's store that match a pattern, and their terms as this library has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Quad, Store

from gzkg import vocab
from gzkg.model import Term

Place = Literal["subject", "predicate", "object"]


def match(store: Store, pattern: Sequence[Term | None]) -> Iterator[Quad]:
    """Give the statements with some terms: subject, predicate, object, graph; None or left out is any."""
    try:
        subject, predicate, object, *graph = (_node(term) for term in (*pattern, *(None,) * (3 - len(pattern))))
        return store.quads_for_pattern(subject, predicate, object, *graph)  # type: ignore[arg-type]  # a text as subject is caught below
    except (TypeError, ValueError):  # no IRI, no language, a text as subject: such a term occurs nowhere
        return iter(())


def terms_of(nodes: Iterable[object]) -> set[Term]:
    """Return the IRIs and literals among some terms of the engine."""
    found = set()
    for node in nodes:
        if isinstance(node, NamedNode):
            found.add(Term(node.value, "iri"))
        elif isinstance(node, Text):
            found.add(Term(node.value, "literal", node.language, node.datatype.value))
    return found


def _node(term: Term | None) -> NamedNode | Text | None:
    if term is None:
        return None
    if term.kind == "iri":
        return NamedNode(term.value)
    if term.language:
        return Text(term.value, language=term.language)
    return Text(term.value, datatype=NamedNode(term.datatype or vocab.XSD + "string"))
