"""The first page: find, see what is there, choose a way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Graph, endpoint_of
from api.pages.atlas import WIDTH, height
from api.pages.dating import tell_day
from api.pages.language import choose_language
from api.pages.once import once
from api.pages.page import render
from api.pages.partner import Drawing, draw_partners
from gzkg import KnowledgeGraph, Language, Summary, UnknownEntity

router = APIRouter()

MIDDLE: Final = "city/cn-guangzhou"
"""The city that the first page draws."""

YEAR: Final = 1990
"""The year for which it is drawn until the reader chooses another."""

QUESTIONS: Final = ("CQ-X01", "CQ-X02", "CQ-S03", "CQ-N08", "CQ-R04", "CQ-T09", "CQ-R03", "CQ-N03")
"""What the first page offers to ask, of all that the graph is for."""

_ORGANISATIONS: Final = ("Organization", "PublicBody", "CityNetwork", "IntergovernmentalOrganization")


@router.get("/")
def home(graph: Graph, request: Request, as_of: str = "") -> Response:
    """Show the first page, its map as of a year."""
    summary, language = graph.summary(), choose_language(request)
    asked_year = int(as_of) if as_of.isascii() and as_of.isdigit() and len(as_of) == 4 else YEAR
    asked = {question.id: question for question in graph.questions()}
    return render(
        request,
        "home",
        summary=summary,
        counted=_count(summary),
        day=tell_day(language, summary.reference_date),
        newest=summary.newest_source and tell_day(language, summary.newest_source),
        version=endpoint_of(request).version,
        drawing=once(request, f"map in {language}", lambda: _draw(graph, language)),
        year=min(asked_year, summary.reference_date.year),
        size=(WIDTH, height()),
        questions=[asked[name] for name in QUESTIONS if name in asked],
    )


def _count(summary: Summary) -> Mapping[str, int]:
    """Return the numbers that tell how large the graph is, by the key of their words."""
    classes = summary.classes
    return {
        "cities": classes.get("City", 0),
        "organisations": sum(classes.get(name, 0) for name in _ORGANISATIONS),
        "ties": classes.get("Tie", 0),
        "memberships": classes.get("Membership", 0),
        "claims": summary.claims,
        "sources": summary.sources,
    }


def _draw(graph: KnowledgeGraph, language: Language) -> Drawing | None:
    """Return the map, with names in a language; None when the graph does not hold the city."""
    try:
        return draw_partners(graph, MIDDLE, language)
    except UnknownEntity:
        return None
