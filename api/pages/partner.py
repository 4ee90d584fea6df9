"""The partners of a city: since when they are tied, and where the map of the first page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.atlas import Point, Side, arc, name_sides, place
from api.pages.dating import tell_day, tell_span
from gzkg import Bounds, Brief, KnowledgeGraph, Language, Relation


@dataclass(frozen=True)
class Partner:
    """A city tied with another from the year `first` on, and until the year `until` if an end is known.

    `point` is None when the graph has no position; `side` is where the name stands on the map, empty when it does not
    fit.
    """

    id: str
    label: Mapping[str, str]
    begun: Bounds
    first: int
    until: int | None
    point: Point | None
    side: Side
    arc: str

    def is_tied(self, year: int) -> bool:
        """Tell whether the tie had begun by the end of a year and is not known to have ended before it."""
        return self.first <= year and (self.until is None or year <= self.until)

    def since(self, language: Language) -> str | None:
        """Return the day, month or year of the beginning; None when it is only known by when it had begun."""
        earliest, latest = self.begun.start_earliest, self.begun.start_latest
        return tell_span(language, earliest, latest) if earliest and latest else None

    def by_then(self, language: Language) -> str:
        """Return the day by which the tie had begun."""
        assert self.begun.start_latest
        return tell_day(language, self.begun.start_latest)


@dataclass(frozen=True)
class Drawing:
    """A city in the middle, and its partners, those tied first in front; none when it has no ties."""

    middle: Brief
    point: Point | None
    partners: Sequence[Partner]

    def tied(self, year: int) -> list[Partner]:
        """Return the partners of a year."""
        return [partner for partner in self.partners if partner.is_tied(year)]


def draw_partners(graph: KnowledgeGraph, city: str, language: Language) -> Drawing:
    """Return the cities that a city is or was tied with, drawn with names in a language. Raises: UnknownEntity."""
    ties = _ties_by_partner(graph.relations(city, kind="tie"), city)
    middle, *others = graph.brief([city, *ties])
    points = {one.iri: place(*one.point) for one in (middle, *others) if one.point}
    named = [(one.iri, points[one.iri], _name(one, language)) for one in (middle, *others) if one.iri in points]
    sides, centre = name_sides(named, left_first=middle.iri), points.get(middle.iri)
    partners = []
    for one in others:
        point = points.get(one.iri) if centre else None
        line = arc(centre, point) if centre and point else ""
        partners.append(_partner(one, ties[one.id or ""], point, sides.get(one.iri, ""), line))
    return Drawing(middle, centre, partners)


def _ties_by_partner(ties: Sequence[Relation], city: str) -> Mapping[str, Sequence[Bounds]]:
    found: dict[str, list[Bounds]] = defaultdict(list)
    for tie in ties:
        for end in tie.ends:
            if end.property == "party" and end.id != city and tie.bounds.start_latest:
                found[end.id].append(tie.bounds)
    return found


def _partner(city: Brief, spells: Sequence[Bounds], point: Point | None, side: Side, line: str) -> Partner:
    begun = spells[0]
    ends = [spell.end_latest.year if spell.end_latest else None for spell in spells]
    known = [end for end in ends if end is not None]
    assert city.id
    assert begun.start_latest
    return Partner(
        id=city.id,
        label=city.label,
        begun=begun,
        first=begun.start_latest.year,
        until=max(known) if len(known) == len(ends) else None,
        point=point,
        side=side,
        arc=line,
    )


def _name(one: Brief, language: Language) -> str:
    return one.label.get(language) or next(iter(one.label.values()), "")
