"""The HTTP server: uvicorn, with limits on what a request may send before anyone reads it, and logs in JSON."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.front import MOST_HEAD_BYTES
from api.log import JsonFormatter

_HEAD_S: Final = 10.0
"""Seconds within which the head of a request must have come."""

_BODY_S: Final = 20.0
"""Seconds within which its body must have come, read or not."""

_FINISH_S: Final = 90
"""Seconds that running answers have when the server is told to stop."""

_REFUSAL: Final = (
    b"HTTP/1.1 %b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
)
_TOO_LATE: Final = (b"408 Request Timeout", b"The head of the request did not come in time.")
_TOO_LARGE: Final = (
    b"431 Request Header Fields Too Large",
    b"Address and headers are larger than %d bytes. Send a long query with POST." % MOST_HEAD_BYTES,
)


class BoundedProtocol(HttpToolsProtocol):
    """HTTP that hangs up on a head which is too large or does not come to its end."""

    _head_bytes: int | None = 0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a first request."""
        super().connection_made(transport)
        self._late = self.loop.call_later(_HEAD_S, self._refuse, *_TOO_LATE)

    def data_received(self, data: bytes) -> None:
        """Take bytes of a request."""
        begun = self._head_bytes
        super().data_received(data)
        if begun is not None and self._head_bytes is not None:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                self._refuse(*_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin to read the head of a request."""
        super().on_message_begin()
        self._head_bytes = 0
        if self._late:
            self._late.cancel()
        self._late = self.loop.call_later(_HEAD_S, self._refuse, *_TOO_LATE)

    def on_headers_complete(self) -> None:
        """Begin to answer: the head is whole, the body is to follow."""
        self._head_bytes = None
        self._stop_waiting()
        self._late = self.loop.call_later(_BODY_S, self.transport.close)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing more: the request is whole."""
        self._stop_waiting()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _stop_waiting(self) -> None:
        if self._late:
            self._late.cancel()
            self._late = None

    def _refuse(self, status: bytes, problem: bytes) -> None:
        self._stop_waiting()
        if self.cycle and not self.cycle.response_complete:  # an earlier request's answer is on its way
            if status == _TOO_LARGE[0]:
                self.transport.abort()
                return
            self._late = self.loop.call_later(_HEAD_S, self._refuse, status, problem)
            return
        self._head_bytes = None
        self.transport.write(_REFUSAL % (status, len(problem)) + problem)
        self.transport.close()


def server_of(app: FastAPI, *, verbose: bool = False, **options: Any) -> uvicorn.Server:
    """Return a server of the service, which logs queries too with `verbose`; `options` are those of uvicorn.Config."""
    _take_all_descriptors()
    options = {"log_config": _logging("DEBUG" if verbose else "INFO"), **options}
    config = uvicorn.Config(
        app, http=BoundedProtocol, ws="none", access_log=False, timeout_graceful_shutdown=_FINISH_S, **options
    )
    return _Server(config)


class _Server(uvicorn.Server):
    """A server that has done its work when it was told to stop, and says so by its exit code."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish running answers and close."""
        await super().shutdown(sockets)
        self._captured_signals.clear()  # else it would raise them once more


def _take_all_descriptors() -> None:
    with suppress(ImportError):  # Windows has no such limit
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _logging(level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {
            "uvicorn": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "gzkg": {"handlers": ["stderr"], "level": level, "propagate": False},
        },
    }
