"""pySHACL as the judge of single nodes: its own evaluation of a prepared shape, over what that rests on."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad

from gzkg.checks.focus.beside import NEW, Beside, Seen
from gzkg.checks.focus.shape import ClassShape
from gzkg.checks.focus.term import to_rdflib
from gzkg.checks.result import Result
from gzkg.checks.shapes import SEVERITIES, read_term
from gzkg.store.embedded import Node

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node as Other


class Judge:
    """All class shapes, as pySHACL has prepared them."""

    def __init__(self, shapes: Graph) -> None:
        from pyshacl.pytypes import SHACLExecutor
        from pyshacl.shapes_graph import ShapesGraph

        self._executor = SHACLExecutor()
        self._shapes = ShapesGraph(shapes)
        self._prepared = {str(shape.node): shape for shape in self._shapes.shapes}
        logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it tells of every ill-typed value, with a traceback

    def results(self, view: Beside, focus: Node, shape: ClassShape) -> list[Result]:
        """Return the results that a node has with the new triples and had not without them."""
        seen = Seen(view)
        for path in shape.rests_on:
            for _ in path.follow(seen, focus):
                pass
        found = self._evaluate(seen.quads, focus, shape)
        if found and shape.target in view.old.classes(focus):
            before = self._evaluate((quad for quad in seen.quads if quad.graph_name != NEW), focus, shape)
            found = [result for result in found if result not in before]
        return found

    def _evaluate(self, quads: Iterable[Quad], focus: Node, shape: ClassShape) -> list[Result]:
        from rdflib import Graph

        graph = Graph(bind_namespaces="none")
        for quad in quads:
            graph.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
        _, reports = self._prepared[shape.name].validate(self._executor, graph, focus=to_rdflib(focus))
        return [_result(node, parts) for _, node, parts in reports]


def _result(node: Other, parts: Iterable[tuple[Other, Other, Any]]) -> Result:
    from rdflib import SH

    said = {property: term[1] if isinstance(term, tuple) else term for about, property, term in parts if about == node}
    value = said.get(SH.value)
    return Result(
        shape=str(said[SH.sourceShape]),
        severity=SEVERITIES[str(said[SH.resultSeverity])],
        focus=str(said[SH.focusNode]),
        values={} if value is None else {"value": read_term(value)},
    )
