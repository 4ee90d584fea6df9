"""Triple patterns with variables, and their joint solutions in a view, cheapest way first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from gzkg.checks.focus.path import Alternative, Classes, Path, Step, View
from gzkg.store.embedded import Node

Binding = Mapping[str, Node]
Place = Node | str
"""A term, or the name of a variable."""

_LIMITS: Final = (4, 64, 1024)
"""So many solutions of each pattern are looked at, in turn, before one of them is chosen that has fewer."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; its middle is a path, or a variable for any predicate. `old` ones hold without what is new."""

    subject: Place
    middle: Path | str
    object: Place
    old: bool = False

    def variables(self) -> set[str]:
        """Return the names of its variables."""
        return {place for place in (self.subject, self.middle, self.object) if isinstance(place, str)}

    def without_new(self) -> Pattern:
        """Return the pattern as one that holds without what is new."""
        return replace(self, old=True)

    def alternatives(self) -> list[Pattern]:
        """Return a pattern for each of the ways of its path."""
        ways = self.middle.ways if isinstance(self.middle, Alternative) else (self.middle,)
        return [replace(self, middle=way) for way in ways]

    def known_ends(self, names: Iterable[str]) -> tuple[bool, bool]:
        """Tell of subject and object whether they are known when some variables are."""
        known = [not isinstance(place, str) or place in names for place in (self.subject, self.object)]
        return known[0], known[1]

    def around(self, view: View, quad: Quad) -> Iterator[Binding]:
        """Give what the variables are when a statement lies on the pattern."""
        if isinstance(self.middle, str):
            return self._joined({self.middle: quad.predicate}, ((quad.subject, quad.object),))
        pairs = self.middle.around(view, quad)
        if not isinstance(self.object, str):
            pairs = (pair for pair in pairs if pair[1] == self.object)
        return self._joined({}, pairs)

    def solve(self, view: View, binding: Binding) -> Iterator[Binding]:
        """Give the bindings that agree with one and hold in the view."""
        view = view.old if self.old else view
        subject = binding.get(self.subject) if isinstance(self.subject, str) else self.subject
        object = binding.get(self.object) if isinstance(self.object, str) else self.object
        if isinstance(self.middle, str):
            return self._any(view, binding, subject, object)
        if subject is not None:
            return self._ends(self.middle.follow(view, subject), binding, self.object, object)
        if object is not None:
            return self._ends(self.middle.back().follow(view, object), binding, self.subject, None)
        return self._joined(binding, self._everywhere(view))

    @staticmethod
    def _ends(nodes: Iterator[Node], binding: Binding, place: Place, wanted: Node | None) -> Iterator[Binding]:
        if wanted is not None:
            return iter((binding,) if wanted in nodes else ())
        assert isinstance(place, str)
        return ({**binding, place: node} for node in nodes)

    def _everywhere(self, view: View) -> Iterator[tuple[Node, Node]]:
        assert not isinstance(self.middle, str)
        quads = (quad for predicate in self.middle.predicates() for quad in view.match(None, predicate, None))
        return (pair for quad in quads for pair in self.middle.around(view, quad))

    def _any(self, view: View, binding: Binding, subject: Node | None, object: Node | None) -> Iterator[Binding]:
        assert isinstance(self.middle, str)
        predicate = binding.get(self.middle)
        if not isinstance(subject, Literal) and (predicate is None or isinstance(predicate, NamedNode)):
            for quad in view.match(subject, predicate, object):
                yield from self._joined({**binding, self.middle: quad.predicate}, ((quad.subject, quad.object),))

    def _joined(self, binding: Binding, ends: Iterable[tuple[Node, Node]]) -> Iterator[Binding]:
        for start, end in ends:
            found = dict(binding)
            if _agrees(found, self.object, end) and _agrees(found, self.subject, start):
                yield found


@dataclass(frozen=True, slots=True)
class Condition:
    """What a FILTER asks, with the variables it needs; `test` gives True or False, else it is not sure.

    One that `asks` looks for other statements, which costs more than comparing terms.
    """

    variables: frozenset[str]
    test: Callable[[View, Binding], object]
    asks: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do next to solve patterns and conditions: test conditions, then go on by the cheapest of some ways."""

    conditions: tuple[Condition, ...]
    ways: tuple[tuple[Pattern, Plan], ...]

    def solve(self, view: View, binding: Binding) -> Iterator[Binding]:
        """Give the solutions that agree with a binding; where a condition is not sure, it is taken to hold."""
        for condition in self.conditions:
            if condition.test(view, binding) is False:
                return
        if not self.ways:
            yield binding
            return
        pattern, rest = self.ways[0]
        found = pattern.solve(view, binding)
        if len(self.ways) > 1:
            found, rest = self._cheapest(view, binding)
        for extended in found:
            yield from rest.solve(view, extended)

    def _cheapest(self, view: View, binding: Binding) -> tuple[Iterator[Binding], Plan]:
        """Return the solutions of the pattern that has the fewest, as far as a short look tells, and what is left."""
        started = [(list[Binding](), pattern.solve(view, binding), rest) for pattern, rest in self.ways]
        for limit in _LIMITS:
            for begun, further, rest in started:
                begun += islice(further, limit - len(begun))
                if len(begun) < limit:
                    return iter(begun), rest
        begun, further, rest = started[0]
        return chain(begun, further), rest


def make_plan(patterns: tuple[Pattern, ...], conditions: tuple[Condition, ...], names: frozenset[str]) -> Plan:
    """Return how to solve patterns and conditions when some variables are known.

    First comes a look-up that costs little, else conditions that ask, else what seems cheapest at the time; what is
    known by its end in the text, such as all of a class, is looked at last.
    """
    patterns = tuple(sorted(patterns, key=lambda pattern: not isinstance(pattern.object, str)))
    known = [pattern.known_ends(names) for pattern in patterns]
    checks = [place for place, ends in enumerate(known) if all(ends)]
    near = [place for place, ends in enumerate(known) if ends[0] and not _is_inverse(patterns[place])]
    chosen = (checks or near)[:1]
    now = tuple(one for one in conditions if one.variables <= names and not (chosen and one.asks))
    waiting = tuple(one for one in conditions if one not in now)
    ways = []
    for place in chosen or [place for place, ends in enumerate(known) if any(ends)] or range(len(patterns)):
        rest = patterns[:place] + patterns[place + 1 :]
        ways.append((patterns[place], make_plan(rest, waiting, names | patterns[place].variables())))
    return Plan(now, tuple(ways))


def leads_from_subject(pattern: Pattern) -> bool:
    """Tell whether a pattern surely needs a statement about its subject."""
    if isinstance(pattern.middle, Step):
        return not pattern.middle.inverse
    return isinstance(pattern.middle, str | Classes)


def _is_inverse(pattern: Pattern) -> bool:
    return isinstance(pattern.middle, Step) and pattern.middle.inverse


def _agrees(found: dict[str, Node], place: Place, node: Node) -> bool:
    return (found.setdefault(place, node) if isinstance(place, str) else place) == node
