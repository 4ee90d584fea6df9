"""What follows from new statements: the rules run on the part of the graph that they can reach from them.

The part is what decides on every triple that may come or go: all claims about a thing whose status may change; all
records that have the same ends, since another may give the same triple; what lies below a thing that the newcomers
speak of, and what stands above. So the cost is that of the newcomers and their neighbours, not that of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, zip_longest
from typing import Final, NamedTuple, cast

from pyoxigraph import NamedNode, Triple

from gzkg import vocab
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, rerun_rules

_ABOUT: Final = vocab.GZ + "about"
_MEMBER: Final = vocab.GZ + "member"
_CONTAINERS: Final = (vocab.GZ + "within", vocab.GZ + "parentOrganization")
_CARRIERS: Final = tuple(vocab.GZ + name for name in ("organization", "participatesIn", "submittedTo"))
"""What a record names of which the rules ask more: what stands above it, or when it began."""
_NAMED: Final = frozenset((*_CONTAINERS, *_CARRIERS, vocab.GZ + "source"))
_PAIRS: Final = tuple(
    (vocab.GZ + one, vocab.GZ + other)
    for one, other in (
        ("participant", "participatesIn"),
        ("sited", "host"),
        ("submittedBy", "submittedTo"),
        ("party", "party"),
    )
)
"""Two ends that together make a derived triple; memberships are taken by their member alone."""

_End = tuple[str, str]
"""A property and the IRI that it leads to."""

_Step = Callable[[str], None]


class Derivation(NamedTuple):
    """A triple that a rule gives: the rule's id, and three IRIs."""

    rule: str
    subject: str
    property: str
    object: str


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the rules would add and take away."""

    added: frozenset[Derivation]
    withdrawn: frozenset[Derivation]


def consequences(
    store: EmbeddedStore, rules: Iterable[Rule], reference_date: date, triples: Iterable[Triple]
) -> Consequences:
    """Return what `run_rules` would give differently if the triples were curated; the store stays as it is.

    `triples` are such as may be contributed: about things of this graph, without derived properties and terms of the
    ontology.
    """
    newcomers, rules = set(triples), list(rules)
    excerpt = _Excerpt(store, newcomers)
    part = EmbeddedStore()
    part.add(store.triples(vocab.ONTOLOGY), vocab.ONTOLOGY)
    part.add(excerpt.curated(), vocab.CURATED)
    before = _derived(part, rules, reference_date)
    part.add(newcomers, vocab.CURATED)
    after = _derived(part, rules, reference_date)
    return Consequences(frozenset(after - before), frozenset(before - after))


def _derived(part: EmbeddedStore, rules: list[Rule], reference_date: date) -> set[Derivation]:
    rerun_rules(part, rules, reference_date)
    return {
        Derivation(rule.id, *(cast(NamedNode, term).value for term in triple))
        for rule in rules
        for triple in part.triples(vocab.INFERRED + rule.id)
    }


class _Excerpt:
    """Finds the part: from the subjects of the newcomers to whatever decides on a triple that may come or go."""

    def __init__(self, store: EmbeddedStore, newcomers: Iterable[Triple]) -> None:
        self._store = store
        self._said: dict[str, list[Triple]] = defaultdict(list)
        self._named: dict[_End, list[str]] = defaultdict(list)
        for triple in newcomers:
            if isinstance(triple.subject, NamedNode):
                self._said[triple.subject.value].append(triple)
                if isinstance(triple.object, NamedNode):
                    self._named[triple.predicate.value, triple.object.value].append(triple.subject.value)
        self._known: set[tuple[_Step, str]] = set()
        self._todo: list[tuple[_Step, str]] = []
        self._follow()

    def curated(self) -> Iterator[Triple]:
        """Give what the curated graph says of all that was reached."""
        reached = {node for _, node in self._known}
        return (triple for node in reached for triple in self._store.triples(vocab.CURATED, node))

    def _follow(self) -> None:
        self._plan(self._decide, self._said)
        self._plan(self._descend, self._said)
        for subject in self._said:
            self._plan(self._reach, self._leading((vocab.GZ + "source", subject)))
        while self._todo:
            step, node = self._todo.pop()
            step(node)

    def _plan(self, step: _Step, nodes: Iterable[str]) -> None:
        for node in nodes:
            if (step, node) not in self._known:
                self._known.add((step, node))
                self._todo.append((step, node))

    def _reach(self, node: str) -> None:
        """Go on to what stands above a thing, and to what a claim is about."""
        for name, value in self._ends(node):
            if name in _NAMED:
                self._plan(self._reach, [value])
            elif name == _ABOUT:
                self._plan(self._decide, [value])

    def _decide(self, node: str) -> None:
        """Go on to what else decides on what follows from a thing: its claims, and the records of its ends."""
        self._plan(self._reach, (node, *self._leading((_ABOUT, node))))
        ends = self._ends(node)
        for one, other in _pairs(ends):
            self._plan(self._decide, self._joining(one, other))
        for end in ends:
            if end[0] == _MEMBER:  # who is in one part of an organisation may be in another
                self._plan(self._decide, self._leading(end))

    def _descend(self, node: str) -> None:
        """Go on to what lies below a thing, and to the records that hang on it."""
        self._plan(self._reach, [node])
        for name in _CARRIERS:
            self._plan(self._decide, self._leading((name, node)))
        for name in _CONTAINERS:
            self._plan(self._descend, self._leading((name, node)))

    def _ends(self, node: str) -> list[_End]:
        said = (*self._store.triples(vocab.CURATED, node), *self._said.get(node, ()))
        return [(t.predicate.value, t.object.value) for t in said if isinstance(t.object, NamedNode)]

    def _leading(self, end: _End) -> Iterator[str]:
        """Give what leads to an end, curated and new; what does so in both ways comes twice."""
        for triple in self._store.triples(vocab.CURATED, None, *end):
            if isinstance(triple.subject, NamedNode):
                yield triple.subject.value
        yield from self._named.get(end, ())

    def _joining(self, one: _End, other: _End) -> list[str]:
        """Return what leads to both ends; reads no more than lead to the end that has fewer."""
        first: list[str] = []
        second: list[str] = []
        for left, right in zip_longest(self._leading(one), self._leading(other)):
            if left is None:
                break
            first.append(left)
            if right is None:
                return [node for node in second if one in self._ends(node)]
            second.append(right)
        return [node for node in first if other in self._ends(node)]


def _pairs(ends: list[_End]) -> Iterator[tuple[_End, _End]]:
    for one, other in _PAIRS:
        if one == other:
            yield from combinations([end for end in ends if end[0] == one], 2)
        else:
            yield from ((a, b) for a in ends if a[0] == one for b in ends if b[0] == other)
