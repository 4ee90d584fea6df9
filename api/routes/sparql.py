"""The SPARQL endpoint: the query forms of the SPARQL 1.1 Protocol, read only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.deps import Graph
from api.negotiate import choose_format
from gzkg import BadQuery, ForbiddenQuery, KnowledgeGraph

router = APIRouter(tags=["SPARQL"])

_MISSING = "There is no query. Give one as `query`, or POST it as application/sparql-query."


@router.get("/sparql")
def get_sparql(
    graph: Graph,
    request: Request,
    query: Annotated[str, Query(description="SPARQL 1.1 query")] = "",
    format: Annotated[str | None, Query(description="Format by name, instead of Accept")] = None,
) -> Response:
    """Answer a SPARQL query given in the address."""
    return _respond(graph, query, format, request.headers.get("accept"))


@router.post("/sparql")
async def post_sparql(graph: Graph, request: Request) -> Response:
    """Answer a SPARQL query given as a form or as the body (application/sparql-query)."""
    text, format = await _read(request)
    return await run_in_threadpool(_respond, graph, text, format, request.headers.get("accept"))


def _respond(graph: KnowledgeGraph, text: str, format: str | None, accept: str | None) -> Response:
    if not text.strip():
        raise BadQuery(_MISSING)
    answer = graph.query(text)
    chosen = answer.format_named(format) if format else choose_format(accept, answer)
    return Response(answer.serialize(chosen.name), media_type=chosen.media_type, headers={"Vary": "Accept"})


async def _read(request: Request) -> tuple[str, str | None]:
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/sparql-query":
            return (await request.body()).decode(errors="strict"), request.query_params.get("format")
        case "application/x-www-form-urlencoded":
            form = await request.form()
            if "update" in form:
                raise ForbiddenQuery("update", "The graph is read only: an update is not run. Send a `query`.")
            return str(form.get("query", "")), str(form["format"]) if "format" in form else None
        case "application/sparql-update":
            raise ForbiddenQuery("update", "The graph is read only: an update is not run. Send a query.")
        case other:
            raise HTTPException(415, f"'{other}' cannot hold a query. Send a form or application/sparql-query.")
