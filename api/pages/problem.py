"""An error as a page, for those who read with a browser."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.errors import status_of, tell
from api.pages.page import render
from gzkg import GzkgError

_BROWSER: Final = "text/html"


def add_error_pages(app: FastAPI) -> None:
    """Show errors as pages to browsers, and as problem documents to everyone else."""
    app.add_exception_handler(GzkgError, _tell)
    app.add_exception_handler(HTTPException, _tell)


async def _tell(request: Request, error: Exception) -> Response:
    told = await tell(request, error)
    if _BROWSER not in request.headers.get("accept", "") or request.method != "GET":
        return told
    status = status_of(error) if isinstance(error, GzkgError) else told.status_code
    detail = str(error) if isinstance(error, GzkgError) else str(getattr(error, "detail", ""))
    nearest = getattr(error, "nearest", None) or ()
    shown = render(request, "problem", status=status, missing=status == 404, detail=detail, nearest=nearest)
    shown.headers.update({name: value for name, value in told.headers.items() if name in ("retry-after", "allow")})
    return shown
