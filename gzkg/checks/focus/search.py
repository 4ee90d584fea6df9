"""What new triples add to the results of the cross-record constraints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad

from gzkg.checks.focus.beside import NEW, Beside, Seen
from gzkg.checks.focus.branch import Group
from gzkg.checks.focus.constraint import Constraint, Seed, read_constraints, seeds_of
from gzkg.checks.focus.path import TYPE
from gzkg.checks.focus.pattern import Pattern
from gzkg.checks.focus.term import as_term
from gzkg.checks.result import Result
from gzkg.rdf.files import Folders
from gzkg.store.answer import Row
from gzkg.store.embedded import EmbeddedStore, Node

_Seeds = defaultdict[tuple[NamedNode | None, Node | None], list[Seed]]
Candidate = frozenset[tuple[str, Node]]
"""Columns of a row that may have become a result."""
_TOGETHER: Final = 50
"""So many candidates are judged by one query; few, because each of them may be a result together with each other."""


class Search:
    """All cross-record constraints, ready to be asked about new triples."""

    def __init__(self, folders: Folders) -> None:
        self._seeds: _Seeds = defaultdict(list)
        self._seeds_at_newborn: _Seeds = defaultdict(list)
        for constraint in read_constraints(folders):
            for seed in seeds_of(constraint):
                for key in seed.wanted():
                    self._seeds[key].append(seed)
                    if not seed.needs_old:
                        self._seeds_at_newborn[key].append(seed)

    def results(self, view: Beside) -> Iterator[Result]:
        """Give the results that the new triples of a view add."""
        found: defaultdict[Constraint, set[Candidate]] = defaultdict(set)
        for constraint, candidate in self._candidates(view):
            found[constraint].add(candidate)
        for constraint, candidates in found.items():
            some = list(candidates)
            for start in range(0, len(some), _TOGETHER):
                yield from _judged(view, constraint, some[start : start + _TOGETHER])

    def _candidates(self, view: Beside) -> Iterator[tuple[Constraint, Candidate]]:
        for quad in view.new:
            for seed in self._seeds_for(view, quad):
                for binding in seed.pattern.around(view, quad):
                    for solution in seed.rest.solve(view, binding):
                        columns = (column for column in seed.constraint.columns if column in solution)
                        yield seed.constraint, frozenset((column, solution[column]) for column in columns)

    def _seeds_for(self, view: Beside, quad: Quad) -> Iterator[Seed]:
        seeds = self._seeds if view.old.tells_of(quad.subject) else self._seeds_at_newborn
        ends = view.classes(quad.subject) if quad.predicate == TYPE else (quad.object,)
        for key in ((None, None), (quad.predicate, None), *((quad.predicate, end) for end in ends)):
            yield from seeds.get(key, ())


def _judged(view: Beside, constraint: Constraint, candidates: Sequence[Candidate]) -> Iterator[Result]:
    """Give those of some candidates that are results with the new triples and were none without.

    The constraint's own text says so, over all statements on which that can rest.
    """
    seen = Seen(view)
    for candidate in candidates:
        for branch in constraint.branches:
            domains = {column: {node} for column, node in candidate}
            _fetch(seen, branch.required, domains)
            for group in (*branch.helping, *branch.hindering):
                _fetch(seen, group, dict(domains))
    rows = _rows(seen, constraint, candidates, new=True)
    if rows and any(all(view.old.knows(node) for _, node in candidate) for candidate in candidates):
        before = _rows(seen, constraint, candidates, new=False)
        rows = [row for row in rows if row not in before]
    yield from map(constraint.rule.result, rows)


def _fetch(view: Seen, patterns: Group, domains: dict[str, set[Node]]) -> None:
    """Look at every statement that may be part of a match, given all values that some variables may have."""
    waiting = list(patterns)
    while waiting:
        pattern = min(waiting, key=lambda one: _distance(one, domains))
        waiting.remove(pattern)
        known = next((p for p in (pattern.subject, pattern.object) if isinstance(p, str) and p in domains), None)
        if not isinstance(pattern.subject, str):
            known = None
        found = [one for start in _starts(known, domains) for one in pattern.solve(view, start)]
        kept = [one for one in found if all(one[name] in domains[name] for name in one if name in domains)]
        for name in pattern.variables():
            domains[name] = {one[name] for one in kept}


def _starts(name: str | None, domains: dict[str, set[Node]]) -> list[dict[str, Node]]:
    return [{}] if name is None else [{name: node} for node in domains[name]]


def _distance(pattern: Pattern, domains: dict[str, set[Node]]) -> int:
    near, far = (not isinstance(place, str) or place in domains for place in (pattern.subject, pattern.object))
    return 0 if near and far else 1 if near else 2 if far else 3


def _rows(seen: Seen, constraint: Constraint, candidates: Sequence[Candidate], *, new: bool) -> list[Row]:
    """Return the rows that the text of a constraint finds among some statements, if they are asked for."""
    store = EmbeddedStore()
    store.add_quads(quad for quad in seen.quads if new or quad.graph_name != NEW)
    asked = {frozenset((column, as_term(node)) for column, node in candidate) for candidate in candidates}
    columns = {frozenset(column for column, _ in candidate) for candidate in asked}
    return [
        row
        for row in store.set_wise(constraint.rule.text)
        if any(frozenset((column, row[column]) for column in some) in asked for some in columns)
    ]
