"""The SPARQL endpoint: the query forms of the SPARQL 1.1 Protocol, read only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.deps import Graph
from api.negotiate import choose_format
from gzkg import BadQuery, ForbiddenQuery, KnowledgeGraph, answer_kind, get_format

_BODIES = {
    "application/sparql-query": {"schema": {"type": "string"}},
    "application/x-www-form-urlencoded": {
        "schema": {
            "type": "object",
            "properties": {"query": {"type": "string"}, "format": {"type": "string"}},
            "required": ["query"],
        }
    },
}

router = APIRouter(tags=["SPARQL"])

_DATASET = "'{}' is not understood here. Name graphs in the query itself, with FROM, FROM NAMED or GRAPH."
_MISSING = "There is no query. Give one as `query`, or POST it as application/sparql-query."


@router.get("/sparql")
def get_sparql(
    graph: Graph,
    request: Request,
    query: Annotated[str, Query(description="SPARQL 1.1 query")] = "",
    format: Annotated[str | None, Query(description="Format by name, instead of Accept")] = None,
) -> Response:
    """Answer a SPARQL query given in the address."""
    _refuse_dataset(request.query_params.keys())
    return _respond(graph, query, format, _accepted(request))


@router.post("/sparql", openapi_extra={"requestBody": {"required": True, "content": _BODIES}})
async def post_sparql(graph: Graph, request: Request) -> Response:
    """Answer a SPARQL query given as a form or as the body (application/sparql-query)."""
    _refuse_dataset(request.query_params.keys())
    text, format = await _read(request)
    return await run_in_threadpool(_respond, graph, text, format, _accepted(request))


def _respond(graph: KnowledgeGraph, text: str, format: str | None, accept: str) -> Response:
    if not text.strip():
        raise BadQuery(_MISSING)
    kind = answer_kind(text)
    chosen = get_format(format, kind) if format else choose_format(accept, kind)  # before the work, not after it
    return Response(graph.answer(text, chosen.name), media_type=chosen.media_type, headers={"Vary": "Accept"})


def _accepted(request: Request) -> str:
    return ",".join(request.headers.getlist("accept"))


def _refuse_dataset(parameters: Iterable[str]) -> None:
    for name in {"default-graph-uri", "named-graph-uri"} & set(parameters):
        raise BadQuery(_DATASET.format(name))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadQuery(f"The query is not UTF-8: byte {error.start} is no part of a character.") from None


async def _read(request: Request) -> tuple[str, str | None]:
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/sparql-query":
            return _text(await request.body()), request.query_params.get("format")
        case "application/x-www-form-urlencoded":
            form = await request.form()
            _refuse_dataset(form.keys())
            if "update" in form:
                raise ForbiddenQuery("update", "The graph is read only: an update is not run. Send a `query`.")
            return str(form.get("query", "")), str(form["format"]) if "format" in form else None
        case "application/sparql-update":
            raise ForbiddenQuery("update", "The graph is read only: an update is not run. Send a query.")
        case other:
            raise HTTPException(415, f"'{other}' cannot hold a query. Send a form or application/sparql-query.")
