"""Facts of an entity or record: what it says of itself that is no relation, with names instead of terms."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from api.pages.dating import Words, as_event, tell_day, tell_period
from api.pages.entity.terms import Names, expand
from api.pages.link import safe_url
from gzkg import Bounds, Entity, Language, Term

_BOUNDS: Final = ("gz:startEarliest", "gz:startLatest", "gz:endEarliest", "gz:endLatest")
_APART: Final = frozenset({*_BOUNDS, "gz:status", "geo:hasCentroid"})
"""Properties that the page shows in another way."""

_OF_ANY_DAY: Final = "gz:inCountry"
"""The one property that follows from others and is no matter of a day."""

_OUTSIDE: Final = {
    "gz:wikidataId": ("https://www.wikidata.org/wiki/{}", re.compile(r"Q\d+")),
    "gz:geonamesId": ("https://www.geonames.org/{}", re.compile(r"\d+")),
}
_LAST: Final = ("gz:homepage", "gz:url", "gz:wikidataId", "gz:geonamesId")
_DAY: Final = "http://www.w3.org/2001/XMLSchema#date"


@dataclass(frozen=True)
class Value:
    """One value: names by language, a page of this service (`id`) or another (`url`) that it leads to."""

    label: Mapping[str, str]
    id: str = ""
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """One property with its values."""

    term: str
    label: Mapping[str, str]
    values: Sequence[Value]


def iris_of(entity: Entity) -> set[str]:
    """Return the IRIs of all terms and things that the facts name."""
    values = {term.value for terms in entity.properties.values() for term in terms if term.kind == "iri"}
    return {expand(name) for name in entity.properties} | values


def facts_of(
    entity: Entity, names: Names, language: Language, *, ends: Collection[str], derived: Collection[str]
) -> list[Fact]:
    """Return the facts, links to other sites last.

    `ends` are the IRIs that the relations show already; `derived` the properties that follow from relations, and hold
    for the day of the graph only.
    """
    found = []
    for name, terms in entity.properties.items():
        kept = [term for term in terms if term.kind != "iri" or term.value not in ends]
        if name not in _APART and (name not in derived or name == _OF_ANY_DAY) and kept:
            values = [_value(name, term, entity, names, language) for term in _spoken(kept, language)]
            found.append(Fact(name, names[expand(name)], values))
    return sorted(found, key=lambda fact: (_LAST.index(fact.term) + 1 if fact.term in _LAST else 0, fact.term))


def bounds_of(entity: Entity) -> Bounds:
    """Return the four dates of an entity or record."""
    days = (entity.properties.get(name, ()) for name in _BOUNDS)
    return Bounds(*(date.fromisoformat(str(day[0])) if day else None for day in days))


def period_of(entity: Entity, words: Words, language: Language) -> str:
    """Return when it began and ended in words, empty when it has no dates at all."""
    if not any(name in entity.properties for name in _BOUNDS):
        return ""
    is_event = any(name.endswith("Edition") for name in entity.classes)
    return tell_period(bounds_of(entity), as_event(words) if is_event else words, language)


def status_of(entity: Entity) -> str:
    """Return the IRI of the status that sources give a record, empty when none does."""
    return next((term.value for term in entity.properties.get("gz:status", ())), "")


def _spoken(terms: Sequence[Term], language: Language) -> Sequence[Term]:
    """Return, of texts in several languages, those in the page's; all when there are none."""
    spoken = [term for term in terms if term.language == language]
    return spoken or terms


def _value(name: str, term: Term, entity: Entity, names: Names, language: Language) -> Value:
    if name in _OUTSIDE:
        address, form = _OUTSIDE[name]
        url = address.format(term.value) if form.fullmatch(term.value) else ""
        return Value({language: term.value}, url=url)
    base = entity.iri.removesuffix(entity.id)
    if term.kind == "iri" and term.value in names:
        return Value(names[term.value], id=term.value.removeprefix(base) if term.value.startswith(base) else "")
    if link := safe_url(term.value):
        return Value({language: term.value}, url=link)
    if term.datatype == _DAY:
        return Value({language: tell_day(language, date.fromisoformat(term.value))})
    return Value({term.language or language: term.value})
