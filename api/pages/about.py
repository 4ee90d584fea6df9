"""What this is, how to read it, what it does not cover, how to cite it, its licence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Graph, endpoint_of
from api.pages.citation import cite
from api.pages.once import once
from api.pages.page import render
from gzkg import KnowledgeGraph, UnknownEntity

router = APIRouter()

_MIDDLE: Final = "city/cn-guangzhou"


@dataclass(frozen=True)
class Coverage:
    """How many partner cities of Guangzhou were last reported, and how many of them the graph names."""

    reported: str
    reported_on: date
    recorded: int


@router.get("/about")
def about(graph: Graph, request: Request) -> Response:
    """Show what this is."""
    summary, version = graph.summary(), endpoint_of(request).version
    return render(
        request,
        "about",
        summary=summary,
        version=version,
        coverage=once(request, "coverage", lambda: _cover(graph, summary.reference_date)),
        citations=cite(version, summary.reference_date),
    )


def _cover(graph: KnowledgeGraph, today: date) -> Coverage | None:
    """Return how far the ties of Guangzhou are covered; None when the graph does not hold it or no count of them."""
    try:
        counts = graph.relations(_MIDDLE, kind="partner-cities")
        ties = graph.relations(_MIDDLE, kind="tie", as_of=today)
    except UnknownEntity:
        return None
    if not counts or counts[-1].value is None or counts[-1].bounds.start_latest is None:
        return None
    named = {end.id for tie in ties for end in tie.ends} - {_MIDDLE}
    return Coverage(counts[-1].value, counts[-1].bounds.start_latest, len(named))
