"""Whatever a query does, the next one is answered."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from gzkg.errors import BadQuery, ForbiddenQuery, QueryTimeout, StoreError
from gzkg.rdf.files import Folders
from gzkg.store import workers as module
from gzkg.store.workers import Workers

COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://w3id.org/gzkg/ontology#City> }"
MIXED = "SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 10"


@pytest.fixture(scope="module")
def workers(repo: Path) -> Iterator[Workers]:
    running = Workers(Folders(repo), date(2026, 11, 24))
    yield running
    running.close()


def count(workers: Workers) -> int:
    return int(workers.answer(COUNT, "csv").split()[1])


def test_an_answer_is_that_of_the_store(workers: Workers) -> None:
    assert count(workers) > 200
    assert workers.answer("ASK {}", "json") == b'{"head":{},"boolean":true}'
    assert b"<a:a>" in workers.answer("CONSTRUCT { <a:a> <b:b> <c:c> } {}", "ntriples")


def test_a_large_answer_comes_whole(workers: Workers) -> None:
    assert workers.answer("SELECT * { ?s ?p ?o }", "tsv").count(b"\n") > 40_000


def test_a_query_that_aborts_the_engine_takes_nothing_with_it(workers: Workers) -> None:
    with pytest.raises(StoreError, match=r"STR\(\?value\)"):
        workers.answer(MIXED, "json")
    assert count(workers) > 200


def test_mistakes_are_told_as_in_the_store(workers: Workers) -> None:
    with pytest.raises(BadQuery) as caught:
        workers.answer("SELECT * { ?s }", "json")
    assert (caught.value.line, caught.value.column) == (1, 16)
    with pytest.raises(ForbiddenQuery):
        workers.answer("CLEAR ALL", "json")


def test_no_query_opens_a_connection(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    # The check of the text is switched off in a nursery of its own, to see the limit below it hold alone.
    blind = f"import gzkg.store.embedded as e; e.refuse_service = lambda text: None; {module._START}"
    monkeypatch.setattr(module, "_START", blind)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1)
        lone = Workers(Folders(Path(workers._arguments[0])), date(2026, 11, 24))
        try:
            call = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
            with pytest.raises(StoreError):
                lone.answer(call, "json")
            with pytest.raises(TimeoutError):
                listener.accept()
        finally:
            lone.close()


def test_a_query_without_end_is_ended(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Half a minute is the promise; a second shows the same without the wait. The nursery reads it at its start.
    monkeypatch.setattr(module, "TIMEOUT_S", 1)
    monkeypatch.setattr(module, "_START", f"import gzkg.store.workers as w; w.TIMEOUT_S = 1; {module._START}")
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    short = Workers(Folders(repo), date(2026, 11, 24))
    try:
        count(short)
        begin = time.monotonic()
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(short.answer, endless, "json")
            assert count(short) > 200
            with pytest.raises(QueryTimeout, match="LIMIT"):
                waiting.result()
        assert time.monotonic() - begin < 10
    finally:
        short.close()


def test_memory_has_an_end(workers: Workers) -> None:
    hungry = (
        "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?d), STR(?f))) AS ?x) "
        "{ { SELECT * { ?a ?b ?c } LIMIT 40000 } { SELECT * { ?d ?e ?f } LIMIT 1000 } }"
    )
    with pytest.raises(StoreError, match="MB"):
        workers.answer(hungry, "json")
    assert count(workers) > 200


def test_a_killed_nursery_is_replaced(workers: Workers) -> None:
    count(workers)
    assert workers._nursery
    os.kill(workers._nursery.pid, signal.SIGKILL)
    workers._nursery.wait()
    assert count(workers) > 200


def test_the_nursery_goes_when_the_service_is_gone(repo: Path) -> None:
    script = (
        "import datetime, os, pathlib, sys, gzkg.store.workers as w; from gzkg.rdf.files import Folders\n"
        f"workers = w.Workers(Folders(pathlib.Path({str(repo)!r})), datetime.date(2026, 11, 24))\n"
        "workers.answer('ASK {}', 'json'); print(workers._nursery.pid, flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    nursery = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(nursery, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the nursery lives on")


def test_a_graph_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    broken = Workers(Folders(tmp_path), date(2026, 11, 24))
    try:
        with pytest.raises(StoreError, match="could not start"):
            broken.answer("ASK {}", "json")
    finally:
        broken.close()
