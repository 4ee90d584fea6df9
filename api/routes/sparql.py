"""The SPARQL endpoint: the query operation of the SPARQL 1.1 Protocol, read only."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.deps import endpoint_of
from api.protocol import query_request, read_parameters
from api.respond import respond
from api.routes.datasets import describe

router = APIRouter(tags=["SPARQL"])

_PARAMETERS: Final = {
    "query": "SPARQL 1.1 query",
    "default-graph-uri": "IRI of a graph for the default graph of the query; may be repeated",
    "named-graph-uri": "IRI of a named graph of the query; may be repeated",
    "format": "Format by name or media type, instead of Accept: json, xml, csv, tsv, turtle, ntriples, jsonld, …",
    "as-of": "Day, 1990-01-01: the derived direct triples as they held then",
    "known-on": "Day: what the sources had said by then",
    "include": "`contributed`: with the records that wait for review",
    "timeout": "Seconds after which the query is ended",
    "explain": "`empty`: when the answer is empty, say in `Gzkg-Explanation` which terms do not occur",
}


def _described(*, in_address: bool) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": text} for name, text in _PARAMETERS.items()}
    if in_address:
        return {
            "parameters": [
                {"name": name, "in": "query", "description": entry["description"], "schema": {"type": "string"}}
                for name, entry in properties.items()
            ]
        }
    form = {"schema": {"type": "object", "properties": properties, "required": ["query"]}}
    content = {"application/sparql-query": {"schema": {"type": "string"}}, "application/x-www-form-urlencoded": form}
    return {"requestBody": {"required": True, "content": content}}


@router.get("/sparql", openapi_extra=_described(in_address=True))
async def get_sparql(request: Request) -> Response:
    """Answer a SPARQL query given in the address; without one, describe the service, or show browsers its page."""
    endpoint = endpoint_of(request)
    parameters = await read_parameters(request, endpoint.limits.max_query_kb << 10)
    if request.method == "GET" and not parameters and _is_browser(request):
        return RedirectResponse(request.scope.get("root_path", "") + "/query", 303, {"Vary": "Accept"})
    if request.method == "GET" and parameters.keys() <= {"format", "output"}:
        return await describe(request, "service")
    return await respond(endpoint, request, query_request(request, parameters))


def _is_browser(request: Request) -> bool:
    """Tell whether a person asks a service that has pages."""
    return request.headers.get("accept", "").startswith("text/html") and hasattr(request.app.state, "graph")


@router.post("/sparql", openapi_extra=_described(in_address=False))
async def post_sparql(request: Request) -> Response:
    """Answer a SPARQL query given as a form or as the body (application/sparql-query)."""
    return await get_sparql(request)
