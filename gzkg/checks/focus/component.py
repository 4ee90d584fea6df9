"""The constraint components of SHACL that are decided on the engine's own terms, where that is sure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from gzkg import vocab
from gzkg.checks.focus.beside import Beside
from gzkg.checks.focus.path import read_shacl_path
from gzkg.checks.focus.term import from_rdflib
from gzkg.store.embedded import Node

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node as Other

Conforming = Callable[[Beside, Node], bool]
"""Tells whether a node surely conforms; when not, it may all the same."""
Check = Callable[[Beside, Sequence[Node]], bool]
"""Tells the same of the values of a path."""
Reader = Callable[["Graph", "Other"], Check]

STRING: Final = vocab.XSD + "string"
LANG_STRING: Final = vocab.RDF + "langString"
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_SILENT: Final = {"name", "message", "description", "severity", "order", "group", "targetClass", "path"}


def read_conforming(graph: Graph, shape: Other, *, with_properties: bool = True) -> Conforming:
    """Return what tells whether a node surely conforms to a shape; its property shapes can be left out."""
    from rdflib import SH

    path = graph.value(shape, SH.path)
    way = read_shacl_path(graph, path) if path is not None else None
    checks = []
    for predicate, value in graph.predicate_objects(shape):
        name = str(predicate).removeprefix(vocab.SH)
        if str(predicate).startswith(vocab.SH) and name not in _SILENT and (with_properties or name != "property"):
            checks.append(_READERS.get(name, _never)(graph, value))

    def conforms(view: Beside, node: Node) -> bool:
        values = (node,) if way is None else tuple(set(way.follow(view, node)))
        return all(check(view, values) for check in checks)

    return conforms


def _never(_graph: Graph, _value: Other) -> Check:
    return lambda *_: False


def _min_count(_graph: Graph, value: Other) -> Check:
    least = int(str(value))
    return lambda _, values: len(values) >= least and (least <= 1 or all(map(_is_distinct, values)))


def _max_count(_graph: Graph, value: Other) -> Check:
    most = int(str(value))
    return lambda _, values: len(values) <= most


def _class(_graph: Graph, value: Other) -> Check:
    wanted = from_rdflib(value)
    return lambda view, values: all(wanted in view.classes(node) for node in values)


def _datatype(_graph: Graph, value: Other) -> Check:
    datatype = str(value)
    is_one = _DATATYPES.get(datatype, _no_text if _is_standard(datatype) else _any_text)
    return lambda _, values: all(
        isinstance(node, Literal) and node.datatype.value == datatype and is_one(node.value) for node in values
    )


def _node_kind(_graph: Graph, value: Other) -> Check:
    kinds = {"IRI": NamedNode, "Literal": Literal, "BlankNode": BlankNode}
    kind = kinds.get(str(value).removeprefix(vocab.SH))
    return lambda _, values: kind is not None and all(isinstance(node, kind) for node in values)


def _pattern(_graph: Graph, value: Other) -> Check:
    search = re.compile(str(value)).search
    return lambda _, values: all((text := _text(node)) is not None and search(text) for node in values)


def _min_length(_graph: Graph, value: Other) -> Check:
    least = int(str(value))
    return lambda _, values: all((text := _text(node)) is not None and len(text) >= least for node in values)


def _language_in(graph: Graph, value: Other) -> Check:
    allowed = {str(language).lower() for language in graph.items(value)}
    return lambda _, values: all(isinstance(node, Literal) and node.language in allowed for node in values)


def _unique_lang(_graph: Graph, _value: Other) -> Check:
    def check(_view: Beside, values: Sequence[Node]) -> bool:
        languages = [node.language for node in values if isinstance(node, Literal) and node.language]
        return len(set(languages)) == len(languages)

    return check


def _in(graph: Graph, value: Other) -> Check:
    allowed = {node for term in graph.items(value) if isinstance(node := from_rdflib(term), NamedNode)}
    return lambda _, values: all(node in allowed for node in values)


def _min_inclusive(_graph: Graph, value: Other) -> Check:
    least = Decimal(str(value))

    def check(_view: Beside, values: Sequence[Node]) -> bool:
        return all(isinstance(node, Literal) and _is_number(node) and Decimal(node.value) >= least for node in values)

    return check


def _or(graph: Graph, value: Other) -> Check:
    options = [read_conforming(graph, option) for option in graph.items(value)]
    return lambda view, values: all(any(option(view, node) for option in options) for node in values)


def _property(graph: Graph, value: Other) -> Check:
    conforms = read_conforming(graph, value)
    return lambda view, values: all(conforms(view, node) for node in values)


def _is_distinct(node: Node) -> bool:
    return not isinstance(node, Literal) or node.datatype.value in (STRING, LANG_STRING)


def _is_standard(datatype: str) -> bool:
    return datatype.startswith((vocab.XSD, vocab.RDF))


def _any_text(_value: str) -> bool:
    return True


def _no_text(_value: str) -> bool:
    return False


def _is_date(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_number(node: Literal) -> bool:
    datatype = node.datatype.value.removeprefix(vocab.XSD)
    return datatype in ("integer", "decimal") and _DECIMAL.fullmatch(node.value) is not None


def _text(node: Node) -> str | None:
    if isinstance(node, NamedNode):
        return node.value
    if isinstance(node, Literal):
        datatype = node.datatype.value
        return node.value if datatype in (STRING, LANG_STRING) or not _is_standard(datatype) else None
    return None


_DATATYPES: Final[dict[str, Callable[[str], object]]] = {
    STRING: _any_text,
    LANG_STRING: _any_text,
    vocab.XSD + "date": _is_date,
    vocab.XSD + "integer": _WHOLE.fullmatch,
    vocab.XSD + "decimal": _DECIMAL.fullmatch,
}
_READERS: Final[dict[str, Reader]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "pattern": _pattern,
    "minLength": _min_length,
    "languageIn": _language_in,
    "uniqueLang": _unique_lang,
    "in": _in,
    "minInclusive": _min_inclusive,
    "or": _or,
    "property": _property,
}
