"""Networks and what is measured on them: one address for each analysis, all with the same parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from api.content import content_request
from api.deps import endpoint_of
from api.protocol import read_seconds
from api.respond import respond
from gzkg import OFFERS, Offer, Option, options_of

router = APIRouter(prefix="/network", tags=["Networks"])

_APART: Final = frozenset({"format", "include", "known_on", "known-on", "timeout"})
_SCHEMA: Final = {"flag": "boolean", "number": "number", "whole": "integer"}
_ANSWER: Final = (
    Option("table", "In CSV, Parquet and Arrow: one of the further tables that JSON gives as `details`"),
    Option("format", "Format by name or media type, instead of Accept: json, csv, graphml, gexf, parquet, …"),
    Option("timeout", "Seconds after which the work is ended", "number"),
)


def _parameter(option: Option) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": _SCHEMA.get(option.kind, "string")}
    if option.choices:
        schema["enum"] = list(option.choices)
    if option.kind == "texts":
        schema = {"type": "array", "items": schema}
    return {"name": option.name, "in": "query", "description": option.about, "schema": schema}


def _route(offer: Offer) -> Callable[[Request], Awaitable[Response]]:
    async def ask(request: Request) -> Response:
        given = request.query_params
        words = {name: given.getlist(name) for name in sorted(given) if name not in _APART}
        known_on = given.get("known_on") or given.get("known-on")
        timeout_s = read_seconds(given.get("timeout"))
        asked = content_request(request, analysis=offer.name, words=words, known_on=known_on, timeout_s=timeout_s)
        return await respond(endpoint_of(request), request, asked)

    return ask


for _offer in OFFERS:
    router.add_api_route(
        "" if _offer.name == "network" else f"/{_offer.name}",
        _route(_offer),
        name=_offer.name,
        summary=_offer.about,
        openapi_extra={
            "parameters": [_parameter(option) for option in (*options_of(_offer.name), *_ANSWER) if not option.local]
        },
    )
