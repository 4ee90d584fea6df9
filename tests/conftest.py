"""The real graph opened once, a tiny graph to break, and a live server on a free port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from gzkg import KnowledgeGraph, Settings

REPO = Path(__file__).resolve().parent.parent
REFERENCE_DATE = "2026-11-24"


@pytest.fixture(scope="session")
def repo() -> Path:
    return REPO


@pytest.fixture(scope="session")
def graph() -> Iterator[KnowledgeGraph]:
    """The real, curated graph."""
    with KnowledgeGraph.open(REPO, reference_date=REFERENCE_DATE) as opened:
        yield opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root of one's own: the real ontology, and a copy of the tiny graph that a test may break."""
    (tmp_path / "ontology").symlink_to(REPO / "ontology")
    tiny = REPO / "tests" / "data" / "tiny" / "graph"
    for path in sorted(tiny.rglob("*.ttl")):
        copy = tmp_path / "graph" / path.relative_to(tiny)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return tmp_path


@contextmanager
def serve(app: FastAPI) -> Iterator[httpx.Client]:
    """Run a real server on a free port and give a client of it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not running.started:
            assert thread.is_alive()
            thread.join(0.01)
        forgets = CookieJar(DefaultCookiePolicy(allowed_domains=[]))  # tests share the client, not a reader's language
        with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", cookies=forgets) as client:
            yield client
        running.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def serving() -> Callable[[FastAPI], AbstractContextManager[httpx.Client]]:
    """What runs a server of an app, for tests that make their own."""
    return serve


@pytest.fixture(scope="session")
def server(graph: KnowledgeGraph) -> Iterator[httpx.Client]:
    """A client of a real server over the real graph."""
    with serve(create_app(graph)) as client:
        yield client


@pytest.fixture
def tiny_server(root: Path) -> Iterator[httpx.Client]:
    """A client of a real server that opens the tiny graph itself."""
    with serve(create_app(settings=Settings(root))) as client:
        yield client
