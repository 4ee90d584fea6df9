"""New records: templates, validation, submission, review; and what has changed."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from api.content import base_address
from api.deps import Graph, endpoint_of
from api.refresh import refresh
from api.respond import respond
from api.upload import batch_request, bearer_of, content_of, packed, prepare, review_request
from gzkg import State, get_format, plain

router = APIRouter(tags=["Records"])

_FILE: Final = {
    "required": True,
    "content": {
        media_type: {"schema": {"type": "string", "format": "binary"}}
        for media_type in (
            *(get_format(name, "findings").media_type for name in ("csv", "xlsx", "turtle", "trig", "ntriples")),
            *(get_format(name, "findings").media_type for name in ("nquads", "jsonld", "rdfxml")),
        )
    },
}
_READING: Final = {
    "name": "Name of the file; its ending says its format if Content-Type does not",
    "kind": "Kind of template for a table: ties, memberships, cities, …; without it, the header says it",
    "sheet": "Sheet of a workbook",
    "set": "`column=value`: fill the empty cells of a column, such as party_a=city/cn-guangzhou; may be repeated",
}
_TELLING: Final = {
    "dry_run": "`true`: tell what taking the file would change",
    "rows": "`true`: tell the cells of a table too, as they were read (json)",
    "lang": "Language of text and of the marked workbook: en or zh",
    "format": "json, csv, text, xlsx (the same workbook, marked), turtle and other RDF (a SHACL report)",
}


def _described(parameters: dict[str, str]) -> dict[str, Any]:
    return {
        "requestBody": _FILE,
        "parameters": [
            {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
            for name, text in parameters.items()
        ],
    }


@router.post("/records/validate", openapi_extra=_described(_READING | _TELLING))
async def validate(request: Request) -> Response:
    """Say what is wrong with a file of new records and how to repair it; nothing is stored."""
    await refresh(request.app, validating=True)
    return await respond(endpoint_of(request), request, await packed(await batch_request(request)))


@router.post("/records", status_code=201, openapi_extra=_described(_READING))
async def submit(request: Request, graph: Graph, note: str = "") -> Response:
    """Hand in a file of new records, all or nothing; needs a token and takes an Idempotency-Key."""
    secret, key = bearer_of(request), request.headers.get("idempotency-key", "")
    await run_in_threadpool(graph.check_token, secret, "submit")
    asked = await batch_request(request)
    receipt = await run_in_threadpool(graph.replay, content_of(asked), token=secret, key=key)
    if receipt is None:
        await refresh(request.app, validating=True)
        prepared = await prepare(request, asked)
        receipt = await run_in_threadpool(graph.take, prepared, token=secret, key=key, note=note)
        await refresh(request.app)
    told = {**plain(receipt), "link": f"{base_address(request)}records/{receipt.submission}"}
    return JSONResponse(told, 200 if receipt.replayed else 201, {"Location": told["link"]})


@router.get("/records")
def submissions(graph: Graph, state: State | None = None) -> Any:
    """List what was handed in, newest first."""
    return plain(graph.submissions(state))


@router.get("/records/template/{kind}")
def template(graph: Graph, kind: str, format: Literal["xlsx", "csv"] = "xlsx") -> Response:
    """Give an empty table for records of one kind: headers in both languages, lists to choose from, an example."""
    media_type = get_format(format, "findings").media_type
    disposition = {"Content-Disposition": f'attachment; filename="gzkg-{kind}.{format}"'}
    return Response(graph.template(kind, format=format), media_type=media_type, headers=disposition)


@router.get("/records/template")
def templates(graph: Graph) -> Any:
    """List the kinds of template, with their columns."""
    return plain(graph.templates())


@router.get("/records/{id}")
def submission(graph: Graph, id: str) -> Any:
    """Show one submission: its state, who decided and why, and the graph that holds it."""
    return plain(graph.submission(id))


@router.post("/records/{id}/accept")
async def accept(request: Request, graph: Graph, id: str, note: str = "") -> Any:
    """Let a submission into the curated graph; needs a token for review."""
    secret = bearer_of(request)
    await run_in_threadpool(graph.check_token, secret, "review")
    content = await run_in_threadpool(graph.contribution, id, "ntriples")
    await refresh(request.app, validating=True)
    prepared = await prepare(request, review_request(id, content, endpoint_of(request).limits.max_timeout_s))
    decided = await run_in_threadpool(graph.let_in, prepared, id, token=secret, note=note)
    await refresh(request.app)
    return plain(decided)


@router.post("/records/{id}/reject")
async def reject(request: Request, graph: Graph, id: str, reason: str) -> Any:
    """Turn a submission down, with a reason; it is kept. Needs a token for review."""
    decided = await run_in_threadpool(graph.reject, id, token=bearer_of(request), reason=reason)
    await refresh(request.app)
    return plain(decided)


@router.get("/changes")
def changes(
    graph: Graph,
    since: Annotated[int, Query(ge=0, description="Number of the last change that is known already")] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1000,
    submission: Annotated[str | None, Query(description="Only what happened to this one")] = None,
) -> Any:
    """List what has changed, oldest first: submissions, decisions, promotions."""
    return plain(graph.feed(since, limit=limit, submission=submission))
