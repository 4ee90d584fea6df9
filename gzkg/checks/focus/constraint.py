"""The cross-record constraints, and how each can begin to be broken when triples are added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode

from gzkg import vocab
from gzkg.checks.focus.branch import Branch, read_branches
from gzkg.checks.focus.pattern import Pattern, Plan, make_plan
from gzkg.checks.shapes import SEVERITIES
from gzkg.model import Severity
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.sparql import with_target


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: its shape, the text that finds what breaks it, the columns of that, and its branches."""

    shape: str
    severity: Severity
    text: str
    columns: tuple[str, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """A pattern in which a new triple may help to break a constraint, and how to find what else must then hold."""

    constraint: Constraint
    pattern: Pattern
    rest: Plan


def read_constraints(folders: Folders) -> list[Constraint]:
    """Return all cross-record constraints. Raises: StoreError, when one cannot be followed from new triples."""
    shapes = EmbeddedStore()
    shapes.load_turtle(folders.rule_shapes(), vocab.SHAPES)
    constraints = []
    for row in shapes.rows("constraints"):
        text = f"{row['prologue']}\n{row['select']}"
        if target := row["target"]:
            text = with_target(text, target.value)
        columns, branches = _read(text)
        constraints.append(Constraint(str(row["shape"]), SEVERITIES[str(row["severity"])], text, columns, branches))
    return constraints


def seeds_of(constraints: list[Constraint]) -> Iterator[tuple[NamedNode | None, Seed]]:
    """Give the seeds of constraints with the predicate that a triple must have; None is any.

    A match with several new triples is found by the first of its patterns that needs one: those before it are old.
    """
    for constraint in constraints:
        for branch in constraint.branches:
            for group in (branch.required, *branch.helping):
                others = () if group is branch.required else tuple(one.without_new() for one in branch.required)
                for place, pattern in enumerate(group):
                    before = tuple(one.without_new() for one in group[:place])
                    names = frozenset(pattern.variables())
                    rest = make_plan(before + group[place + 1 :] + others, branch.conditions, names)
                    for one in pattern.alternatives():
                        predicates = {None} if isinstance(one.middle, str) else one.middle.predicates()
                        yield from ((predicate, Seed(constraint, one, rest)) for predicate in predicates)


@cache
def _read(text: str) -> tuple[tuple[str, ...], tuple[Branch, ...]]:
    """Return the columns and the branches of a text; to read all takes most of a second, so it is done once."""
    from rdflib.plugins.sparql import prepareQuery

    algebra = prepareQuery(text).algebra
    return tuple(str(variable) for variable in algebra.PV), tuple(read_branches(algebra))
