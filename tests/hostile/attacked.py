"""A service in processes of its own, as an attacker meets it: started, asked byte by byte, watched from outside."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

REPO = Path(__file__).resolve().parents[2]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }"
"""Works for hours over any dataset of some thousand triples."""

_Found = TypeVar("_Found")
_COMMAND = (sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0")


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when the server hung up without a word."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float
    is_whole: bool = True

    @property
    def problem(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def title(self) -> str:
        return str(self.problem["title"])


def request_bytes(
    target: str | bytes, *, method: str = "GET", headers: Sequence[tuple[str, str | bytes]] = (), body: bytes = b""
) -> bytes:
    """Return a request as it goes over the wire, with no care for what is allowed."""
    raw = target if isinstance(target, bytes) else target.encode()
    lines = [method.encode() + b" " + raw + b" HTTP/1.1", b"Host: gzkg.test"]
    for name, value in headers:
        lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()))
    if body and not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def query_bytes(query: str, client: str = "10.0.0.1", **parameters: str) -> bytes:
    """Return a query as a POST; `client` is the address that a proxy on this machine says it comes from."""
    target = "/sparql" + (f"?{urlencode(parameters)}" if parameters else "")
    headers = [("Content-Type", "application/sparql-query"), ("X-Forwarded-For", client)]
    return request_bytes(target, method="POST", headers=headers, body=query.encode())


class Service:
    """One running service, seen from outside."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    def connect(self, timeout_s: float = 30.0) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s)

    def exchange(self, sent: bytes, *, timeout_s: float = 30.0) -> Answer:
        """Send bytes and read one answer."""
        with self.connect(timeout_s) as connection:
            return exchange(connection, sent)

    def ask(self, query: str, client: str = "10.0.0.1", *, timeout_s: float = 30.0, **parameters: str) -> Answer:
        return self.exchange(query_bytes(query, client, **parameters), timeout_s=timeout_s)

    def get(self, target: str, *headers: tuple[str, str], timeout_s: float = 30.0) -> Answer:
        return self.exchange(request_bytes(target, headers=headers), timeout_s=timeout_s)

    @property
    def nursery(self) -> int | None:
        return next(iter(children(self.process.pid)), None)

    @property
    def workers(self) -> list[int]:
        return children(self.nursery) if self.nursery else []

    @property
    def tree(self) -> list[int]:
        """All process ids: the service, its nursery, its workers."""
        return [self.process.pid, *children(self.process.pid), *self.workers]

    @property
    def memory_mb(self) -> float:
        """Memory of all processes, what they share counted once."""
        return sum(_own_kb(pid) for pid in self.tree) / 1024

    @property
    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def load(self) -> dict[str, int]:
        return dict(json.loads(self.get("/readyz").body)["workers"])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


def exchange(connection: socket.socket, sent: bytes) -> Answer:
    """Send bytes over a connection and read one answer; a server that answers before it has all is heard too."""
    begin = time.monotonic()
    with suppress(ConnectionError):
        connection.sendall(sent)
    return read_answer(connection, begin, sent.partition(b" ")[0].decode("latin-1"))


def read_answer(connection: socket.socket, begin: float, method: str = "GET", *, pause_s: float = 0.0) -> Answer:
    """Read one answer to its end, or as far as it goes; with a pause after each 64 kB."""
    response = http.client.HTTPResponse(connection, method=method)
    try:
        response.begin()
    except (http.client.HTTPException, ConnectionError):
        response.close()
        return Answer(0, {}, b"", time.monotonic() - begin)
    with response:
        headers = {name.lower(): value for name, value in response.getheaders()}
        pieces, is_whole = [], False
        with suppress(http.client.IncompleteRead, ConnectionError):
            while piece := response.read(1 << 16):
                pieces.append(piece)
                if pause_s:
                    time.sleep(pause_s)
            is_whole = not response.length  # else it broke off before the length that was promised
    return Answer(response.status, headers, b"".join(pieces), time.monotonic() - begin, is_whole)


@contextmanager
def serving(folder: Path, *files: Path, **limits: float) -> Iterator[Service]:
    """Run a service over the real graph, or over files, with limits given as `timeout_s=2`."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GZKG_")}
    env |= {f"GZKG_{name.upper()}": str(value) for name, value in limits.items()}
    command = (*_COMMAND, "--data", *map(str, files)) if files else _COMMAND
    log = folder / f"service-{time.monotonic_ns()}.log"
    with log.open("wb") as out, subprocess.Popen(command, env=env, cwd=REPO, stdout=out, stderr=out) as process:
        try:
            yield Service(process, _port(process, log), log)
        finally:
            process.kill()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    def find() -> re.Match[str] | None:
        assert process.poll() is None, log.read_text()
        return re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text())

    return int(until(find, 60)[1])


def until(find: Callable[[], _Found | None], seconds: float = 20.0) -> _Found:
    """Return what `find` gives once it gives something; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not (found := find()):
        assert time.monotonic() < deadline, f"This did not come about within {seconds:g} seconds."
        time.sleep(0.02)
    return found


def children(pid: int) -> list[int]:
    """Return the process ids of the children that still run."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            with suppress(OSError):
                state, parent = (path / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == pid and state != "Z":
                    found.append(int(path.name))
    return sorted(found)


def ticks(pid: int) -> int:
    """Return how much computing a process has used, in hundredths of a second."""
    with suppress(OSError):
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return 0


def is_running(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _own_kb(pid: int) -> int:
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    return 0
