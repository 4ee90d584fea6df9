"""The SPARQL 1.1 Protocol and HTTP around it, against a real server."""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_sparql_app
from api.log import JsonFormatter
from gzkg import Endpoint, Limits

SPARQL_QUERY = {"Content-Type": "application/sparql-query"}
DATASET = "<urn:d> <urn:p> 0 . <urn:g> { <urn:g:1> <urn:p> 1 } <urn:h> { <urn:h:1> <urn:p> 1 . <urn:h:2> <urn:p> 2 }"
SUBJECTS = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"
NAMED = "SELECT ?s { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
LONG = f'SELECT ?n ("a text that takes some place" AS ?t) {{ VALUES ?n {{ {" ".join(map(str, range(2000)))} }} }}'
VOLATILE = {"date", "x-request-id", "gzkg-cache", "transfer-encoding"}  # the last need not be told to HEAD


@pytest.fixture(scope="module")
def client(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[[FastAPI], AbstractContextManager[httpx.Client]]
) -> Iterator[httpx.Client]:
    """A client of a server over a default graph and two named ones."""
    path = tmp_path_factory.mktemp("protocol") / "dataset.trig"
    path.write_text(DATASET, encoding="utf-8")
    with serving(create_sparql_app(Endpoint.over_files([path], Limits(workers=2)))) as served:
        served.headers["Accept-Encoding"] = "identity"
        yield served


def get(client: httpx.Client, query: str, headers: Any = None, **parameters: Any) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in parameters.items()}
    return client.get("/sparql", params={"query": query, **named}, headers=headers)


def column(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["s"]["value"] for row in answer.json()["results"]["bindings"]]


# ---- where the query and its dataset stand


def ways(client: httpx.Client, query: str, parameters: list[tuple[str, str]]) -> list[httpx.Response]:
    form = "&".join(str(httpx.QueryParams([pair])) for pair in [("query", query), *parameters])
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    address = str(httpx.QueryParams(parameters))
    return [
        client.get(f"/sparql?{form}"),
        client.post("/sparql", content=form, headers=headers),
        client.post(f"/sparql?{address}", content=query, headers=SPARQL_QUERY),
    ]


@pytest.mark.parametrize(
    ("query", "parameters", "subjects"),
    [
        (SUBJECTS, [], ["urn:d"]),
        (NAMED, [], ["urn:g:1", "urn:h:1", "urn:h:2"]),
        (SUBJECTS, [("default-graph-uri", "urn:g")], ["urn:g:1"]),
        (NAMED, [("default-graph-uri", "urn:g")], []),
        (SUBJECTS, [("default-graph-uri", "urn:g"), ("default-graph-uri", "urn:h")], ["urn:g:1", "urn:h:1", "urn:h:2"]),
        (NAMED, [("named-graph-uri", "urn:h")], ["urn:h:1", "urn:h:2"]),
        (SUBJECTS, [("named-graph-uri", "urn:h")], []),
        (SUBJECTS, [("default-graph-uri", "urn:g"), ("named-graph-uri", "urn:h")], ["urn:g:1"]),
        (NAMED, [("default-graph-uri", "urn:g"), ("named-graph-uri", "urn:h")], ["urn:h:1", "urn:h:2"]),
        ("SELECT ?s FROM <urn:h> { ?s ?p ?o } ORDER BY ?s", [("default-graph-uri", "urn:g")], ["urn:g:1"]),
        (SUBJECTS, [("nonsense", "1"), ("nonsense", "2"), ("debug", "on")], ["urn:d"]),
    ],
)
def test_each_way_has_the_same_answer(
    client: httpx.Client, query: str, parameters: list[tuple[str, str]], subjects: list[str]
) -> None:
    assert [column(answer) for answer in ways(client, query, parameters)] == [subjects] * 3


def test_a_query_holds_any_character(client: httpx.Client) -> None:
    for answer in ways(client, "SELECT ('广州 +&=%;#\"' AS ?s) {}", []):
        assert column(answer) == ['广州 +&=%;#"']


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("query=ASK+{}&query=ASK+{}", "`query` is given more than once"),
        ("query=ASK+{}&timeout=1&timeout=2", "`timeout` is given more than once"),
        ("query=ASK+{}&as-of=1990-01-01&as_of=1991-01-01", "`as-of` is given more than once"),
        ("query=", "no query"),
        ("query=+%0A", "no query"),
        ("query=ASK+{}&timeout=soon", "must be a number"),
        ("query=ASK+{}&timeout=0", "above 0"),
        ("query=ASK+{}&timeout=61", "at most 60"),
        ("query=ASK+{}&timeout=nan", "above 0"),
        ("query=ASK+{}&explain=all", "only be 'empty'"),
        ("query=ASK+{}%FF", "not UTF-8"),
        ("query=ASK+{}" + "&a=b" * 300, "more than 256"),
    ],
)
def test_what_cannot_be_meant_is_refused(client: httpx.Client, address: str, says: str) -> None:
    answer = client.get(f"/sparql?{address}")
    assert (answer.status_code, answer.json()["title"]) == (400, "BadQuery")
    assert says in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_same_said_twice_is_said_once(client: httpx.Client) -> None:
    assert client.get("/sparql?query=ASK+{}&timeout=2&timeout=2&format=csv&output=csv").text == "true"


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        ("ASK {}", {"Content-Type": "text/plain"}, 415),
        ("ASK {}", {}, 415),
        ("ASK {}", {"Content-Type": "application/sparql-query; charset=latin-1"}, 415),
        ("ASK {}", {**SPARQL_QUERY, "Content-Encoding": "gzip"}, 415),
        ("x" * (300 << 10), SPARQL_QUERY, 413),
        (iter([b"x" * (200 << 10)] * 2), SPARQL_QUERY, 413),
        (b"ASK {} \xff", SPARQL_QUERY, 400),
        ("query=ASK+{}\u00e9".encode(), {"Content-Type": "application/x-www-form-urlencoded"}, 400),
        ("CLEAR ALL", {"Content-Type": "application/sparql-update"}, 403),
        ("update=CLEAR+ALL", {"Content-Type": "application/x-www-form-urlencoded"}, 403),
        ("query=ASK+{}&using-graph-uri=u:u", {"Content-Type": "application/x-www-form-urlencoded"}, 403),
    ],
)
def test_a_body_that_holds_no_query_is_refused(
    client: httpx.Client, content: Any, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/sparql", content=content, headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_two_queries_in_one_request(client: httpx.Client) -> None:
    answer = client.post("/sparql?query=ASK+{}", content="ASK {}", headers=SPARQL_QUERY)
    assert (answer.status_code, "Send one" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "us-ascii"])
def test_a_body_may_name_its_charset(client: httpx.Client, charset: str) -> None:
    headers = {"Content-Type": f"Application/SPARQL-Query; charset={charset}"}
    assert client.post("/sparql", content="ASK {}", headers=headers).json()["boolean"] is True


@pytest.mark.parametrize("spelling", ["as-of", "as_of", "known-on", "known_on"])
def test_days_by_both_spellings(server: httpx.Client, spelling: str) -> None:
    claims = "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/gzkg/ontology#tiedWith> ?o }"
    counts = [
        int(server.get("/sparql", params={"query": claims, **day}).json()["results"]["bindings"][0]["n"]["value"])
        for day in ({}, {spelling: "1985-01-01"}, {spelling: "2026-11-24"})
    ]
    assert counts[1] < counts[0]
    assert counts[2] == counts[0]


def test_a_time_may_be_asked_for(client: httpx.Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {' '.join('1234567890')} }}" for n in range(12))
    answer = get(client, endless + " FILTER(?v0 + ?v11 < 0) }", timeout="0.2")
    assert (answer.status_code, answer.json()["title"]) == (503, "QueryTimeout")


# ---- formats


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        ("ASK {}", "json", "application/sparql-results+json"),
        ("ASK {}", "JSON", "application/sparql-results+json"),
        ("ASK {}", "xml", "application/sparql-results+xml"),
        ("ASK {}", "text/csv", "text/csv; charset=utf-8"),
        ("ASK {}", "tsv", "text/tab-separated-values; charset=utf-8"),
        (GRAPH, "ttl", "text/turtle; charset=utf-8"),
        (GRAPH, "application/x-turtle", "text/turtle; charset=utf-8"),
        (GRAPH, "nt", "application/n-triples"),
        (GRAPH, "rdf", "application/rdf+xml"),
        (GRAPH, "json", "application/ld+json"),
        (GRAPH, "json-ld", "application/ld+json"),
        (GRAPH, "nq", "application/n-quads"),
        (GRAPH, "trig", "application/trig"),
    ],
)
@pytest.mark.parametrize("parameter", ["format", "output"])
def test_a_format_by_name(client: httpx.Client, parameter: str, query: str, name: str, media_type: str) -> None:
    answer = get(client, query, {"Accept": "image/png"}, **{parameter: name})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


@pytest.mark.parametrize(("query", "name"), [("ASK {}", "turtle"), (GRAPH, "csv"), ("ASK {}", "docx")])
def test_a_format_that_does_not_fit(client: httpx.Client, query: str, name: str) -> None:
    answer = get(client, query, format=name)
    assert (answer.status_code, answer.json()["title"]) == (406, "UnsupportedFormat")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ([], "application/sparql-results+json"),
        (["*/*"], "application/sparql-results+json"),
        (["application/*"], "application/sparql-results+json"),
        (["text/*"], "text/csv; charset=utf-8"),
        (["text/csv;q=0.4, application/sparql-results+xml;q=0.5"], "application/sparql-results+xml"),
        (["text/csv;q=0.4", "text/tab-separated-values ; q=0.5"], "text/tab-separated-values; charset=utf-8"),
        (["image/png, */*;q=0.1"], "application/sparql-results+json"),
        (["application/sparql-results+json;q=0, */*"], "application/sparql-results+xml"),
        (["TEXT/CSV"], "text/csv; charset=utf-8"),
        (["text/xml"], "application/sparql-results+xml"),
        (["text/csv;q=2, text/tab-separated-values;q=0.1"], "text/tab-separated-values; charset=utf-8"),
        ([",,text/csv"], "text/csv; charset=utf-8"),
    ],
)
def test_what_a_client_accepts(client: httpx.Client, accept: list[str], media_type: str) -> None:
    headers = httpx.Headers([("Accept", one) for one in accept])
    request = client.build_request("GET", "/sparql", params={"query": "ASK {}"})
    del request.headers["Accept"]
    request.headers = httpx.Headers([*request.headers.multi_items(), *headers.multi_items()])
    answer = client.send(request)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "*/*;q=0", "text/csv;q=x"])
def test_what_cannot_be_given(client: httpx.Client, accept: str) -> None:
    answer = get(client, "ASK {}", {"Accept": accept})
    assert (answer.status_code, answer.json()["title"]) == (406, "UnsupportedFormat")


# ---- HTTP


@pytest.mark.parametrize("query", [SUBJECTS, LONG, GRAPH, "SELECT * {"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_head_is_get_without_a_body(client: httpx.Client, query: str, encoding: str) -> None:
    headers = {"Accept-Encoding": encoding}
    whole = get(client, query, headers)
    head = client.head("/sparql", params={"query": query}, headers=headers)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert {*head.headers} - VOLATILE >= {*whole.headers} - VOLATILE  # once it is kept, its length is known
    assert all(head.headers[name] == whole.headers[name] for name in {*whole.headers} - VOLATILE)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/sparql")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_a_page_of_any_origin_may_ask_first(client: httpx.Client, method: str) -> None:
    asks = {"Origin": "https://a.example", "Access-Control-Request-Method": method}
    asks["Access-Control-Request-Headers"] = "content-type, x-request-id"
    answer = client.options("/sparql", headers=asks)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] in ("*", "https://a.example")
    assert method in answer.headers["access-control-allow-methods"]
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()


def test_a_page_of_any_origin_may_read_what_is_said(client: httpx.Client) -> None:
    answer = get(client, "ASK {}", {"Origin": "https://a.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = set(answer.headers["access-control-expose-headers"].replace(" ", "").split(","))
    said = "ETag Gzkg-Version Gzkg-Cut Gzkg-Explanation Gzkg-Cache Retry-After X-Request-Id RateLimit-Limit"
    assert exposed >= {*said.split(), "RateLimit-Remaining", "RateLimit-Reset"}


@pytest.mark.parametrize(
    ("query", "format"),
    [
        *((LONG, name) for name in ("json", "xml", "csv", "tsv")),
        *((GRAPH, name) for name in ("turtle", "jsonld", "trig")),
    ],
)
@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_packed_answer_is_the_same(client: httpx.Client, query: str, format: str, encoding: str) -> None:
    plain = get(client, query, format=format)
    assert "content-encoding" not in plain.headers
    with client.stream(
        "GET", "/sparql", params={"query": query, "format": format}, headers={"Accept-Encoding": encoding}
    ) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding", "") == (encoding if len(plain.content) >= 1024 else "")
    unpack = {"gzip": lambda body: zlib.decompress(body, wbits=31), "br": brotli.decompress, "": bytes}
    assert unpack[answer.headers.get("content-encoding", "")](raw) == plain.content
    assert answer.headers["vary"].startswith("Accept, Accept-Encoding")
    assert answer.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "br"), ("gzip;q=1, br;q=0.5", "gzip"), ("*", "br"), ("gzip;q=0", ""), ("identity, gzip;q=0.5", "")],
)
def test_how_it_is_packed(client: httpx.Client, accepted: str, encoding: str) -> None:
    with client.stream("GET", "/sparql", params={"query": LONG}, headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("content-encoding", "") == encoding
        answer.read()


def test_who_has_it_already_is_told_so(client: httpx.Client) -> None:
    first = get(client, SUBJECTS)
    tag = first.headers["etag"]
    assert re.fullmatch(r'"[\w.-]+"', tag)
    assert parsedate_to_datetime(first.headers["last-modified"])
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = get(client, SUBJECTS, {"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["vary"] == first.headers["vary"]
    assert get(client, SUBJECTS, {"If-None-Match": '"other"'}).status_code == 200
    assert get(client, NAMED, {"If-None-Match": tag}).status_code == 200


def test_who_has_it_since_then(client: httpx.Client) -> None:
    since = get(client, SUBJECTS).headers["last-modified"]
    assert get(client, SUBJECTS, {"If-Modified-Since": since}).status_code == 304
    assert get(client, SUBJECTS, {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}).status_code == 200
    assert get(client, SUBJECTS, {"If-Modified-Since": "some day"}).status_code == 200
    assert get(client, SUBJECTS, {"If-Modified-Since": since, "If-None-Match": '"other"'}).status_code == 200
    assert get(client, "SELECT * {", {"If-Modified-Since": since}).status_code == 400


def test_an_answer_is_given_from_memory(client: httpx.Client) -> None:
    query = "SELECT ?s { ?s <urn:p> 2 }"
    answers = [get(client, query), get(client, query)]
    assert [answer.headers["gzkg-cache"] for answer in answers] == ["miss", "hit"]
    assert answers[0].content == answers[1].content
    assert answers[0].headers["cache-control"] == "no-cache"
    assert {answer.headers["gzkg-version"] for answer in answers} == {client.get("/readyz").json()["dataset"]}


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_is_fleeting_is_not_for_keeping(client: httpx.Client, call: str) -> None:
    answers = [get(client, f"SELECT ({call} AS ?s) {{}}") for _ in range(2)]
    for answer in answers:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["gzkg-cache"] == "miss"
        assert not {"etag", "last-modified"} & {*answer.headers}
    assert column(answers[0]) != column(answers[1])


def test_a_request_has_a_number(client: httpx.Client) -> None:
    assert get(client, "ASK {}", {"X-Request-Id": "mine-1.2_3"}).headers["x-request-id"] == "mine-1.2_3"
    made = {get(client, "ASK {}", headers).headers["x-request-id"] for headers in ({}, {"X-Request-Id": "a b\t<"})}
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in made)
    assert len(made) == 2
    assert client.get("/nowhere", headers={"X-Request-Id": "lost"}).headers["x-request-id"] == "lost"


def test_a_cut_answer_says_so(serving: Any, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:s> <urn:p> 1, 2, 3, 4, 5 .", encoding="utf-8")
    limits = Limits(workers=1, max_rows=3)
    with serving(create_sparql_app(Endpoint.over_files([tmp_path / "a.ttl"], limits))) as client:
        answer = get(client, "SELECT ?o { ?s ?p ?o }", format="csv")
        assert "after 3 rows" in answer.headers["gzkg-cut"]
        assert len(list(csv.reader(io.StringIO(answer.text)))) == 5
        assert [get(client, "SELECT ?o { ?s ?p ?o }").headers["gzkg-cache"] for _ in range(2)] == ["miss", "miss"]


def test_an_empty_answer_is_explained_when_asked(client: httpx.Client) -> None:
    answer = get(client, "SELECT * { ?s <urn:q> ?o }", explain="empty")
    (found,) = json.loads(answer.headers["gzkg-explanation"])
    assert (found["term"], found["why"]) == ("<urn:q>", "absent")
    assert "gzkg-explanation" not in get(client, "SELECT * { ?s <urn:q> ?o }").headers
    many = " . ".join(f"?s <urn:nothing:{'x' * 90}:{n}> ?o{n}" for n in range(100))
    header = get(client, f"SELECT * {{ {many} }}", explain="empty").headers["gzkg-explanation"]
    assert len(header) <= 4096
    assert json.loads(header)


# ---- the service itself


def test_it_says_that_it_is_ready(client: httpx.Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert answer.json()["workers"]["waiting"] == 0
    assert client.get("/healthz").json()["status"] == "ok"


def samples(client: httpx.Client) -> dict[tuple[str, ...], float]:
    text = client.get("/metrics")
    assert text.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text.text)
        for sample in family.samples
    }


def test_what_is_done_is_counted(client: httpx.Client) -> None:
    before = samples(client)
    query = "ASK { <urn:d> <urn:p> 0 }"
    for _ in range(3):
        get(client, query)
    get(client, "SELECT * {")
    after = samples(client)

    def more(*name: str) -> float:
        return after[name] - before.get(name, 0)

    assert more("gzkg_requests_total", "ASK", "200") == more("gzkg_request_seconds_count", "ASK") == 3
    assert more("gzkg_requests_total", "", "400") == 1
    assert (more("gzkg_cache_hits_total"), more("gzkg_cache_misses_total")) == (2, 2)
    assert after["gzkg_workers", "waiting"] == 0
    assert after["gzkg_forks_total",] >= 2
    assert after["gzkg_dataset", client.get("/readyz").json()["dataset"]] == 1


@pytest.mark.parametrize("options", [[], ["--verbose"]])
def test_logs_are_json_and_hold_a_query_only_when_asked(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "a.ttl").write_text("<urn:s> <urn:p> 1 .", encoding="utf-8")
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", *options, "--data"]
    env = {**os.environ, "GZKG_WORKERS": "1"}
    with subprocess.Popen([*command, tmp_path / "a.ttl"], env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        lines = []
        for line in process.stderr:
            lines.append(json.loads(line))
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        assert found
        httpx.get(f"{found[0]}/sparql", params={"query": "ASK { ?s ?secret 1 }"}, headers={"X-Request-Id": "r-1"})
        process.send_signal(signal.SIGINT)
        lines += [json.loads(line) for line in process.stderr]
        assert process.wait(timeout=20) == 0
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    (access,) = [line for line in lines if line.get("request_id") == "r-1"]
    assert (access["status"], access["method"], access["path"], access["form"]) == (200, "GET", "/sparql", "ASK")
    assert access["ms"] > 0
    said = [line for line in lines if "secret" in json.dumps(line)]
    assert bool(said) == bool(options)
    assert all(line["query"] == "ASK { ?s ?secret 1 }" for line in said)


def test_a_log_tells_an_error() -> None:
    try:
        raise KeyError("gone")
    except KeyError:
        record = logging.LogRecord("gzkg", logging.ERROR, "", 1, "It %s.", ("broke",), sys.exc_info())
    told = json.loads(JsonFormatter().format(record))
    assert (told["message"], told["level"], "KeyError: 'gone'" in told["error"]) == ("It broke.", "ERROR", True)


# ---- clients that take too much, or leave


def becomes_idle(client: httpx.Client) -> None:
    end = time.monotonic() + 10
    while client.get("/readyz").json()["workers"] != {"idle": 2, "busy": 0, "waiting": 0}:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_who_leaves_before_the_answer_is_there_leaves_no_work(client: httpx.Client) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {' '.join('1234567890')} }}" for n in range(12))
    kills = samples(client)["gzkg_kills_total",]
    with pytest.raises(httpx.ReadTimeout):
        client.get("/sparql", params={"query": endless + " FILTER(?v0 + ?v11 < 0) }"}, timeout=0.5)
    becomes_idle(client)
    assert samples(client)["gzkg_kills_total",] == kills + 1


def test_who_leaves_in_the_midst_of_an_answer_leaves_no_work(client: httpx.Client) -> None:
    values = " ".join(map(str, range(1000)))
    long = f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}"
    with client.stream("POST", "/sparql", data={"query": long}) as answer:
        assert next(answer.iter_raw()).startswith(b'{"head"')
    becomes_idle(client)
    assert get(client, "ASK {}").json()["boolean"] is True


def test_an_answer_that_fails_on_its_way_breaks_off(client: httpx.Client) -> None:
    values = " ".join(map(str, range(1000)))
    long = f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} }}"
    with client.stream("POST", "/sparql", data={"query": long}) as answer:
        pieces = answer.iter_raw()
        next(pieces)
        kill_workers("dataset.trig")
        with pytest.raises(httpx.RemoteProtocolError):
            list(pieces)
    becomes_idle(client)


def kill_workers(word: str) -> None:
    """Kill the workers of the nursery whose command holds a word."""
    for nursery in children(os.getpid()):
        if word in Path(f"/proc/{nursery}/cmdline").read_text():
            for worker in children(nursery):
                os.kill(worker, signal.SIGKILL)


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def test_a_client_from_afar_has_a_budget(serving: Any, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:s> <urn:p> 1 .", encoding="utf-8")
    values = " ".join(map(str, range(500)))
    heavy = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} FILTER(STR(?a) < STR(?b)) }}"
    far = {"X-Forwarded-For": "203.0.113.7"}  # believed from a proxy on this machine
    limits = Limits(workers=1, client_s=0.01)
    with serving(create_sparql_app(Endpoint.over_files([tmp_path / "a.ttl"], limits))) as client:
        first = get(client, heavy, far)
        assert {"ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} <= {*first.headers}
        refused = get(client, "ASK {}", far)
        assert (refused.status_code, refused.json()["title"]) == (429, "OverBudget")
        assert int(refused.headers["retry-after"]) > 0
        assert get(client, "ASK {}", {"X-Forwarded-For": "203.0.113.8"}).status_code == 200
        assert "ratelimit-limit" not in get(client, "ASK { }").headers
