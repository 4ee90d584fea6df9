"""One entity or record at its own address: a page for people, RDF for machines."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Graph
from api.pages.page import render

router = APIRouter()


@router.get("/id/{id:path}")
def entity(graph: Graph, request: Request, id: str) -> Response:
    """Show an entity or record."""
    return render(request, "entity", entity=graph.entity(id))
