"""The network, drawn: on a map or by its ties, through time."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()


@router.get("/explore")
def explore(request: Request) -> Response:
    """Show the page."""
    return render(request, "explore")
