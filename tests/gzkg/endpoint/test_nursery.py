"""The nursery and the worker from inside: their loops run here, over real sockets and a real fork.

What they do as processes of their own is in test_workers. Here the limits that a process cannot take back are written
down instead of set, and the last act of a nursery, to kill its group, too.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest

from gzkg.endpoint import nursery
from gzkg.endpoint.dataset import Dataset
from gzkg.endpoint.wire import FRAME, ORDER, REPORT, Frame, QueryRequest, unpack_error
from gzkg.errors import BadQuery, StoreError
from gzkg.settings import Limits

ACCEPT = {"bindings": "csv", "boolean": "csv", "graph": "ntriples", "dataset": "nquads"}


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(10)
        yield ours, theirs


@pytest.fixture
def limited(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[int, int]]:
    """The limits that a worker would set: this process has to go on."""
    told: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", lambda what, bounds: told.update({what: bounds}))
    return told


def obey(
    pair: tuple[socket.socket, socket.socket], work: Callable[[socket.socket], None], orders: int = 1
) -> list[Any]:
    """Give orders to fork, run the loop that obeys them until we hang up, and return what it reports and our links."""
    ours, theirs = pair
    links = []
    for _ in range(orders):
        mine, childs = socket.socketpair()
        with childs:
            socket.send_fds(ours, [ORDER.pack(b"f", 0)], [childs.fileno()])
        links.append(mine)
    ours.shutdown(socket.SHUT_WR)
    nursery._obey(theirs, work, lambda validating: 0)
    return [(*REPORT.unpack(ours.recv(REPORT.size)), link) for link in links]


def test_a_child_is_forked_for_each_order(pair: tuple[socket.socket, socket.socket]) -> None:
    reports = obey(pair, lambda link: link.sendall(b"from %d" % os.getpid()), 3)
    assert len({pid for pid, _, _ in reports} - {os.getpid()}) == 3
    for pid, signal_, link in reports:
        with link:
            assert link.recv(64) == b"from %d" % pid
            assert link.recv(64) == b""
        assert signal_ == 0
        assert os.waitpid(pid, 0) == (pid, 0)


def child(code: str) -> int:
    """Return the id of a process that is waited for by nobody."""
    command = [sys.executable, "-c", code]
    return os.posix_spawn(sys.executable, command, dict(os.environ))


def test_a_child_is_reaped_when_told(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, theirs = pair
    sleeping, ended, unknown = child("import time; time.sleep(60)"), child(""), os.getpid()
    os.waitid(os.P_PID, ended, os.WEXITED | os.WNOWAIT)
    for pid in (sleeping, ended, unknown):
        ours.sendall(ORDER.pack(b"r", pid))
    ours.shutdown(socket.SHUT_WR)
    nursery._obey(theirs, lambda link: None, lambda validating: 0)
    reports = [REPORT.unpack(ours.recv(REPORT.size)) for _ in range(3)]
    assert reports == [(sleeping, signal.SIGKILL), (ended, 0), (unknown, signal.SIGKILL)]


def end(work: Callable[[socket.socket], None], pair: tuple[socket.socket, socket.socket]) -> int:
    pid = os.fork()
    if pid == 0:
        faulthandler.disable()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        nursery._end_after(work, pair[1])
    return os.waitpid(pid, 0)[1]


def test_a_child_ends_as_its_work_does(pair: tuple[socket.socket, socket.socket]) -> None:
    def memory_is_short(link: socket.socket) -> None:
        raise MemoryError

    def something_breaks(link: socket.socket) -> None:
        raise KeyboardInterrupt

    assert os.waitstatus_to_exitcode(end(lambda link: None, pair)) == 0
    assert os.waitstatus_to_exitcode(end(something_breaks, pair)) == 1
    assert os.waitstatus_to_exitcode(end(memory_is_short, pair)) == -signal.SIGABRT


def frames(link: socket.socket) -> Iterator[tuple[Frame, bytes]]:
    with link.makefile("rb") as told:
        while head := told.read(FRAME.size):
            kind, size = FRAME.unpack(head)
            yield Frame(kind), told.read(size)


def work(dataset: Dataset, limits: Limits, *requests: QueryRequest) -> list[tuple[Frame, bytes]]:
    """Let a worker work off requests and return its frames."""
    ours, theirs = socket.socketpair()
    with ours:
        ours.sendall(b"".join(request.packed for request in requests))
        ours.shutdown(socket.SHUT_WR)
        with theirs:
            nursery._work(theirs, dataset, limits)
            theirs.shutdown(socket.SHUT_WR)
            return list(frames(ours))


def test_a_worker_answers_one_request_after_the_other(dataset: Dataset, limited: dict[int, Any]) -> None:
    told = work(
        dataset,
        Limits(),
        QueryRequest("SELECT ?o { <urn:s:7> ?p ?o }", ACCEPT),
        QueryRequest("SELECT * { ?s }", ACCEPT),
        QueryRequest("ASK {}", ACCEPT, timeout_s=5),
    )
    kinds = [kind for kind, _ in told]
    whole = [Frame.HEAD, Frame.BODY, Frame.END]
    assert kinds == [*whole, Frame.PROBLEM, Frame.END, *whole]
    assert (told[1][1], told[6][1]) == (b"o\r\n7\r\n", b"true")
    problem = unpack_error(told[3][1])
    assert isinstance(problem, BadQuery)
    assert problem.column == 16
    last = json.loads(told[-1][1])
    assert last["cpu_s"] >= 0
    assert last["last"] is False
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_worker_limits_itself(dataset: Dataset, limited: dict[int, Any]) -> None:
    assert work(dataset, Limits(memory_mb=7)) == []
    assert limited[resource.RLIMIT_NOFILE] == (0, 0)
    most, hard = limited[resource.RLIMIT_AS]
    with open("/proc/self/statm") as statm:
        size = int(statm.read().split()[0]) * os.sysconf("SC_PAGESIZE")
    assert most == hard
    assert most == pytest.approx(size + (7 << 20), abs=64 << 20)


def test_a_worker_that_has_grown_says_that_it_ends(
    dataset: Dataset, limited: dict[int, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nursery, "_GROWN_BYTES", -(1 << 40))
    told = work(dataset, Limits(), QueryRequest("ASK {}", ACCEPT), QueryRequest("ASK { }", ACCEPT))
    assert [kind for kind, _ in told] == [Frame.HEAD, Frame.BODY, Frame.END]
    assert json.loads(told[-1][1])["last"] is True


def test_a_worker_sees_the_dataset_of_another_day(tiny: dict[str, Any], limited: dict[int, Any]) -> None:
    member = "ASK { <https://w3id.org/gzkg/id/city/cn-guangzhou> <https://w3id.org/gzkg/ontology#memberOf> ?o }"
    old, now = QueryRequest(member, ACCEPT, as_of="1990-01-01"), QueryRequest(member, ACCEPT)
    told = work(Dataset(tiny), Limits(), now, old, old)
    assert [body for kind, body in told if kind is Frame.BODY] == [b"true", b"false", b"false"]


def test_a_system_without_statm_has_no_limit_of_memory(
    dataset: Dataset, limited: dict[int, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nursery, "Path", lambda path: type("Nowhere", (), {"exists": lambda self: False})())
    told = work(dataset, Limits(), QueryRequest("ASK {}", ACCEPT))
    assert json.loads(told[-1][1])["grown_bytes"] == 0
    assert list(limited) == [resource.RLIMIT_NOFILE, resource.RLIMIT_CORE]


def test_a_nursery_serves_until_the_service_is_gone(
    pair: tuple[socket.socket, socket.socket], files: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    killed: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "killpg", lambda *group: killed.append(group))
    ours.shutdown(socket.SHUT_WR)
    try:
        nursery.serve(theirs.detach(), json.dumps(files), json.dumps(asdict(Limits())))
    finally:
        gc.unfreeze()
    assert REPORT.unpack(ours.recv(REPORT.size)) == (os.getpid(), 0)
    assert killed == [(0, signal.SIGKILL)]


def test_a_nursery_that_cannot_read_the_dataset_says_why(
    pair: tuple[socket.socket, socket.socket], files: dict[str, Any]
) -> None:
    ours, theirs = pair
    pid = os.fork()
    if pid == 0:
        nursery.serve(theirs.detach(), json.dumps({**files, "version": "other"}), json.dumps(asdict(Limits())))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 1
    told = ours.recv(4096)
    assert REPORT.unpack(told[: REPORT.size]) == (0, 0)
    assert isinstance(unpack_error(told[REPORT.size :]), StoreError)


class Ended(BaseException):
    """Where a process would have ended."""


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process outlive what ends a worker, to see that it comes to it; the forks above end truly."""

    def end_with(code: int = -signal.SIGABRT) -> None:
        raise Ended(code)

    monkeypatch.setattr(os, "_exit", end_with)
    monkeypatch.setattr(os, "abort", end_with)


@pytest.mark.usefixtures("endless")
@pytest.mark.parametrize(
    ("error", "code"), [(None, 0), (MemoryError(), -signal.SIGABRT), (OSError("it broke"), 1), (SystemExit(3), 1)]
)
def test_how_a_child_ends(
    pair: tuple[socket.socket, socket.socket], capfd: pytest.CaptureFixture[str], error: BaseException | None, code: int
) -> None:
    def work(link: socket.socket) -> None:
        if error:
            raise error

    with pytest.raises(Ended) as caught:
        nursery._end_after(work, pair[1])
    assert caught.value.args == (code,)
    assert ("Traceback" in capfd.readouterr().err) == (code == 1)


@pytest.mark.usefixtures("endless")
def test_a_child_lets_go_of_its_parents_socket(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    mine, childs = socket.socketpair()
    monkeypatch.setattr(os, "fork", lambda: 0)
    with mine, childs:
        socket.send_fds(ours, [ORDER.pack(b"f", 0)], [childs.fileno()])
        with pytest.raises(Ended):
            nursery._obey(theirs, lambda link: link.sendall(b"done"), lambda validating: 0)
        assert mine.recv(64) == b"done"
    assert theirs.fileno() == -1


@pytest.mark.usefixtures("endless")
def test_a_nursery_without_a_dataset_ends(pair: tuple[socket.socket, socket.socket], files: dict[str, Any]) -> None:
    ours, theirs = pair
    with pytest.raises(Ended) as caught:
        nursery.serve(theirs.detach(), json.dumps({**files, "version": "other"}), json.dumps(asdict(Limits())))
    assert caught.value.args == (1,)
    assert REPORT.unpack(ours.recv(REPORT.size)) == (0, 0)
