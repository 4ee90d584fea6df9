"""What taking a batch would change, before it is taken: the dry run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pyoxigraph import Triple

from gzkg import vocab
from gzkg.checks.result import Result
from gzkg.ids import id_of
from gzkg.lookup.subject import code
from gzkg.records.consequence import Derivation, consequences
from gzkg.records.degree import Degree, read_degrees
from gzkg.records.newcomer import Newcomers, NewRelation, NewThing
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule

_SAME: Final = frozenset(
    vocab.SHAPES + name
    for name in (
        "C07-one-entity-per-external-id",
        "C08-no-duplicate-name-in-country",
        "C09-no-duplicate-record",
        "C10-no-duplicate-tie",
    )
)
"""Shapes that say of two things that they are the same, or may be."""

_MOST: Final = 20
"""So many duplicates, and so many partners, are told one by one."""

_WORDS: Final = {
    "en": {
        "new": "New: {items}.",
        "item": "{number} × {name}",
        "claim": "Claim",
        "comma": ", ",
        "none": "Nothing new.",
        "duplicate": "{new} is there already, or may be: {existing}.",
        "derived": "Derived by the rules: {added} more, {withdrawn} no longer.",
        "degree": "Partners of {name}: {items}.",
        "step": "{layer} {before} → {after}",
        "more": "… and {number} more.",
    },
    "zh": {
        "new": "新增：{items}。",
        "item": "{name} {number}",
        "claim": "声明",
        "comma": "，",
        "none": "无新增内容。",
        "duplicate": "{new} 已存在或可能已存在：{existing}。",
        "derived": "按规则推导：新增 {added} 条，不再成立 {withdrawn} 条。",
        "degree": "{name}的关系对象数：{items}。",
        "step": "{layer} {before} → {after}",
        "more": "……另有 {number} 项。",
    },
}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """What would come, and what is there already and is the same, or may be."""

    new: str
    existing: str


@dataclass(frozen=True, slots=True)
class Derived:
    """A triple that a rule gives: the ids of its ends, or the IRI of a term, and the code of its property."""

    rule: str
    subject: str
    property: str
    object: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a batch would change; each part is sorted, and empty when nothing changes there.

    `claims` is the number of new ones, on things new or there already. Of the rules' triples `derived` would come and
    `withdrawn` go; `degrees` are those that change.
    """

    entities: tuple[NewThing, ...]
    relations: tuple[NewRelation, ...]
    sources: tuple[NewThing, ...]
    claims: int
    duplicates: tuple[Duplicate, ...]
    derived: tuple[Derived, ...]
    withdrawn: tuple[Derived, ...]
    degrees: tuple[Degree, ...]


def make_plan(
    store: EmbeddedStore,
    rules: Sequence[Rule],
    reference_date: date,
    triples: Iterable[Triple],
    *,
    results: Iterable[Result] = (),
) -> Plan:
    """Return what would change if some triples were curated; the store stays as it is.

    `store` is as `open_store` made it on the reference date, `rules` as `read_rules` gives them. `triples` are such as
    may be contributed; `results`, those of their validation, tell what is there already.
    """
    batch = list(triples)
    newcomers = Newcomers(store, batch)
    follows = consequences(store, rules, reference_date, batch)
    return Plan(
        entities=newcomers.entities(),
        relations=newcomers.relations(),
        sources=newcomers.sources(),
        claims=newcomers.count_claims(),
        duplicates=_duplicates(newcomers, results),
        derived=_told(follows.added),
        withdrawn=_told(follows.withdrawn),
        degrees=read_degrees(store, newcomers, follows),
    )


def describe(plan: Plan, language: str) -> list[str]:
    """Return a plan as short lines in `en` or `zh`."""
    words = _WORDS[language]
    lines = [_news(plan, language)]
    lines += _first(words, [words["duplicate"].format(new=one.new, existing=one.existing) for one in plan.duplicates])
    if plan.derived or plan.withdrawn:
        lines.append(words["derived"].format(added=len(plan.derived), withdrawn=len(plan.withdrawn)))
    return lines + _first(words, [_partners(words, language, degrees) for degrees in _by_id(plan).values()])


def _by_id(plan: Plan) -> Mapping[str, list[Degree]]:
    found: dict[str, list[Degree]] = defaultdict(list)
    for degree in plan.degrees:
        found[degree.id].append(degree)
    return found


def _partners(words: Mapping[str, str], language: str, degrees: Sequence[Degree]) -> str:
    steps = [
        words["step"].format(layer=one.layer_label.get(language, one.layer), before=one.before, after=one.after)
        for one in degrees
    ]
    name = degrees[0].label.get(language, degrees[0].id)
    return words["degree"].format(name=name, items=words["comma"].join(steps))


def _news(plan: Plan, language: str) -> str:
    words = _WORDS[language]
    things: tuple[NewThing | NewRelation, ...] = (*plan.relations, *plan.entities, *plan.sources)
    numbers = Counter(one.kind_label.get(language, one.kind) for one in things)
    numbers[words["claim"]] += plan.claims
    items = [words["item"].format(number=number, name=name) for name, number in numbers.items() if number]
    return words["new"].format(items=words["comma"].join(items)) if items else words["none"]


def _first(words: Mapping[str, str], lines: list[str]) -> list[str]:
    rest = len(lines) - _MOST
    return [*lines[:_MOST], words["more"].format(number=rest)] if rest > 0 else lines


def _duplicates(newcomers: Newcomers, results: Iterable[Result]) -> tuple[Duplicate, ...]:
    found = set()
    for result in results:
        other = result.values.get("value")
        if result.shape in _SAME and other and (result.focus in newcomers) != (other.value in newcomers):
            new, existing = sorted((result.focus, other.value), key=lambda iri: iri not in newcomers)
            found.add((_name(new), _name(existing)))
    return tuple(Duplicate(*pair) for pair in sorted(found))


def _told(derivations: Iterable[Derivation]) -> tuple[Derived, ...]:
    told = ((rule, _name(subject), code(name), _name(object)) for rule, subject, name, object in derivations)
    return tuple(Derived(*parts) for parts in sorted(told))


def _name(iri: str) -> str:
    return id_of(iri) or iri
