"""What is kept, and what is given up for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from gzkg.endpoint import Endpoint
from gzkg.endpoint.memory import _BESIDE_BYTES, AnswerMemory, is_fleeting
from gzkg.endpoint.wire import QueryRequest
from gzkg.endpoint.workers import Reply
from gzkg.settings import Limits


def reply(body: bytes | None = b"x" * 9, cut: str | None = None) -> Reply:
    return Reply("SELECT", "json", "bindings", "", cut, [], body)


@pytest.mark.parametrize("text", ["SELECT (NOW() AS ?n) {}", "select (rand() as ?r) {}", "ASK { FILTER(UUID()) }"])
@pytest.mark.parametrize("change", [str, str.lower])
def test_a_query_that_answers_otherwise_each_time(text: str, change: type[str]) -> None:
    assert is_fleeting(change(text))


@pytest.mark.parametrize("text", ["SELECT (STRUUID() AS ?n) {}", "SELECT (N\\u004FW() AS ?n) {}", "ASK {} # now"])
def test_a_query_that_may(text: str) -> None:
    assert is_fleeting(text)


@pytest.mark.parametrize("text", [None, "", "ASK {}", "SELECT ?known ?brand { ?known <u:snow> ?nowhere }"])
def test_a_query_that_does_not(text: str | None) -> None:
    assert not is_fleeting(text)


def test_the_longest_unused_is_given_up_first() -> None:
    memory = AnswerMemory(16 * (10 + _BESIDE_BYTES))  # ten bytes an answer at most; sixteen of them
    for key in b"abcdefghijklmnop":
        memory.keep(bytes([key]), "ASK {}", reply())
    assert (memory.size_bytes, memory.hits, memory.misses) == (16 * (10 + _BESIDE_BYTES), 0, 0)
    assert memory.find(b"a")
    memory.keep(b"q", "ASK {}", reply())
    assert memory.size_bytes == 16 * (10 + _BESIDE_BYTES)
    assert memory.find(b"b") is None
    assert memory.find(b"a")
    assert memory.find(b"q")
    assert (memory.hits, memory.misses) == (3, 1)


def test_what_is_too_large_is_not_kept() -> None:
    memory = AnswerMemory(16 * (10 + _BESIDE_BYTES))
    memory.keep(b"a", "ASK {}", reply(b"x" * 10))
    assert memory.find(b"a") is None
    memory.keep(b"a", "ASK {}", reply(b"x" * 9))
    assert memory.find(b"a")


@pytest.mark.parametrize("kept", [reply(None), reply(cut="It was cut.")])
def test_a_part_is_not_kept(kept: Reply) -> None:
    memory = AnswerMemory(1 << 20)
    memory.keep(b"a", "ASK {}", kept)
    assert memory.find(b"a") is None


def test_what_is_fleeting_is_not_kept() -> None:
    memory = AnswerMemory(1 << 20)
    memory.keep(b"a", "SELECT (NOW() AS ?n) {}", reply())
    assert memory.find(b"a") is None


def test_a_dump_is_kept() -> None:
    memory = AnswerMemory(1 << 20)
    memory.keep(b"a", None, reply())
    assert memory.find(b"a")


def test_no_memory_keeps_nothing() -> None:
    memory = AnswerMemory(0)
    memory.keep(b"", "ASK {}", reply(b"x"))
    assert memory.find(b"") is None
    assert memory.size_bytes == 0


def test_an_answer_kept_twice_counts_once() -> None:
    # Two clients ask the same at the same time; without an order, the answers may differ in length.
    memory = AnswerMemory(1 << 20)
    memory.keep(b"a", "ASK {}", reply(b"x" * 9))
    memory.keep(b"a", "ASK {}", reply(b"x" * 19))
    assert memory.size_bytes == 20 + _BESIDE_BYTES
    memory.keep(b"a", "ASK {}", reply(b"x" * 9))
    assert memory.size_bytes == 10 + _BESIDE_BYTES


def test_what_is_done_to_a_reply_is_not_done_to_the_one_that_is_kept() -> None:
    memory = AnswerMemory(1 << 20)
    given = reply()
    memory.keep(b"a", "ASK {}", given)
    given.body = b"other"
    kept = memory.find(b"a")
    assert kept
    assert kept.body == b"x" * 9


def test_an_endpoint_remembers(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<u:a> <u:b> 1, 2, 3 .", encoding="utf-8")

    async def ask() -> list[bool]:
        endpoint = await Endpoint.over_files([tmp_path / "a.ttl"], Limits(workers=1)).start()
        asked = [
            QueryRequest("SELECT * { ?s ?p ?o }", {"bindings": "csv"}),
            QueryRequest("SELECT * { ?s ?p ?o }", {"bindings": "tsv"}),
            QueryRequest("SELECT * { ?s ?p ?o }", {"bindings": "csv"}, max_rows=2),
            QueryRequest("SELECT (RAND() AS ?r) {}", {"bindings": "csv"}),
        ]
        try:
            served = [await endpoint.answer(request) for request in asked + asked]
            assert (endpoint.memory.hits, endpoint.memory.misses) == (2, 6)
            return [one.from_memory for one in served]
        finally:
            await endpoint.close()

    assert asyncio.run(ask()) == [False] * 4 + [True, True, False, False]
