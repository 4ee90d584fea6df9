"""Rewrite a heavy SELECT so that the engine finds its joins and counts done: as VALUES."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import pairwise
from typing import Final

import numpy as np

from gzkg.store.plan.count import (
    AGGREGATES,
    OURS,
    Counts,
    Ranked,
    Told,
    closes,
    group_rows,
    ranked,
    tell,
    worth_showing,
)
from gzkg.store.plan.evaluate import Ask, Evaluator
from gzkg.store.plan.pattern import Query
from gzkg.store.plan.reader import Reader
from gzkg.store.plan.relation import MOST_JOINED, Relation, distinct
from gzkg.store.plan.solve import Solver
from gzkg.store.plan.syntax import read_query, sub_selects
from gzkg.store.plan.tables import DAY, INTEGER, Ids, Tables
from gzkg.store.plan.words import Beyond, Token

LEAST_WORK: Final = 250.0
"""Triples looked at, for each triple pattern, below which the engine is as quick."""
_MOST_ROWS: Final = 4_000
"""How many rows are worth writing into a query."""
_SAME_WHATEVER_TIMES: Final = ("MIN", "MAX")
_NOT_OURS: Final = re.compile(r"[?$]gz|\\[uU]")
"""Our own names, and letters by their numbers, which would have to be read first."""

_LEFT_TO_THE_ENGINE: Final = (Beyond, LookupError, ValueError, MemoryError, RecursionError)
"""What is beyond us; a slip of ours is to cost time, not the answer."""
_LONGEST: Final = 20_000
"""Letters of a query beyond which it is not read."""


class Planner:
    """Rewrites queries over tables; threads may share it."""

    def __init__(self, tables: Tables, ask: Ask, *, least_work: float = LEAST_WORK) -> None:
        self._tables = tables
        self._ask = ask
        self._least_work = least_work

    def plan(self, text: str) -> str:
        """Return a query with the same answer, its joins done where they are heavy; else the text as it is.

        Should the engine refuse the new text, then it refuses the old one too, and with the better message.
        """
        if len(text) > _LONGEST:
            return text
        try:
            return self._rewrite(text)
        except _LEFT_TO_THE_ENGINE:
            return self._inside(text) if text.upper().count("SELECT") > 1 else text

    def _inside(self, text: str) -> str:
        # a sub-select is solved by itself, so it may be rewritten by itself
        try:
            prologue, found = sub_selects(text)
        except Beyond:
            return text
        spelt, done = "", 0
        for begin, end in found:
            if begin >= done:
                with suppress(*_LEFT_TO_THE_ENGINE):
                    new = self._rewrite(prologue + text[begin:end])
                    spelt, done = spelt + text[done:begin] + new.removeprefix(prologue), end
        return spelt + text[done:] if done else text

    def _rewrite(self, text: str) -> str:
        if _NOT_OURS.search(text):
            raise Beyond("told by a word")
        query = read_query(text)
        reader = Reader("")
        reader.names = query.names
        solver = Solver(self._tables, Evaluator(self._tables, self._ask, query.prologue, reader.iri), query.where)
        work = solver.work()
        if work < self._least_work * query.where.length:
            raise Beyond("little to do")
        words = (*query.head, *query.having, *query.tail)
        told = {token.key for token in words if token.key in AGGREGATES}
        if not query.head or (query.having and not closes(query.having)):
            raise Beyond("SELECT or HAVING")
        if told <= OURS and (told or query.keys is not None):
            return self._groups(query, solver, work)
        return self._rows(query, solver, told, work)

    def _rows(self, query: Query, solver: Solver, told: set[str], work: float) -> str:
        names = _named(query)
        if not told and not any(token.says("ORDER") for token in query.tail) and query.tail:
            raise Beyond("whichever rows come first")
        once = _is_once(query) if told else query.head[0].says("DISTINCT")
        most, first = self._most(work, len(names)), None if told else self._ranked(query)
        found = solver.solve(names, once=once, most=MOST_JOINED if first else most).keep(names)
        found = distinct(found) if once else found
        if first and found.size > most:
            found = self._first(found, first)
        if found.size > most:
            raise Beyond("many rows")
        after = query.text[query.after :]
        return f"{query.prologue}SELECT {_spell(query.text, query.head)} WHERE {{ {self._values(found, [])} }} {after}"

    def _ranked(self, query: Query) -> Ranked | None:
        # how the rows are ranked, if it is by days or integers: the first triple of the property tells
        first = ranked(query.head, query.tail)
        if first is None or first.by.kind != "var":
            return None
        named = (each.predicate for each in query.where.triples if each.object == "?" + first.by.text[1:])
        held = [self._tables.properties[name].by_object[1][:1] for name in named if name in self._tables.properties]
        return first if held and set(self._tables.kind_of(held[0]).tolist()) <= {DAY, INTEGER} else None

    def _first(self, found: Relation, first: Ranked) -> Relation:
        column = found.columns["?" + first.by.text[1:]]
        kinds = self._tables.kind_of(column)
        if not ((kinds == DAY).all() or (kinds == INTEGER).all()):
            raise Beyond("values of other kinds")
        return found.take(first.reach(self._tables.values[column], np.ones(found.size, bool)))

    def _groups(self, query: Query, solver: Solver, work: float) -> str:
        counts = Counts(query)
        _check_names(query, counts)
        by = query.keys or ()
        found = solver.solve({*by, *counts.variables}, once=counts.once, most=MOST_JOINED)
        if not set(by) <= found.columns.keys():
            raise Beyond("a key that nothing binds")
        place, first = group_rows(found, by)
        size = len(first) if query.keys else 1
        columns = [tell(each, found, place, size, self._tables) for each in counts.unlike]
        if by:
            kept = worth_showing(counts, columns, size)
            first, columns = first[kept], [Told(numbers[kept], terms) for numbers, terms in columns]
        if len(first) > self._most(work, len(by) + len(columns)):
            raise Beyond("many groups")
        head, having, tail = (_spell(query.text, part) for part in (counts.head, counts.having, counts.tail))
        values = self._values(found.take(first).keep(by), columns) + (f" FILTER({having})" if having else "")
        return f"{query.prologue}SELECT {head} WHERE {{ {values} }} {tail}"

    def _most(self, work: float, columns: int) -> float:
        # a value in the text costs the engine about as much as two triples
        return min(_MOST_ROWS, work / (2 * columns or 1)) if self._least_work else _MOST_ROWS

    def _values(self, found: Relation, counts: list[Told]) -> str:
        terms = [self._spelt(column) for column in found.columns.values()]
        numbers = [self._spelt(told.numbers) if told.terms else map(str, told.numbers.tolist()) for told in counts]
        rows = zip(*terms, *numbers, strict=True) if terms or numbers else iter([()] * found.size)
        variables = [*found.columns, *(f"?gz{place}" for place in range(len(counts)))]
        return f"VALUES ({' '.join(variables)}) {{ {' '.join('(' + ' '.join(row) + ')' for row in rows)} }}"

    def _spelt(self, column: Ids) -> list[str]:
        known = {-1: "UNDEF"}
        return [known.get(number) or known.setdefault(number, self._tables.term(number)) for number in column.tolist()]


def _named(query: Query) -> set[str]:
    # the variables of the pattern that the rest of the query looks at
    able = {name for name in query.where.variables if not name.startswith("?_:")}
    if any(token.text == "*" and place < 2 for place, token in enumerate(query.head)):
        return able
    words = (*query.head, *query.having, *query.tail)
    if any(one.says("DISTINCT") and other.text == "*" for one, other in pairwise(words)):
        raise Beyond("every variable counts")
    given = _given(query.head)
    if given & able:
        raise Beyond("a name that is taken")
    return able & {*(query.keys or ()), *("?" + token.text[1:] for token in words if token.kind == "var")}


def _is_once(query: Query) -> bool:
    # whether every aggregate is the same however often a solution stands there
    words = [*query.head, *query.having, *query.tail]
    places = [place for place, token in enumerate(words[:-2]) if token.says(*AGGREGATES)]
    return all(words[place].says(*_SAME_WHATEVER_TIMES) or words[place + 2].says("DISTINCT") for place in places)


def _check_names(query: Query, counts: Counts) -> None:
    # beside counts only keys and names given with AS may stand: what is wrong is left to the engine
    given, by = _given(query.head), set(query.keys or ())
    if given & by or any(token.text == "*" for token in query.head[:2]):
        raise Beyond("a name that is taken")
    for part, known in ((counts.head, by | given), (counts.having, by), (counts.tail, by | given)):
        if not {"?" + token.text[1:] for token in part if token.kind == "var"} <= known:
            raise Beyond("a name from nowhere")


def _given(head: Iterable[Token]) -> set[str]:
    words = list(head)
    return {"?" + after.text[1:] for token, after in pairwise(words) if token.says("AS")}


def _spell(text: str, words: Iterable[Token]) -> str:
    # words as they were written, with what stands between them; counts by their new names
    spelt, before = "", None
    for token in words:
        spelt += (text[before : token.start] if before is not None else "") + token.text
        before = token.end
    return spelt
