"""Every limit of a service is met for real: time, memory, rows, bytes, budget, queue, slow and lost clients, kills."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from os import kill
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attacked import (
    ENDLESS,
    Answer,
    Service,
    children,
    is_running,
    query_bytes,
    read_answer,
    request_bytes,
    serving,
    ticks,
    until,
)
from pyoxigraph import RdfFormat, parse

from gzkg import Endpoint, QueryRequest
from gzkg.settings import Limits

TRIPLES = 1500
WORKERS = 4
ROWS = 100
PAIRS = "SELECT (COUNT(*) AS ?n) { ?a <urn:p> ?b . ?c <urn:p> ?d FILTER(STRLEN(CONCAT(STR(?b), STR(?d))) < 5) }"
"""Works for a second or two, over two million rows, none of which is kept."""

LONG = "SELECT ?s ?n { ?s <urn:p> ?o VALUES ?n { %s } }"
DOUBLED = "".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1}) " for n in range(40))
DOUBLING = f"SELECT (STRLEN(?a40) AS ?n) {{ BIND('xxxxxxxx' AS ?a0) {DOUBLED} }}"
WORDS_THEN_SILENCE = (
    f"SELECT * {{ {{ ?s <urn:p> ?o VALUES ?n {{ {' '.join(map(str, range(30)))} }} }} UNION "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j))) < 5) } }"
)
SMALL = {"workers": WORKERS, "memory_mb": 200, "max_rows": ROWS, "max_answer_mb": 1, "cache_mb": 0}
CUT = "The answer was cut after"


@pytest.fixture(scope="module")
def triples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("triples") / "triples.nt"
    path.write_text("".join(f"<urn:s:{n}> <urn:p> <urn:o:{n}> .\n" for n in range(TRIPLES)))
    return path


@pytest.fixture(scope="module")
def service(triples: Path) -> Iterator[Service]:
    """A service with small limits, which every test leaves as it found it."""
    with serving(triples.parent, triples, **SMALL) as running:
        yield running
        assert running.stop() == 0


@contextmanager
def background(work: Callable[[], Answer]) -> Iterator[list[Answer]]:
    """Do something meanwhile; its answer is in the list once it is there, at the latest at the end."""
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(work()))
    thread.start()
    try:
        yield answers
    finally:
        thread.join()


def value_of(answer: Answer, variable: str = "n") -> int:
    return int(json.loads(answer.body)["results"]["bindings"][0][variable]["value"])


def is_busy(service: Service, many: int) -> bool:
    return service.load()["busy"] >= many


def is_at_rest(service: Service) -> bool:
    return service.load()["idle"] == len(service.workers)


# Time, memory, size


def test_time_over_ends_the_query_and_frees_its_memory(service: Service) -> None:
    before, memory_mb = set(service.workers), service.memory_mb
    answer = service.ask(ENDLESS, timeout="1")
    assert (answer.status, answer.title) == (503, "QueryTimeout")
    assert 1 <= answer.seconds < 4
    until(lambda: len(service.workers) == WORKERS and is_at_rest(service))
    assert len(before - set(service.workers)) == 1
    until(lambda: service.memory_mb < memory_mb + 40)


def test_memory_over_ends_the_query_and_frees_its_memory(service: Service) -> None:
    before, memory_mb = set(service.workers), service.memory_mb
    answer = service.ask(DOUBLING)
    assert (answer.status, answer.title) == (422, "QueryTooHeavy")
    until(lambda: len(service.workers) == WORKERS and is_at_rest(service))
    assert len(before - set(service.workers)) == 1
    until(lambda: service.memory_mb < memory_mb + 40)


def test_a_worker_can_open_no_file_and_no_connection(service: Service) -> None:
    for pid in service.workers:
        limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
        assert next(line for line in limits if line.startswith("Max open files")).split()[3:5] == ["0", "0"]
        links = [entry.readlink().name for entry in Path(f"/proc/{pid}/fd").iterdir()]
        assert sum(link.startswith("socket:") for link in links) == 1


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_rows_are_cut_and_the_answer_says_so(service: Service, format: str) -> None:
    answer = service.ask("SELECT ?s { ?s <urn:p> ?o }", format=format)
    assert answer.status == 200
    assert answer.headers["gzkg-cut"].startswith(f"{CUT} {ROWS} rows")
    text = answer.body.decode()
    assert CUT in text
    assert _rows(format, text) == ROWS


def _rows(format: str, text: str) -> int:
    match format:
        case "json":
            return len(json.loads(text)["results"]["bindings"])
        case "xml":
            return len(ElementTree.fromstring(text).findall(".//{*}result"))
        case "csv":
            return sum(row[0].startswith("urn:") for row in csv.reader(io.StringIO(text)))
    return sum(line.startswith("<urn:") for line in text.splitlines())


@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"])
def test_triples_are_cut_and_the_answer_says_so(service: Service, format: str) -> None:
    answer = service.ask("CONSTRUCT WHERE { ?s <urn:p> ?o }", format=format)
    assert answer.status == 200
    assert answer.headers["gzkg-cut"].startswith(CUT)
    found = list(parse(answer.body, format=RdfFormat.from_media_type(answer.headers["content-type"])))
    assert sum(str(triple.predicate) == "<urn:p>" for triple in found) == ROWS
    assert sum(str(triple.subject) == "<urn:gzkg:cut>" for triple in found) == 1


def test_bytes_are_cut_and_the_answer_says_so(service: Service) -> None:
    answer = service.ask("SELECT ?s ?x { ?s <urn:p> ?o BIND('" + "x" * 30_000 + "' AS ?x) }")
    assert json.loads(answer.body)["cut"].startswith(f"{CUT} {1 << 20} bytes")
    assert (1 << 19) < len(answer.body) < (1 << 21)


def test_rows_without_end_are_cut_in_good_order_for_a_client_that_is_not_quick(triples: Path) -> None:
    with serving(triples.parent, triples, workers=2) as service, service.connect() as connection:
        connection.sendall(query_bytes("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout="1"))
        answer = read_answer(connection, time.monotonic(), pause_s=0.01)
    assert answer.is_whole
    assert json.loads(answer.body)["cut"].startswith("The answer was cut because its time was over")


def test_a_single_value_larger_than_an_answer_may_be_does_not_fill_the_service(triples: Path) -> None:
    with serving(triples.parent, triples, workers=2, max_answer_mb=1) as service, ExitStack() as stack:
        assert service.ask("ASK {}").status == 200
        large = DOUBLING.replace("STRLEN(?a40) AS ?n", "?a23 AS ?x")
        own_mb = _resident_mb(service.process.pid)
        for number in range(4):
            reader = stack.enter_context(service.connect())
            reader.sendall(query_bytes(large.replace("AS ?x", f"AS ?x{number}"), f"10.0.0.{number}"))
        until(lambda: is_at_rest(service) or is_busy(service, 2))
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            assert _resident_mb(service.process.pid) < own_mb + 60
            time.sleep(0.1)
        assert service.get("/healthz").status == 200


def _resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / (1 << 20)


# Shares: budget, queue, workers


def test_a_client_without_budget_is_told_when_to_come_back(triples: Path) -> None:
    with serving(triples.parent, triples, workers=2, client_s=0.5) as service:
        first = service.ask("ASK {}", "203.0.113.9")
        assert {"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} <= first.headers.keys()
        assert service.ask(ENDLESS, "203.0.113.9", timeout="1").status == 503
        refused = service.ask("ASK { ?s ?p 1 }", "203.0.113.9")
        assert (refused.status, refused.title) == (429, "OverBudget")
        assert int(refused.headers["retry-after"]) >= 1
        assert {"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} <= refused.headers.keys()
        assert service.ask("ASK { ?s ?p 2 }", "203.0.113.10").status == 200
        assert service.get("/healthz", ("X-Forwarded-For", "203.0.113.9")).status == 200
        assert service.get("/sparql?query=ASK%7B%7D").status == 200


def test_work_that_ends_badly_is_paid_for_too(triples: Path) -> None:
    with serving(triples.parent, triples, workers=2, client_s=0.5) as service:
        with service.connect() as leaving:
            leaving.sendall(query_bytes(ENDLESS, "203.0.113.9", timeout="20"))
            until(lambda: is_busy(service, 1))
            time.sleep(0.7)
        until(lambda: is_at_rest(service))
        assert service.ask("ASK { ?s ?p 1 }", "203.0.113.9").status == 429


def test_overload_is_told_at_once(triples: Path) -> None:
    with serving(triples.parent, triples, workers=1, queue=1) as service, ExitStack() as stack:
        first = stack.enter_context(background(lambda: service.ask(ENDLESS, "10.0.0.1", timeout="2")))
        until(lambda: is_busy(service, 1))
        second = stack.enter_context(background(lambda: service.ask("ASK {}", "10.0.0.2")))
        until(lambda: service.load()["waiting"] == 1)
        refused = service.ask("ASK {}", "10.0.0.3")
        assert not first
        assert not second
        assert (refused.status, refused.title) == (503, "Overloaded")
        assert int(refused.headers["retry-after"]) >= 1
        stack.close()
        assert (first[0].status, second[0].status) == (503, 200)


def test_one_client_cannot_take_all_workers(service: Service) -> None:
    with ThreadPoolExecutor(2 * WORKERS) as pool:
        greedy = [pool.submit(service.ask, ENDLESS, "10.0.0.1", timeout="1.5") for _ in range(WORKERS)]
        until(lambda: service.load()["waiting"] >= 1)
        assert service.ask("ASK { ?s ?p 3 }", "10.0.0.2").status == 200
        assert not any(one.done() for one in greedy)
    assert {one.result().status for one in greedy} == {503}


def test_one_client_cannot_take_the_whole_queue(triples: Path) -> None:
    with serving(triples.parent, triples, workers=4, queue=4) as service, ThreadPoolExecutor(16) as pool:
        greedy = [pool.submit(service.ask, ENDLESS, "10.0.0.1", timeout="1") for _ in range(12)]
        until(lambda: service.load()["waiting"] >= 2)
        assert service.ask("ASK {}", "10.0.0.2").status == 200
        assert {one.result().status for one in greedy} == {503}


def test_a_cheap_query_beside_runaways_is_quick(service: Service) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        runaways = [pool.submit(service.ask, ENDLESS, f"10.0.1.{n}", timeout="2") for n in range(WORKERS - 1)]
        until(lambda: is_busy(service, WORKERS - 1))
        cheap = [service.ask(f"SELECT ({n} AS ?n) {{}}", "10.0.0.2") for n in range(20)]
        assert not any(one.done() for one in runaways)
        assert [value_of(answer) for answer in cheap] == list(range(20))


def test_two_hundred_clients_at_once(triples: Path) -> None:
    def ask(running: Service, number: int) -> Answer:
        if number % 10 == 0:
            return running.ask(ENDLESS, f"10.0.3.{number}", timeout="0.5")
        return running.ask(f"SELECT ({number} AS ?n) {{ ?s <urn:p> <urn:o:{number}> }}", f"10.0.3.{number}")

    with serving(triples.parent, triples, workers=WORKERS) as service:
        with ThreadPoolExecutor(200) as pool:
            answers = list(pool.map(lambda number: ask(service, number), range(200)))
        for number, answer in enumerate(answers):
            assert answer.status in ((503,) if number % 10 == 0 else (200, 503)), answer
            assert answer.status == 503 or value_of(answer) == number
            assert answer.status == 200 or answer.title in ("QueryTimeout", "Overloaded")
        assert sum(answer.status == 200 for answer in answers) > 60
        until(lambda: is_at_rest(service))
        assert service.ask("ASK { ?s ?p 4 }").status == 200


# Clients that are slow, or leave


@contextmanager
def dripping(connection: socket.socket, head: bytes = b"") -> Iterator[None]:
    """Send a byte now and then, without end."""
    over = threading.Event()

    def drip() -> None:
        with suppress(OSError):
            connection.sendall(head)
            while not over.wait(0.5):
                connection.sendall(b"a")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _says(service: Service, head: bytes, *, drips: bool) -> int:
    """Return the status that a client gets which is slow to speak."""
    with service.connect(25) as connection, ExitStack() as stack:
        if drips:
            stack.enter_context(dripping(connection, head))
        else:
            connection.sendall(head)
        return read_answer(connection, time.monotonic()).status


def _is_hung_up_on(service: Service, head: bytes) -> int:
    """Return 0 once a client that was answered, and goes on sending a body that nobody reads, is hung up on."""
    with service.connect(25) as connection, dripping(connection, head), suppress(ConnectionError):
        while connection.recv(1 << 16):
            pass
    return 0


def test_clients_slow_to_speak_are_hung_up_on(service: Service) -> None:
    before = service.descriptors
    body = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 999\r\n\r\n"
    unread = b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n"
    with ThreadPoolExecutor(8) as pool:
        silent = pool.submit(_says, service, b"", drips=False)
        head = pool.submit(_says, service, b"GET /healthz HTTP/1.1\r\nX-Slow: ", drips=True)
        half = pool.submit(_says, service, b"GET /healthz HTTP/1.1\r\nX-Half: ", drips=False)
        slow_body = pool.submit(_says, service, body, drips=True)
        no_body = pool.submit(_says, service, body, drips=False)
        trickle = pool.submit(_is_hung_up_on, service, unread)
        while not slow_body.done():
            assert service.get("/healthz").status == 200
            time.sleep(0.1)
        statuses = [one.result() for one in (silent, head, half, slow_body, no_body, trickle)]
    assert statuses == [408, 408, 408, 408, 408, 0]
    until(lambda: service.descriptors <= before)


def test_clients_slow_to_read_do_not_hold_a_worker(triples: Path) -> None:
    long = LONG % " ".join(map(str, range(4000)))
    with serving(triples.parent, triples, workers=WORKERS, timeout_s=2) as service, ExitStack() as stack:
        assert service.ask("ASK {}").status == 200
        own_mb, before = _resident_mb(service.process.pid), set(service.workers)
        readers = [stack.enter_context(service.connect()) for _ in range(WORKERS)]
        for number, reader in enumerate(readers):
            reader.sendall(query_bytes(long, f"10.0.0.{number}"))
        until(lambda: is_busy(service, WORKERS))
        until(lambda: readers[0].recv(1) and is_at_rest(service))
        assert not before & set(service.workers)
        assert _resident_mb(service.process.pid) < own_mb + 60
        assert service.ask("ASK { ?s ?p 1 }").status == 200
        answer = read_answer(readers[1], time.monotonic())
        assert (answer.status, answer.is_whole) == (200, False)


@pytest.mark.parametrize("query", [ENDLESS, WORDS_THEN_SILENCE], ids=["before the answer", "in the midst of it"])
def test_a_client_that_leaves_frees_its_worker(triples: Path, query: str) -> None:
    with serving(triples.parent, triples, workers=2) as service:
        before, words = service.descriptors, 0
        with service.connect() as connection:
            connection.sendall(query_bytes(query, timeout="20"))
            until(lambda: is_busy(service, 1))
            connection.settimeout(0.4)
            with suppress(TimeoutError):
                while connection.recv(1 << 16):
                    words += 1
        assert words or query == ENDLESS
        until(lambda: is_at_rest(service), 8)
        until(lambda: service.descriptors <= before)


# Processes that are killed


def test_a_query_whose_worker_is_killed_is_asked_again(service: Service) -> None:
    used = {pid: ticks(pid) for pid in service.workers}
    with background(lambda: service.ask(PAIRS)) as answers:
        until(lambda: is_busy(service, 1))
        kill(until(lambda: next((pid for pid in used if ticks(pid) > used[pid] + 10), None)), signal.SIGKILL)
    assert answers[0].status == 200
    assert value_of(answers[0]) == 0
    until(lambda: len(service.workers) == WORKERS and is_at_rest(service))


def test_killed_workers_harm_no_other_answer(service: Service) -> None:
    def ask(number: int) -> Answer:
        return service.ask(f"SELECT ({number} AS ?n) {{ ?s <urn:p> <urn:o:{number}> }}", f"10.0.4.{number % 8}")

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, number) for number in range(1500)]
        for _ in range(12):
            kill(until(lambda: service.workers)[-1], signal.SIGKILL)
            time.sleep(0.05)
        answers = [one.result() for one in asked]
    for number, answer in enumerate(answers):
        assert answer.status == 200 or (answer.status, answer.title) == (503, "WorkerLost")
        assert answer.status == 503 or value_of(answer) == number
    assert sum(answer.status == 503 for answer in answers) <= 12
    until(lambda: len(service.workers) == WORKERS and is_at_rest(service))


def kill_nursery(service: Service) -> None:
    """Kill it, and wait until it is gone."""
    old = until(lambda: service.nursery)
    kill(old, signal.SIGKILL)
    until(lambda: not is_running(old))


def test_the_service_outlives_a_killed_nursery(service: Service) -> None:
    for _ in range(2):
        kill_nursery(service)
        until(lambda: service.get("/readyz").status == 200 and len(service.workers) == WORKERS)
        until(lambda: is_at_rest(service))
        assert service.ask(ENDLESS, timeout="1").title == "QueryTimeout"
        answers = [service.ask(f"SELECT ({number} AS ?n) {{}}", f"10.0.5.{number}") for number in range(2 * WORKERS)]
        assert [value_of(answer) for answer in answers] == list(range(2 * WORKERS))


def test_a_nursery_killed_in_the_midst_of_queries(service: Service) -> None:
    with background(lambda: service.ask(PAIRS, "10.0.6.1")) as answers:
        until(lambda: is_busy(service, 1))
        kill_nursery(service)
    assert answers[0].status == 200 or answers[0].title == "WorkerLost"
    until(lambda: len(service.workers) == WORKERS and is_at_rest(service))
    assert service.ask("SELECT (7 AS ?n) {}", "10.0.6.2").status == 200


def test_a_client_that_leaves_while_its_worker_is_mourned(triples: Path) -> None:
    """Wherever the waiting is broken off, no worker is lost and none is taken for another."""
    asyncio.run(_leave_at_each_step(triples))


async def _leave_at_each_step(triples: Path) -> None:
    endpoint = await Endpoint.over_files([triples], Limits(workers=1)).start()
    try:
        for steps in range(12):
            query = QueryRequest(ENDLESS, {"bindings": "json"}, timeout_s=20)
            waiting = asyncio.create_task(endpoint.answer(query, "10.0.0.1"))
            await _until(lambda: endpoint.workers.state["busy"] == 1)
            kill(endpoint.workers.pids["workers"][0], signal.SIGKILL)
            await _until(lambda: endpoint.workers.state["busy"] == 0)
            for _ in range(steps):
                await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            await _until(lambda: endpoint.workers.state == {"idle": 1, "busy": 0, "waiting": 0})
            assert sorted(endpoint.workers.pids["workers"]) == children(endpoint.workers.pids["nursery"][0])
    finally:
        await endpoint.close()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0)


def test_the_service_outlives_a_lack_of_descriptors(triples: Path) -> None:
    with serving(triples.parent, triples, workers=3) as service, ThreadPoolExecutor(2) as pool:
        resource.prlimit(service.process.pid, resource.RLIMIT_NOFILE, (60, 60))
        runaways = [pool.submit(service.ask, ENDLESS, f"10.0.0.{n}", timeout="0.5") for n in range(2)]
        until(lambda: is_busy(service, 2))
        with ExitStack() as stack:
            for _ in range(100):
                stack.enter_context(service.connect())
            until(lambda: service.descriptors >= 58)
            assert {one.result().status for one in runaways} == {503}
        until(lambda: len(service.workers) == 3 and is_at_rest(service))
        assert service.ask("ASK { ?s ?p 1 }").status == 200


# The end


def test_a_running_answer_is_finished_before_the_service_ends(triples: Path) -> None:
    with serving(triples.parent, triples, workers=2) as service:
        tree = service.tree
        with service.connect() as connection:
            connection.sendall(query_bytes(LONG % " ".join(map(str, range(100)))))
            first = until(lambda: connection.recv(1, socket.MSG_PEEK))
            service.process.send_signal(signal.SIGTERM)
            until(lambda: not _takes_connections(service))
            answer = read_answer(connection, time.monotonic())
        assert first
        assert answer.is_whole
        assert len(json.loads(answer.body)["results"]["bindings"]) == 100 * TRIPLES
        assert service.process.wait(20) == 0
        assert not any(map(is_running, tree))


def _takes_connections(service: Service) -> bool:
    try:
        service.connect().close()
    except ConnectionError:
        return False
    return True


def test_a_killed_service_leaves_no_process_behind(triples: Path) -> None:
    with serving(triples.parent, triples, workers=2) as service:
        with service.connect() as connection:
            connection.sendall(query_bytes(ENDLESS, timeout="20"))
            until(lambda: is_busy(service, 1))
            tree = service.tree
            assert service.stop(signal.SIGKILL) == -signal.SIGKILL
        assert len(tree) == 4
        until(lambda: not any(map(is_running, tree)))


def test_two_services_side_by_side(triples: Path) -> None:
    with serving(triples.parent, triples, workers=1) as one, serving(triples.parent, triples, workers=1) as other:
        assert one.ask("ASK {}").status == other.ask("ASK {}").status == 200
        tree = other.tree
        assert not {*one.tree} & {*tree}
        kill_nursery(one)
        assert one.stop() == 0
        assert other.tree == tree
        assert other.ask("ASK { ?s ?p 1 }").status == 200
        assert children(other.process.pid) == tree[1:2]


def test_many_requests_on_one_connection(service: Service) -> None:
    with service.connect() as connection:
        for number in range(50):
            connection.sendall(query_bytes(f"SELECT ({number} AS ?n) {{}}"))
            assert value_of(read_answer(connection, time.monotonic())) == number
        connection.sendall(request_bytes("/healthz") * 2)
        assert read_answer(connection, time.monotonic()).status == 200
