"""The map of an entity: where it lies, and arcs to the places with which it is tied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from api.pages.entity.groups import Group
from api.pages.entity.terms import Names
from gzkg import Entity, Relation, world_map

Point = tuple[float, float]

_WIDTH: Final = 640.0
_TIES: Final = ("sister-city", "friendly-cooperation-city", "tie")


@dataclass(frozen=True)
class Spot:
    """One place on the map."""

    x: float
    y: float
    id: str
    label: Mapping[str, str]
    arc: str
    maybe: bool
    key: str


@dataclass(frozen=True)
class Chart:
    """The map: its size, its land as a path, the place itself and those it is tied with."""

    width: float
    height: float
    land: str
    centre: Point
    spots: Sequence[Spot]


def draw_chart(entity: Entity, groups: Sequence[Group], names: Names, ties: Sequence[Relation]) -> Chart | None:
    """Return the map of an entity, or for a record of its ends; None when nothing of it has a position.

    It reaches to the places of all `ties`, so that it is the same part of the world whatever day is asked.
    """
    base = entity.iri.removesuffix(entity.id)
    point = names.point(entity.iri)
    if point:
        tied = {end.id for tie in ties for end in tie.ends} - {entity.id}
        places = [place for end in sorted(tied) if (place := names.point(base + end))]
        return _draw(point, _partners(groups, names, base), places)
    parties = [term.value for terms in entity.properties.values() for term in terms if term.value.startswith(base)]
    ends = {iri: place for iri in parties if (place := names.point(iri))}
    if not ends:
        return None
    first = next(iter(ends.values()))
    others = [Partner(iri.removeprefix(base), place, names[iri]) for iri, place in ends.items()]
    return _draw(first, others, list(ends.values()))


@dataclass(frozen=True)
class Partner:
    """A place at the other end of a tie."""

    id: str
    point: Point
    label: Mapping[str, str]
    maybe: bool = False
    key: str = "tie"


def _partners(groups: Sequence[Group], names: Names, base: str) -> list[Partner]:
    found: dict[str, Partner] = {}
    for group in groups:
        for row in (*group.rows, *group.maybe):
            for end in row.others if group.key in _TIES and row.state in ("held", "past") else ():
                if (point := names.point(base + end.id)) and end.id not in found:
                    found[end.id] = Partner(end.id, point, end.label, row.certainty == "possible", group.key)
    return list(found.values())


def _draw(point: Point, partners: Sequence[Partner], places: Sequence[Point]) -> Chart:
    drawn = world_map(_WIDTH, [point, *places], [(point, place) for place in places])
    spots = []
    for one in partners:
        x, y = drawn.at(*one.point)
        arc = "" if one.point == point else drawn.arc(point, one.point)
        spots.append(Spot(round(x, 1), round(y, 1), one.id, one.label, arc, one.maybe, one.key))
    x, y = drawn.at(*point)
    return Chart(drawn.width, round(drawn.height, 1), _land(drawn), (round(x, 1), round(y, 1)), spots)


@lru_cache(maxsize=64)
def _land(drawn: Any) -> str:
    return str(drawn.land())
