"""Requests answered by processes of their own: one that never ends, or fells the engine, takes nothing with it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Final

from gzkg.endpoint.link import Worker, WorkerGone
from gzkg.endpoint.roster import Roster
from gzkg.endpoint.source import Source
from gzkg.endpoint.wire import Frame, QueryRequest, unpack_error
from gzkg.errors import GzkgError, QueryTimeout, QueryTooHeavy, StoreError, WorkerLost
from gzkg.rdf.formats import Holds
from gzkg.settings import Limits

_SLOW_S: Final = 1.0
"""A query that runs longer than this gives way to the others."""


_FELLED: Final = frozenset(
    {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGTRAP}
)
"""Signals by which the engine ends when it has no memory or no stack left."""


@dataclass(slots=True)
class Use:
    """What a request has used so far, in seconds of computing; once it `ended`, whether its answer was cut."""

    cpu_s: float = 0.0
    cut: str | None = None
    ended: bool = False


@dataclass(slots=True)
class Reply:
    """What came back: the whole body, or with `body` None a stream of pieces, to be read once and closed.

    `cut` says why the answer was cut; None when it was not, or when its stream will say so itself.
    """

    form: str
    """Form of the query: SELECT, ASK, CONSTRUCT, DESCRIBE; DESCRIPTION; DUMP for a graph or dataset as it is."""

    format: str
    holds: Holds
    encoding: str
    cut: str | None
    explanation: list[dict[str, Any]]
    body: bytes | None = None
    pieces: AsyncGenerator[bytes] | None = None

    async def read(self, most_bytes: int = sys.maxsize) -> bytes:
        """Return the body, read to its end. Raises: QueryTooHeavy, when it is larger; QueryTimeout, WorkerLost."""
        body = bytearray(self.body or b"")
        if self.pieces is not None:
            async with aclosing(self.pieces) as pieces:
                async for piece in pieces:
                    body += piece
                    if len(body) > most_bytes:
                        break
        if len(body) > most_bytes:
            raise QueryTooHeavy(f"The answer is larger than {most_bytes} bytes. Ask /sparql for it, or ask for less.")
        return bytes(body)


class Workers:
    """Processes that answer requests over one dataset; for one event loop."""

    possible = hasattr(os, "fork") and hasattr(socket, "send_fds")
    """Whether this system can do it: Linux and macOS can, Windows cannot."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._limits = limits
        self._roster = Roster(source, limits)
        self.counts = self._roster.counts
        """How many forks, kills, overloads, timeouts and crashes there were."""

    def load(self) -> None:
        """Read the dataset now, rather than at the start. Raises: StoreError, when it cannot be read."""
        self._roster.load()

    async def start(self) -> None:
        """Read the dataset and fork the workers. Raises: StoreError."""
        await self._roster.start()

    async def advance(self, *, validating: bool = False) -> None:
        """Take over what the journal of records has got since, and with `validating` be ready to validate batches.

        Raises: StoreError.
        """
        await self._roster.advance(validating=validating)

    @property
    def seq(self) -> int:
        """Up to which entry of the journal of records the dataset is."""
        return self._roster.seq

    async def close(self) -> None:
        """End all processes."""
        await self._roster.close()

    @property
    def ready(self) -> bool:
        """Whether queries can be answered."""
        return bool(self.pids["nursery"] and self.pids["workers"])

    @property
    def state(self) -> dict[str, int]:
        """How many workers are idle and busy, how many requests wait."""
        return self._roster.state

    @property
    def grown_bytes(self) -> int:
        """Memory that the workers have taken beyond that of the dataset, as they last said."""
        return self._roster.grown_bytes

    @property
    def pids(self) -> dict[str, list[int]]:
        """Process ids of the nursery and the workers."""
        return self._roster.pids

    async def ask(self, request: QueryRequest, client: str, use: Use) -> Reply:
        """Have a request answered; what it uses is added to `use`, for a stream while it is read.

        Raises: what the request is refused for; Overloaded; QueryTimeout; QueryTooHeavy; WorkerLost.
        """
        try:
            return await self._ask(request, client, use)
        except WorkerLost:
            return await self._ask(request, client, use)  # not the query's fault: once more

    async def _ask(self, request: QueryRequest, client: str, use: Use) -> Reply:
        frames = self._exchange(await self._roster.take(request.view, client), request, use)
        kind, body = await anext(frames)
        if kind is Frame.PROBLEM:
            async for _ in frames:
                pass
            raise unpack_error(body)
        told = json.loads(body)
        whole = told.pop("whole")
        reply = Reply(**told)
        if whole:
            reply.body = b"".join([piece async for _, piece in frames])
        else:
            reply.pieces = _pieces(frames)
        return reply

    async def _exchange(self, worker: Worker, request: QueryRequest, use: Use) -> AsyncGenerator[tuple[Frame, bytes]]:
        """Give the frames before the end; however it ends, the worker is given back, dropped or mourned."""
        slow, begin = asyncio.get_running_loop().call_later(_SLOW_S, worker.yield_to_others), time.monotonic()
        leave: Callable[[Worker], None] = self._roster.drop
        try:
            worker.write(request.packed)
            while (frame := await worker.read())[0] is not Frame.END:
                yield frame
            told = json.loads(frame[1])
            use.cpu_s += told["cpu_s"]
            use.cut, use.ended = told["cut"], True
            worker.grown_bytes = told["grown_bytes"]
            worker.spent = worker.spent or told["last"]
            leave = self._roster.give_back
        except WorkerGone:
            leave = _nothing
            raise await self._why_gone(worker, request, use) from None
        finally:
            slow.cancel()
            if leave != self._roster.give_back:  # nobody is left to tell what was computed
                use.cpu_s += time.monotonic() - begin
            leave(worker)

    async def _why_gone(self, worker: Worker, request: QueryRequest, use: Use) -> GzkgError:
        killed_by = await self._roster.mourn(worker)
        timeout_s = request.timeout_s or self._limits.timeout_s
        if killed_by == signal.SIGALRM:
            self.counts["timeouts"] += 1
            return QueryTimeout(f"The query was ended after {timeout_s:g} seconds. Ask for less, or for more time.")
        if killed_by in _FELLED:
            self.counts["crashes"] += 1
            return QueryTooHeavy(
                f"The query needed more than {self._limits.memory_mb} MB, or is nested or chained beyond what the "
                "engine can take. Ask for less; where it sorts values of many kinds, sort by STR(?value)."
            )
        if not killed_by:
            return StoreError("The program failed over this query; its log says where. Please report it.")
        return WorkerLost("The process that worked on the query was ended from outside. Ask again.")


def _nothing(worker: Worker) -> None:
    """Leave a worker that is no more."""


async def _pieces(frames: AsyncGenerator[tuple[Frame, bytes]]) -> AsyncGenerator[bytes]:
    async with aclosing(frames):
        async for kind, body in frames:
            if kind is Frame.PROBLEM:  # the engine failed in the midst of the answer
                async for _ in frames:
                    pass
                raise unpack_error(body)
            yield body
