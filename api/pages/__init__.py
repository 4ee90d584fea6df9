"""The web page: a box for SPARQL, its answer as a table, and questions to start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from api.deps import Graph
from api.errors import status_of
from gzkg import GzkgError, KnowledgeGraph, answer_kind

router = APIRouter(include_in_schema=False)

MOST_ROWS: Final = 500
"""Rows that the page shows; the endpoint gives all."""

_TEMPLATES: Final = Jinja2Templates(Path(__file__).parent)


@router.get("/")
def home(
    graph: Graph, request: Request, query: str = "", lang: Annotated[str | None, Query(pattern="^(zh|en)$")] = None
) -> Response:
    """Show the page, in the language asked for or the browser's, with the answer to a query if one is given."""
    lang = lang or ("zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en")
    answer = _answer(graph, query) if query.strip() else {}
    shown = {"query": query, "lang": lang, "summary": graph.summary(), "questions": graph.questions(), **answer}
    return _TEMPLATES.TemplateResponse(request, "home.html", shown, status_code=answer.get("status", 200))


def _answer(graph: KnowledgeGraph, query: str) -> dict[str, Any]:
    try:
        if answer_kind(query) == "graph":
            return {"text": graph.answer(query, "turtle").decode()}
        told = json.loads(graph.answer(query, "json"))
        rows = told["results"]["bindings"] if "results" in told else [{"answer": {"value": told["boolean"]}}]
        columns = told["head"].get("vars", ["answer"])
        return {"columns": columns, "rows": rows[:MOST_ROWS], "cut": len(rows) > MOST_ROWS}
    except GzkgError as error:
        return {"error": str(error), "status": status_of(error)}
