"""Conditions over columns: plain comparisons here, every other one by the engine over the different terms."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from gzkg.store.plan.pattern import Condition
from gzkg.store.plan.relation import Relation, keys, unlike
from gzkg.store.plan.tables import DAY, INTEGER, TAGGED, TEXT, THING, Ids, Tables, term_kind
from gzkg.store.plan.words import Beyond, Token

Ask = Callable[[str], bytes]
"""Answer a SELECT with CSV. Raises: Beyond, when the engine does not understand it."""

TRUE, FALSE, ERROR = 1, 0, -1
_HASTY: Final = 200
_MOST: Final = 3_000
"""How many different terms the engine is asked about: early, and when there is no other way."""

COMPARE: Final[Mapping[str, Callable[[Ids, Ids | int], Ids]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


class Evaluator:
    """Tells for each solution whether a condition is TRUE, FALSE or an ERROR."""

    def __init__(self, tables: Tables, ask: Ask, prologue: str, iri: Callable[[Token], str]) -> None:
        self._tables = tables
        self._ask = ask
        self._prologue = prologue
        self._iri = iri

    def truth(self, condition: Condition, relation: Relation, *, patient: bool) -> Ids | None:
        """Return the truth of a condition without EXISTS; None when that costs too much by now. Raises: Beyond."""
        match condition.kind:
            case "&&" | "||" | "!":
                parts = [self.truth(part, relation, patient=patient) for part in condition.parts]
                known = [part for part in parts if part is not None]
                return self.combine(condition.kind, known) if len(known) == len(parts) else None
            case "bound":
                (name,) = condition.variables
                return (relation.columns[name] >= 0).astype(np.int8)
            case "text":
                return self._by_engine(condition, relation, patient)
        found = self._compare(condition, relation)
        return self._by_engine(condition, relation, patient) if found is None else found

    @staticmethod
    def combine(kind: str, parts: list[Ids]) -> Ids:
        """Return `!`, `&&` or `||` of some truths, as SPARQL has it when one of them is an error."""
        if kind == "!":
            return np.where(parts[0] == ERROR, ERROR, 1 - parts[0])
        decides = FALSE if kind == "&&" else TRUE
        table = np.stack(parts)
        rest = np.where((table == ERROR).any(axis=0), ERROR, 1 - decides)
        return np.where((table == decides).any(axis=0), decides, rest)

    def _compare(self, condition: Condition, relation: Relation) -> Ids | None:
        # None when the comparison is not one of the plain ones, or the terms are not of the plain kinds
        left, right = condition.sides
        kind, swap = condition.kind, {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        if _is_variable(right) and not _is_variable(left):
            left, right, kind = right, left, swap.get(kind, kind)
        if _is_variable(left):
            column = relation.columns["?" + left[0].text[1:]]
            if _is_variable(right):
                return self._compare_columns(kind, column, relation.columns["?" + right[0].text[1:]])
            return self._compare_constant(kind, column, right)
        return self._compare_calls(kind, left, right, relation)

    def _compare_constant(self, kind: str, column: Ids, words: tuple[Token, ...]) -> Ids | None:
        if len(words) == 1 and words[0].kind in ("iri", "name"):
            if kind not in ("=", "!="):
                return None
            same = column == self._tables.number(self._iri(words[0]))
            return _known(same if kind == "=" else ~same, column >= 0)
        wanted = self._constant(words)
        if wanted is None or not ((kinds := self._tables.kind_of(column)) == wanted[0])[column >= 0].all():
            return None
        values = self._tables.values[np.where(kinds >= 0, column, 0)]
        return _known(COMPARE[kind](values, wanted[1]), column >= 0)

    def _constant(self, words: tuple[Token, ...]) -> tuple[int, int] | None:
        # a day or an integer, as kind and value
        if len(words) == 1 and words[0].kind == "number" and words[0].text.isdigit() and len(words[0].text) < 19:
            return INTEGER, int(words[0].text)
        if len(words) != 3 or words[0].kind != "string" or words[1].text != "^^":
            return None
        kind, value = term_kind(f'"{words[0].text[1:-1]}"^^{self._iri(words[2])}'.encode())
        return (kind, value) if kind == DAY and isinstance(value, int) else None

    def _compare_columns(self, kind: str, one: Ids, other: Ids) -> Ids | None:
        bound = (one >= 0) & (other >= 0)
        first, second = self._tables.kind_of(one), self._tables.kind_of(other)
        if not (first == second)[bound].all():
            return None
        kinds = set(unlike(first[bound]).tolist())
        if kinds <= {DAY} or kinds <= {INTEGER}:
            values = self._tables.values
            return _known(COMPARE[kind](values[np.where(bound, one, 0)], values[np.where(bound, other, 0)]), bound)
        if kind in ("=", "!=") and kinds <= {TEXT, TAGGED, DAY, INTEGER, THING}:
            return _known(COMPARE[kind](one, other), bound)
        return None

    def _compare_calls(
        self, kind: str, left: tuple[Token, ...], right: tuple[Token, ...], relation: Relation
    ) -> Ids | None:
        one, other = _called("STR", left), _called("STR", right)
        if one and other:
            columns = relation.columns[one], relation.columns[other]
            bound = (columns[0] >= 0) & (columns[1] >= 0)
            least, most = np.minimum(*columns)[bound], np.maximum(*columns)[bound]
            if (least >= self._tables.things_from).all() and (most < self._tables.blanks_from).all():
                return _known(COMPARE[kind](*columns), bound)  # IRIs are numbered in the order of their letters
        named = _called("LANG", left)
        if named and kind in ("=", "!=") and _is_plain_text(right):
            column = relation.columns[named]
            literal = (column >= 0) & (column < self._tables.things_from)
            tags = self._tables.tags[np.where(literal, column, 0)]
            return _known(COMPARE[kind](tags, self._tables.tag(right[0].text[1:-1])), literal)
        return None

    def _by_engine(self, condition: Condition, relation: Relation, patient: bool) -> Ids | None:
        names = sorted(condition.variables)
        if not names:
            raise Beyond("a condition on nothing")
        if relation.base is not None and relation.terms(names[0]) > _MOST:
            raise Beyond("a condition on many terms")
        _, first, back = np.unique(keys(relation, names), return_index=True, return_inverse=True)
        if len(first) > (_MOST if patient else _HASTY):
            if patient:
                raise Beyond("a condition on many terms")
            return None
        columns = [relation.columns[name][first].tolist() for name in names]
        terms = (" ".join(map(self.spell, row)) for row in zip(*columns, strict=True))
        rows = "".join(f"({row} {place})" for place, row in enumerate(terms))
        test = f"BIND(IF({condition.text}, 1, 0) AS ?gzT)"
        text = f"{self._prologue}SELECT ?gzI ?gzT {{ VALUES ({' '.join(names)} ?gzI) {{ {rows} }} {test} }}"
        truth = np.full(len(first), ERROR, np.int8)
        for line in self._ask(text).decode().split()[1:]:
            place, _, told = line.partition(",")
            truth[int(place)] = int(told or ERROR)
        return truth[back]

    def spell(self, number: int) -> str:
        """Return a term as it is spelt in a query."""
        return "UNDEF" if number < 0 else self._tables.term(number)


def _known(truth: Ids, where: Ids) -> Ids:
    return np.where(where, truth.astype(np.int8), np.int8(ERROR))


def _is_variable(words: tuple[Token, ...]) -> bool:
    return len(words) == 1 and words[0].kind == "var"


def _is_plain_text(words: tuple[Token, ...]) -> bool:
    return len(words) == 1 and words[0].kind == "string" and "\\" not in words[0].text


def _called(function: str, words: tuple[Token, ...]) -> str | None:
    # the variable in `FUNCTION(?variable)`
    if len(words) == 4 and words[0].says(function) and words[1].text == "(" and words[2].kind == "var":
        return "?" + words[2].text[1:]
    return None
