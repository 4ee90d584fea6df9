"""A SPARQL editor."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()


@router.get("/query")
def query(request: Request) -> Response:
    """Show the page."""
    return render(request, "query")
