"""The cross-record constraints, and how each can begin to be broken when triples are added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode

from gzkg.checks.focus.branch import Branch, read_branches
from gzkg.checks.focus.path import TYPE, Classes
from gzkg.checks.focus.pattern import Pattern, Plan, leads_from_subject, make_plan
from gzkg.checks.rules import RuleText, read_rule_texts
from gzkg.rdf.files import Folders
from gzkg.store.embedded import Node


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """One constraint: its rule, the columns of what that finds, and its branches."""

    rule: RuleText
    columns: tuple[str, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Seed:
    """A pattern in which a new triple may help to break a constraint, and how to find what else must then hold.

    `predicate` and `end` are what the triple must have; None is any. `needs_old` tells that nothing comes of a triple
    about a node of which nothing was said before.
    """

    constraint: Constraint
    pattern: Pattern
    rest: Plan
    needs_old: bool

    def wanted(self) -> Iterator[tuple[NamedNode | None, Node | None]]:
        """Give the predicates that a triple can have, each with the end it must have; None is any."""
        middle, end = self.pattern.middle, self.pattern.object
        if isinstance(middle, str):
            yield None, None
            return
        for predicate in middle.predicates():
            exact = predicate == TYPE if isinstance(middle, Classes) else leads_from_subject(self.pattern)
            yield predicate, None if isinstance(end, str) or not exact else end


def read_constraints(folders: Folders) -> list[Constraint]:
    """Return all cross-record constraints. Raises: StoreError, when one cannot be followed from new triples."""
    return [Constraint(rule, *_read(rule.text)) for rule in read_rule_texts(folders)]


def seeds_of(constraint: Constraint) -> Iterator[Seed]:
    """Give the seeds of a constraint.

    A match with several new triples is found by the first of its patterns that needs one: those before it are old.
    """
    for branch in constraint.branches:
        for group in (branch.required, *branch.helping):
            others = () if group is branch.required else tuple(one.without_new() for one in branch.required)
            for place, pattern in enumerate(group):
                before = tuple(one.without_new() for one in group[:place])
                names = frozenset(pattern.variables())
                rest = make_plan(before + group[place + 1 :] + others, branch.conditions, names)
                about = [one for one in before + others if leads_from_subject(one) and one.subject == pattern.subject]
                for way in pattern.alternatives():
                    yield Seed(constraint, way, rest, needs_old=leads_from_subject(way) and bool(about))


@cache
def _read(text: str) -> tuple[tuple[str, ...], tuple[Branch, ...]]:
    """Return the columns and the branches of a text; to read all takes most of a second, so it is done once."""
    from rdflib.plugins.sparql import prepareQuery

    algebra = prepareQuery(text).algebra
    return tuple(str(variable) for variable in algebra.PV), tuple(read_branches(algebra))
