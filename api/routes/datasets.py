"""The dataset itself: its graphs by the SPARQL 1.1 Graph Store Protocol (read only), its dumps, its description."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.deps import endpoint_of
from api.negotiate import choose_encoding, choose_formats
from api.respond import respond
from gzkg import BadQuery, QueryRequest

router = APIRouter(tags=["Dataset"])


@router.get("/store")
async def graph_store(request: Request, graph: str | None = None, default: str | None = None) -> Response:
    """Give a named graph (`?graph=IRI`), the default graph (`?default`), or all graphs (TriG, N-Quads, JSON-LD)."""
    if graph is not None and default is not None:
        raise BadQuery("Give either graph=IRI or default, not both.")
    asked = QueryRequest(
        accept=choose_formats(",".join(request.headers.getlist("accept")), request.query_params.get("format")),
        graph="" if default is not None else graph,
        encoding=choose_encoding(request.headers.get("accept-encoding", "")),
    )
    return await respond(endpoint_of(request), request, asked)
