"""The process that holds the store for a service, and its children, the workers, which answer and may be killed.

The nursery has no threads, so that it can fork: a worker is a copy that shares the store's memory. It forks one when
told so, and says how one ended; nothing else. A worker answers one request after the other at a socket of its own.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from gzkg.endpoint.dataset import Dataset
from gzkg.endpoint.job import run_job
from gzkg.endpoint.wire import FRAME, LENGTH, NOW, ORDER, REPORT, Frame, View, pack_error, unpack_request
from gzkg.errors import GzkgError
from gzkg.settings import Limits
from gzkg.store.answer import PIECE_BYTES
from gzkg.store.sparql import library_names, library_query

_GRACE_S: Final = 0.25
"""How long after its time a worker is killed that has not begun to answer."""

_SENDING_S: Final = 5.0
"""How long after its time a worker is killed whose answer flows, and is cut when its reader takes the next piece."""

_DUMP_S: Final = 600.0
"""The same for the content of a graph or the dataset, which is never cut: its reader's line may be slow."""

_TOGETHER_BYTES: Final = 1 << 16
"""Frames are sent together until they are so many bytes."""

_GROWN_BYTES: Final = 64 << 20
"""A worker that has grown by so much is replaced, so that its memory is given back."""


def serve(control_fd: int, source: str, limits: str) -> None:
    """Hold the store of a source (JSON) and obey at a socket; never returns."""
    told = Limits(**json.loads(limits))
    with socket.socket(fileno=control_fd) as control:
        try:
            dataset = Dataset(json.loads(source))
        except GzkgError as error:
            control.sendall(REPORT.pack(0, 0) + pack_error(error))
            os._exit(1)
        _prepare()
        control.sendall(REPORT.pack(os.getpid(), dataset.seq))
        _obey(control, lambda link: _work(link, dataset, told), lambda validating: _advance(dataset, validating))
    os.killpg(0, signal.SIGKILL)  # the service is gone: so are we all


def _prepare() -> None:
    """Read now what a worker would import or read later: it can open no file."""
    import brotli  # noqa: F401 - to be there when a worker imports it
    import graspologic_native  # noqa: F401 - likewise
    from rapidfuzz import fuzz, process  # noqa: F401 - likewise

    from gzkg.network.format import warm

    warm()

    for name in library_names():
        library_query(name)
    _settle()


def _settle() -> None:
    gc.collect()
    gc.freeze()  # the collector is not to touch, and so copy, what the workers share


def _advance(dataset: Dataset, validating: bool) -> int:
    """Take over what the journal has got since, read what validation would read later, and return how far it is."""
    dataset.advance()
    if validating:
        dataset.intake.warm()
    _settle()
    return dataset.seq


def _obey(control: socket.socket, work: Callable[[socket.socket], None], advance: Callable[[bool], int]) -> None:
    while True:
        order, fds, _, _ = socket.recv_fds(control, ORDER.size, 1)
        if not order:
            return
        what, pid = ORDER.unpack(order + _read(control, ORDER.size - len(order)))
        if what == b"f":
            with socket.socket(fileno=fds[0]) as link:
                try:
                    pid = os.fork()
                except OSError as error:  # no more processes, no memory: such things pass
                    control.sendall(REPORT.pack(0, error.errno or 0))
                    continue
                if pid == 0:
                    control.close()
                    _end_after(work, link)
            control.sendall(REPORT.pack(pid, 0))
        elif what == b"a":
            control.sendall(REPORT.pack(os.getpid(), advance(bool(pid))))
        else:
            control.sendall(REPORT.pack(pid, _reap(pid)))


def _end_after(work: Callable[[socket.socket], None], link: socket.socket) -> NoReturn:
    try:
        work(link)
    except MemoryError:
        os.abort()  # as the engine ends when memory is short
    except ConnectionError:
        os._exit(0)  # nobody reads on
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _reap(pid: int) -> int:
    try:
        done, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return signal.SIGKILL  # no child of ours: of a nursery before us, with which it ended
    if not done:
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _read(link: socket.socket, size: int) -> bytes:
    pieces = []
    while size and (piece := link.recv(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _work(link: socket.socket, dataset: Dataset, limits: Limits) -> None:
    memory = _Memory(limits.memory_mb << 20)
    view: View = NOW
    last = False
    while not last and (head := _read(link, LENGTH.size)):
        request = unpack_request(_read(link, LENGTH.unpack(head)[0]))
        timeout_s = request.timeout_s or limits.timeout_s
        signal.setitimer(signal.ITIMER_REAL, timeout_s + _GRACE_S)  # no handler: it ends the worker, whatever it does
        until, begin = time.monotonic() + timeout_s, time.process_time()
        frames = _Frames(link, until + (_SENDING_S if request.text is not None else _DUMP_S))
        cut = None
        try:
            if request.view != view:
                last = True  # unless it succeeds
                dataset.see(request.view)
                view, last = request.view, False
            cut = run_job(dataset, request, limits, until, frames.add)
        except GzkgError as error:
            frames.add(Frame.PROBLEM, pack_error(error))
        signal.setitimer(signal.ITIMER_REAL, 0)
        grown = memory.grown_bytes()
        last = last or grown > _GROWN_BYTES
        end = {"cpu_s": time.process_time() - begin, "grown_bytes": grown, "last": last, "cut": cut}
        frames.add(Frame.END, json.dumps(end).encode())


class _Frames:
    """Sends frames, several at once: a short answer is one message, and of a long one the first goes out early."""

    def __init__(self, link: socket.socket, until: float) -> None:
        self._link = link
        self._waiting = bytearray()
        self._enough = PIECE_BYTES
        self._until = until

    def add(self, kind: Frame, body: bytes) -> None:
        """Send a frame, now or with those that follow; an end sends all."""
        self._waiting += FRAME.pack(kind, len(body)) + body
        if kind is Frame.END or len(self._waiting) >= self._enough:
            if kind is not Frame.END and self._enough == PIECE_BYTES:  # what flows is cut, if its reader lets it
                signal.setitimer(signal.ITIMER_REAL, max(0.01, self._until - time.monotonic()))
            self._link.sendall(self._waiting)
            self._waiting.clear()
            self._enough = _TOGETHER_BYTES


class _Memory:
    """Limits the memory of this process, and the files and connections that it can open to those it has."""

    def __init__(self, more_bytes: int) -> None:
        import resource

        statm = Path("/proc/self/statm")
        self._statm = os.open(statm, os.O_RDONLY) if statm.exists() else None  # macOS has none, and no limit then
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a worker that is felled is no accident to look into
        self._begin = self._bytes()
        if self._statm is not None:
            resource.setrlimit(resource.RLIMIT_AS, (self._begin + more_bytes, self._begin + more_bytes))

    def grown_bytes(self) -> int:
        """Return how much memory this process has taken since it began."""
        return self._bytes() - self._begin

    def _bytes(self) -> int:
        if self._statm is None:
            return 0
        return int(os.pread(self._statm, 64, 0).split()[0]) * os.sysconf("SC_PAGESIZE")
