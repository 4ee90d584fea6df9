"""Without processes the answers are the same."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from gzkg.endpoint import Endpoint, Inline, Workers
from gzkg.endpoint.wire import QueryRequest
from gzkg.endpoint.workers import Reply, Use
from gzkg.errors import BadQuery, ForbiddenQuery, GzkgError, UnsupportedFormat
from gzkg.settings import Limits

PREFIXES = "PREFIX gz: <https://w3id.org/gzkg/ontology#> PREFIX city: <https://w3id.org/gzkg/id/city/> "
TYPES = {"bindings": "json", "boolean": "xml", "graph": "ntriples", "dataset": "nquads"}
ASKED = [
    QueryRequest("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", TYPES),
    QueryRequest(PREFIXES + "SELECT * { ?city a gz:City ; gz:within ?in } ORDER BY ?city", {"bindings": "csv"}),
    QueryRequest("SELECT * { ?s ?p ?o } ORDER BY STR(?s) STR(?p) STR(?o)", {"bindings": "tsv"}),
    QueryRequest("SELECT * { ?s ?p ?o } ORDER BY STR(?s) STR(?p) STR(?o) LIMIT 50", TYPES, encoding="gzip"),
    QueryRequest("SELECT * { ?s ?p ?o } ORDER BY STR(?s) STR(?p) STR(?o)", TYPES, max_rows=7),
    QueryRequest("SELECT ?x { }", {"bindings": "xml"}),
    QueryRequest(PREFIXES + "ASK { city:cn-guangzhou gz:memberOf ?org }", TYPES),
    QueryRequest(PREFIXES + "ASK { city:cn-guangzhou gz:memberOf ?org }", TYPES, as_of="1990-01-01"),
    QueryRequest(PREFIXES + "SELECT * { city:fr-lyon ?p ?o }", TYPES, as_of="1990-01-01", known_on="1999-01-01"),
    QueryRequest(PREFIXES + "DESCRIBE city:fr-lyon", {"graph": "turtle"}),
    QueryRequest(PREFIXES + "CONSTRUCT { ?a gz:in ?b } WHERE { ?a gz:within ?b }", TYPES),
    QueryRequest("ASK { ?s <urn:nothing> ?o }", TYPES, explain=True),
    QueryRequest(accept=TYPES, graph="https://w3id.org/gzkg/graph/curated"),
    QueryRequest(accept=TYPES),
    QueryRequest(accept=TYPES, describe="service", place="http://localhost/"),
    QueryRequest(accept=TYPES, describe="void", place="http://localhost/"),
    QueryRequest(accept=TYPES, describe="dumps", place="http://localhost/"),
]
REFUSED = [
    (QueryRequest("SELECT * { ?s }", TYPES), BadQuery),
    (QueryRequest("CLEAR ALL", TYPES), ForbiddenQuery),
    (QueryRequest("ASK {}", {"graph": "turtle"}), UnsupportedFormat),
]


async def answers(room: Inline | Workers) -> list[tuple[Reply, list[bytes]]]:
    await room.start()
    assert room.ready
    try:
        told = []
        for asked in ASKED:
            reply = await room.ask(asked, "", Use())
            body = await reply.read()
            told.append((reply, sorted(body.splitlines()) if reply.holds in ("graph", "dataset") else [body]))
        for asked, error in REFUSED:
            with pytest.raises(error):
                await room.ask(asked, "", Use())
        return told
    finally:
        await room.close()
        assert not room.ready


def test_the_answers_are_the_same(tiny: dict[str, Any]) -> None:
    inline = asyncio.run(answers(Inline(tiny, Limits())))
    workers = asyncio.run(answers(Workers(tiny, Limits(workers=2))))
    for asked, one, other in zip(ASKED, inline, workers, strict=True):
        assert one[1] == other[1], asked
        for name in ("form", "format", "holds", "encoding", "explanation"):
            assert getattr(one[0], name) == getattr(other[0], name), asked
        assert one[0].cut == other[0].cut, asked


def test_a_system_that_cannot_fork_answers_inline(
    thousand: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workers, "possible", False)

    async def play() -> None:
        endpoint = Endpoint.over_files([thousand], Limits())
        assert isinstance(endpoint.workers, Inline)
        await asyncio.to_thread(endpoint.load)
        await endpoint.start()
        asked = endpoint.settle(QueryRequest("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", {"bindings": "csv"}))
        first, second = [await endpoint.answer(asked) for _ in range(2)]
        assert (first.reply.body, first.from_memory, second.from_memory) == (b"n\r\n1000\r\n", False, True)
        assert endpoint.workers.state == {"idle": 1, "busy": 0, "waiting": 0}
        assert endpoint.workers.counts["forks"] == endpoint.workers.grown_bytes == 0
        await endpoint.close()

    asyncio.run(play())


def test_many_at_once_wait_for_each_other(files: dict[str, Any]) -> None:
    async def play() -> list[Reply | GzkgError]:
        inline = Inline(files, Limits())
        await inline.start()
        asked = [QueryRequest(f"SELECT ?o {{ <urn:s:{n}> ?p ?o }}", {"bindings": "csv"}) for n in range(20)]
        return await asyncio.gather(*(inline.ask(one, "", Use()) for one in asked))

    assert [reply.body for reply in asyncio.run(play())] == [f"o\r\n{n}\r\n".encode() for n in range(20)]
