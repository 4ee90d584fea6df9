"""What is asked of the rankings: read from the address, each fault with what would be allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from starlette.datastructures import QueryParams

from api.pages.city import find_city
from gzkg import Entity, KnowledgeGraph

LAYERS: Final = ("membership", "participation", "tie", "sister-city", "friendly-cooperation-city")
"""Layers in which cities are nodes."""

SHOWN: Final = ("value", "rank")
MOST_CITIES: Final = 8
FIRST_YEAR: Final = 1950

_MEASURE: Final = "interlock"
_LAYER: Final = "membership"
_SINCE: Final = 2008
_DIRECTED: Final = frozenset({"in-degree", "out-degree"})
_YEAR: Final = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class Trouble:
    """What is wrong: in which field, the word that says it, and what that word needs."""

    where: str
    word: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    """What is asked. Without cities, those at the top are meant; `troubles` is empty when all was understood."""

    measure: str
    layers: Sequence[str]
    cities: Sequence[Entity]
    since: str
    until: str
    show: str
    day: str
    troubles: Sequence[Trouble] = ()

    @property
    def network(self) -> dict[str, Sequence[str]]:
        """The words that make the network: what had begun and is not known to have ended, cities at one end."""
        return {"layer": self.layers, "kind": ["City"], "roll_up": ["true"], "certainty": ["begun"]}

    @property
    def ranking(self) -> dict[str, Sequence[str]]:
        """The words that rank all cities on the day."""
        return {"measure": [self.measure], **self.network, "as_of": [self.day]}

    def series(self, cities: Sequence[str]) -> dict[str, Sequence[str]]:
        """Return the words that follow some cities through the years."""
        years = {"since": [self.since], "until": [self.until]}
        return {"measure": [self.measure], **self.network, "node": cities, **years}


def measures_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the measures that may be asked for by name; a name with two definitions has that of one-mode networks."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if row["measure"] not in _DIRECTED:
            found.setdefault(row["measure"], row)
    return found


def read_wish(graph: KnowledgeGraph, given: QueryParams, measures: Sequence[str], today: date) -> Wish:
    """Return what an address asks, with the troubles of what it cannot."""
    troubles: list[Trouble] = []
    measure = given.get("measure") or _MEASURE
    if measure not in measures:
        troubles.append(Trouble("measure", "no_measure", {"given": measure, "allowed": ", ".join(measures)}))
    layers = [layer for layer in given.getlist("layer") if layer] or [_LAYER]
    if stray := [layer for layer in layers if layer not in LAYERS]:
        troubles.append(Trouble("layer", "no_layer", {"given": stray[0], "allowed": ", ".join(LAYERS)}))
    show = given.get("show") or SHOWN[0]
    if show not in SHOWN:
        troubles.append(Trouble("show", "no_show", {"given": show, "allowed": ", ".join(SHOWN)}))
    since, until = given.get("since") or str(_SINCE), given.get("until") or str(today.year)
    years_fault = _years_fault(since, until, today)
    day = given.get("date") or today.isoformat()
    cities, city_faults = _cities(graph, [name.strip() for name in given.getlist("city") if name.strip()])
    troubles += [*years_fault, *_day_fault(day, today), *city_faults]
    return Wish(measure, list(dict.fromkeys(layers)), cities, since, until, show, day, troubles)


def _years_fault(since: str, until: str, today: date) -> list[Trouble]:
    allowed = {"first": FIRST_YEAR, "last": today.year}
    for name, year in (("since", since), ("until", until)):
        if not (_YEAR.fullmatch(year) and FIRST_YEAR <= int(year) <= today.year):
            return [Trouble(name, "no_year", {"given": year, **allowed})]
    return [Trouble("since", "no_span", {"since": since, "until": until})] if since > until else []


def _day_fault(day: str, today: date) -> list[Trouble]:
    try:
        fits = len(day) == 10 and date(FIRST_YEAR, 1, 1) <= date.fromisoformat(day) <= today
    except ValueError:
        fits = False
    return [] if fits else [Trouble("date", "no_day", {"given": day, "last": today.isoformat()})]


def _cities(graph: KnowledgeGraph, names: Sequence[str]) -> tuple[list[Entity], list[Trouble]]:
    found: dict[str, Entity] = {}
    if len(names) > MOST_CITIES:
        return [], [Trouble("city", "many_cities", {"given": len(names), "most": MOST_CITIES})]
    troubles = []
    for name in names:
        if city := find_city(graph, name):
            found[city.id] = city
        else:
            troubles.append(Trouble("city", "no_city", {"given": name}))
    return list(found.values()), troubles
