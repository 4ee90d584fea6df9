"""What is asked is settled, tagged, remembered and paid for, over a graph or over files as they are."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from gzkg.endpoint import Endpoint, Served
from gzkg.endpoint.wire import QueryRequest
from gzkg.errors import BadDate, BadQuery, ForbiddenQuery, GraphFileError, OverBudget, UnsupportedFormat
from gzkg.rdf.files import Folders
from gzkg.settings import Limits

TODAY = date(2026, 11, 24)
FAR = "203.0.113.7"
ALL = {"bindings": "csv", "boolean": "csv", "graph": "ntriples", "dataset": "nquads"}

TURTLE = "<urn:a> <urn:p> 1 . _:x <urn:p> 2 ."
TRIG = "<urn:a> <urn:p> 3 . _:x <urn:p> 4 . <urn:g> { <urn:a> <urn:p> 5 }"
NQUADS = "<urn:a> <urn:p> <urn:o> <urn:g> .\n<urn:a> <urn:p> <urn:o> <urn:h> .\n"
JSONLD = '{"@id": "urn:h", "@graph": [{"@id": "urn:a", "urn:p": [{"@id": "urn:x"}, {"@id": "urn:y"}]}]}'
RDFXML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">
<rdf:Description rdf:about="relative"><u:p rdf:resource="urn:o"/></rdf:Description></rdf:RDF>"""


def graph_endpoint(root: Path, **limits: Any) -> Endpoint:
    return Endpoint.over_graph(Folders(root), TODAY, root / ".records", Limits(**{"workers": 2, **limits}))


def file_endpoint(folder: Path, files: dict[str, str], **limits: Any) -> Endpoint:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Endpoint.over_files([folder / name for name in files], Limits(**{"workers": 2, **limits}))


def run(endpoint: Endpoint, play: Callable[[Endpoint], Awaitable[Any]]) -> Any:
    async def all_of_it() -> Any:
        await endpoint.start()
        try:
            return await play(endpoint)
        finally:
            await endpoint.close()

    return asyncio.run(all_of_it())


def ask(endpoint: Endpoint, *requests: QueryRequest) -> list[str]:
    async def play(started: Endpoint) -> list[str]:
        return [(await (await started.answer(started.settle(one))).reply.read()).decode() for one in requests]

    answers: list[str] = run(endpoint, play)
    return answers


def count(text: str) -> QueryRequest:
    return QueryRequest(f"SELECT (COUNT(*) AS ?n) {text}", ALL)


# ---- settle


def test_days_are_settled(root: Path) -> None:
    endpoint = graph_endpoint(root)
    plain = QueryRequest("ASK {}", ALL)
    assert endpoint.settle(plain) == plain
    assert endpoint.settle(QueryRequest("ASK {}", ALL, as_of="2026-11-24")) == plain
    assert endpoint.settle(QueryRequest("ASK {}", ALL, as_of="1990-01-01")).view == ("1990-01-01", None, False)
    recalled = endpoint.settle(QueryRequest("ASK {}", ALL, known_on="1990-01-01"))
    assert recalled.view == ("2026-11-24", "1990-01-01", False)
    both = QueryRequest("ASK {}", ALL, as_of="1990-01-01", known_on="2000-01-01")
    assert endpoint.settle(both) == both
    assert endpoint.settle(QueryRequest("ASK {}", ALL, as_of="", known_on="")) == plain


@pytest.mark.parametrize("day", ["1990", "1990-02-30", "today", "1990-01-01/1990-01-02"])
@pytest.mark.parametrize("name", ["as_of", "known_on"])
def test_what_is_no_day_is_refused(root: Path, name: str, day: str) -> None:
    with pytest.raises(BadDate, match=r"1990|today"):
        graph_endpoint(root).settle(QueryRequest("ASK {}", ALL, **{name: day}))


@pytest.mark.parametrize("name", ["as_of", "known_on"])
def test_files_know_no_days(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadQuery, match="as they are"):
        file_endpoint(tmp_path, {"a.ttl": TURTLE}).settle(QueryRequest("ASK {}", ALL, **{name: "1990-01-01"}))


@pytest.mark.parametrize("timeout_s", [0, -1, 60.1, float("nan"), float("inf")])
def test_a_time_that_may_not_be_asked_for(tmp_path: Path, timeout_s: float) -> None:
    with pytest.raises(BadQuery, match="at most 60 seconds"):
        file_endpoint(tmp_path, {"a.ttl": TURTLE}).settle(QueryRequest("ASK {}", ALL, timeout_s=timeout_s))


@pytest.mark.parametrize("timeout_s", [None, 0.001, 60])
def test_a_time_that_may(tmp_path: Path, timeout_s: float | None) -> None:
    request = QueryRequest("ASK {}", ALL, timeout_s=timeout_s)
    assert file_endpoint(tmp_path, {"a.ttl": TURTLE}).settle(request) == request


# ---- version and tag


def test_the_same_request_has_the_same_tag(root: Path) -> None:
    endpoint = graph_endpoint(root)
    tag = endpoint.tag(QueryRequest("ASK {}", ALL))
    assert tag
    assert tag.startswith(f"{endpoint.version}-")
    assert graph_endpoint(root).tag(QueryRequest("ASK {}", dict(ALL))) == tag
    others = [
        QueryRequest("ASK { }", ALL),
        QueryRequest("ASK {}", {"boolean": "json"}),
        QueryRequest("ASK {}", ALL, encoding="gzip"),
        QueryRequest("ASK {}", ALL, as_of="1990-01-01"),
        QueryRequest("ASK {}", ALL, default_graphs=("urn:g",)),
        QueryRequest("ASK {}", ALL, named_graphs=("urn:g",)),
        QueryRequest(accept=ALL),
    ]
    assert len({tag, *(endpoint.tag(one) for one in others)}) == 8


def test_a_fleeting_request_has_none(root: Path) -> None:
    assert graph_endpoint(root).tag(QueryRequest("SELECT (NOW() AS ?now) {}", ALL)) is None


def test_the_version_is_that_of_the_files(tmp_path: Path) -> None:
    first = file_endpoint(tmp_path, {"a.ttl": TURTLE})
    assert file_endpoint(tmp_path, {"a.ttl": TURTLE}).version == first.version
    assert first.modified == datetime.fromtimestamp(int((tmp_path / "a.ttl").stat().st_mtime), UTC)
    assert file_endpoint(tmp_path, {"a.ttl": TURTLE + " "}).version != first.version
    assert file_endpoint(tmp_path, {"a.ttl": TURTLE, "b.trig": TRIG}).version != first.version


def test_the_version_of_a_graph_has_its_day_before_it(root: Path) -> None:
    first = graph_endpoint(root)
    assert first.version.startswith("2026-11-24-")
    assert Endpoint.over_graph(Folders(root), date(1990, 1, 1), root, Limits()).version[10:] == first.version[10:]
    lyon = root / "graph" / "cities" / "fr" / "lyon.ttl"
    lyon.write_bytes(lyon.read_bytes().replace(b"Q456", b"Q457"))
    assert graph_endpoint(root).version != first.version


# ---- files


def test_files_of_each_format_are_a_plain_dataset(tmp_path: Path) -> None:
    files = {"a.ttl": TURTLE, "b.trig": TRIG, "c.nq": NQUADS, "d.jsonld": JSONLD, "e.rdf": RDFXML, "f.nt": ""}
    answers = ask(
        file_endpoint(tmp_path, files),
        count("{ ?s ?p ?o }"),
        count("{ GRAPH <urn:g> { ?s ?p ?o } }"),
        count("{ GRAPH <urn:h> { ?s ?p ?o } }"),
        QueryRequest("SELECT (COUNT(DISTINCT ?o) AS ?n) FROM <urn:g> FROM <urn:h> { ?s ?p ?o }", ALL),
        QueryRequest("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", ALL),
        QueryRequest("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <urn:p> ?o FILTER(isBlank(?s)) }", ALL),
        QueryRequest("ASK { ?s <urn:p> <urn:o> FILTER(STRENDS(STR(?s), '/relative')) }", ALL),
        QueryRequest("ASK { { ?s a <https://w3id.org/gzkg/ontology#City> } UNION { GRAPH ?g { ?s a ?c } } }", ALL),
    )
    numbers = ["n\r\n5\r\n", "n\r\n2\r\n", "n\r\n3\r\n", "n\r\n4\r\n"]
    assert answers == [*numbers, "g\r\nurn:g\r\nurn:h\r\n", "n\r\n2\r\n", "true", "false"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.ttl", "<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> .", r"a\.ttl:2: "),
        ("a.nq", "<urn:a> <urn:p> <urn:o> <urn:g> .\n\n\nx", r"a\.nq:4: "),
        ("a.rdf", "<rdf", r"a\.rdf"),
        ("a.jsonld", '{"@id": ', r"a\.jsonld"),
        ("a.docx", TURTLE, r"ending names no RDF format. Use .ttl"),
        ("a", TURTLE, r"ending names no RDF format"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, text: str, says: str) -> None:
    endpoint = file_endpoint(tmp_path, {"ok.ttl": TURTLE, name: text})
    with pytest.raises(Exception, match=says) as caught:
        endpoint.load()
    assert type(caught.value).__name__ in ("GraphFileError", "StoreError")
    with pytest.raises(type(caught.value), match=says):
        asyncio.run(endpoint.start())


def test_a_file_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(GraphFileError, match="Cannot be read"):
        Endpoint.over_files([tmp_path / "none.ttl"], Limits())


# ---- answer


def test_an_answer_is_remembered_and_its_like_is_not(root: Path) -> None:
    async def play(endpoint: Endpoint) -> list[Served]:
        city = "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://w3id.org/gzkg/ontology#City> }"
        asked = [QueryRequest(city, ALL), QueryRequest(city, ALL, as_of="1990-01-01"), QueryRequest(city, ALL)]
        return [await endpoint.answer(endpoint.settle(one)) for one in asked]

    first, then, again = run(graph_endpoint(root), play)
    assert [one.from_memory for one in (first, then, again)] == [False, False, True]
    assert first.reply.body == again.reply.body == b"n\r\n3\r\n"
    assert first.allowance is None


def test_a_client_pays_for_what_it_asks_and_others_do_not(tmp_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {0} }} VALUES ?b {{ {0} }} FILTER(STR(?a) < STR(?b)) }}"
    heavy = QueryRequest(slow.format(" ".join(map(str, range(700)))), ALL)

    async def play(endpoint: Endpoint) -> None:
        first = await endpoint.answer(heavy, FAR)
        assert first.allowance
        assert first.allowance.remaining_s == pytest.approx(0.02)
        with pytest.raises(OverBudget) as caught:
            await endpoint.answer(QueryRequest("ASK {}", ALL), FAR)
        assert caught.value.retry_after_s > 1
        assert (await endpoint.answer(heavy, FAR)).from_memory  # costs nothing, so it is given
        assert (await endpoint.answer(QueryRequest("ASK {}", ALL), "203.0.113.8")).allowance
        assert (await endpoint.answer(QueryRequest("ASK { }", ALL), "127.0.0.1")).allowance is None

    run(file_endpoint(tmp_path, {"a.ttl": TURTLE}, client_s=0.02), play)


def test_a_client_pays_for_a_stream_when_it_ends(thousand: Path) -> None:
    async def play(endpoint: Endpoint) -> None:
        pairs = QueryRequest("SELECT * { ?s ?p ?o . ?x ?y ?z } LIMIT 50000", ALL)
        served = await endpoint.answer(pairs, FAR)
        assert (await endpoint.answer(QueryRequest("ASK {}", ALL), FAR)).allowance
        assert (await served.reply.read()).count(b"\n") == 50_001
        with pytest.raises(OverBudget):
            await endpoint.answer(QueryRequest("ASK { }", ALL), FAR)

    run(Endpoint.over_files([thousand], Limits(workers=4, client_s=0.02)), play)


def test_a_mistake_is_paid_for_and_told(tmp_path: Path) -> None:
    async def play(endpoint: Endpoint) -> None:
        for text, error in [("SELECT * {", BadQuery), ("CLEAR ALL", ForbiddenQuery)]:
            with pytest.raises(error):
                await endpoint.answer(QueryRequest(text, ALL), FAR)
        with pytest.raises(UnsupportedFormat):
            await endpoint.answer(QueryRequest("ASK {}", {"graph": "turtle"}), FAR)
        assert endpoint.memory.size_bytes == 0

    run(file_endpoint(tmp_path, {"a.ttl": TURTLE}), play)


def test_an_empty_answer_is_explained(tmp_path: Path) -> None:
    async def play(endpoint: Endpoint) -> list[dict[str, Any]]:
        asked = QueryRequest("SELECT * { ?s <urn:q> ?o }", ALL, explain=True)
        first, second = [await endpoint.answer(asked) for _ in range(2)]
        assert first.reply.explanation == second.reply.explanation
        return first.reply.explanation

    (found,) = run(file_endpoint(tmp_path, {"a.ttl": TURTLE}), play)
    assert (found["means"], found["why"], found["decisive"]) == ("<urn:q>", "absent", True)
    assert json.dumps(found)
