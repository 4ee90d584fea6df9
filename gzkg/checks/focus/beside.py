"""The ontology and the curated graph with new triples beside them; the store itself is never written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from gzkg import vocab
from gzkg.checks.focus.path import View, find_classes
from gzkg.store.embedded import EmbeddedStore, Node

NEW: Final = NamedNode(vocab.CONTRIBUTED + "new")
"""The graph in which the new triples stand."""
_JUDGED: Final = frozenset({NamedNode(vocab.ONTOLOGY), NamedNode(vocab.CURATED)})
"""The graphs of the store that count."""


class Graph:
    """The ontology and the curated graph of a store, as long as they do not change."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._quads = store.quads
        self._values: dict[tuple[Node, NamedNode], list[Node]] = {}
        self._classes: dict[Node, frozenset[Node]] = {}
        self._told: dict[Node, bool] = {}

    @property
    def old(self) -> Graph:
        """The graph without what is new: itself."""
        return self

    def match(self, subject: Node | None, predicate: NamedNode | None, object: Node | None) -> Iterator[Quad]:
        """Give the statements that have these terms; None is any."""
        return (quad for quad in self._quads(subject, predicate, object) if quad.graph_name in _JUDGED)

    def objects(self, subject: Node, predicate: NamedNode) -> Sequence[Node]:
        """Return the values of a property of a node."""
        key = subject, predicate
        found = self._values.get(key)
        if found is None:
            quads = self._quads(subject, predicate)
            found = self._values[key] = [quad.object for quad in quads if quad.graph_name in _JUDGED]
        return found

    def classes(self, node: Node) -> frozenset[Node]:
        """Return the classes of a node and all those above them."""
        found = self._classes.get(node)
        if found is None:
            found = self._classes[node] = frozenset(find_classes(self, node))
        return found

    def tells_of(self, node: Node) -> bool:
        """Tell whether something is said of a node."""
        found = self._told.get(node)
        if found is None:
            found = self._told[node] = next(self.match(node, None, None), None) is not None
        return found

    def knows(self, node: Node) -> bool:
        """Tell whether a node occurs in any place of a triple."""
        places = ((node, None, None), (None, node, None)) if isinstance(node, NamedNode) else ()
        return any(next(self.match(*place), None) is not None for place in (*places, (None, None, node)))


class Beside(Graph):
    """A graph, `old`, with statements beside it: `new` are those that it does not have."""

    def __init__(self, store: EmbeddedStore, triples: Iterable[Triple]) -> None:
        super().__init__(store)
        self._old = Graph(store)
        self.new = [quad for quad in _as_stored(triples) if not self._is_old(quad)]
        self._subjects: defaultdict[Node, list[Quad]] = defaultdict(list)
        self._objects: defaultdict[Node, list[Quad]] = defaultdict(list)
        for quad in self.new:
            self._subjects[quad.subject].append(quad)
            self._objects[quad.object].append(quad)
        self._said = {subject: self._all_said(subject) for subject in self._subjects}

    @property
    def old(self) -> Graph:
        """The graph without what is new."""
        return self._old

    def match(self, subject: Node | None, predicate: NamedNode | None, object: Node | None) -> Iterator[Quad]:
        """Give the statements that have these terms, old before new; None is any."""
        yield from super().match(subject, predicate, object)
        if subject is not None:
            near = self._subjects.get(subject, ())
        elif object is not None:
            near = self._objects.get(object, ())
        else:
            near = self.new
        for quad in near:
            if predicate in (None, quad.predicate) and object in (None, quad.object):
                yield quad

    def objects(self, subject: Node, predicate: NamedNode) -> Sequence[Node]:
        """Return the values of a property of a node, old before new."""
        said = self._said.get(subject)
        return self._old.objects(subject, predicate) if said is None else said.get(predicate, ())

    def _is_old(self, quad: Quad) -> bool:
        return self._old.tells_of(quad.subject) and quad.object in self._old.objects(quad.subject, quad.predicate)

    def _all_said(self, subject: Node) -> dict[NamedNode, list[Node]]:
        said: dict[NamedNode, list[Node]] = {}
        for quad in self.match(subject, None, None):
            said.setdefault(quad.predicate, []).append(quad.object)
        return said


class Seen:
    """A view that keeps every statement it has given."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.quads: set[Quad] = set()

    @property
    def old(self) -> View:
        """What it looks at, without what is new."""
        return self._view.old

    def match(self, subject: Node | None, predicate: NamedNode | None, object: Node | None) -> Iterator[Quad]:
        """Give the statements that have these terms, and keep them."""
        for quad in self._view.match(subject, predicate, object):
            self.quads.add(quad)
            yield quad

    def objects(self, subject: Node, predicate: NamedNode) -> Sequence[Node]:
        """Return the values of a property of a node, and keep the statements."""
        return [quad.object for quad in self.match(subject, predicate, None)]

    def classes(self, node: Node) -> frozenset[Node]:
        """Return the classes of a node and all those above them, and keep the statements that say so."""
        return frozenset(find_classes(self, node))


def _as_stored(triples: Iterable[Triple]) -> list[Quad]:
    """Return triples once each, in the form that a store gives back: "01" as an integer is 1."""
    store = EmbeddedStore()
    store.add_quads(Quad(triple.subject, triple.predicate, triple.object, NEW) for triple in triples)
    return list(store.quads())
