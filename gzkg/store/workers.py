"""Queries in processes of their own: one that never ends, or brings the engine down, takes nothing else with it.

A second process, the nursery, holds the store and has no threads. For each query it forks a child, which shares the
store's memory, answers and ends. Forking the service itself would copy locks that its threads hold.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from gzkg.errors import BadQuery, ForbiddenQuery, GzkgError, QueryTimeout, StoreError
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import open_store

TIMEOUT_S: Final = 30
"""Wall-clock seconds after which a query is ended."""

MEMORY_MB: Final = 1024
"""Memory that a query may take beyond that of the store."""

_AT_ONCE: Final = 8
_START: Final = "from gzkg.store.workers import serve_queries; import sys; serve_queries(*sys.argv[1:])"


class Workers:
    """Answers queries over the graph of some folders, each in a process of its own; threads may share it."""

    possible = hasattr(os, "fork") and hasattr(socket, "AF_UNIX")
    """Whether this system can do it: Linux and macOS can, Windows cannot."""

    def __init__(self, folders: Folders, reference_date: date) -> None:
        self._arguments = (str(folders.root), reference_date.isoformat())
        self._home = tempfile.TemporaryDirectory(prefix="gzkg-")
        self._address = str(Path(self._home.name) / "queries")
        self._starting = threading.Lock()
        self._nursery: subprocess.Popen[bytes] | None = None

    def answer(self, text: str, format: str) -> bytes:
        """Return the answer to a query as text in a format.

        Raises: ForbiddenQuery, BadQuery; QueryTimeout, after TIMEOUT_S; StoreError, when the engine broke down or
        the query needed more than MEMORY_MB; UnsupportedFormat is for the caller to see to.
        """
        begin = time.monotonic()
        reply = self._ask(json.dumps({"text": text, "format": format}).encode())
        head, _, body = reply.partition(b"\n")
        told: dict[str, Any] = json.loads(head) if head else {}
        if told.get("size") == len(body):
            return body
        if "problem" in told:
            raise _error(told)
        if time.monotonic() - begin >= TIMEOUT_S:
            raise QueryTimeout(f"The query was ended after {TIMEOUT_S} seconds. Ask for less, or add a LIMIT.")
        raise StoreError(
            f"The query brought the engine down, or needed more than {MEMORY_MB} MB. Ask for less; where it sorts "
            "values of many kinds, sort by STR(?value)."
        )

    def close(self) -> None:
        """End the nursery and what still runs in it."""
        self._end()
        self._home.cleanup()

    def _end(self) -> None:
        nursery, self._nursery = self._nursery, None
        if nursery:
            with suppress(ProcessLookupError):  # all of its group may have ended before
                os.killpg(nursery.pid, signal.SIGKILL)
            nursery.wait()

    def _ask(self, request: bytes) -> bytes:
        with suppress(FileNotFoundError, ConnectionRefusedError):
            reply = self._send(request)
            if reply or (self._nursery and self._nursery.poll() is None):
                return reply
        self._start()
        return self._send(request)

    def _send(self, request: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(self._address)
            try:
                link.sendall(request)
                link.shutdown(socket.SHUT_WR)
                return b"".join(iter(lambda: link.recv(1 << 16), b""))
            except (BrokenPipeError, ConnectionResetError):
                return b""

    def _start(self) -> None:
        with self._starting:
            if self._nursery and self._nursery.poll() is None:
                return
            self._end()
            Path(self._address).unlink(missing_ok=True)
            command = [sys.executable, "-c", _START, self._address, *self._arguments]
            self._nursery = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
                command, stdout=subprocess.PIPE, start_new_session=True
            )
            assert self._nursery.stdout is not None
            with self._nursery.stdout as ready:
                if not ready.readline():
                    raise StoreError("The process that answers queries could not start; its own message says why.")


def serve_queries(address: str, root: str, reference_date: str) -> None:
    """Hold the graph and answer queries at an address (a Unix socket), each in a child; never returns."""
    parent = os.getppid()
    store = open_store(Folders(Path(root)), date.fromisoformat(reference_date))

    class Child(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            nursery.socket.close()  # the child's copy: nobody is to wait at a door that it holds open
            request = json.loads(self.rfile.read())
            _limit()
            self.wfile.write(_reply(store, request))

    class Nursery(socketserver.ForkingMixIn, socketserver.UnixStreamServer):
        max_children = _AT_ONCE
        request_queue_size = 128

        def service_actions(self) -> None:
            super().service_actions()
            if os.getppid() != parent:  # the service is gone without a word
                os._exit(0)

    with Nursery(address, Child) as nursery:
        print("ready", flush=True)
        nursery.serve_forever()


def _limit() -> None:
    import resource

    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[0]) if statm.exists() else None
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))  # no file and no connection can be opened from here on
    signal.alarm(TIMEOUT_S)  # no handler: the signal ends the child whatever the engine does
    if pages is not None:
        most = pages * resource.getpagesize() + (MEMORY_MB << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _reply(store: EmbeddedStore, request: Mapping[str, str]) -> bytes:
    try:
        body = store.query(request["text"]).serialize(request["format"])
    except GzkgError as error:
        place = {name: getattr(error, name, None) for name in ("line", "column", "construct")}
        return json.dumps({"problem": str(error), "error": type(error).__name__, **place}).encode()
    return json.dumps({"size": len(body)}).encode() + b"\n" + body


def _error(told: Mapping[str, Any]) -> GzkgError:
    match told["error"]:
        case "BadQuery":
            return BadQuery(told["problem"], line=told["line"], column=told["column"])
        case "ForbiddenQuery":
            return ForbiddenQuery(told["construct"], told["problem"], line=told["line"], column=told["column"])
    return StoreError(told["problem"])
