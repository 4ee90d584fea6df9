"""Make the response of an answer: its headers, whether it is new to the client, whole or streamed."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine
from contextlib import aclosing
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gzkg import Endpoint, GzkgError, QueryRequest, Served, get_format

_log = logging.getLogger("gzkg.service")

_STALL_S: Final = 10.0
"""Seconds after which a client that takes nothing is hung up on."""

_WATCH_S: Final = 0.2
"""Seconds after which it is watched whether a client still waits for its answer."""

_EXPLANATION_BYTES: Final = 4096


async def respond(endpoint: Endpoint, request: Request, asked: QueryRequest) -> Response:
    """Return the response to a query, or 304 when the client has it already. Raises: what `Endpoint.answer` raises."""
    asked = endpoint.settle(asked)
    headers = {"Vary": "Accept, Accept-Encoding", "Cache-Control": "no-cache"}
    if tag := endpoint.tag(asked):
        headers["ETag"] = f'"{tag}"'
        headers["Last-Modified"] = _http_date(endpoint.modified)
        if tag in _known_tags(request) and endpoint.memory.is_whole(endpoint.key(asked)):
            return Response(status_code=304, headers=headers)
    else:
        headers["Cache-Control"] = "no-store"
    client = request.client.host if request.client else ""
    if _log.isEnabledFor(logging.DEBUG):
        _log.debug("query", extra={"fields": {"client": client, "query": asked.text}})
    served = await _watched(request, endpoint.answer(asked, client))
    request.state.form = served.reply.form
    if served.reply.cut:
        headers.pop("ETag", None)
        headers.pop("Last-Modified", None)
    elif tag and (tag in _known_tags(request) or _is_older(request, endpoint.modified)) and _is_whole(served, asked):
        if served.reply.pieces:
            await served.reply.pieces.aclose()
        return Response(status_code=304, headers=headers)
    return _response(served, headers)


def _is_whole(served: Served, asked: QueryRequest) -> bool:
    return served.reply.body is not None or asked.text is None  # what is no query is never cut


@lru_cache(maxsize=16)
def _http_date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


def _known_tags(request: Request) -> set[str]:
    known = request.headers.get("if-none-match", "") if request.method == "GET" else ""
    return {part.strip().removeprefix("W/").strip('"') for part in known.split(",")} if known else set()


def _is_older(request: Request, modified: datetime) -> bool:
    since = request.headers.get("if-modified-since")
    if since is None or request.method != "GET" or "if-none-match" in request.headers:
        return False
    try:
        return modified <= parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):
        return False


def _response(served: Served, headers: dict[str, str]) -> Response:
    reply = served.reply
    format = get_format(reply.format, reply.holds)
    if reply.encoding:
        headers["Content-Encoding"] = reply.encoding
    if reply.cut:
        headers["Gzkg-Cut"] = reply.cut
    if reply.explanation:
        headers["Gzkg-Explanation"] = _short(reply.explanation)
    headers["Gzkg-Cache"] = "hit" if served.from_memory else "miss"
    if served.allowance:
        headers["RateLimit-Limit"] = f"{served.allowance.limit_s:.0f}"
        headers["RateLimit-Remaining"] = f"{served.allowance.remaining_s:.0f}"
        headers["RateLimit-Reset"] = f"{served.allowance.reset_s:.0f}"
    if reply.body is None:
        return _Stream(served, headers, format.media_type)
    return Response(reply.body, headers=headers, media_type=format.media_type)


def _short(explanation: list[dict[str, Any]]) -> str:
    """Return as much of an explanation as fits into a header, as JSON in ASCII."""
    kept = list(explanation)
    while len(text := json.dumps(kept)) > _EXPLANATION_BYTES and kept:
        kept.pop()
    return text


async def _watched(request: Request, answering: Coroutine[Any, Any, Served]) -> Served:
    """Wait for an answer, unless the client leaves before it is there; then its work is ended."""
    task, loop, watch = asyncio.current_task(), asyncio.get_running_loop(), _Watch(request.receive)
    assert task is not None
    late = loop.call_later(_WATCH_S, watch.begin, task)
    try:
        return await answering
    except asyncio.CancelledError:
        if watch.saw_leave:
            task.uncancel()
            raise HTTPException(499, "The client left before its answer was there.") from None
        raise
    finally:
        late.cancel()
        watch.end()


class _Watch:
    """Cancels a task when the client leaves."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._watching: asyncio.Task[None] | None = None
        self.saw_leave = False

    def begin(self, task: asyncio.Task[Any]) -> None:
        """Begin to watch."""
        self._watching = asyncio.ensure_future(self._wait(task))

    async def _wait(self, task: asyncio.Task[Any]) -> None:
        await _disconnected(self._receive)
        self.saw_leave = True
        task.cancel()

    def end(self) -> None:
        """Watch no more."""
        if self._watching:
            self._watching.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _Stream(Response):
    """Sends pieces as they come. An answer that fails on the way breaks off, so that nobody takes it for whole."""

    def __init__(self, served: Served, headers: dict[str, str], media_type: str) -> None:
        self._pieces = served.reply.pieces
        self.status_code, self.media_type, self.background = 200, media_type, None
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        assert self._pieces is not None
        task, watch = asyncio.current_task(), _Watch(receive)
        assert task is not None
        watch.begin(task)
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async with aclosing(self._pieces) as pieces:
                async for piece in pieces:
                    async with asyncio.timeout(_STALL_S):
                        await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except asyncio.CancelledError:
            if not watch.saw_leave:
                raise
            task.uncancel()
        except (GzkgError, TimeoutError) as error:
            _log.warning("An answer broke off: %s", error or f"the client took nothing for {_STALL_S:g} seconds")
        finally:
            watch.end()
