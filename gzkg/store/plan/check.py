"""Which patterns mean the same in whatever order they are joined."""

from __future__ import annotations

from gzkg.store.plan.pattern import Condition, Group, Part
from gzkg.store.plan.words import Beyond


def check(group: Group) -> None:
    """Refuse a pattern that depends on the order of its parts, or names a variable from nowhere. Raises: Beyond."""
    bound = group.certain
    if not group.triples or not all(set(names) <= bound and len(set(names)) == len(names) for names, _ in group.values):
        raise Beyond("VALUES of their own")
    all_bound = group.variables
    for condition in group.filters:
        if not condition.is_plain():
            _check_exists(condition, group)
        elif not condition.variables <= all_bound:
            raise Beyond("a condition on a variable from nowhere")
    for part in group.parts:
        _check_part(part, group)


def _check_part(part: Part, group: Group) -> None:
    inner = part.group
    looked = inner.certain | (part.before if part.kind == "OPTIONAL" else frozenset())
    if not all(condition.variables <= looked for condition in inner.filters):
        raise Beyond("a condition on a variable from elsewhere")
    others = (other.group.certain for other in group.parts if other is not part)
    if (inner.certain - part.before) & group.certain.union(*others):
        raise Beyond("a variable that two parts bind")


def _check_exists(condition: Condition, group: Group) -> None:
    for inner in condition.parts:
        _check_exists(inner, group)
    if condition.group is not None:
        known = condition.group.certain | group.certain
        if not all(inner.variables <= known for inner in condition.group.filters):
            raise Beyond("a condition on a variable from nowhere")
        if condition.group.certain & (group.variables - group.certain):
            raise Beyond("EXISTS over a variable that may be unbound")
    elif condition.is_plain() and not condition.variables <= group.variables:
        raise Beyond("a condition on a variable from nowhere")
