"""Where sources are alone, disagree, or are out of date."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()


@router.get("/who-says-so")
def witness(request: Request) -> Response:
    """Show the page."""
    return render(request, "witness")
