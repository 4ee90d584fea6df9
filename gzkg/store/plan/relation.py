"""Tables of solutions: a column of term numbers for each variable, joined by sorting and searching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gzkg.store.plan.tables import Ids, Property
from gzkg.store.plan.words import Beyond

MOST_JOINED: Final = 6_000_000
"""Rows of a join beyond which the engine had better do it."""


@dataclass(slots=True)
class Relation:
    """Solutions: columns of equal length, and about how many different terms each column has."""

    columns: dict[str, Ids]
    size: int
    different: dict[str, int] = field(default_factory=dict)
    base: tuple[Property, str, str] | None = None
    """All triples of a property, with the variables of its two ends: looked into, not sorted again."""

    def take(self, rows: Ids) -> Relation:
        """Return some rows: by their numbers, or by a mask."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        size = int(np.count_nonzero(rows)) if rows.dtype == bool else len(rows)
        return Relation(columns, size, self._at_most(size))

    def keep(self, names: Iterable[str]) -> Relation:
        """Return it with only these columns."""
        columns = {name: self.columns[name] for name in names if name in self.columns}
        if len(columns) == len(self.columns):
            return self
        return Relation(columns, self.size, self.different)

    def _at_most(self, size: int) -> dict[str, int]:
        return {name: min(size, self.different.get(name, size)) for name in self.columns}

    def terms(self, name: str) -> int:
        """Return about how many different terms a column has."""
        return max(1, self.different.get(name, self.size))


def estimate(one: Relation, other: Relation) -> float:
    """Return about how many rows two relations give, joined."""
    shared = one.columns.keys() & other.columns.keys()
    rows = float(one.size) * other.size
    for name in shared:
        rows /= max(one.terms(name), other.terms(name))
    return rows


def join(one: Relation, other: Relation) -> Relation:
    """Return every pair of rows that agree in the variables they share; these are bound in both."""
    shared = sorted(one.columns.keys() & other.columns.keys())
    if other.base is None and (one.base is not None or one.size < other.size):
        one, other = other, one
    left, right = _pairs(one, other, shared)
    columns = {name: column[left] for name, column in one.columns.items()}
    found = _opposite(other, shared)
    for name, column in (found or other.columns).items():
        if name not in columns:
            columns[name] = column[right]
    size = len(left)
    different = {**other.different, **one.different}
    for name in shared:
        different[name] = min(one.terms(name), other.terms(name))
    return Relation(columns, size, {name: min(size, different.get(name, size)) for name in columns})


def _opposite(other: Relation, shared: list[str]) -> Mapping[str, Ids] | None:
    # the columns of a property in the order in which _pairs looked into it
    if other.base is None or len(shared) != 1:
        return None
    found, subject, value = other.base
    ordered = found.by_subject if shared[0] == subject else found.by_object
    return {subject: ordered[0], value: ordered[1]}


def _pairs(one: Relation, other: Relation, shared: list[str]) -> tuple[Ids, Ids]:
    if not shared:
        return _all_pairs(one.size, other.size)
    if len(shared) == 1 and other.base is not None:
        found, subject, _ = other.base
        ordered = found.by_subject[0] if shared[0] == subject else found.by_object[1]
        return _matches(one.columns[shared[0]], ordered)
    both = {name: np.concatenate([one.columns[name], other.columns[name]]) for name in shared}
    first, second = np.split(keys(Relation(both, one.size + other.size), shared), [one.size])
    order = np.argsort(second, kind="stable")
    left, right = _matches(first, second[order])
    return left, order[right]


def _all_pairs(one: int, other: int) -> tuple[Ids, Ids]:
    if one * other > MOST_JOINED:
        raise Beyond("a product of everything with everything")
    return np.repeat(np.arange(one), other), np.tile(np.arange(other), one)


def _matches(wanted: Ids, ordered: Ids) -> tuple[Ids, Ids]:
    # for each wanted key all places where it stands in a sorted column
    low = np.searchsorted(ordered, wanted, "left")
    counts = np.searchsorted(ordered, wanted, "right") - low
    total = int(counts.sum())
    if total > MOST_JOINED:
        raise Beyond("a join of many rows")
    left = np.repeat(np.arange(len(wanted)), counts)
    ends = np.cumsum(counts)
    right = np.arange(total) - np.repeat(ends - counts - low, counts)
    return left, right


def keys(relation: Relation, names: Iterable[str]) -> Ids:
    """Return one number for each row, equal where these columns are."""
    combined, span = np.zeros(relation.size, np.int64), 1
    for name in names:
        column = relation.columns[name].astype(np.int64) + 1
        width = int(column.max(initial=0)) + 1
        if span * width >= 1 << 62:
            combined = np.unique(combined, return_inverse=True)[1].astype(np.int64)
            span = relation.size
        combined, span = combined * width + column, span * width
    return combined


def unlike(values: Ids) -> Ids:
    """Return each different number once, in order; quicker than `np.unique`, which hashes them."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def distinct(relation: Relation) -> Relation:
    """Return each different row once."""
    if not relation.columns:
        return Relation({}, min(1, relation.size))
    return relation.take(np.unique(keys(relation, relation.columns), return_index=True)[1])
