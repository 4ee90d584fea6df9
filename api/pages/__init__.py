"""The web page: a box for SPARQL, its answer as a table, and questions to start from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.templating import Jinja2Templates
from starlette.responses import Response

from api.deps import Graph, endpoint_of
from api.errors import status_of
from gzkg import GzkgError, Holds, QueryRequest

router = APIRouter(include_in_schema=False)

MOST_ROWS: Final = 500
"""Rows that the page shows; the endpoint gives all."""

_MOST_BYTES: Final = 2 << 20
_FORMATS: Final[dict[Holds, str]] = {"bindings": "json", "boolean": "json", "graph": "turtle"}
_TEMPLATES: Final = Jinja2Templates(Path(__file__).parent)


@router.get("/")
async def home(
    graph: Graph, request: Request, query: str = "", lang: Annotated[str | None, Query(pattern="^(zh|en)$")] = None
) -> Response:
    """Show the page, in the language asked for or the browser's, with the answer to a query if one is given."""
    lang = lang or ("zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en")
    answer = await _answer(request, query) if query.strip() else {}
    shown = {"query": query, "lang": lang, "summary": graph.summary(), "questions": graph.questions(), **answer}
    return _TEMPLATES.TemplateResponse(request, "home.html", shown, status_code=answer.get("status", 200))


async def _answer(request: Request, query: str) -> dict[str, Any]:
    client = request.client.host if request.client else ""
    try:
        asked = QueryRequest(query, _FORMATS, max_rows=MOST_ROWS)
        reply = (await endpoint_of(request).answer(asked, client)).reply
        text = (await reply.read(_MOST_BYTES)).decode()
    except GzkgError as error:
        return {"error": str(error), "status": status_of(error)}
    if reply.holds == "graph":
        return {"text": text}
    told = json.loads(text)
    rows = told["results"]["bindings"] if "results" in told else [{"answer": {"value": told["boolean"]}}]
    return {"columns": told["head"].get("vars", ["answer"]), "rows": rows, "cut": "cut" in told}
