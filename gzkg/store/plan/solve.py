"""Solve a pattern: join what gives the fewest rows first, by real sizes, then OPTIONAL, MINUS and conditions."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Final

import numpy as np

from gzkg.store.plan.check import check
from gzkg.store.plan.evaluate import Evaluator
from gzkg.store.plan.pattern import Condition, Group, Part, Triple
from gzkg.store.plan.relation import Relation, distinct, estimate, join
from gzkg.store.plan.tables import ABSENT, Ids, Tables
from gzkg.store.plan.words import Beyond

_ROW: Final = "#row"


class Solver:
    """Finds the solutions of a group in the tables. Raises: Beyond, when it cannot or had better not."""

    def __init__(self, tables: Tables, evaluator: Evaluator, group: Group) -> None:
        check(group)
        self._tables = tables
        self._evaluator = evaluator
        self._group = group
        self._sources = [*map(self._scan, group.triples), *(self._table(*table) for table in group.values)]
        self._once = False

    def solve(self, wanted: Iterable[str], *, once: bool, most: float) -> Relation:
        """Return the solutions, with at least these variables where the group has them.

        With `once` only different solutions matter; more than `most` of them are of no use.
        """
        group, self._once = self._group, once
        later = set(wanted)
        for part in group.parts:
            later |= part.group.certain.union(*(condition.variables for condition in part.group.filters))
        soon = [each for each in group.filters if each.is_plain() and each.variables <= group.certain]
        waiting = [each for each in group.filters if not (each.is_plain() and each.variables <= group.certain)]
        later |= {name for condition in waiting for name in condition.variables}
        found = self._join(self._sources, soon, later)
        shrinks = waiting or self._once or any(part.kind == "MINUS" for part in group.parts)
        if found.size > most and not shrinks:
            raise Beyond("many rows")
        for part in group.parts:
            found = self._optional(found, part) if part.kind == "OPTIONAL" else self._minus(found, part)
        for condition in waiting:
            found = found.take(self._truth(found, condition, group.certain) == 1)
        return found

    def work(self) -> float:
        """Return about how many triples the engine looks at, going from the fewest outwards."""
        group, sources = self._group, self._sources
        fans = [float(source.size) for source in sources]
        ends = [(name, place, source.terms(name)) for place, source in enumerate(sources) for name in source.columns]
        left, reached, rows, total = set(range(len(sources))), set[str](), 1.0, 0.0
        while left:
            nearest = min(left, key=fans.__getitem__)
            left.remove(nearest)
            rows *= fans[nearest]
            total += rows
            new = sources[nearest].columns.keys() - reached
            reached |= new
            for name, place, terms in ends:
                if name in new:
                    fans[place] /= terms
        return total + rows * (group.length - len(group.triples) + len(group.filters))

    def _table(self, names: tuple[str, ...], rows: list[list[str]]) -> Relation:
        numbers = np.array([[self._tables.number(term) for term in row] for row in rows], np.int32)
        numbers = numbers.reshape(len(rows), len(names))
        numbers = numbers[(numbers != ABSENT).all(axis=1)]  # a triple binds them as well, so these rows find none
        return Relation(dict(zip(names, numbers.T, strict=True)), len(numbers))

    def _scan(self, triple: Triple) -> Relation:
        found = self._tables.properties.get(triple.predicate, self._tables.nothing)
        subject, value = triple.subject, triple.object
        if subject[0] == "?" and value[0] == "?":
            ends = found.by_subject
            if subject == value:
                same = ends[0][ends[0] == ends[1]]
                return Relation({subject: same}, len(same))
            terms = {subject: found.subjects, value: found.objects}
            return Relation({subject: ends[0], value: ends[1]}, len(found), terms, (found, subject, value))
        if subject[0] == "?":
            column = _between(found.by_object[1], found.by_object[0], self._tables.number(value))
            return Relation({subject: column}, len(column))
        column = _between(*found.by_subject, self._tables.number(subject))
        if value[0] == "?":
            return Relation({value: column}, len(column))
        return Relation({}, int(np.count_nonzero(column == self._tables.number(value))))

    def _join(self, relations: list[Relation], conditions: list[Condition], later: set[str]) -> Relation:
        waiting = list(conditions)
        relations = [self._apply(one, waiting, last=False) if one.base is None else one for one in relations]
        while len(relations) > 1:
            one, other = _cheapest(relations)
            relations = [kept for kept in relations if kept is not one and kept is not other]
            joined = self._apply(join(one, other), waiting, last=not relations)
            needed = later.union(*(kept.columns for kept in relations), *(left.variables for left in waiting))
            relations.append(self._narrow(joined, needed))
        found = self._apply(relations[0], waiting, last=True)
        return self._narrow(found, later)

    def _narrow(self, relation: Relation, needed: set[str]) -> Relation:
        kept = relation.keep(needed)
        return distinct(kept) if self._once and kept is not relation and kept.size > 1 else kept

    def _apply(self, relation: Relation, waiting: list[Condition], *, last: bool) -> Relation:
        # the conditions that can be told by now, and cheaply or at last
        for condition in list(waiting):
            if condition.variables <= relation.columns.keys():
                truth = self._evaluator.truth(condition, relation, patient=last)
                if truth is not None:
                    waiting.remove(condition)
                    relation = relation.take(truth == 1)
        return relation

    def _truth(self, relation: Relation, condition: Condition, certain: frozenset[str]) -> Ids:
        match condition.kind:
            case "exists" | "not exists":
                assert condition.group is not None
                hit = self._hit(relation, condition.group, certain)
                return (hit if condition.kind == "exists" else ~hit).astype(np.int8)
            case "&&" | "||" | "!" if not condition.is_plain():
                parts = [self._truth(relation, part, certain) for part in condition.parts]
                return self._evaluator.combine(condition.kind, parts)
        truth = self._evaluator.truth(condition, relation, patient=True)
        assert truth is not None
        return truth

    def _hit(self, relation: Relation, inner: Group, certain: frozenset[str]) -> Ids:
        looked = inner.certain.union(*(condition.variables for condition in inner.filters))
        if (looked & relation.columns.keys()) - certain:
            raise Beyond("EXISTS over a variable that may be unbound")
        found = self._extend(relation, inner, looked & certain, set())
        hit = np.zeros(relation.size, bool)
        hit[found.columns[_ROW]] = True
        return hit

    def _extend(self, relation: Relation, inner: Group, shared: Iterable[str], wanted: set[str]) -> Relation:
        # the rows of a relation, by their number, with every solution of an inner group that fits
        rows = relation.keep(shared)
        numbered = Relation({**rows.columns, _ROW: np.arange(relation.size)}, relation.size, dict(rows.different))
        return self._join([numbered, *map(self._scan, inner.triples)], inner.filters, {_ROW, *wanted})

    def _optional(self, relation: Relation, part: Part) -> Relation:
        looked = part.group.certain.union(*(condition.variables for condition in part.group.filters))
        new = part.group.certain - part.before
        found = self._extend(relation, part.group, looked & part.before, set(new))
        alone = np.ones(relation.size, bool)
        alone[found.columns[_ROW]] = False
        left = np.concatenate([found.columns[_ROW], np.flatnonzero(alone)])
        joined = relation.take(left)
        unbound = np.full(joined.size - found.size, -1, np.int32)
        joined.columns |= {name: np.concatenate([found.columns[name], unbound]) for name in new}
        return joined

    def _minus(self, relation: Relation, part: Part) -> Relation:
        shared = part.group.certain & part.before
        if not shared:
            raise Beyond("a MINUS that takes nothing away")
        found = self._extend(relation, part.group, shared, set())
        kept = np.ones(relation.size, bool)
        kept[found.columns[_ROW]] = False
        return relation.take(kept)


def _between(ordered: Ids, column: Ids, number: int) -> Ids:
    if number == ABSENT:
        return column[:0]
    return column[np.searchsorted(ordered, number, "left") : np.searchsorted(ordered, number, "right")]


def _cheapest(relations: list[Relation]) -> tuple[Relation, Relation]:
    pairs = [pair for pair in combinations(relations, 2) if pair[0].columns.keys() & pair[1].columns.keys()]
    return min(pairs or combinations(relations, 2), key=lambda pair: estimate(*pair))
