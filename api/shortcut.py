"""The way to the SPARQL endpoint past all routing: it has one address, and most requests are for it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import tell
from api.routes.sparql import get_sparql
from gzkg import GzkgError


class Shortcut:
    """Answers /sparql itself and hands on the rest; the route of the same address serves the reference."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["path"] not in ("/sparql", "/sparql/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            if scope["method"] not in ("GET", "POST"):
                raise HTTPException(405, "Send a query with GET or POST.", {"Allow": "GET, HEAD, POST"})
            response = await get_sparql(request)
        except (GzkgError, HTTPException) as error:
            response = await tell(request, error)
        await response(scope, receive, send)
