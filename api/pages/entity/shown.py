"""What the page of an entity or record shows, gathered from the graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from api.pages.citation import AUTHOR, cite_entity
from api.pages.dating import Words, tell_day, tell_span
from api.pages.entity.chart import draw_chart
from api.pages.entity.ego import SIZE, draw_ego
from api.pages.entity.evidence import Testimony, statuses_of, testify
from api.pages.entity.facts import facts_of, iris_of, period_of, status_of
from api.pages.entity.groups import Grouping, terms_of
from api.pages.entity.schema_org import structured
from api.pages.entity.terms import Names, class_term
from api.pages.entity.timeline import draw_timeline
from api.pages.words import read_words
from gzkg import Claim, Entity, KnowledgeGraph, Language, Name, Position, Relation, span_of

FIRST_YEAR: Final = 1979
"""Year at which the slider begins: that of Guangzhou's first tie."""

_LAYERS: Final = ("tie", "sister-city", "friendly-cooperation-city", "membership", "participation", "siting")
"""Layers in the order in which the ranks are shown; others behind them."""

MOST_ROWS: Final = 40
FEW_ROWS: Final = 12
"""Rows of a group that are shown at once, of a day and of the whole history; the rest is folded."""

_KINDS: Final = {
    **dict.fromkeys(("City", "Region", "District", "Port"), "cities"),
    **dict.fromkeys(
        ("Organization", "CityNetwork", "OrganizationUnit", "PublicBody", "Collaboration"), "organisations"
    ),
    "IntergovernmentalOrganization": "organisations",
    **dict.fromkeys(("EventEdition", "AwardEdition"), "editions"),
    **dict.fromkeys(("EventSeries", "Award"), "series"),
    **dict.fromkeys(("DiplomaticMission", "Siting"), "missions"),
    **{"AwardEntry": "entries", "Count": "counts", "Membership": "memberships", "Participation": "participations"},
    **{"Source": "sources", "Tie": "ties"},
}
"""Class -> kind of table in which a correction is handed in."""


def show(graph: KnowledgeGraph, entity: Entity, language: Language, as_of: str, *, version: str) -> dict[str, Any]:
    """Return what the template shows. Raises: BadDate, when `as_of` is neither empty nor a day, year or span."""
    span = span_of(as_of) if as_of else None
    words, today = read_words("entity", language), graph.summary().reference_date
    history = graph.relations(entity.id, kind="any", status="any")
    ties = [one for one in history if one.kind == "Tie" and one.status_group == "factual"]
    relations = _held(history, span) if span else history
    claims = graph.claims(entity.id, relations=True)
    base = entity.iri.removesuffix(entity.id)
    ends = {base + end.id for relation in relations for end in relation.ends}
    terms = {*map(class_term, entity.classes), *iris_of(entity), *terms_of(relations), *statuses_of(claims)}
    names = Names(graph, {entity.iri, *ends, *terms, *(base + end.id for tie in ties for end in tie.ends)})
    told = testify(claims, names, words, language)
    groups = Grouping(entity.id, names, words, language, today).group(relations, told)
    point = names.point(entity.iri)
    return {
        **_choices(entity, today, span),
        **_status(entity, names),
        **_standing(graph.positions(entity.id), language),
        "own_classes": [names[class_term(name)] for name in entity.classes],
        "names": _other_names(entity),
        "facts": facts_of(entity, names, language, ends=ends - {entity.iri}, derived=_derived(graph)),
        "period": period_of(entity, words, language),
        "testimony_of_own": told.get(entity.id, ()),
        "resting": _resting(claims, told, entity.id),
        "groups": groups,
        "sure": [group for group in groups if group.rows],
        "unsure": [group for group in groups if not group.rows],
        "timeline": draw_timeline(groups, today, span),
        "chart": draw_chart(entity, groups, names, ties),
        "ego": draw_ego(groups),
        "point": point,
        "title": _title(as_of, span, words, language) if span else words["relations"],
        "author": AUTHOR,
        "bibtex": cite_entity(entity, version, today),
        "structured": structured(entity, language, point, version=version, day=today),
    }


def _derived(graph: KnowledgeGraph) -> set[str]:
    return {term.name for term in graph.ontology().properties if term.is_derived}


def _choices(entity: Entity, today: date, span: tuple[date, date] | None) -> dict[str, Any]:
    """Return what can be asked and done on the page."""
    return {
        "today": today,
        "first_year": FIRST_YEAR,
        "asked_year": span[1].year if span else today.year,
        "span": span,
        "most_rows": MOST_ROWS if span else FEW_ROWS,
        "ego_size": SIZE,
        "hand_in_kind": next((_KINDS[name] for name in entity.classes if name in _KINDS), ""),
        "is_record": not entity.names,
    }


def _status(entity: Entity, names: Names) -> dict[str, Any]:
    """Return the status that sources give a record, and its look: a wish is told apart from what is so."""
    status = status_of(entity)
    looks = {"planned": "wish", "proposed": "wish", "abandoned": "against", "refuted": "against"}
    return {"said": names[status] if status else {}, "status_class": looks.get(status.rpartition("/")[2], "")}


def _standing(positions: Sequence[Position], language: Language) -> dict[str, Any]:
    """Return the ranks by layer, their day, and the names of the measures."""
    ranks = _ranks(positions)
    return {
        "ranks": ranks,
        "ranked_on": tell_day(language, ranks[0][0].as_of) if ranks else "",
        "measures": [one.measure_label for one in ranks[0][1].values()] if ranks else [],
    }


def _held(relations: Sequence[Relation], span: tuple[date, date]) -> list[Relation]:
    """Return what is or was so at some time of a span, each with its certainty."""
    factual = [one for one in relations if one.status_group == "factual"]
    return [replace(one, certainty=sure) for one in factual if (sure := one.bounds.holds_in(*span))]


def _title(as_of: str, span: tuple[date, date], words: Words, language: Language) -> str:
    """Return the heading of the relations of a day, month, year or span."""
    if when := tell_span(language, *span):
        return words["held_on" if span[0] == span[1] else "held_in"].format(when=when)
    first, last = (tell_span(language, *span_of(part)) for part in as_of.split("/"))
    return words["held_between"].format(first=first, last=last)


def _other_names(entity: Entity) -> Mapping[str, Mapping[str, Sequence[Name]]]:
    """Return the names besides the preferred by role and language; spellings only found under stand apart."""
    found: dict[str, dict[str, list[Name]]] = {"preferred": {}, "other": {}, "hidden": {}}
    for name in entity.names:
        found[name.role].setdefault(name.language, []).append(name)
    return found


def _resting(claims: Sequence[Claim], told: Mapping[str, Sequence[Testimony]], source_id: str) -> list[Testimony]:
    """Return the claims taken from a source, in the order in which it makes them."""
    about = dict.fromkeys(claim.about for claim in claims if claim.source.id == source_id)
    found = [one for name in about for one in told[name] if one.claim.source.id == source_id]
    return sorted(found, key=lambda one: (_natural(one.claim.locator), one.claim.about))


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a key by which 2 comes before 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)]


def _ranks(positions: Sequence[Position]) -> list[tuple[Position, Mapping[str, Position]]]:
    """Return for each layer with several cities one position, for its name, and the positions by measure."""
    layers: dict[str, dict[str, Position]] = {}
    for position in positions:
        layers.setdefault(position.layer, {})[position.measure] = position
    order = sorted(layers, key=lambda layer: _LAYERS.index(layer) if layer in _LAYERS else len(_LAYERS))
    found = [(next(iter(layers[layer].values())), layers[layer]) for layer in order]
    return [(first, measured) for first, measured in found if first.of > 1]
