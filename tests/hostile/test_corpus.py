"""Every hostile request of the corpus against one service: each gets its answer, and nobody else feels it."""

from __future__ import annotations

import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from attacked import Answer, Service, serving
from corpus_file import Expected, Hostile, read_corpus

CORPUS = tuple(read_corpus())
LIMITS = {"timeout_s": 1, "memory_mb": 300, "workers": 4, "max_query_kb": 4096, "max_answer_mb": 48, "cache_mb": 8}
ATTACKERS = 3
"""One fewer than workers: a cheap query can always be answered at once."""

CHEAP = "SELECT ?n { VALUES ?n { 1 2 3 } }"
MOST_PROBLEM_BYTES = 16 << 10
MOST_PAGE_BYTES = 1 << 20
GROWN_MB = 4 * 64 + 64
"""Each worker may keep 64 MB before it is replaced; the service itself some for answers it remembers."""


@dataclass
class Watch:
    """What an innocent client lives through meanwhile."""

    cheap_s: list[float] = field(default_factory=list)
    health_s: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def run(self, service: Service, over: threading.Event) -> None:
        while not over.wait(0.05):
            self.note(self.cheap_s, service.ask(CHEAP, "10.255.0.1"))
            self.note(self.health_s, service.get("/healthz"))

    def note(self, seconds: list[float], answer: Answer) -> None:
        seconds.append(answer.seconds)
        if answer.status != 200:
            self.failures.append(f"{answer.status} {answer.body[:200]!r}")


@dataclass(frozen=True)
class Attack:
    """What came of it all."""

    answers: dict[str, Answer]
    watch: Watch
    calls: int
    before: tuple[int, float, int]
    after: tuple[int, float, int]
    """Process id, memory in MB, open descriptors of the service."""
    log: str


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attack]:
    folder = tmp_path_factory.mktemp("attacked")
    with serving(folder, **LIMITS) as service, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        before = _state(service)
        watch, over = Watch(), threading.Event()
        watcher = threading.Thread(target=watch.run, args=(service, over))
        watcher.start()
        answers = _send_all(service, listener.getsockname()[1])
        over.set()
        watcher.join()
        after = _settled(service, before)
        yield Attack(answers, watch, _calls(listener), before, after, service.log.read_text())
        assert service.stop() == 0


def _send_all(service: Service, listener: int) -> dict[str, Answer]:
    def send(numbered: tuple[int, Hostile]) -> Answer:
        number, hostile = numbered
        return service.exchange(hostile.sent(f"10.0.{number // 250}.{number % 250 + 1}", listener))

    with ThreadPoolExecutor(ATTACKERS) as pool:
        answers = pool.map(send, enumerate(CORPUS))
        return {hostile.name: answer for hostile, answer in zip(CORPUS, answers, strict=True)}


def _state(service: Service) -> tuple[int, float, int]:
    assert service.ask(CHEAP).status == 200
    return service.process.pid, service.memory_mb, service.descriptors


def _settled(service: Service, before: tuple[int, float, int]) -> tuple[int, float, int]:
    """Return the state once it is as before, or what it still is after a while."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        after = _state(service)
        if after[1] < before[1] + GROWN_MB and after[2] <= before[2]:
            break
        time.sleep(0.1)
    return after


def _calls(listener: socket.socket) -> int:
    try:
        listener.accept()
    except BlockingIOError:
        return 0
    return 1


@pytest.mark.parametrize("hostile", CORPUS, ids=lambda hostile: hostile.name)
def test_each_request_gets_its_answer(attack: Attack, hostile: Hostile) -> None:
    answer, expected = attack.answers[hostile.name], hostile.expected
    shown = answer.body[:500]
    assert answer.status in expected.status, shown
    assert answer.seconds < expected.seconds
    assert expected.broken == "maybe" or answer.is_whole is not expected.broken
    if answer.status:
        _check_headers(answer, expected)
    if answer.status >= 400 and not expected.plain and not expected.type:
        _check_problem(answer, expected)
    if expected.contains:
        assert expected.contains in answer.body.decode(), shown
    if expected.lacks:
        assert expected.lacks not in answer.body.decode() + str(answer.headers)


def _check_headers(answer: Answer, expected: Expected) -> None:
    assert not {"x-evil", "set-cookie", "access-control-allow-credentials"} & answer.headers.keys()
    if expected.type:
        assert answer.headers["content-type"].startswith(expected.type)
    if not expected.plain:
        assert answer.headers["x-request-id"].replace("-", "").replace(".", "").isalnum()
    if expected.small:
        assert len(answer.body) < (MOST_PAGE_BYTES if expected.type == "text/html" else MOST_PROBLEM_BYTES)


def _check_problem(answer: Answer, expected: Expected) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.problem
    assert problem["status"] == answer.status
    assert problem["type"].startswith("urn:gzkg:problem:")
    assert problem["detail"]
    assert not expected.title or problem["title"] in expected.title
    assert expected.construct in (None, problem.get("construct"))
    assert expected.place in (None, (problem.get("line"), problem.get("column")))


def test_no_browser_guesses_another_type(attack: Attack) -> None:
    asked = [hostile.name for hostile in CORPUS if not hostile.expected.plain]
    assert not [name for name in asked if attack.answers[name].headers.get("x-content-type-options") != "nosniff"]


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    assert len(CORPUS) >= 90
    assert len({hostile.name for hostile in CORPUS}) == len(CORPUS)
    assert all(hostile.why for hostile in CORPUS)


def test_no_request_makes_the_service_call_anyone(attack: Attack) -> None:
    assert attack.calls == 0


def test_others_are_answered_all_the_while(attack: Attack) -> None:
    watch = attack.watch
    assert not watch.failures
    assert len(watch.cheap_s) > 50
    assert statistics.median(watch.cheap_s) < 0.5
    assert statistics.median(watch.health_s) < 0.1
    assert max(watch.cheap_s) < 5
    assert max(watch.health_s) < 2


def test_nothing_unforeseen_happened_within(attack: Attack) -> None:
    assert "Exception in ASGI" not in attack.log
    failure = attack.log.partition("Traceback")[2][:3000]
    assert not failure, failure


def test_the_service_is_the_same_and_has_lost_nothing(attack: Attack) -> None:
    (pid, memory_mb, descriptors), (pid_after, memory_mb_after, descriptors_after) = attack.before, attack.after
    assert pid_after == pid
    assert memory_mb_after < memory_mb + GROWN_MB
    assert descriptors_after <= descriptors
