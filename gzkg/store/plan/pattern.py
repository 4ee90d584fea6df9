"""What a query asks, as far as we follow it: triples, conditions, OPTIONAL, MINUS, EXISTS."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from gzkg.store.plan.words import Token

RDF_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"


class Triple(NamedTuple):
    """A triple pattern: variables as `?name`, blank nodes as `?_:name`, all else as in N-Triples."""

    subject: str
    predicate: str
    object: str

    @property
    def variables(self) -> frozenset[str]:
        """Its variables, blank nodes among them."""
        return frozenset(term for term in (self.subject, self.object) if term[0] == "?")


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression: `||`, `&&`, `!`, `bound`, `exists`, a comparison such as `<`, or any other text as `text`.

    `parts` are conditions, `sides` the tokens left and right of a comparison; `variables` those it looks at.
    """

    kind: str
    variables: frozenset[str]
    text: str
    parts: tuple[Condition, ...] = ()
    sides: tuple[tuple[Token, ...], ...] = ()
    group: Group | None = None

    def is_plain(self) -> bool:
        """Tell whether no EXISTS is in it."""
        return self.group is None and all(part.is_plain() for part in self.parts)


class Part(NamedTuple):
    """An OPTIONAL or MINUS: its kind, its group, and the variables that what stands before it binds for certain."""

    kind: str
    group: Group
    before: frozenset[str]


@dataclass(slots=True)
class Group:
    """A group graph pattern; its triples and VALUES are joined first, then come its OPTIONALs and MINUSes."""

    triples: list[Triple] = field(default_factory=list)
    filters: list[Condition] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    values: list[tuple[tuple[str, ...], list[list[str]]]] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many triple patterns it has, those of its OPTIONALs and MINUSes too."""
        return len(self.triples) + sum(len(part.group.triples) for part in self.parts)

    @property
    def certain(self) -> frozenset[str]:
        """The variables that every solution binds."""
        return frozenset().union(*(triple.variables for triple in self.triples))

    @property
    def variables(self) -> frozenset[str]:
        """The variables that a solution may bind."""
        optional = (part.group.certain for part in self.parts if part.kind == "OPTIONAL")
        return self.certain.union(*optional)


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT: its text in pieces, and its pattern.

    `head` are the tokens between SELECT and the pattern, `after` is the place where what follows it begins, `tail` the
    tokens there, GROUP BY and HAVING left out.
    """

    text: str
    prologue: str
    head: tuple[Token, ...]
    where: Group
    after: int
    keys: tuple[str, ...] | None
    having: tuple[Token, ...]
    tail: tuple[Token, ...]
    names: dict[str, str]
