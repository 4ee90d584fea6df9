"""A lean HTTP client: keep-alive connections that ask one text after another and note when bytes come back."""

from __future__ import annotations

import asyncio
import itertools
import socket
import time
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, TypeVar
from urllib.parse import quote

import httptools

ROWS: Final = "application/sparql-results+json"
GRAPH: Final = "text/turtle"
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Reply:
    """One answer: its status, the seconds to its first and last byte, its size and, if kept, its body."""

    status: int
    first_s: float
    total_s: float
    size: int
    body: bytes = b""


@dataclass(frozen=True)
class Load:
    """What some connections got in some seconds."""

    replies: list[Reply]
    elapsed_s: float
    client_busy: float

    @property
    def failed(self) -> int:
        """Return how many answers were not 200."""
        return sum(reply.status != 200 for reply in self.replies)

    def figures(self) -> dict[str, float]:
        """Return p50 and p99 in milliseconds of answers and first bytes, and answers per second."""
        good = sorted(reply.total_s for reply in self.replies if reply.status == 200)
        if not good:
            return {"failed": self.failed}
        return {
            "p50_ms": median(good) * 1e3,
            "p99_ms": good[min(len(good) - 1, int(len(good) * 0.99))] * 1e3,
            "first_ms": median(reply.first_s for reply in self.replies if reply.status == 200) * 1e3,
            "per_s": len(good) / self.elapsed_s,
            "answers": len(good),
            "failed": self.failed,
            "client_busy": self.client_busy,
        }


class Connection(asyncio.Protocol):
    """One keep-alive connection; opens itself again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[Reply] | None = None
        self._parser: httptools.HttpResponseParser | None = None

    async def ask(self, request: bytes, *, keep: bool = False) -> Reply:
        """Send a request and return its answer; `keep` keeps the body."""
        if self.transport is None or self.transport.is_closing():
            loop = asyncio.get_running_loop()
            transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self.port)
            self.transport = transport
        self._hurry()
        self._waiter = asyncio.get_running_loop().create_future()
        self._parser = httptools.HttpResponseParser(self)
        self._size, self._chunks, self._keep, self._first_s = 0, [], keep, 0.0
        self._begin = time.perf_counter()
        self.transport.write(request)
        return await self._waiter

    def close(self) -> None:
        """Close the connection; an answer that is waited for is given up."""
        if self.transport is not None:
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take bytes of the answer."""
        if not self._first_s:
            self._first_s = time.perf_counter() - self._begin
        self._hurry()
        assert self._parser is not None
        self._parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the server has closed; an unfinished answer counts as failed."""
        self.transport = None
        self._finish(0)

    def on_body(self, body: bytes) -> None:
        """Count the body's bytes (called by the parser)."""
        self._size += len(body)
        if self._keep:
            self._chunks.append(body)

    def on_message_complete(self) -> None:
        """Hand out the answer (called by the parser)."""
        assert self._parser is not None
        self._finish(self._parser.get_status_code())

    def _hurry(self) -> None:
        # acknowledge at once: servers that write in small pieces would wait 40 ms for it, on a loopback for nothing
        if hasattr(socket, "TCP_QUICKACK") and self.transport is not None:
            self.transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _finish(self, status: int) -> None:
        if self._waiter is not None and not self._waiter.done():
            total = time.perf_counter() - self._begin
            self._waiter.set_result(Reply(status, self._first_s, total, self._size, b"".join(self._chunks)))


def request_of(path: str, text: str, accept: str) -> bytes:
    """Return the bytes of a GET with a query."""
    return f"GET {path}query={quote(text, safe='')} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


_SERIAL = itertools.count(time.time_ns() % 1_000_000_000)


def requests_of(path: str, texts: list[tuple[str, str]], *, same: bool = False) -> Iterator[bytes]:
    """Yield requests for (text, accept) in turn, for ever.

    Each text ends with a comment that never comes twice, so that no cache of whole texts can answer; `same` leaves
    them as they are.
    """
    fixed = [request_of(path, text, accept) for text, accept in texts]
    if same:
        yield from itertools.cycle(fixed)
    for text, accept in itertools.cycle(texts):
        yield request_of(path, f"{text}\n# {next(_SERIAL)}", accept)


async def drive(port: int, requests: Iterator[bytes], *, connections: int, seconds: float, most: int = 10**9) -> Load:
    """Ask over several connections until the seconds are over or so many answers have come; wait for the last ones."""
    lines = [Connection(port) for _ in range(connections)]
    replies: list[Reply] = []
    begin, cpu = time.perf_counter(), time.process_time()

    async def one(line: Connection) -> None:
        while not replies or (time.perf_counter() - begin < seconds and len(replies) < most):
            replies.append(await line.ask(next(requests)))

    await asyncio.gather(*(one(line) for line in lines))
    elapsed = time.perf_counter() - begin
    busy = (time.process_time() - cpu) / elapsed
    for line in lines:
        line.close()
    return Load(replies, elapsed, busy)


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine on the fastest event loop at hand."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        new_event_loop = asyncio.new_event_loop
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)
