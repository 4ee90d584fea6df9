"""The FILTERs of constraints, decided on the terms where that is sure; else nothing is said of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from gzkg import vocab
from gzkg.checks.focus.path import View
from gzkg.checks.focus.pattern import Binding
from gzkg.checks.focus.term import from_rdflib
from gzkg.store.embedded import Node

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

Value = Node | str | int | bool | None
"""A term, a bare text, number or truth; None is not known."""
Truth = bool | None
"""What is known of a condition: that it holds, that it does not, or nothing."""
Reading = Callable[[View, Binding], Value]

_TEXTS: Final = (vocab.XSD + "string", vocab.RDF + "langString")
_DATE: Final = vocab.XSD + "date"
_CLASS: Final = re.compile(r"\[(?:[^\\\[\]^&-]|(?<=[^\[])-(?=[^\]]))+\]")
"""A regular expression that is one plain set of characters means the same everywhere."""
_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def read_expression(expression: object, exists: Callable[[CompValue], Reading]) -> Reading:
    """Return what gives the value of an expression; `exists` reads EXISTS and NOT EXISTS."""
    return _Reader(exists).read(expression)


class _Reader:
    def __init__(self, exists: Callable[[CompValue], Reading]) -> None:
        self._exists = self._notexists = exists

    def read(self, expression: object) -> Reading:
        from rdflib import Literal as Text
        from rdflib import URIRef, Variable
        from rdflib.plugins.sparql.parserutils import CompValue

        if isinstance(expression, Variable):
            name = str(expression)
            return lambda _, binding: binding.get(name)
        if isinstance(expression, URIRef | Text):
            constant = from_rdflib(expression)
            return lambda *_: constant
        if isinstance(expression, CompValue):
            reader = getattr(
                self, f"_{expression.name.removeprefix('Builtin_').removesuffix('Expression').lower()}", None
            )
            return reader(expression) if reader else _nothing
        return _nothing

    def _conditionaland(self, expression: CompValue) -> Reading:
        parts = [self.read(part) for part in (expression.expr, *expression.other)]
        return lambda view, binding: _all(part(view, binding) for part in parts)

    def _conditionalor(self, expression: CompValue) -> Reading:
        parts = [self.read(part) for part in (expression.expr, *expression.other)]
        return lambda view, binding: _not(_all(_not(part(view, binding)) for part in parts))

    def _unarynot(self, expression: CompValue) -> Reading:
        inner = self.read(expression.expr)
        return lambda view, binding: _not(inner(view, binding))

    def _relational(self, expression: CompValue) -> Reading:
        left, right, operator = self.read(expression.expr), self.read(expression.other), expression.op
        return lambda view, binding: _compare(operator, left(view, binding), right(view, binding))

    def _str(self, expression: CompValue) -> Reading:
        inner = self.read(expression.arg)
        return lambda view, binding: _text(inner(view, binding))

    def _strlen(self, expression: CompValue) -> Reading:
        inner = self.read(expression.arg)
        return lambda view, binding: _with(len, _plain(inner(view, binding)))

    def _strstarts(self, expression: CompValue) -> Reading:
        text, start = self.read(expression.arg1), self.read(expression.arg2)
        return lambda view, binding: _with(str.startswith, _plain(text(view, binding)), _plain(start(view, binding)))

    def _lang(self, expression: CompValue) -> Reading:
        inner = self.read(expression.arg)
        return lambda view, binding: _language(inner(view, binding))

    def _isiri(self, expression: CompValue) -> Reading:
        inner = self.read(expression.arg)
        return lambda view, binding: None if (node := inner(view, binding)) is None else isinstance(node, NamedNode)

    def _regex(self, expression: CompValue) -> Reading:
        text, pattern = self.read(expression.text), str(expression.pattern)
        if expression.flags or not _CLASS.fullmatch(pattern):
            return _nothing
        search = re.compile(pattern).search
        return lambda view, binding: _with(lambda found: search(found) is not None, _plain(text(view, binding)))


def _nothing(_view: View, _binding: Binding) -> Value:
    return None


def _not(value: Value) -> Truth:
    return not value if isinstance(value, bool) else None


def _all(values: Iterable[Value]) -> Truth:
    truth: Truth = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            truth = None
    return truth


def _with(function: Callable[..., Value], *values: Value) -> Value:
    return None if None in values else function(*values)


def _text(value: Value) -> str | None:
    return value.value if isinstance(value, (NamedNode, Literal)) else None


def _plain(value: Value) -> str | None:
    if isinstance(value, Literal):
        return value.value if value.datatype.value in _TEXTS else None
    return value if isinstance(value, str) else None


def _language(value: Value) -> str | None:
    return value.language or "" if isinstance(value, Literal) else None


def _compare(operator: str, left: Value, right: Value) -> Truth:
    order = _ORDERS.get(operator)
    if order is None:
        return None
    if isinstance(left, NamedNode) and isinstance(right, NamedNode):
        return order(left, right) if operator in ("=", "!=") else None
    for read in (_date, _simple, _number):
        one, other = read(left), read(right)
        if one is not None and other is not None:
            return order(one, other)
    return None


def _simple(value: Value) -> str | None:
    return None if isinstance(value, Literal) and value.language else _plain(value)


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _date(value: Value) -> str | None:
    if not isinstance(value, Literal) or value.datatype.value != _DATE or len(value.value) != 10:
        return None
    try:
        return date.fromisoformat(value.value).isoformat()
    except ValueError:
        return None
