"""One entity or record at its own address: a page for people, RDF for machines."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.responses import Response

from api.deps import Graph, endpoint_of
from api.negotiate import choose_encoding
from api.pages.entity.address import FORMS, JSON, PAGE, Form, choose_form, headers, locate, split_suffix
from api.pages.entity.shown import show
from api.pages.language import choose_language
from api.pages.once import once
from api.pages.page import render
from api.protocol import read_include
from api.respond import respond
from gzkg import BadDate, Entity, KnowledgeGraph, QueryRequest, plain, span_of

router = APIRouter(tags=["Entities"])

_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {form.media_type: {} for form in FORMS}}}


_AS_OF: Final = (
    "A day, year or span: 1990-01-01, 1990, 1985/1990. The page shows what held at some time in it; RDF, what follows "
    "from the records for its last day. JSON is the same for all days."
)


@router.get("/id/{id:path}", response_class=Response, responses=_ANSWERS)
async def describe(
    graph: Graph,
    request: Request,
    id: str,
    as_of: Annotated[str | None, Query(description=_AS_OF)] = None,
    as_of_hyphen: Annotated[str | None, Query(alias="as-of", include_in_schema=False)] = None,
) -> Response:
    """Describe an entity or record: a page for browsers; with its records, claims and sources as RDF; as JSON.

    By `Accept`, `format=` or an ending: `/id/city/fr-lyon.ttl`, .jsonld, .nt, .rdf, .trig, .nq, .json, .html.
    """
    entity_id, suffix = split_suffix(id)
    form = choose_form(request, suffix)
    entity = await run_in_threadpool(graph.entity, entity_id)
    asked = (as_of or as_of_hyphen or "").strip()
    response = await _answer(graph, request, entity, form=form, as_of=asked)
    if response.status_code != 400:
        response.headers.update(headers(request, entity, form, asked))
    response.headers.setdefault("Vary", "Accept")
    return response


async def _answer(graph: KnowledgeGraph, request: Request, entity: Entity, *, form: Form, as_of: str) -> Response:
    if form == PAGE:
        return await run_in_threadpool(_page, graph, request, entity, as_of)
    day = span_of(as_of)[1].isoformat() if as_of else None
    if form == JSON:
        return JSONResponse(plain(entity))
    asked = QueryRequest(
        text=graph.description_query(entity.id),
        accept={"graph": form.name},
        as_of=day,
        known_on=request.query_params.get("known_on") or request.query_params.get("known-on"),
        contributed=read_include(request.query_params.get("include")),
        encoding=choose_encoding(request.headers.get("accept-encoding", "")),
    )
    return await respond(endpoint_of(request), request, asked)


def _page(graph: KnowledgeGraph, request: Request, entity: Entity, as_of: str) -> Response:
    language, version = choose_language(request), endpoint_of(request).version

    def gather(day: str) -> dict[str, Any]:
        name = f"{entity.id} {day} {language} {version}"
        return once(request, name, lambda: show(graph, entity, language, day, version=version))

    try:
        shown, status, trouble = gather(as_of), 200, ""
    except BadDate as error:
        shown, status, trouble = gather(""), 400, str(error)
    understood = as_of if status == 200 else ""
    forms = [(form, locate(request, entity.id, form, understood)) for form in FORMS if form != PAGE]
    told = {"entity": entity, "version": version, "as_of": as_of, "forms": forms, "trouble": trouble}
    return render(request, "entity", status=status, **{**shown, **told})
