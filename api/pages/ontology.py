"""The ontology, readable."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()


@router.get("/ontology")
def ontology(request: Request) -> Response:
    """Show the page."""
    return render(request, "ontology")
