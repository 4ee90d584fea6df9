"""COUNT, MIN, MAX and SUM in SELECT, HAVING and ORDER BY: told here, and put back under names of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from gzkg.store.plan.evaluate import COMPARE
from gzkg.store.plan.pattern import Query
from gzkg.store.plan.relation import Relation, keys, unlike
from gzkg.store.plan.tables import DAY, INTEGER, Ids, Tables
from gzkg.store.plan.words import Beyond, Token

AGGREGATES: Final = ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
OURS: Final = frozenset({"COUNT", "SUM", "MIN", "MAX"})
_SWAP: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_NOTHING: Final = Token("end", "", 0, 0, "")


class Aggregate(NamedTuple):
    """One aggregate: its function, its variable (None for the rows themselves), whether DISTINCT."""

    function: str
    variable: str | None
    once: bool


class Told(NamedTuple):
    """What an aggregate gives for each group: numbers, or the numbers of terms."""

    numbers: Ids
    terms: bool


class Counts:
    """The different aggregates of a query, `?gz0` and on; `head`, `having`, `tail` are its words with these names.

    Raises: Beyond, for any other aggregate.
    """

    def __init__(self, query: Query) -> None:
        self.unlike: list[Aggregate] = []
        self.head = self._named(query.head)
        self.having = self._named(query.having)
        self.tail = self._named(query.tail)

    @property
    def variables(self) -> set[str]:
        """The variables counted."""
        return {each.variable for each in self.unlike if each.variable}

    @property
    def once(self) -> bool:
        """Whether only different solutions matter."""
        return bool(self.unlike) and all(each.once or each.function in ("MIN", "MAX") for each in self.unlike)

    @staticmethod
    def column(name: str) -> int:
        """Return which of the aggregates a name of ours stands for."""
        return int(name.removeprefix("?gz"))

    def _named(self, words: tuple[Token, ...]) -> tuple[Token, ...]:
        named, at = [], 0
        padded = [*words, *5 * [_NOTHING]]
        while at < len(words):
            found, end = words[at], at + 1
            if found.key in AGGREGATES:
                end = self._end(padded, at)
                name = f"?gz{self._place(padded[at:end])}"
                found = Token("count", name + " ", found.start, words[end - 1].end, "")
            named.append(found)
            at = end
        return tuple(named)

    @staticmethod
    def _end(words: list[Token], at: int) -> int:
        once = words[at + 2].says("DISTINCT")
        counted, close = words[at + 2 + once], words[at + 3 + once]
        rows = words[at].says("COUNT") and counted.text == "*" and not once
        if words[at].key not in OURS or words[at + 1].text != "(" or close.text != ")":
            raise Beyond(words[at].text)
        if not rows and (counted.kind != "var" or (words[at].says("SUM") and once)):
            raise Beyond(words[at].text)
        return at + 4 + once

    def _place(self, words: list[Token]) -> int:
        counted = words[-2]
        found = Aggregate(words[0].key, "?" + counted.text[1:] if counted.kind == "var" else None, len(words) == 5)
        if found not in self.unlike:
            self.unlike.append(found)
        return self.unlike.index(found)


def group_rows(found: Relation, by: tuple[str, ...]) -> tuple[Ids, Ids]:
    """Return for each row the place of its group, and for each group its first row."""
    if not by:
        return np.zeros(found.size, np.int64), np.zeros(min(1, found.size), np.int64)
    _, first, place = np.unique(keys(found, by), return_index=True, return_inverse=True)
    return place, first


def tell(aggregate: Aggregate, found: Relation, place: Ids, size: int, tables: Tables) -> Told:
    """Return what an aggregate gives for each group. Raises: Beyond, for values that the engine must order or add."""
    if aggregate.function == "COUNT":
        return Told(_count(aggregate, found, place, size), terms=False)
    column = found.columns.get(aggregate.variable or "")
    if column is None or not found.size:
        raise Beyond("the least of nothing")
    kinds = tables.kind_of(column)
    if not ((kinds == INTEGER).all() or ((kinds == DAY).all() and aggregate.function != "SUM")):
        raise Beyond("values of other kinds")
    values = tables.values[column]
    if aggregate.function == "SUM":
        return Told(_sum(values, place, size), terms=False)
    order = np.lexsort((values if aggregate.function == "MIN" else -values, place))
    return Told(column[order[np.searchsorted(place[order], np.arange(size))]], terms=True)


def _sum(values: Ids, place: Ids, size: int) -> Ids:
    if float(np.abs(values).max()) * len(values) > 1 << 60:
        raise Beyond("large numbers")
    total = np.zeros(size, np.int64)
    np.add.at(total, place, values)
    return total


def _count(aggregate: Aggregate, found: Relation, place: Ids, size: int) -> Ids:
    if aggregate.variable is None:
        return np.bincount(place, minlength=size)
    if aggregate.variable not in found.columns:
        return np.zeros(size, np.int64)
    column = found.columns[aggregate.variable]
    bound = column >= 0
    if not aggregate.once:
        return np.bincount(place[bound], minlength=size)
    width = int(column.max(initial=0)) + 1
    different = unlike(place[bound] * width + column[bound])
    return np.bincount(different // width, minlength=size)


def worth_showing(counts: Counts, columns: list[Told], size: int) -> Ids:
    """Return which groups HAVING and LIMIT may let through; the engine looks at these again."""
    kept = np.ones(size, bool)
    conjuncts = _conjuncts(list(counts.having))
    tests = [_test(counts, columns, words) for words in conjuncts]
    for test in tests:
        if test is not None:
            kept &= test
    first = ranked(counts.head, counts.tail)
    name = _given(counts, first.by) if first else None
    if first is None or name is None or any(test is None for test in tests):
        return kept
    ranks, terms = columns[counts.column(name)]
    return kept if terms else first.reach(ranks, kept)


def _conjuncts(words: list[Token]) -> list[list[Token]]:
    # HAVING(a && b) in its parts, each without its brackets
    if closes(words):
        return _conjuncts(words[1:-1])
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in words:
        depth += (token.key == "(") - (token.key == ")")
        if token.key == "&&" and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [each for part in parts if part for each in (_conjuncts(part) if closes(part) else [part])]


def closes(words: Sequence[Token]) -> bool:
    """Tell whether the first word is a bracket that closes with the last."""
    depth = 0
    for place, token in enumerate(words):
        depth += (token.key == "(") - (token.key == ")")
        if depth <= 0:
            return depth == 0 and token.key == ")" and place == len(words) - 1
    return False


def _test(counts: Counts, columns: list[Told], words: list[Token]) -> Ids | None:
    if len(words) != 3 or words[1].text not in COMPARE:
        return None
    left, mark, right = words[0], words[1].text, words[2]
    if right.kind == "count":
        left, mark, right = right, _SWAP.get(mark, mark), left
    if left.kind != "count" or right.kind != "number" or not right.text.isdigit() or len(right.text) > 15:
        return None
    numbers, terms = columns[counts.column(left.text)]
    return None if terms else COMPARE[mark](numbers, int(right.text))


class Ranked(NamedTuple):
    """How ORDER BY begins, and how many rows LIMIT and OFFSET let through."""

    by: Token
    descending: bool
    most: int

    def reach(self, ranks: Ids, kept: Ids) -> Ids:
        """Return which of the rows that are kept may be among the first, equal ones included."""
        if self.most >= len(ranks):
            return kept
        if not self.most:
            return np.zeros(len(ranks), bool)
        values = np.where(kept, ranks if self.descending else -ranks, -(1 << 62))
        least = np.partition(values, len(ranks) - self.most)[len(ranks) - self.most]
        reached: Ids = kept & (values >= least)
        return reached


def ranked(head: Sequence[Token], words: Sequence[Token]) -> Ranked | None:
    """Return how a query ranks its rows, where that is plain to see."""
    tail = [*words, *6 * [_NOTHING]]
    if head[0].says("DISTINCT", "REDUCED") or not (tail[0].says("ORDER") and tail[1].says("BY")):
        return None
    descending, first = tail[2].says("DESC"), tail[2]
    if tail[2].says("ASC", "DESC"):
        if tail[3].text != "(" or tail[5].text != ")":
            return None
        first = tail[4]
    limits = {token.key: tail[place + 1].text for place, token in enumerate(tail) if token.says("LIMIT", "OFFSET")}
    if "LIMIT" not in limits or not all(text.isdigit() and len(text) < 9 for text in limits.values()):
        return None
    return Ranked(first, descending, sum(map(int, limits.values())))


def _given(counts: Counts, alias: Token) -> str | None:
    # the aggregate that a word of ORDER BY stands for: itself, or its name given with AS
    if alias.kind == "count":
        return alias.text
    for place, token in enumerate(counts.head[:-3]):
        if token.kind == "count" and counts.head[place + 1].says("AS") and counts.head[place - 1].text == "(":
            named = counts.head[place + 2]
            if alias.kind == "var" and named.text[1:] == alias.text[1:] and counts.head[place + 3].text == ")":
                return token.text
    return None
