"""Where sources are alone, disagree, or are out of date: four lists for stewards, each the answer of a question."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.deps import Graph
from api.pages.asking import Row, ask_rows
from api.pages.language import choose_language
from api.pages.page import render
from api.pages.witness.listing import LISTS, list_cases, records_of, tell_days
from api.pages.witness.sieve import class_choices, kind_choices, read_sieve
from api.pages.witness.standing import STANDING, Standing, read_standings
from gzkg import KnowledgeGraph

router = APIRouter()


@router.get("/who-says-so")
async def witness(graph: Graph, request: Request) -> Response:
    """Show of how many relations both sides speak, and four lists, or with `list` one of them in full."""
    questions = {name: graph.question(id).sparql for name, id in {**LISTS, "standing": STANDING}.items()}
    answers = {name: await ask_rows(request, sparql) for name, sparql in questions.items()}
    standings = read_standings(answers.pop("standing"))
    return await run_in_threadpool(_show, graph, request, answers, standings)


def _show(
    graph: KnowledgeGraph, request: Request, answers: dict[str, list[Row]], standings: list[Standing]
) -> Response:
    given = request.query_params
    kind, city, only = (given.get(name, "").strip() for name in ("kind", "city", "list"))
    chosen = [only] if only in LISTS else list(LISTS)
    sieve = read_sieve(graph, kind, city)
    place = _place(given.get("page", "")) if only in LISTS else 0
    form = {"kind": kind, "city": city, "only": only if only in LISTS else "", "place": sieve.place}
    return render(
        request,
        "witness",
        status=400 if sieve.trouble else 200,
        standings=standings,
        standing=graph.question(STANDING),
        lists=[list_cases(graph, name, answers[name], sieve, place) for name in chosen],
        totals={name: len(records_of(rows)) for name, rows in answers.items()},
        classes=class_choices(graph, answers.values()),
        kinds=kind_choices(answers.values()),
        trouble=sieve.trouble,
        tell=partial(tell_days, choose_language(request)),
        **form,
    )


def _place(page: str) -> int:
    return max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 6 else 1
