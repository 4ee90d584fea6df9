"""New records: validate, repair, submit; the queue of what waits for review, and one submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import islice
from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api.content import base_address
from api.deps import Graph, endpoint_of
from api.pages.dating import tell_period
from api.pages.judgement import judgement
from api.pages.language import choose_language
from api.pages.page import render
from api.pages.words import read_words
from gzkg import BadId, Bounds, Entity, KnowledgeGraph, Language, State, Submission, UnknownEntity

router = APIRouter()

_SHARED: Final = ("source", "claim", "remark")
"""Parts of a template that every kind has: the source of a row and what it says."""

_ORDER: Final = ("ties", "memberships", "participations", "missions", "entries", "counts", "editions", "series")
"""Templates in the order in which the page names them: what is handed in most before what it rests on."""

_MOST: Final = 100
"""So many records of a submission are told one by one."""


@router.get("/hand-in")
def hand_in(graph: Graph, request: Request, kind: str = "", about: str = "") -> Response:
    """Show how to hand in records: the templates, one `kind` opened, the place to drop a file, what would change.

    `about` is the id of what the reader wants to correct.
    """
    kinds = sorted(graph.templates(), key=lambda kind: _ORDER.index(kind.name) if kind.name in _ORDER else len(_ORDER))
    own = {one.name: [column for column in one.columns.values() if _is_own(one, column)] for one in kinds}
    ties = next(one for one in kinds if one.name == "ties")
    return render(
        request,
        "hand_in",
        kinds=kinds,
        chosen=kind if kind in own else "",
        about=_known(graph, about),
        own=own,
        shared=[one for one in ties.columns.values() if one.part in _SHARED],
        columns={one.name: {column.key: column.header for column in one.columns.values()} for one in kinds},
        most_mb=endpoint_of(request).limits.max_upload_mb,
        service=base_address(request).rstrip("/"),
    )


@router.get("/hand-in/review")
def queue(graph: Graph, request: Request, state: str = "pending") -> Response:
    """Show what was handed in, newest first, by its state."""
    everything = graph.submissions()
    numbers = {name: sum(one.state == name for one in everything) for name in get_args(State)}
    chosen = [one for one in everything if state in (one.state, "all")]
    return render(request, "hand_in_review", submissions=chosen, numbers=numbers, state=state)


@router.get("/hand-in/review/{id}")
async def review(graph: Graph, request: Request, id: str) -> Response:
    """Show one submission: who, when, what it says, what letting it in would change, what became of it."""
    found = await run_in_threadpool(graph.submission, id)
    judged = await judgement(request, id, _MOST) if found.state == "pending" else None
    service = base_address(request).rstrip("/")
    shown = await run_in_threadpool(_shown, graph, found)
    shown = {**shown, "judged": judged, "period": partial(_period, choose_language(request))}
    return render(request, "hand_in_submission", submission=found, service=service, **shown)


def _period(language: Language, bounds: Mapping[str, str]) -> str:
    known = Bounds(**{name: date.fromisoformat(day) for name, day in bounds.items()})
    return tell_period(known, read_words("hand_in_submission", language), language)


def _is_own(kind: Any, column: Any) -> bool:
    return kind.evidence == "itself" or column.part not in _SHARED


def _shown(graph: KnowledgeGraph, found: Submission) -> dict[str, Any]:
    """Return what happened to a submission, and what of it the graph has by now."""
    return {"history": graph.feed(submission=found.id), "taken": _taken(graph, found)}


def _taken(graph: KnowledgeGraph, found: Submission) -> Sequence[Entity]:
    """Return the first things that a submission has brought into the graph; nothing of one that was not let in."""
    if found.state not in ("accepted", "promoted"):
        return ()
    statements = graph.contribution(found.id, "ntriples").decode()
    subjects = dict.fromkeys(line.partition("> ")[0].partition("/id/")[2] for line in statements.splitlines())
    return [entity for id in islice(subjects, _MOST) if (entity := _known(graph, id))]


def _known(graph: KnowledgeGraph, id: str) -> Entity | None:
    """Return what has an id, None when nothing has."""
    with suppress(UnknownEntity, BadId):
        return graph.entity(id)
    return None
