"""An error as a page, for those who read with a browser: what happened, and what may have been meant."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.deps import get_graph
from api.errors import status_of, tell
from api.pages.language import choose_language
from api.pages.page import render
from api.pages.words import read_words
from gzkg import Brief, GzkgError, KnowledgeGraph

_BROWSER: Final = "text/html"
_NOT_NAMES: Final = re.compile(r"[^\w]+|\b[a-z]{2}\b(?=-)")
"""What stands between the words of an address: punctuation, and the code of a country."""

_MOST: Final = 5
_NEAR: Final = 0.5
"""Least score of a name that is offered instead of an address."""


def add_error_pages(app: FastAPI) -> None:
    """Show errors as pages to browsers, and as problem documents to everyone else."""
    app.add_exception_handler(GzkgError, _tell)
    app.add_exception_handler(HTTPException, _tell)


async def _tell(request: Request, error: Exception) -> Response:
    told = await tell(request, error)
    if _BROWSER not in request.headers.get("accept", "") or request.method != "GET":
        return told
    status = status_of(error) if isinstance(error, GzkgError) else told.status_code
    words = read_words("problem", choose_language(request))
    missing, asked = status == 404, _asked_name(request.url.path)
    shown = render(
        request,
        "problem",
        status=status,
        missing=missing,
        heading=words.get("heading_" + str(status), words["heading"]),
        advice=words.get("advice_" + str(status), words["advice"]),
        detail=json.loads(bytes(told.body))["detail"] if isinstance(error, GzkgError) else "",
        asked=asked if missing else "",
        nearest=await run_in_threadpool(_suggest, get_graph(request), error, asked) if missing else (),
    )
    shown.headers.update({name: value for name, value in told.headers.items() if name in ("retry-after", "allow")})
    return shown


def _asked_name(path: str) -> str:
    """Return the words in the last part of an address: `lion` of `/id/city/fr-lion`."""
    return " ".join(_NOT_NAMES.sub(" ", unquote(path).rstrip("/").rpartition("/")[2]).split())


def _suggest(graph: KnowledgeGraph, error: Exception, asked: str) -> Sequence[Brief]:
    """Return what may have been meant: the nearest ids, then the names that are near."""
    near = [match.id for match in graph.find(asked, limit=_MOST) if match.score >= _NEAR]
    return graph.brief([*(getattr(error, "nearest", None) or ()), *near])[:_MOST]
