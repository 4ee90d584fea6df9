"""A class shape in a form of its own, which tells of a node whether it surely conforms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from gzkg import vocab
from gzkg.checks.focus.component import Conforming, read_conforming
from gzkg.checks.focus.path import Chain, Classes, Path, read_path, read_shacl_path
from gzkg.errors import StoreError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node as Other

_TEXTS: Final = {"name", "message", "description", "severity", "order", "group", "targetClass", "path", "flags"}
_VALUES: Final = {
    "minCount", "maxCount", "datatype", "nodeKind", "in", "hasValue", "pattern", "minLength", "maxLength",
    "languageIn", "uniqueLang", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "qualifiedMinCount",
    "qualifiedMaxCount",
}  # fmt: skip
_PAIRS: Final = {"equals", "disjoint", "lessThan", "lessThanOrEquals"}
_LISTS: Final = {"or", "and", "xone"}
_SINGLE: Final = {"property", "node", "not", "qualifiedValueShape"}
_UNEVEN: Final = {"xone", "not", "qualifiedValueShape"}
"""Below these, more classes of a value can break a shape."""


@dataclass(frozen=True, slots=True, eq=False)
class ClassShape:
    """A property shape, or what a node shape says itself, for the instances of a class.

    A new triple on a path of `broken_by` can break it; all on those of `rests_on` are needed to judge it.
    """

    name: str
    target: NamedNode
    surely_conforms: Conforming
    broken_by: tuple[Path, ...]
    rests_on: tuple[Path, ...]


def read_shapes(graph: Graph) -> list[ClassShape]:
    """Return the class shapes of a shapes graph. Raises: StoreError, when one cannot be followed from new triples."""
    from rdflib import SH

    return [
        _class_shape(graph, part, NamedNode(str(target)))
        for node, target in graph.subject_objects(SH.targetClass)
        for part in (node, *graph.objects(node, SH.property))
    ]


def _class_shape(graph: Graph, shape: Other, target: NamedNode) -> ClassShape:
    from rdflib import SH

    with_properties = (shape, SH.targetClass, None) not in graph
    paths = list(_paths(graph, shape, _Reach(with_properties=with_properties)))
    return ClassShape(
        name=str(shape),
        target=target,
        surely_conforms=read_conforming(graph, shape, with_properties=with_properties),
        broken_by=tuple(path for path, breaks in paths if breaks),
        rests_on=tuple(path for path, _ in paths),
    )


@dataclass(frozen=True, slots=True)
class _Reach:
    """How a shape comes to be asked of a node: the way to it, and whether more can only help (`even`)."""

    way: tuple[Path, ...] = ()
    even: bool = True
    with_properties: bool = True


def _paths(graph: Graph, shape: Other, reach: _Reach) -> Iterator[tuple[Path, bool]]:
    """Give the paths that a shape looks at, and whether a new triple there can break it."""
    from rdflib import SH

    way = reach.way
    if (path := graph.value(shape, SH.path)) is not None:
        way = (*way, read_shacl_path(graph, path))
        yield Chain(way), True
    for predicate, value in graph.predicate_objects(shape):
        name = str(predicate).removeprefix(vocab.SH)
        if name == "class":
            yield Chain((*way, Classes())), not reach.even
        elif name in _PAIRS:
            yield Chain((*reach.way, read_path(value))), True
        elif name == "property" and path is not None and not reach.way:
            raise StoreError("A property shape has another below it, whose results are not told of the node itself.")
        elif name in _LISTS | _SINGLE and (reach.with_properties or name != "property"):
            further = _Reach(way, even=reach.even and name not in _UNEVEN)
            for inner in graph.items(value) if name in _LISTS else (value,):
                yield from _paths(graph, inner, further)
        elif str(predicate).startswith(vocab.SH) and name not in _TEXTS | _VALUES | _SINGLE:
            raise StoreError(f"A shape uses sh:{name}, which cannot be followed from a new triple.")
