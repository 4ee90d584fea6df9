"""What a page asks the endpoint: a query or an analysis, worked out aside and kept as any other answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import Request

from api.deps import endpoint_of
from gzkg import QueryRequest, QueryTooHeavy

Row = Mapping[str, str]
"""One row of an answer: column → value; what is not bound is left out."""

_MOST_BYTES: Final = 16 << 20


async def ask_rows(request: Request, sparql: str) -> list[Row]:
    """Return all rows of a SELECT. Raises: QueryTooHeavy, when they are cut; what `Endpoint.answer` raises."""
    told = await _ask(request, QueryRequest(sparql, {"bindings": "json"}))
    return [{name: term["value"] for name, term in row.items()} for row in told["results"]["bindings"]]


async def ask_analysis(request: Request, analysis: str, words: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the answer of an analysis, as JSON has it. Raises: what `Endpoint.answer` raises."""
    return await _ask(request, QueryRequest(analysis=analysis, words=words, accept={"table": "json"}))


async def _ask(request: Request, asked: QueryRequest) -> dict[str, Any]:
    endpoint = endpoint_of(request)
    client = request.client.host if request.client else ""
    served = await endpoint.answer(endpoint.settle(asked), client)
    told: dict[str, Any] = json.loads(await served.reply.read(_MOST_BYTES))
    if why := told.get("cut"):
        raise QueryTooHeavy(why)
    return told
