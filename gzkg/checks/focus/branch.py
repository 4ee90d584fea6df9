"""The algebra of a SPARQL text as branches of patterns, told apart by what a new triple does in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gzkg.checks.focus.condition import Reading, Value, read_expression
from gzkg.checks.focus.path import Path, View, read_path
from gzkg.checks.focus.pattern import Binding, Condition, Pattern, Place, Plan, make_plan
from gzkg.checks.focus.term import from_rdflib
from gzkg.errors import StoreError

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

Group = tuple[Pattern, ...]

_THROUGH: Final = frozenset(
    {"SelectQuery", "Project", "Distinct", "Reduced", "OrderBy", "Extend", "AggregateJoin", "Group", "Graph"}
)
"""Nodes of the algebra that change no binding of a pattern below them, or only add to it."""
_EXISTENCE: Final = ("Builtin_EXISTS", "Builtin_NOTEXISTS")


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which a constraint is broken: a union has several.

    `required` patterns must hold. A new triple in `helping` ones (OPTIONAL, EXISTS) can help to break it, one in
    `hindering` ones (NOT EXISTS) cannot; both must be at hand to judge it.
    """

    required: Group = ()
    conditions: tuple[Condition, ...] = ()
    helping: tuple[Group, ...] = ()
    hindering: tuple[Group, ...] = ()

    def variables(self) -> set[str]:
        """Return the names of the variables that a match binds, or may bind."""
        groups = (self.required, *self.helping)
        return {name for group in groups for pattern in group for name in pattern.variables()}

    def joined(self, other: Branch) -> Branch:
        """Return both in one."""
        return Branch(
            self.required + other.required,
            self.conditions + other.conditions,
            self.helping + other.helping,
            self.hindering + other.hindering,
        )


def read_branches(node: CompValue) -> list[Branch]:
    """Return the branches of a node of the algebra. Raises: StoreError, for what is not followed here."""
    if node.name in _THROUGH:
        return read_branches(node.p)
    if node.name == "BGP":
        return [Branch(tuple(_pattern(*triple) for triple in node.triples))]
    if node.name == "Union":
        return read_branches(node.p1) + read_branches(node.p2)
    if node.name == "Join":
        return [left.joined(right) for left in read_branches(node.p1) for right in read_branches(node.p2)]
    if node.name == "LeftJoin":
        return [_with_optional(branch, node) for branch in read_branches(node.p1)]
    if node.name == "Filter":
        return [_filtered(branch, node.expr) for branch in read_branches(node.p)]
    raise StoreError(f"A constraint uses {node.name}, which cannot be followed from a new triple.")


def _with_optional(branch: Branch, node: CompValue) -> Branch:
    for inner in read_branches(node.p2):
        branch = branch.joined(Branch(helping=(inner.required, *inner.helping), hindering=inner.hindering))
    return _looked_at(branch, node.expr, positive=True)


def _filtered(branch: Branch, expression: CompValue) -> Branch:
    scope = frozenset(branch.variables())
    required = {name for pattern in branch.required for name in pattern.variables()}
    conditions = []
    for part in _conjuncts(expression):
        outside, inside = _names(part)
        if outside <= scope:
            reading = read_expression(part, lambda exists: _existence(exists, scope))
            conditions.append(Condition(frozenset((outside | inside) & required), reading, asks=bool(inside)))
    return _looked_at(branch.joined(Branch(conditions=tuple(conditions))), expression, positive=True)


def _conjuncts(expression: CompValue) -> Iterator[CompValue]:
    if expression.name == "ConditionalAndExpression":
        for part in (expression.expr, *expression.other):
            yield from _conjuncts(part)
    else:
        yield expression


def _existence(expression: CompValue, scope: frozenset[str]) -> Reading:
    """Return what tells of EXISTS or NOT EXISTS, when some variables of its surroundings are known."""
    inner = read_branches(expression.graph)
    shared = {name for branch in inner for name in branch.variables()} & scope
    negated = expression.name == "Builtin_NOTEXISTS"
    plans: dict[frozenset[str], list[tuple[Plan, bool]]] = {}

    def read(view: View, binding: Binding) -> Value:
        known = {name: binding[name] for name in shared if name in binding}
        names = frozenset(known)
        if names not in plans:
            plans[names] = [
                (make_plan(one.required, one.conditions, names), not (one.conditions or one.helping or one.hindering))
                for one in inner
            ]
        found = [sure for plan, sure in plans[names] if next(plan.solve(view, known), None) is not None]
        if not found:
            return negated
        return not negated if any(found) and len(known) == len(shared) else None

    return read


def _looked_at(branch: Branch, expression: Any, *, positive: bool | None) -> Branch:
    """Return a branch with the patterns of each EXISTS; `positive` tells whether it breaks more by holding more."""
    name = getattr(expression, "name", None)
    if name in _EXISTENCE:
        return _with_existence(branch, expression, positive=positive)
    if name == "UnaryNot" and positive is not None:
        positive = not positive
    elif name not in ("ConditionalAndExpression", "ConditionalOrExpression"):
        positive = None
    for part in _below(expression):
        branch = _looked_at(branch, part, positive=positive)
    return branch


def _with_existence(branch: Branch, expression: CompValue, *, positive: bool | None) -> Branch:
    if positive is None:
        raise StoreError("A constraint compares an EXISTS with something, which cannot be followed from a new triple.")
    for inner in read_branches(expression.graph):
        if positive == (expression.name == "Builtin_EXISTS"):
            found = Branch(helping=(inner.required, *inner.helping), hindering=inner.hindering)
        else:
            against = tuple(inner.required + group for group in inner.hindering)
            found = Branch(helping=against, hindering=(inner.required, *inner.helping))
        branch = branch.joined(found)
    return branch


def _names(expression: Any) -> tuple[set[str], set[str]]:
    """Return the variables that an expression names, outside and inside of EXISTS."""
    from rdflib import Variable

    if isinstance(expression, Variable):
        return {str(expression)}, set()
    if getattr(expression, "name", None) in _EXISTENCE:
        return set(), {name for branch in read_branches(expression.graph) for name in branch.variables()}
    outside: set[str] = set()
    inside: set[str] = set()
    for part in _below(expression):
        more = _names(part)
        outside |= more[0]
        inside |= more[1]
    return outside, inside


def _below(expression: object) -> Iterator[object]:
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(expression, CompValue):
        for value in expression.values():
            yield from value if isinstance(value, list) else (value,)


def _pattern(subject: object, predicate: object, object: object) -> Pattern:
    return Pattern(_place(subject), _middle(predicate), _place(object))


def _place(term: object) -> Place:
    from rdflib import BNode, Variable

    return str(term) if isinstance(term, Variable | BNode) else from_rdflib(term)


def _middle(term: object) -> Path | str:
    from rdflib import Variable

    return str(term) if isinstance(term, Variable) else read_path(term)
