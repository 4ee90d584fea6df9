"""Property paths: where they lead from a node, and between which nodes a statement lies on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import Literal, NamedNode, Quad

from gzkg import vocab
from gzkg.errors import StoreError
from gzkg.store.embedded import Node

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node as Other


class View(Protocol):
    """What can be asked for the statements that have some terms."""

    @property
    def old(self) -> View:
        """The same without what is new."""
        ...

    def match(self, subject: Node | None, predicate: NamedNode | None, object: Node | None) -> Iterator[Quad]:
        """Give the statements that have these terms, each with its graph; None is any."""
        ...

    def objects(self, subject: Node, predicate: NamedNode) -> Sequence[Node]:
        """Return the values of a property of a node."""
        ...

    def classes(self, node: Node) -> frozenset[Node]:
        """Return the classes of a node and all those above them."""
        ...


class Path(Protocol):
    """A way from node to node."""

    def follow(self, view: View, node: Node) -> Iterator[Node]:
        """Give the nodes it leads to from a node."""
        ...

    def around(self, view: View, quad: Quad) -> Iterator[tuple[Node, Node]]:
        """Give the pairs of nodes it joins by way of a statement."""
        ...

    def back(self) -> Path:
        """Return the same way in the other direction."""
        ...

    def predicates(self) -> set[NamedNode]:
        """Return the predicates on the way."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One statement with a predicate, from subject to object or the other way."""

    predicate: NamedNode
    inverse: bool = False

    def follow(self, view: View, node: Node) -> Iterator[Node]:
        """Give the nodes it leads to from a node."""
        if self.inverse:
            return (quad.subject for quad in view.match(None, self.predicate, node))
        if isinstance(node, Literal):
            return iter(())
        return iter(view.objects(node, self.predicate))

    def around(self, view: View, quad: Quad) -> Iterator[tuple[Node, Node]]:
        """Give the two ends of a statement with the predicate."""
        if quad.predicate == self.predicate:
            yield (quad.object, quad.subject) if self.inverse else (quad.subject, quad.object)

    def back(self) -> Path:
        """Return the step in the other direction."""
        return Step(self.predicate, not self.inverse)

    def predicates(self) -> set[NamedNode]:
        """Return its predicate."""
        return {self.predicate}


@dataclass(frozen=True, slots=True)
class Chain:
    """One way after another; none is the way from a node to itself."""

    parts: tuple[Path, ...]
    _turns: list[tuple[Path, Path, Path]] = field(default_factory=list, init=False, compare=False)

    def follow(self, view: View, node: Node) -> Iterator[Node]:
        """Give the nodes it leads to from a node."""
        nodes: Iterator[Node] = iter((node,))
        for part in self.parts:
            nodes = _each(view, part, nodes)
        return nodes

    def around(self, view: View, quad: Quad) -> Iterator[tuple[Node, Node]]:
        """Give the pairs of nodes it joins by way of a statement."""
        if not self._turns:
            self._turns.extend(
                (Chain(self.parts[:place]).back(), part, Chain(self.parts[place + 1 :]))
                for place, part in enumerate(self.parts)
            )
        for before, part, after in self._turns:
            for start, end in part.around(view, quad):
                yield from _pairs(before.follow(view, start), after.follow(view, end))

    def back(self) -> Path:
        """Return the ways in the other direction and order."""
        return Chain(tuple(part.back() for part in reversed(self.parts)))

    def predicates(self) -> set[NamedNode]:
        """Return the predicates of all its parts."""
        return {predicate for part in self.parts for predicate in part.predicates()}


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several ways."""

    ways: tuple[Path, ...]

    def follow(self, view: View, node: Node) -> Iterator[Node]:
        """Give the nodes that any of them leads to from a node."""
        return (found for way in self.ways for found in way.follow(view, node))

    def around(self, view: View, quad: Quad) -> Iterator[tuple[Node, Node]]:
        """Give the pairs of nodes that any of them joins by way of a statement."""
        return (pair for way in self.ways for pair in way.around(view, quad))

    def back(self) -> Path:
        """Return them in the other direction."""
        return Alternative(tuple(way.back() for way in self.ways))

    def predicates(self) -> set[NamedNode]:
        """Return the predicates of all of them."""
        return {predicate for way in self.ways for predicate in way.predicates()}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A way gone once or more, or from a node to itself too (`optional`), or at most once (not `many`)."""

    way: Path
    optional: bool
    many: bool = True

    def follow(self, view: View, node: Node) -> Iterator[Node]:
        """Give the nodes it leads to from a node, each once."""
        seen = {node} if self.optional else set()
        if self.optional:
            yield node
        waiting = [node]
        while waiting:
            for found in self.way.follow(view, waiting.pop()):
                if found not in seen:
                    seen.add(found)
                    yield found
                    if self.many:
                        waiting.append(found)

    def around(self, view: View, quad: Quad) -> Iterator[tuple[Node, Node]]:
        """Give the pairs of nodes it joins by way of a statement."""
        if not self.many:
            yield from self.way.around(view, quad)
            return
        further = Repeat(self.way, optional=True)
        for start, end in self.way.around(view, quad):
            yield from _pairs(further.back().follow(view, start), further.follow(view, end))

    def back(self) -> Path:
        """Return it in the other direction."""
        return Repeat(self.way.back(), self.optional, self.many)

    def predicates(self) -> set[NamedNode]:
        """Return the predicates of the way."""
        return self.way.predicates()


def read_path(term: object) -> Path:
    """Return a property path of rdflib. Raises: StoreError, for one that is not followed here."""
    from rdflib import URIRef, paths

    if isinstance(term, URIRef):
        return Step(NamedNode(str(term)))
    if isinstance(term, paths.InvPath):
        return read_path(term.arg).back()
    if isinstance(term, paths.SequencePath):
        chain = Chain(tuple(read_path(part) for part in term.args))
        return Classes() if chain == _IS_A else chain
    if isinstance(term, paths.AlternativePath):
        return Alternative(tuple(read_path(way) for way in term.args))
    if isinstance(term, paths.MulPath):
        return Repeat(read_path(term.path), optional=term.mod in "*?", many=term.mod in "*+")
    raise StoreError(f"The path {term} cannot be followed from a new triple.")


def read_shacl_path(graph: Graph, path: Other) -> Path:
    """Return the value of a `sh:path`. Raises: StoreError, for one that is not followed here."""
    from rdflib.extras.shacl import parse_shacl_path

    return read_path(parse_shacl_path(graph, path))


def _each(view: View, part: Path, nodes: Iterable[Node]) -> Iterator[Node]:
    seen = set()
    for node in nodes:
        for found in part.follow(view, node):
            if found not in seen:
                seen.add(found)
                yield found


def _pairs(starts: Iterable[Node], ends: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
    far = tuple(ends)
    return ((start, end) for start in starts for end in far)


TYPE: Final = NamedNode(vocab.TYPE)
"""`rdf:type`."""
_IS_A: Final = Chain((Step(TYPE), Repeat(Step(NamedNode(vocab.RDFS + "subClassOf")), optional=True)))


@dataclass(frozen=True, slots=True)
class Classes:
    """The way from a node to its classes and those above them, which a view may remember."""

    def follow(self, view: View, node: Node) -> Iterator[Node]:
        """Give the classes of a node and those above them."""
        return iter(view.classes(node))

    def around(self, view: View, quad: Quad) -> Iterator[tuple[Node, Node]]:
        """Give the pairs of node and class it joins by way of a statement, and more of the same node."""
        if quad.predicate == TYPE:
            return ((quad.subject, found) for found in view.classes(quad.subject))
        return _IS_A.around(view, quad)

    def back(self) -> Path:
        """Return the way from a class to its instances."""
        return _IS_A.back()

    def predicates(self) -> set[NamedNode]:
        """Return `rdf:type` and `rdfs:subClassOf`."""
        return _IS_A.predicates()


def find_classes(view: View, node: Node) -> Iterator[Node]:
    """Give the classes of a node and all those above them."""
    return _IS_A.follow(view, node)
