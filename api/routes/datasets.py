"""The dataset itself: its graphs by the SPARQL 1.1 Graph Store Protocol (read only), its description, its dumps."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from starlette.exceptions import HTTPException

from api.content import base_address, content_request, file_request
from api.deps import endpoint_of
from api.respond import respond
from gzkg import BadQuery, Description

router = APIRouter(tags=["Dataset"])

_WRITES: Final = ["PUT", "POST", "DELETE", "PATCH"]
_READS: Final = "GET, HEAD"
_Format = Annotated[str | None, Query(description="Format by name or media type, instead of Accept: turtle, jsonld, …")]


@router.get("/store")
async def graph_store(
    request: Request,
    graph: Annotated[list[str] | None, Query(description="IRI of a named graph")] = None,
    default: Annotated[str | None, Query(description="Give the default graph; needs no value")] = None,
    format: _Format = None,
) -> Response:
    """Give a named graph (`?graph=IRI`), the default graph (`?default`), or all graphs (TriG, N-Quads, JSON-LD)."""
    named = graph or []
    if len(named) + (default is not None) > 1 or "" in named:
        raise BadQuery("Give one graph=IRI, or default, or neither for the whole dataset.")
    endpoint = endpoint_of(request)
    wanted = "" if default is not None else next((endpoint.graph_iri(name) for name in named), None)
    return await respond(endpoint, request, content_request(request, graph=wanted))


@router.get("/graph/{name:path}")
async def graph_itself(request: Request, name: str, format: _Format = None) -> Response:
    """Give one of our named graphs by the end of its IRI: curated, inferred/R08-tied-with and so on."""
    endpoint = endpoint_of(request)
    waits = {"contributed": True} if name.startswith("contributed/") else {}
    return await respond(endpoint, request, content_request(request, graph=endpoint.graph_iri(name), **waits))


@router.api_route("/store", methods=_WRITES, include_in_schema=False)
@router.api_route("/graph/{name:path}", methods=_WRITES, include_in_schema=False)
async def refuse_writing() -> Response:
    """Refuse to change a graph."""
    raise HTTPException(405, "The dataset is read only. It grows by files in its repository.", {"Allow": _READS})


@router.get("/.well-known/void")
async def void(request: Request, format: _Format = None) -> Response:
    """Describe the dataset (VoID): how much it holds, of which classes, with which properties, and where it is."""
    return await describe(request, "void")


@router.get("/dumps")
async def dumps(request: Request, format: _Format = None) -> Response:
    """Describe this edition of the dataset (DCAT): version, date, licence, and each file to download."""
    return await describe(request, "dumps")


@router.get("/dumps/{name}")
async def dump(request: Request, name: str) -> Response:
    """Download the whole dataset (`dataset.trig`, `dataset.nq`) or one graph (`curated.ttl`); most as `.gz` too."""
    response = await respond(endpoint_of(request), request, file_request(request, name))
    safe = quote(name, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{safe}\"; filename*=UTF-8''{safe}"
    if name.endswith(".gz"):
        del response.headers["Content-Encoding"]
        response.headers["Content-Type"] = "application/gzip"
    return response


async def describe(request: Request, kind: Description) -> Response:
    """Give a description of the service or its dataset."""
    asked = content_request(request, describe=kind, place=base_address(request))
    return await respond(endpoint_of(request), request, asked)
