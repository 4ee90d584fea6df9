"""What every request passes: a number, a limit on its head, HEAD as GET, a line in the log, a mark in the metrics."""

from __future__ import annotations

import logging
import re
import secrets
import time
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import Metrics

MOST_HEAD_BYTES: Final = 64 << 10
"""Most that address and headers of a request may hold."""

_NO_GUESS: Final = (b"x-content-type-options", b"nosniff")
_NO_SCRIPT: Final = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox")
"""For what a browser shows as a document without being a page: drawings and XML, which may hold what others wrote."""

_ID: Final = re.compile(rb"[\w.-]{1,64}")
_log: Final = logging.getLogger("gzkg.access")
_failures: Final = logging.getLogger("gzkg.service")


class Front:
    """The outermost part of the service."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = _Visit(scope, send)
        app = _too_large if _head_bytes(scope) > MOST_HEAD_BYTES else self._app
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope  # the server sends no body
        try:
            await app(inner, receive, visit.send)
        except Exception:
            _failures.exception("unforeseen", extra={"fields": {"request_id": visit.id}})
            if not visit.begun:
                await _failed(inner, receive, visit.send)
        finally:
            self._metrics.observe(visit.form, visit.status, visit.seconds)
            visit.write()


class _Visit:
    """One request on its way."""

    def __init__(self, scope: Scope, send: Send) -> None:
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        self.id = given.decode() if _ID.fullmatch(given) else secrets.token_hex(8)
        self.status = 500
        self.begun = False
        self._bytes = 0
        self._scope = scope
        self._send = send
        self._begin = time.perf_counter()
        self._state: dict[str, Any] = scope.setdefault("state", {})

    @property
    def form(self) -> str:
        """Form of the query, "" when the request was none."""
        return str(self._state.get("form", ""))

    @property
    def seconds(self) -> float:
        """Seconds since the request came."""
        return time.perf_counter() - self._begin

    async def send(self, message: Message) -> None:
        """Pass on a part of the response."""
        if message["type"] == "http.response.start":
            self.status, self.begun = message["status"], True
            own = [(b"x-request-id", self.id.encode()), _NO_GUESS]
            if endpoint := getattr(self._scope["app"].state, "endpoint", None):
                own.append((b"gzkg-version", endpoint.version.encode()))
            media_type = next((value for name, value in message["headers"] if name == b"content-type"), b"")
            if b"xml" in media_type:
                own.append(_NO_SCRIPT)
            message["headers"] = [*message["headers"], *own]
        else:
            self._bytes += len(message.get("body", b""))
        await self._send(message)

    def write(self) -> None:
        """Write a line into the log: no query, and nothing that was sent."""
        if _log.isEnabledFor(logging.INFO):
            client = self._scope.get("client") or ("", 0)
            said = {"request_id": self.id, "client": client[0], "method": self._scope["method"]}
            done = {"status": self.status, "ms": round(self.seconds * 1000, 2), "bytes": self._bytes, "form": self.form}
            _log.info("request", extra={"fields": {**said, "path": self._scope["path"], **done}})


def _head_bytes(scope: Scope) -> int:
    return len(scope["query_string"]) + sum(len(name) + len(value) for name, value in scope["headers"])


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    detail = f"Address and headers are larger than {MOST_HEAD_BYTES} bytes. Send a long query with POST."
    await _problem(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail)(scope, receive, send)


async def _failed(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "The service failed; the log says why under this X-Request-Id. Ask again; then report it."
    await _problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)(scope, receive, send)


def _problem(status: HTTPStatus, detail: str) -> JSONResponse:
    kind = f"urn:gzkg:problem:{status.phrase.replace(' ', '')}"
    problem = {"type": kind, "title": status.phrase, "status": status, "detail": detail}
    return JSONResponse(problem, status, media_type="application/problem+json")
