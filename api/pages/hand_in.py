"""New records: validate, repair, submit, review."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()


@router.get("/hand-in")
def hand_in(request: Request) -> Response:
    """Show the page."""
    return render(request, "hand_in")
