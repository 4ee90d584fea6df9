"""Whatever a query does, or is done to the processes: the next one is answered, and nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from gzkg.endpoint import workers as module
from gzkg.endpoint.wire import QueryRequest
from gzkg.endpoint.workers import Reply, Use, Workers
from gzkg.errors import BadQuery, Overloaded, QueryTimeout, QueryTooHeavy, StoreError, WorkerLost
from gzkg.settings import Limits

Source = dict[str, Any]

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
EVERYTHING = "SELECT * { ?s ?p ?o }"
PAIRS = "SELECT * { ?s ?p ?o . ?x ?y ?z }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c + ?f + ?i < 0) }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) > 0) }"
HUNGRY = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MEMBER = "ASK { <https://w3id.org/gzkg/id/city/cn-guangzhou> <https://w3id.org/gzkg/ontology#memberOf> ?org }"


def request(text: str, **rest: Any) -> QueryRequest:
    return QueryRequest(text, {"bindings": "csv", "boolean": "csv", "graph": "ntriples"}, **rest)


@asynccontextmanager
async def running(source: Source, **limits: Any) -> AsyncIterator[Workers]:
    workers = Workers(source, Limits(**{"workers": 2, **limits}))
    await workers.start()
    try:
        yield workers
    finally:
        await workers.close()


async def ask(workers: Workers, text: str, client: str = "", **rest: Any) -> str:
    reply = await workers.ask(request(text, **rest), client, Use())
    return (await reply.read()).decode()


async def until(is_so: Callable[[], object], within_s: float = 5) -> None:
    end = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def all_pids(workers: Workers) -> list[int]:
    return [pid for pids in workers.pids.values() for pid in pids]


async def is_whole(workers: Workers, size: int) -> None:
    """Wait until all workers are idle again."""
    await until(lambda: workers.state == {"idle": size, "busy": 0, "waiting": 0})


def test_many_ask_at_once(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=3) as workers:
            texts = [f"SELECT ?o {{ <urn:s:{n}> ?p ?o }}" for n in range(300)]
            asked = [ask(workers, text, f"client {n % 7}", max_rows=9) for n, text in enumerate(texts)]
            limits = 128  # that may wait
            answers = [one for start in range(0, 300, limits) for one in await asyncio.gather(*asked[start:][:limits])]
            assert answers == [f"o\r\n{n}\r\n" for n in range(300)]
            assert workers.state == {"idle": 3, "busy": 0, "waiting": 0}
            assert workers.counts == {"forks": 3}

    asyncio.run(play())


def test_a_use_is_measured(files: Source) -> None:
    async def play() -> None:
        async with running(files) as workers:
            use, none = Use(), Use()
            await workers.ask(request(SLOW), "", use)
            assert 0.01 < use.cpu_s < 10
            reply = await workers.ask(request(PAIRS + " LIMIT 20000"), "", none)
            assert none.cpu_s == 0  # it is known when the stream has ended
            await reply.read()
            assert none.cpu_s > 0
            assert workers.grown_bytes >= 0

    asyncio.run(play())


def test_a_long_answer_flows_and_waits_for_who_reads_it(files: Source) -> None:
    async def play() -> None:
        async with running(files) as workers:
            reply = await workers.ask(request(PAIRS + " LIMIT 200000"), "", Use())
            assert reply.body is None
            assert reply.pieces
            lines = (await anext(reply.pieces)).count(b"\n")
            assert 0 < lines < 10_000
            await asyncio.sleep(0.3)
            assert workers.state["busy"] == 1
            async for piece in reply.pieces:
                lines += piece.count(b"\n")
            assert lines == 200_001
            await is_whole(workers, 2)

    asyncio.run(play())


def test_who_leaves_early_leaves_no_worker_at_work(files: Source) -> None:
    async def play() -> None:
        async with running(files) as workers:
            reply = await workers.ask(request(PAIRS), "", Use())
            pids = set(workers.pids["workers"])
            assert reply.pieces
            async with aclosing(reply.pieces) as pieces:
                async for _ in pieces:
                    break
            await is_whole(workers, 2)
            assert len(pids & set(workers.pids["workers"])) == 1
            assert workers.counts == {"forks": 3, "kills": 1}

    asyncio.run(play())


def test_who_never_begins_to_read_leaves_none_either(files: Source) -> None:
    async def play() -> None:
        async with running(files) as workers:
            reply: Reply | None = await workers.ask(request(PAIRS), "", Use())
            assert reply
            assert reply.pieces
            reply = None
            await is_whole(workers, 2)
            assert workers.counts["kills"] == 1

    asyncio.run(play())


def test_who_gives_up_while_it_works_or_waits(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1) as workers:
            works, waits = (asyncio.ensure_future(ask(workers, ENDLESS)) for _ in range(2))
            await until(lambda: workers.state == {"idle": 0, "busy": 1, "waiting": 1})
            waits.cancel()
            await until(lambda: workers.state["waiting"] == 0)
            works.cancel()
            await is_whole(workers, 1)
            assert await ask(workers, COUNT) == "n\r\n1000\r\n"

    asyncio.run(play())


@pytest.mark.parametrize("size", [1, 2])
def test_each_sees_the_dataset_of_its_day(tiny: Source, size: int) -> None:
    async def play() -> list[str]:
        async with running(tiny, workers=size) as workers:
            days = (None, "1990-01-01", "1990-01-01", None, "2000-01-01", None, "1990-01-01", "2000-01-01")
            return [await ask(workers, MEMBER, as_of=day) for day in days]

    assert asyncio.run(play()) == ["true", "false", "false", "true", "true", "true", "false", "true"]


def test_a_worker_that_sees_another_day_is_given_up_for_who_waits(tiny: Source) -> None:
    async def play() -> None:
        async with running(tiny, workers=2) as workers:
            days = ["1990-01-01", "1995-01-01", "2000-01-01", "2005-01-01"]
            asked = [ask(workers, MEMBER, client, as_of=day) for client, day in zip("abcd", days, strict=True)]
            assert await asyncio.gather(*asked) == ["false", "false", "true", "true"]
            assert workers.counts["forks"] >= 4
            await is_whole(workers, 2)

    asyncio.run(play())


def test_a_mistake_costs_no_worker(files: Source) -> None:
    async def play() -> None:
        async with running(files) as workers:
            pids = set(workers.pids["workers"])
            for _ in range(3):
                with pytest.raises(BadQuery) as caught:
                    await ask(workers, "SELECT * {\n ?s }")
                assert (caught.value.line, caught.value.column) == (2, 6)
            assert set(workers.pids["workers"]) == pids

    asyncio.run(play())


async def kill_while(workers: Workers, work: Coroutine[Any, Any, str], times: int) -> str:
    """Kill the one worker while it works, so many times."""
    task = asyncio.ensure_future(work)
    for _ in range(times):
        await until(lambda: workers.state["busy"])
        killed = workers.pids["workers"]
        await asyncio.sleep(0.02)
        os.kill(killed[0], signal.SIGKILL)
        await until(lambda killed=killed: task.done() or workers.pids["workers"] not in ([], killed))
    return await task


def test_a_query_whose_worker_is_killed_is_asked_again(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1) as workers:
            assert await kill_while(workers, ask(workers, SLOW), 1) == "n\r\n1000000\r\n"
            await is_whole(workers, 1)
            assert workers.counts == {"forks": 2}

    asyncio.run(play())


def test_a_query_whose_worker_is_killed_twice_is_told(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1) as workers:
            with pytest.raises(WorkerLost, match="ended from outside"):
                await kill_while(workers, ask(workers, ENDLESS), 2)
            assert await ask(workers, COUNT) == "n\r\n1000\r\n"

    asyncio.run(play())


def test_a_worker_that_is_killed_in_its_sleep_is_not_noticed(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=3) as workers:
            for pid in workers.pids["workers"]:
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.1)
            assert [await ask(workers, COUNT) for _ in range(5)] == ["n\r\n1000\r\n"] * 5
            await is_whole(workers, 3)

    asyncio.run(play())


def test_a_stream_whose_worker_is_killed_breaks_off(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1) as workers:
            reply = await workers.ask(request(PAIRS), "", Use())
            os.kill(workers.pids["workers"][0], signal.SIGKILL)
            with pytest.raises(WorkerLost):
                await reply.read()
            await is_whole(workers, 1)

    asyncio.run(play())


def test_a_killed_nursery_is_replaced(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=3) as workers:
            before = all_pids(workers)
            os.kill(workers.pids["nursery"][0], signal.SIGKILL)
            for _ in range(10):
                assert await ask(workers, COUNT) == "n\r\n1000\r\n"
            os.kill(workers.pids["workers"][-1], signal.SIGKILL)
            for _ in range(10):
                assert await ask(workers, COUNT) == "n\r\n1000\r\n"
            await until(lambda: workers.ready)
            await is_whole(workers, 3)
            await until(lambda: not any(is_alive(pid) for pid in before))
            assert all(is_alive(pid) for pid in all_pids(workers))

    asyncio.run(play())


def test_a_nursery_killed_while_queries_run(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=2) as workers:
            asked = [asyncio.ensure_future(ask(workers, SLOW, client)) for client in "ab"]
            await until(lambda: workers.state["busy"] == 2)
            os.kill(workers.pids["nursery"][0], signal.SIGKILL)
            assert await asyncio.gather(*asked) == ["n\r\n1000000\r\n"] * 2
            await until(lambda: workers.ready)
            await is_whole(workers, 2)

    asyncio.run(play())


def test_closing_leaves_no_process(files: Source) -> None:
    async def play() -> list[int]:
        async with running(files, workers=3) as workers:
            task = asyncio.ensure_future(ask(workers, ENDLESS))
            await until(lambda: workers.state["busy"])
            pids = all_pids(workers)
            assert len(pids) == 4
            assert all(is_alive(pid) for pid in pids)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert not workers.ready
        await until(lambda: not any(is_alive(pid) for pid in pids))
        return pids

    asyncio.run(play())


def test_one_client_never_has_all_of_the_workers(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=4) as workers:
            greedy = [asyncio.ensure_future(ask(workers, ENDLESS, "greedy")) for _ in range(5)]
            await until(lambda: workers.state["busy"] > 1 and workers.state["waiting"] > 0)
            state = workers.state
            assert state["idle"] > 0
            begin = time.monotonic()
            assert await ask(workers, COUNT, "modest") == "n\r\n1000\r\n"
            assert time.monotonic() - begin < 1
            assert workers.state == state
            for task in greedy:
                task.cancel()
            await is_whole(workers, 4)

    asyncio.run(play())


def test_the_one_worker_there_is_is_everyones(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1) as workers:
            assert await asyncio.gather(*(ask(workers, COUNT, "a") for _ in range(5))) == ["n\r\n1000\r\n"] * 5

    asyncio.run(play())


def test_too_many_are_turned_away_at_once(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1, queue=2) as workers:
            tasks = [asyncio.ensure_future(ask(workers, ENDLESS)) for _ in range(3)]
            await until(lambda: workers.state["waiting"] == 2)
            with pytest.raises(Overloaded, match="Too many") as caught:
                await ask(workers, COUNT)
            assert caught.value.retry_after_s > 0
            assert workers.counts["overloads"] == 1
            for task in tasks:
                task.cancel()

    asyncio.run(play())


def test_who_waits_too_long_is_turned_away(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1, wait_s=0.2) as workers:
            task = asyncio.ensure_future(ask(workers, ENDLESS))
            await until(lambda: workers.state["busy"])
            begin = time.monotonic()
            with pytest.raises(Overloaded, match=r"within 0\.2 seconds"):
                await ask(workers, COUNT)
            assert 0.15 < time.monotonic() - begin < 2
            assert workers.counts["overloads"] == 1
            assert workers.state == {"idle": 0, "busy": 1, "waiting": 0}
            task.cancel()
            await is_whole(workers, 1)

    asyncio.run(play())


def test_a_worker_that_gave_way_is_replaced(files: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SLOW_S", 0.05)

    async def play() -> None:
        async with running(files, workers=1) as workers:
            pid = workers.pids["workers"][0]
            task = asyncio.ensure_future(ask(workers, SLOW))
            await until(lambda: os.getpriority(os.PRIO_PROCESS, pid) > 0)
            await task
            await is_whole(workers, 1)
            assert workers.pids["workers"] != [pid]
            assert os.getpriority(os.PRIO_PROCESS, workers.pids["workers"][0]) == 0

    asyncio.run(play())


def test_a_query_without_end_is_ended(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1, timeout_s=30) as workers:
            use, begin = Use(), time.monotonic()
            with pytest.raises(QueryTimeout, match=r"after 0\.2 seconds"):
                await workers.ask(request(ENDLESS, timeout_s=0.2), "", use)
            assert time.monotonic() - begin < 4
            assert 0.1 < use.cpu_s < 2
            assert workers.counts["timeouts"] == 1
            assert await ask(workers, COUNT) == "n\r\n1000\r\n"

    asyncio.run(play())


def test_a_long_answer_is_cut_when_its_time_is_over(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1, max_answer_mb=4096, max_rows=10**9) as workers:
            everything = PAIRS.replace("}", ". ?u ?v ?w }")
            reply = await workers.ask(QueryRequest(everything, {"bindings": "json"}, timeout_s=0.3), "", Use())
            told = json.loads(await reply.read())
            assert "time was over" in told["cut"]
            assert len(told["results"]["bindings"]) > 100

    asyncio.run(play())


def test_a_query_that_needs_too_much_memory_is_ended(files: Source) -> None:
    async def play() -> None:
        async with running(files, workers=1, memory_mb=64) as workers:
            with pytest.raises(QueryTooHeavy, match="64 MB"):
                await ask(workers, HUNGRY)
            assert workers.counts["crashes"] == 1
            assert await ask(workers, COUNT) == "n\r\n1000\r\n"

    asyncio.run(play())


def test_a_dataset_that_changed_or_went_is_told(files: Source, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        asyncio.run(Workers({**files, "version": "another"}, Limits(workers=1)).start())


def test_a_dataset_can_be_read_ahead(files: Source) -> None:
    async def play() -> None:
        workers = Workers(files, Limits(workers=1))
        await asyncio.to_thread(workers.load)
        nursery = workers.pids["nursery"]
        assert len(nursery) == 1
        await workers.start()
        assert workers.pids["nursery"] == nursery
        assert await ask(workers, COUNT) == "n\r\n1000\r\n"
        await workers.close()

    asyncio.run(play())
