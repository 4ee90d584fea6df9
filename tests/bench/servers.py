"""Start and end the SPARQL servers that are compared, each with the same file, in a process group of its own.

The in-memory `oxigraph serve` is the faster of its two ways; `oxigraph-disk` (RocksDB, read only) is there to compare.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

GRAPH: Final = "https://w3id.org/gzkg/graph/bench"
START_LIMIT_S: Final = 300.0
VIRTUOSO_INI: Final = """
[Database]
DatabaseFile = {folder}/virtuoso.db
TransactionFile = {folder}/virtuoso.trx
ErrorLogFile = {folder}/virtuoso.log
xa_persistent_file = {folder}/virtuoso.pxa
LockFile = {folder}/virtuoso.lck
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
ServerThreads = 100
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 80
MaxKeepAlives = 80
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 600
"""


@dataclass
class Server:
    """One running server: where it answers, and what it holds in memory."""

    name: str
    port: int
    path: str
    folder: Path
    command: list[str]
    load: Callable[[Server], None] = lambda server: None
    start_s: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the process, load the file and wait for the first answer.

        Raises: RuntimeError if it ends, or does not answer within `START_LIMIT_S`.
        """
        begin, log = time.perf_counter(), self.folder / "log"
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                self.command, stdout=file, stderr=file, cwd=self.folder, start_new_session=True
            )
        try:
            self._wait(f"/{self.path.lstrip('/').partition('?')[0]}?query={quote('ASK {}')}")
            self.load(self)
            self._wait(f"{self.path}query={quote('ASK { ?s ?p ?o }')}")
        except BaseException:
            self.stop()
            raise
        self.start_s = time.perf_counter() - begin

    def stop(self) -> None:
        """End the process and all that it has started."""
        if self.process is None:
            return
        family = family_of(self.process.pid)
        _signal_all(self.process.pid, family, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        _signal_all(self.process.pid, family, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def memory_mb(self) -> dict[str, float]:
        """Return the memory of the process and its descendants: RSS, and PSS, which counts shared pages once."""
        assert self.process is not None
        family = family_of(self.process.pid)
        sums = {"rss_mb": 0.0, "pss_mb": 0.0}
        for pid in family:
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            for line in text.splitlines():
                key, _, rest = line.partition(":")
                if key in ("Rss", "Pss"):
                    sums[f"{key.lower()}_mb"] += int(rest.split()[0]) / 1024
        return sums | {"processes": len(family)}

    def _wait(self, path: str) -> None:
        assert self.process is not None
        limit = time.monotonic() + START_LIMIT_S
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Accept": "*/*"})
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(request, timeout=30):
                    return
            except (OSError, urllib.error.URLError):
                time.sleep(0.05)
        raise RuntimeError(f"{self.name} does not answer: {(self.folder / 'log').read_text(errors='replace')[-1500:]}")


def gzkg(file: Path, folder: Path) -> Server:
    """Return this project's service."""
    port = free_port()
    command = [_script("gzkg"), "serve", "--data", str(file), "--port", str(port)]
    return Server("gzkg", port, "/sparql?", folder, command)


def oxigraph(file: Path, folder: Path) -> Server:
    """Return the Oxigraph server, in memory, filled over HTTP."""
    port = free_port()

    def load(server: Server) -> None:
        with file.open("rb") as body:
            headers = {"Content-Type": "application/n-triples", "Content-Length": str(file.stat().st_size)}
            address = f"http://127.0.0.1:{server.port}/store?default"
            request = urllib.request.Request(address, data=body, headers=headers, method="POST")
            urllib.request.urlopen(request, timeout=START_LIMIT_S).close()

    command = [_script("oxigraph"), "serve", "--bind", f"127.0.0.1:{port}"]
    return Server("oxigraph", port, "/query?", folder, command, load)


def oxigraph_disk(file: Path, folder: Path) -> Server:
    """Return the Oxigraph server over RocksDB, opened read only."""
    port, place = free_port(), folder / "store"
    load = [_script("oxigraph"), "load", "--location", str(place), "--file", str(file)]
    subprocess.run(load, check=True, capture_output=True)
    command = [_script("oxigraph"), "serve-read-only", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    return Server("oxigraph-disk", port, "/query?", folder, command)


def rdflib_endpoint(file: Path, folder: Path) -> Server:
    """Return rdflib-endpoint with rdflib's own store."""
    port = free_port()
    command = [_script("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(file)]
    return Server("rdflib", port, "/?", folder, command)


def virtuoso(file: Path, folder: Path) -> Server:
    """Return Virtuoso with a new database, loaded in bulk."""
    port, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(VIRTUOSO_INI.format(folder=folder, port=port, sql=sql))

    def load(server: Server) -> None:
        (folder / "graph.nt").symlink_to(file)
        steps = f"ld_dir('{folder}', 'graph.nt', '{GRAPH}'); rdf_loader_run(); checkpoint;"
        client = shutil.which("isql-vt") or _script("isql")
        command = [client, f"127.0.0.1:{sql}", "dba", "dba", f"exec={steps}"]
        subprocess.run(command, check=True, capture_output=True)

    path = f"/sparql?default-graph-uri={quote(GRAPH, safe='')}&"
    return Server("virtuoso", port, path, folder, [_script("virtuoso-t"), "-f", "-c", str(ini)], load)


SERVERS: Final[dict[str, Callable[[Path, Path], Server]]] = {
    "gzkg": gzkg,
    "oxigraph": oxigraph,
    "oxigraph-disk": oxigraph_disk,
    "rdflib": rdflib_endpoint,
    "virtuoso": virtuoso,
}


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family_of(pid: int) -> list[int]:
    """Return a process and all its living descendants (Linux)."""
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in path.read_text().split()]
            except OSError:
                continue
    return found


def _script(name: str) -> str:
    # beside this Python first: the programs of its environment
    near = Path(sys.executable).with_name(name)
    found = str(near) if near.exists() else shutil.which(name)
    if not found:
        raise FileNotFoundError(f"{name} is not installed")
    return found


def _signal_all(leader: int, family: list[int], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, number)
    for pid in family[1:]:  # those that left the group, not the session
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(pid) == leader:
                os.kill(pid, number)
