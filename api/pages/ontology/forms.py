"""All terms of the ontology in the forms that programs read: as JSON, and as the ontology's own RDF."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from fastapi import Request, Response

from api.content import content_request
from api.deps import endpoint_of
from api.negotiate import find_media_type, takes_gzip
from api.respond import respond
from gzkg import KnowledgeGraph, Ontology, formats_for, plain

JSON: Final = "application/json"
RDF: Final = tuple(name for format in formats_for("graph") for name in format.media_types if name != JSON)


def wants_json(request: Request) -> bool:
    """Tell whether a client likes JSON better than RDF; one that does not care gets it."""
    if named := request.query_params.get("format"):
        return named in ("json", JSON)
    return find_media_type(request.headers.get("accept", ""), (JSON, *RDF)) == JSON


def give_json(graph: KnowledgeGraph, request: Request) -> Response:
    """Return the ontology as JSON, or 304 when the client has it; written once for each state of the graph."""
    kept: _Written | None = getattr(request.app.state, "ontology", None)
    if kept is None or kept.ontology is not graph.ontology():
        kept = request.app.state.ontology = _write(graph.ontology())
    headers = {"ETag": kept.tag, "Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
    if kept.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(kept.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=JSON)
    return Response(kept.text, headers=headers, media_type=JSON)


async def give_rdf(request: Request) -> Response:
    """Return the named graph of the ontology. Raises: UnsupportedFormat."""
    endpoint = endpoint_of(request)
    return await respond(endpoint, request, content_request(request, graph=endpoint.graph_iri("ontology")))


@dataclass(frozen=True, slots=True)
class _Written:
    """The ontology as it leaves, and what it was written from."""

    ontology: Ontology
    text: bytes
    packed: bytes
    tag: str


def _write(ontology: Ontology) -> _Written:
    text = json.dumps(plain(ontology), ensure_ascii=False, separators=(",", ":")).encode()
    return _Written(ontology, text, gzip.compress(text, mtime=0), f'"{blake2b(text, digest_size=8).hexdigest()}"')
