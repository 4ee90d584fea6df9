"""How to use the service from a program: addresses, formats, limits, errors, each with a command that works."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from api.content import base_address
from api.deps import Graph, endpoint_of
from api.errors import PROBLEMS, tell
from api.pages.page import render
from gzkg import OFFERS, Format, Holds, KnowledgeGraph, UnknownTerm, formats_for, options_of

router = APIRouter()

_ANSWERS: Final[tuple[Holds, ...]] = ("bindings", "boolean", "graph", "dataset", "network", "table", "findings")
_CITY: Final = "city/cn-guangzhou"
_MISSPELT: Final = "sistercity"


@router.get("/api")
async def guide(graph: Graph, request: Request) -> Response:
    """Show the guide, with the addresses and limits of this very service."""
    endpoint = endpoint_of(request)
    return await run_in_threadpool(
        render,
        request,
        "guide",
        service=base_address(request).rstrip("/"),
        version=endpoint.version,
        limits=endpoint.limits,
        offers=OFFERS,
        options=[option for option in options_of("network") if not option.local],
        formats=_formats(),
        problem=await _problem(graph, request),
        statuses=sorted(int(status) for status in PROBLEMS),
    )


def _formats() -> Mapping[str, tuple[Format, list[Holds]]]:
    """Return media type -> format and the kinds of answer that it can hold."""
    found: dict[str, tuple[Format, list[Holds]]] = {}
    for kind in _ANSWERS:
        for format in formats_for(kind):
            found.setdefault(format.media_type, (format, []))[1].append(kind)
    return found


async def _problem(graph: KnowledgeGraph, request: Request) -> str:
    """Return the problem document that a misspelt kind is answered with."""
    try:
        await run_in_threadpool(graph.relations, _CITY, kind=_MISSPELT)
    except UnknownTerm as error:
        told: dict[str, Any] = json.loads(bytes((await tell(request, error)).body))
        return json.dumps({**told, "instance": f"/entities/{_CITY}/relations"}, ensure_ascii=False, indent=2)
    return ""
