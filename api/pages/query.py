"""A SPARQL editor; without scripts a form, whose answer comes with the page."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Graph, endpoint_of
from api.errors import status_of, tell
from api.pages.page import render
from api.protocol import read_seconds
from gzkg import GzkgError, Holds, QueryRequest, Question, declared_prefixes

router = APIRouter()

MOST_ROWS: Final = 500
"""Rows that come with the page; the endpoint gives all."""

PATIENCE_S: Final = 5.0
"""Most seconds for which a page with scripts is kept waiting; they ask again, and can be stopped."""

_MOST_BYTES: Final = 2 << 20
_FORMATS: Final[dict[Holds, str]] = {"bindings": "json", "boolean": "json", "graph": "turtle"}
_FIRST: Final = "CQ-X05"
"""The question in the editor of those who bring none."""

_KINDS: Final = ("seed", "research", "temporal", "network", "policy", "tooling")


@router.get("/query")
async def query(graph: Graph, request: Request) -> Response:
    """Show the page, with the answer to the query or the competency question that the address gives."""
    given, questions = request.query_params, graph.questions()
    asked = graph.question(given["question"]) if given.get("question") else None
    text = given.get("query", "") or (asked.sparql if asked else "")
    answer = await _answer(request, text) if text.strip() else {}
    shown = asked or (None if text else graph.question(_FIRST))
    return render(
        request,
        "query",
        status=answer.get("status", 200),
        query=text or (shown.sparql if shown else ""),
        question=shown.id if shown else "",
        asks=shown.text if shown else {},
        given={name: given.get(name, "") for name in ("as-of", "known-on", "timeout", "view")},
        answer=answer,
        columns=_columns(answer),
        rows=_rows(answer),
        examples=_by_kind(questions),
        prefixes=declared_prefixes(questions),
        most_s=endpoint_of(request).limits.max_timeout_s,
    )


async def _answer(request: Request, text: str) -> dict[str, Any]:
    """Return the answer as the script of the page reads it: what it holds, or the problem that it met."""
    client, began = request.client.host if request.client else "", time.perf_counter()
    try:
        asked = endpoint_of(request).settle(_asked(request, text))
        reply = (await endpoint_of(request).answer(asked, client)).reply
        body = (await reply.read(_MOST_BYTES)).decode()
    except GzkgError as error:
        told = await tell(request, error)
        return {"problem": json.loads(bytes(told.body)), "status": status_of(error)}
    told_of = {"holds": reply.holds, "cut": reply.cut, "ms": round(1000 * (time.perf_counter() - began))}
    if reply.holds == "graph":
        return {**told_of, "text": body, "explanation": reply.explanation}
    held = json.loads(body)
    return {**told_of, "json": held, "explanation": held.get("explanation", ()), "cut": held.get("cut", reply.cut)}


def _asked(request: Request, text: str) -> QueryRequest:
    given = request.query_params
    seconds = read_seconds(given.get("timeout") or None)
    return QueryRequest(
        text,
        _FORMATS,
        as_of=given.get("as-of") or None,
        known_on=given.get("known-on") or None,
        timeout_s=seconds if given.get("wait") else min(seconds or PATIENCE_S, PATIENCE_S),
        max_rows=MOST_ROWS,
        explain=True,
    )


def _columns(answer: dict[str, Any]) -> Sequence[str]:
    return answer["json"]["head"].get("vars", ["answer"]) if "json" in answer else ()


def _rows(answer: dict[str, Any]) -> Sequence[dict[str, Any]]:
    held = answer.get("json", {})
    if "boolean" in held:
        return [{"answer": {"value": str(held["boolean"]).lower()}}]
    rows: Sequence[dict[str, Any]] = held.get("results", {}).get("bindings", ())
    return rows


def _by_kind(questions: Sequence[Question]) -> dict[str, list[Question]]:
    kinds = dict.fromkeys((*_KINDS, *(question.kind for question in questions)))
    return {kind: [question for question in questions if question.kind == kind] for kind in kinds}
