"""What this is, how to cite it, its licence."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()


@router.get("/about")
def about(request: Request) -> Response:
    """Show the page."""
    return render(request, "about")
