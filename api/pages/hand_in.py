"""New records: validate, repair, submit; the queue of what waits for review, and one submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, Final, get_args

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api.content import base_address
from api.deps import Graph, endpoint_of
from api.pages.dating import tell_period
from api.pages.language import choose_language
from api.pages.page import render
from api.pages.words import read_words
from api.refresh import refresh
from api.upload import judge, review_request
from gzkg import BadId, Bounds, Entity, GzkgError, KnowledgeGraph, Language, State, Submission, UnknownEntity

router = APIRouter()

_SHARED: Final = ("source", "claim", "remark")
"""Parts of a template that every kind has: the source of a row and what it says."""

_MOST: Final = 100
"""So many records of a submission are told one by one."""


@router.get("/hand-in")
def hand_in(graph: Graph, request: Request) -> Response:
    """Show how to hand in records: the templates, the place to drop a file, what would change."""
    kinds = graph.templates()
    own = {kind.name: [one for one in kind.columns.values() if _is_own(kind, one)] for kind in kinds}
    ties = next(kind for kind in kinds if kind.name == "ties")
    return render(
        request,
        "hand_in",
        kinds=kinds,
        own=own,
        shared=[one for one in ties.columns.values() if one.part in _SHARED],
        columns={kind.name: {one.key: one.header for one in kind.columns.values()} for kind in kinds},
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
    judged = await _judged(request, graph, found) if found.state == "pending" else None
    service = base_address(request).rstrip("/")
    shown = {**await run_in_threadpool(_shown, graph, found), "period": partial(_period, choose_language(request))}
    return render(request, "hand_in_submission", submission=found, judged=judged, most=_MOST, service=service, **shown)


def _period(language: Language, bounds: Mapping[str, str]) -> str:
    known = Bounds(**{name: date.fromisoformat(day) for name, day in bounds.items()})
    return tell_period(known, read_words("hand_in_submission", language), language)


def _is_own(kind: Any, column: Any) -> bool:
    return kind.evidence == "itself" or column.part not in _SHARED


def _shown(graph: KnowledgeGraph, found: Submission) -> dict[str, Any]:
    """Return the text of a submission, what happened to it, and what of it the graph has by now."""
    text, statements = (graph.contribution(found.id, format).decode() for format in ("turtle", "ntriples"))
    history = [change for change in graph.feed(limit=10_000) if change.submission == found.id]
    return {"text": text, "history": history, "taken": _taken(graph, found, statements)}


def _taken(graph: KnowledgeGraph, found: Submission, statements: str) -> Sequence[Entity]:
    """Return what a submission has brought into the graph; nothing of one that was not let in."""
    if found.state not in ("accepted", "promoted"):
        return ()
    subjects = dict.fromkeys(line.partition("> ")[0].partition("/id/")[2] for line in statements.splitlines())
    entities = []
    for id in subjects:
        with suppress(UnknownEntity, BadId):
            entities.append(graph.entity(id))
    return entities[:_MOST]


async def _judged(request: Request, graph: KnowledgeGraph, found: Submission) -> Any:
    """Return findings and dry run of a submission, None when no worker is free to find out."""
    try:
        await refresh(request.app, validating=True)
        content = await run_in_threadpool(graph.contribution, found.id, "ntriples")
        asked = review_request(found.id, content, endpoint_of(request).limits.max_timeout_s)
        return await judge(request, asked)
    except GzkgError:
        return None
