"""What new triples add to the results of the class shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from gzkg.checks.focus.beside import Beside
from gzkg.checks.focus.judge import Judge
from gzkg.checks.focus.path import Classes, Path
from gzkg.checks.focus.shape import ClassShape, read_shapes
from gzkg.checks.result import Result
from gzkg.checks.shapes import read_class_shapes
from gzkg.rdf.files import Folders
from gzkg.store.embedded import Node


class ClassShapes:
    """All class shapes, ready to be asked about new triples."""

    def __init__(self, folders: Folders) -> None:
        graph = read_class_shapes(folders)
        self._judge = Judge(graph)
        self._by_class: defaultdict[Node, list[ClassShape]] = defaultdict(list)
        self._by_predicate: defaultdict[NamedNode, list[tuple[ClassShape, Path]]] = defaultdict(list)
        for shape in read_shapes(graph):
            self._by_class[shape.target].append(shape)
            for path in shape.broken_by:
                for predicate in path.predicates():
                    self._by_predicate[predicate].append((shape, path))

    def results(self, view: Beside) -> Iterator[Result]:
        """Give the results that the new triples of a view add."""
        affected = dict.fromkeys(pair for quad in view.new for pair in self._affected(view, quad))
        for focus, shape in affected:
            if not shape.surely_conforms(view, focus):
                yield from self._judge.results(view, focus, shape)

    def _affected(self, view: Beside, quad: Quad) -> Iterator[tuple[Node, ClassShape]]:
        for focus, target in Classes().around(view, quad):
            yield from ((focus, shape) for shape in self._by_class.get(target, ()))
        for shape, path in self._by_predicate.get(quad.predicate, ()):
            for focus, _ in path.around(view, quad):
                if shape.target in view.classes(focus):
                    yield focus, shape
