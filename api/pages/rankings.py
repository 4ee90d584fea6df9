"""Centralities of cities through time."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()


@router.get("/rankings")
def rankings(request: Request) -> Response:
    """Show the page."""
    return render(request, "rankings")
