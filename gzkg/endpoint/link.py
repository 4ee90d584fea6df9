"""The nursery and its workers as the service sees them: processes with a socket each."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Final, cast

from gzkg.endpoint.source import Source
from gzkg.endpoint.wire import FRAME, NOW, ORDER, REPORT, Frame, View, unpack_error
from gzkg.errors import StoreError
from gzkg.settings import Limits

_START: Final = (
    "import os, sys; os.environ |= {'OPENBLAS_NUM_THREADS': '1', "  # a thread would forbid to fork
    "'JE_ARROW_MALLOC_CONF': 'background_thread:false'}; "
    "from gzkg.endpoint.nursery import serve; serve(int(sys.argv[1]), *sys.argv[2:])"
)
_NICE: Final = 10
_FRAMES: Final = tuple(Frame)
_AHEAD: Final = 64
"""Frames that may wait to be read, before the worker is let wait: about a megabyte."""


class WorkerGone(Exception):
    """A worker ended in the midst of a request."""


class Worker(asyncio.Protocol):
    """One process that answers one request at a time."""

    def __init__(self, pid: int, nursery: int) -> None:
        self.pid = pid
        self.nursery = nursery
        """Process id of the nursery that forked it."""
        self.view: View = NOW
        self.client = ""
        self.spent = False
        """Whether it is to be replaced: it has grown, was slowed down, or is about to end."""
        self.grown_bytes = 0
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()
        self._frames: deque[tuple[Frame, bytes]] = deque()
        self.gone = False
        """Whether the process has ended."""
        self._news: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Know where to write."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Take frames apart; when many wait to be read, let the worker wait too."""
        received, start = self._received, 0
        received += data
        while len(received) >= start + FRAME.size:
            kind, size = FRAME.unpack_from(received, start)
            end = start + FRAME.size + size
            if len(received) < end:
                break
            self._frames.append((_FRAMES[kind], bytes(received[start + FRAME.size : end])))
            start = end
        del received[:start]
        if len(self._frames) > _AHEAD and self._transport:
            self._transport.pause_reading()
        self._tell()

    def connection_lost(self, exc: Exception | None) -> None:
        """Know that the process is no more."""
        self.gone = True
        self._tell()

    def write(self, request: bytes) -> None:
        """Send a request."""
        if self._transport and not self.gone:
            self._transport.write(request)

    async def read(self) -> tuple[Frame, bytes]:
        """Return the next frame. Raises: WorkerGone."""
        while not self._frames:
            if self.gone:
                raise WorkerGone
            self._news = asyncio.get_running_loop().create_future()
            await self._news
        if len(self._frames) == _AHEAD and self._transport and not self.gone:
            self._transport.resume_reading()
        return self._frames.popleft()

    def yield_to_others(self) -> None:
        """Give other processes the way; this cannot be taken back, so the worker is spent."""
        self.spent = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def close(self) -> None:
        """Hang up: an idle worker ends by itself."""
        if self._transport:
            self._transport.close()

    def _tell(self) -> None:
        news, self._news = self._news, None
        if news and not news.done():
            news.set_result(None)


class Nursery:
    """The process that holds the dataset and forks workers; started anew when it has died."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._arguments = (json.dumps(source), json.dumps(asdict(limits)))
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._turn = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.seq = 0
        """Up to which entry of the journal of records its dataset is."""
        self.on_death: Callable[[], object] = lambda: None
        """Called when the nursery has died unasked."""

    @property
    def pid(self) -> int | None:
        """Its process id, None when it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def launch(self) -> None:
        """Start the process and wait until it has read the dataset. Raises: GraphFileError, StoreError."""
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                [sys.executable, "-c", _START, str(theirs.fileno()), *self._arguments],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._control = ours
        with ours.makefile("rb") as told:
            report = told.read(REPORT.size)
            problem = told.read() if REPORT.unpack(report or bytes(REPORT.size))[0] == 0 else b""
        if problem or not report:
            self.close()
            raise unpack_error(problem) if problem else StoreError("The process that answers queries did not start.")
        self.seq = REPORT.unpack(report)[1]
        ours.setblocking(False)
        threading.Thread(target=self._watch, args=(self._process,), name="nursery", daemon=True).start()

    async def fork(self) -> Worker:
        """Return a new worker. Raises: StoreError, when the nursery cannot start."""
        async with self._turn:
            self._loop = asyncio.get_running_loop()
            try:
                return await self._fork()
            except ConnectionError:
                await asyncio.to_thread(self.launch)
                return await self._fork()

    async def revive(self) -> None:
        """Start the process, unless it runs. Raises: StoreError."""
        async with self._turn:
            if self.pid is None:
                await asyncio.to_thread(self.launch)

    async def advance(self, *, validating: bool) -> None:
        """Take over what the journal of records has got since, and with `validating` be ready to validate batches.

        Raises: StoreError, when the nursery cannot start.
        """
        async with self._turn:
            with suppress(ConnectionError):
                _, self.seq = await self._order(b"a", int(validating))
                return
            await asyncio.to_thread(self.launch)  # it reads the journal at the start
            try:
                _, self.seq = await self._order(b"a", int(validating))
            except ConnectionError:
                raise StoreError("The process that holds the dataset failed; its log says where.") from None

    async def reap(self, worker: Worker) -> int:
        """End a worker, if it still runs, and return the signal that ended it, 0 when none did."""
        worker.close()
        async with self._turn:
            if worker.nursery != self.pid:
                return signal.SIGKILL  # it ended with its nursery
            try:
                return (await self._order(b"r", worker.pid))[1]
            except ConnectionError:
                return signal.SIGKILL  # the nursery is dead, and what it had to say of its workers with it

    def close(self) -> None:
        """End the nursery and all workers."""
        if self._control:
            self._control.close()
        process, self._process, self._control = self._process, None, None
        if process:
            with suppress(ProcessLookupError, PermissionError):  # all of its group may have ended before
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    async def _fork(self) -> Worker:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                pid, number = await self._order(b"f", 0, theirs)
                if not pid:
                    raise OSError(number, os.strerror(number))
            except BaseException:
                ours.close()
                raise
        ours.setblocking(False)
        worker = Worker(pid, self.pid or 0)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)
        return worker

    async def _order(self, what: bytes, pid: int, attached: socket.socket | None = None) -> tuple[int, int]:
        if self._control is None:
            raise ConnectionError
        fds = [attached.fileno()] if attached else []
        socket.send_fds(self._control, [ORDER.pack(what, pid)], fds)
        return await self._report()

    async def _report(self) -> tuple[int, int]:
        assert self._control is not None
        told = b""
        while len(told) < REPORT.size:
            piece = await asyncio.get_running_loop().sock_recv(self._control, REPORT.size - len(told))
            if not piece:
                raise ConnectionError
            told += piece
        pid, number = REPORT.unpack(told)
        return pid, number

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if self._loop:
            with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
                self._loop.call_soon_threadsafe(lambda: self.on_death() if process is self._process else None)
