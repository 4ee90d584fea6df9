"""What a name may mean: everything that it finds, with the reason; and the way from a city and a day to its ties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.deps import Graph
from api.pages.language import LANGUAGES, choose_language
from api.pages.page import render
from api.pages.words import read_words
from gzkg import GZ, BadId, KnowledgeGraph, Match, UnknownEntity

router = APIRouter()

MOST: Final = 50
"""Matches that the page shows."""

_COUNTED: Final = 200
_LONGEST: Final = 200
_SURE: Final = 0.9
"""Least score of a match that is the very name, perhaps in other letters."""

_DAY: Final = re.compile(r"\d{4}(-\d\d-\d\d)?")
_WHY: Final = re.compile(
    r"(?P<role>name|other name|hidden name|pinyin)(?P<city> with the word for city)?"
    r"(?: (?P<part>begins so|holds it)|, (?P<edits>\d+) edits? away|, (?P<form>traditional characters|case, .*))?"
)


@dataclass(frozen=True)
class Found:
    """A match with what tells it from others of the same name: its class and country, and why it matched."""

    match: Match
    kind: Mapping[str, str]
    country: Mapping[str, str]
    why: str


@router.get("/search")
def search(graph: Graph, request: Request) -> Response:
    """Show what a name may mean; with a day, go to the ties of the city that is meant."""
    given = {name: value.strip()[:_LONGEST] for name, value in request.query_params.items()}
    wanted, kind, asked_day = given.get("q", ""), given.get("kind", ""), given.get("as_of", "")
    day = asked_day if is_day(asked_day) else ""
    found = graph.find(wanted, limit=MOST, kind=kind or None)
    sure = _meant(graph, given.get("id", ""), found) if day else None
    if sure:
        lang = f"&lang={given['lang']}" if given.get("lang") in LANGUAGES else ""
        return RedirectResponse(f"id/{sure}?as_of={day}{lang}#ties", 303)
    counted = Counter(name for match in graph.find(wanted, limit=_COUNTED) for name in match.classes)
    return render(
        request,
        "search",
        wanted=wanted,
        found=_describe(graph, request, found),
        kinds=_name_kinds(graph, counted),
        counted=counted,
        kind=kind,
        way=f"?as_of={day}#ties" if day else "",
        odd_day="" if day else asked_day,
        most=MOST,
    )


def is_day(text: str) -> bool:
    """Tell whether a text is a year, 1990, or a day, 1990-01-01."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text if len(text) > 4 else f"{text}-01-01")
    except ValueError:
        return False
    return True


def _meant(graph: KnowledgeGraph, chosen: str, found: Sequence[Match]) -> str | None:
    """Return the id of the entity that was chosen, else of the only one that has this very name."""
    try:
        return graph.entity(chosen).id if chosen else _only([match for match in found if match.score >= _SURE])
    except (BadId, UnknownEntity):
        return None


def _only(sure: Sequence[Match]) -> str | None:
    is_clear = len(sure) == 1 or (len(sure) > 1 and sure[0].score > sure[1].score)
    return sure[0].id if is_clear else None


def _describe(graph: KnowledgeGraph, request: Request, found: Sequence[Match]) -> list[Found]:
    words = read_words("search", choose_language(request))
    kinds = _name_kinds(graph, {name for match in found for name in match.classes})
    states = {match.id: _country(graph, match.id) for match in found}
    labels = {one.iri: one.label for one in graph.brief({iri for iri in states.values() if iri})}
    return [
        Found(match, kinds.get(match.classes[0], {}), labels.get(states[match.id], {}), explain(match.why, words))
        for match in found
    ]


def _country(graph: KnowledgeGraph, entity_id: str) -> str:
    terms = graph.entity(entity_id).properties.get("gz:inCountry", ())
    return terms[0].value if terms else ""


def _name_kinds(graph: KnowledgeGraph, names: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    return {one.iri.removeprefix(GZ): one.label for one in graph.brief(GZ + name for name in names)}


def explain(why: str, words: Mapping[str, str]) -> str:
    """Return in words why a name matched; as the library says it when it says something new."""
    if why == "sounds the same":
        return words["why_sounds"]
    seen = _WHY.fullmatch(why)
    if not seen:
        return why
    said = [words["why_" + seen["role"].replace(" ", "_")]]
    if seen["city"]:
        said.append(words["why_city"])
    if seen["part"]:
        said.append(words["why_begins" if seen["part"] == "begins so" else "why_holds"])
    if seen["edits"]:
        said.append(words["why_edits"].format(n=seen["edits"]))
    if seen["form"]:
        said.append(words["why_traditional" if seen["form"].startswith("trad") else "why_form"])
    return words["why_joint"].join(said)
