"""The first page: find, see what is there, choose a way in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Graph, endpoint_of
from api.pages.page import render

router = APIRouter()


@router.get("/")
def home(graph: Graph, request: Request) -> Response:
    """Show the first page."""
    return render(request, "home", summary=graph.summary(), version=endpoint_of(request).version)
