"""What the door hands out: frozen values, no behaviour beyond reading themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from gzkg.dates import Bounds, Certainty

Severity = Literal["violation", "warning", "info"]
UsedAs = Literal["subject", "predicate", "class", "object", "graph", "value", "filter", "pattern"]
Why = Literal["absent", "elsewhere", "no match"]
Texts = Mapping[str, str]
"""A text in several languages: language tag -> text; `en` and `zh` are there wherever the graph requires them."""


@dataclass(frozen=True, slots=True)
class Term:
    """One RDF term of an answer; `str()` gives its value."""

    value: str
    kind: Literal["iri", "literal", "blank"] = "literal"
    language: str | None = None
    datatype: str | None = None

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an entity in one language; `role` is preferred, other or hidden."""

    text: str
    language: str
    role: Literal["preferred", "other", "hidden"] = "other"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with a name: its classes (by name), names and plain properties (term -> values)."""

    id: str
    iri: str
    classes: tuple[str, ...]
    label: Texts
    names: tuple[Name, ...] = ()
    properties: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    file: str = ""
    """Where it is kept, or would be: a path below the root of the graph."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a relation: the property that names it, and the entity there."""

    property: str
    id: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Relation:
    """A dated, sourced record that touches an entity.

    `kind` is the class (Tie, Membership, …), `detail` the code of its tie kind, role, outcome or the like, empty
    when it has none. `status` is the code that the sources give it, None when no claim does. `certainty` says how
    surely it held on the day asked for, None when no day was asked. `value` is the number of a Count, None otherwise.
    """

    id: str
    kind: str
    detail: tuple[str, ...]
    label: Texts
    ends: tuple[End, ...]
    bounds: Bounds
    status: str | None
    status_group: str | None
    certainty: Certainty | None = None
    value: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A published document from which claims are taken; dates as exact as known."""

    id: str
    label: Texts
    publisher: str | None
    publisher_label: Texts
    published: Bounds
    url: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says, at one passage, about one thing, and the status it gives it."""

    id: str
    about: str
    source: Source
    statement: Texts
    locator: str
    status: str
    rank: str
    stated_on: date
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that a name may mean: the name that matched, why, and how well (1.0 = the very name)."""

    id: str
    classes: tuple[str, ...]
    label: Texts
    matched: str
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class Position:
    """Where a city stands in the network of one layer by one measure: its rank among `of` cities on a day."""

    layer: str
    layer_label: Texts
    measure: str
    measure_label: Texts
    value: float
    rank: int
    of: int
    as_of: date


@dataclass(frozen=True, slots=True)
class Brief:
    """What one thing is called, is and where it lies: `point` is longitude and latitude in degrees.

    `id` is None for what is no entity: a class, a property, a concept.
    """

    id: str | None
    iri: str
    classes: tuple[str, ...]
    label: Texts
    point: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check: where, what is wrong and what to do, in each language.

    In a table `line` is the row as a spreadsheet counts it and `column` the header. `value` is what stands there,
    `suggestion` what probably should (`广州` for `guangzhuo`), `nearest` ids that may be meant, best first.
    """

    check: str
    severity: Severity
    file: str
    line: int | None
    subject: str | None
    message: Texts
    repair: Texts
    column: str | None = None
    value: str | None = None
    suggestion: str | None = None
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """How much the graph holds: things per class, totals, and the day of the newest source (None: none is dated)."""

    classes: Mapping[str, int]
    triples: int
    inferred: int
    sources: int
    claims: int
    reference_date: date
    newest_source: date | None = None


@dataclass(frozen=True, slots=True)
class AbsentTerm:
    """A term of a query, or a triple pattern, for which the data has nothing.

    `term` is as written, `means` in full; `line` and `column` count from 1. `why`: the term is `absent`, occurs only
    `elsewhere` than as what it is used as, or every term occurs but the pattern has `no match`. `decisive`: this alone
    leaves the answer empty. `nearest` can be pasted into the query, best first, at most five.
    """

    term: str
    means: str
    line: int
    column: int
    used_as: UsedAs
    why: Why
    decisive: bool
    nearest: tuple[str, ...]
    message: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question: its text in each language, the SPARQL, and the expected answer where it is fixed."""

    id: str
    text: Texts
    kind: str
    columns: tuple[str, ...]
    sparql: str
    expected: tuple[tuple[str, ...], ...] = ()
    includes: tuple[tuple[str, ...], ...] = ()
    expected_rows: int | None = None
    note: str = ""


def plain(value: Any) -> Any:
    """Turn a value of this module into what JSON can hold: days as ISO text, empty bounds left out."""
    if isinstance(value, Bounds):
        return {f.name: v.isoformat() for f in fields(value) if (v := getattr(value, f.name))}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Path) else value
