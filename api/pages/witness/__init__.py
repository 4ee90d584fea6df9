"""Where sources are alone, disagree, or are out of date: four lists for stewards, each the answer of a question."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.deps import Graph
from api.pages.asking import Row, ask_rows
from api.pages.page import render
from api.pages.witness.listing import LISTS, list_cases, records_of
from api.pages.witness.sieve import class_choices, kind_choices, read_sieve
from api.pages.witness.standing import STANDING, read_standings
from gzkg import KnowledgeGraph

router = APIRouter()


@router.get("/who-says-so")
async def witness(graph: Graph, request: Request) -> Response:
    """Show of how many relations both sides speak, and four lists, or with `list` one of them in full."""
    given = request.query_params
    answers = {name: await ask_rows(request, graph.question(id).sparql) for name, id in LISTS.items()}
    standings = read_standings(await ask_rows(request, graph.question(STANDING).sparql))
    only = given.get("list", "")
    asked = {
        "kind": given.get("kind", "").strip(),
        "city": given.get("city", "").strip(),
        "only": only if only in LISTS else "",
    }
    shown = await run_in_threadpool(_show, graph, answers, asked, _page(given.get("page", "")) if asked["only"] else 0)
    status = 400 if shown["trouble"] else 200
    return render(
        request, "witness", status=status, standings=standings, standing=graph.question(STANDING), **asked, **shown
    )


def _show(graph: KnowledgeGraph, answers: dict[str, list[Row]], asked: dict[str, str], page: int) -> dict[str, Any]:
    sieve = read_sieve(graph, asked["kind"], asked["city"])
    chosen = [asked["only"]] if asked["only"] else list(LISTS)
    return {
        "lists": [list_cases(graph, name, answers[name], sieve, page) for name in chosen],
        "totals": {name: len(records_of(rows)) for name, rows in answers.items()},
        "classes": class_choices(graph, answers.values()),
        "kinds": kind_choices(answers.values()),
        "place": sieve.place,
        "trouble": sieve.trouble,
    }


def _page(page: str) -> int:
    return max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 6 else 1
