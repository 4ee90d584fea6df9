"""The service as other tools meet it: a real server over the real graph."""

from __future__ import annotations

import csv
import io

import httpx
import pytest

COUNT = "SELECT (COUNT(DISTINCT ?city) AS ?n) { ?city a <https://w3id.org/gzkg/ontology#City> }"
GRAPH = "CONSTRUCT WHERE { <https://w3id.org/gzkg/id/city/fr-lyon> ?p ?o }"

UPDATE = {"Content-Type": "application/sparql-update"}
QUERY = {"Content-Type": "application/sparql-query"}
NOT_JSON = {"Accept": "application/json;q=0.2, application/sparql-results+json;q=0"}
PLAIN = {"Content-Type": "text/plain"}
TURTLE = {"Accept": "text/turtle"}
NO_WEIGHT = {"Accept": "text/csv;q=x"}


def test_a_query_by_each_way_of_the_protocol(server: httpx.Client) -> None:
    answers = [
        server.get("/sparql", params={"query": COUNT}),
        server.post("/sparql", data={"query": COUNT}),
        server.post("/sparql", content=COUNT, headers={"Content-Type": "application/sparql-query"}),
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["content-type"] for answer in answers} == {"application/sparql-results+json"}
    assert len({answer.text for answer in answers}) == 1
    assert int(answers[0].json()["results"]["bindings"][0]["n"]["value"]) > 200


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (COUNT, "*/*", "application/sparql-results+json"),
        (COUNT, "application/json", "application/sparql-results+json"),
        (COUNT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (COUNT, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (COUNT, "text/html, text/*;q=0.3", "text/csv; charset=utf-8"),
        (GRAPH, "*/*", "text/turtle; charset=utf-8"),
        (GRAPH, "application/n-triples", "application/n-triples"),
        (GRAPH, "application/rdf+xml", "application/rdf+xml"),
        (GRAPH, "application/ld+json", "application/ld+json"),
        (GRAPH, "application/trig", "application/trig"),
        (GRAPH, "application/n-quads", "application/n-quads"),
        ("DESCRIBE <https://w3id.org/gzkg/id/city/fr-lyon>", "text/turtle", "text/turtle; charset=utf-8"),
        ("ASK {}", "application/sparql-results+json", "application/sparql-results+json"),
    ],
)
def test_the_client_chooses_the_format(server: httpx.Client, query: str, accept: str, media_type: str) -> None:
    answer = server.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert {part.strip() for part in answer.headers["vary"].split(",")} >= {"Accept", "Accept-Encoding"}
    assert answer.content


def test_a_format_by_name_wins(server: httpx.Client) -> None:
    answer = server.post("/sparql", data={"query": COUNT, "format": "csv"}, headers={"Accept": "application/json"})
    assert next(iter(csv.reader(io.StringIO(answer.text)))) == ["n"]


@pytest.mark.parametrize(
    ("call", "status", "title"),
    [
        (("GET", "/sparql", {"params": {"query": "SELECT * { ?s }"}}), 400, "BadQuery"),
        (("POST", "/sparql", {"data": {"format": "json"}}), 400, "BadQuery"),
        (("GET", "/sparql", {"params": {"query": ""}}), 400, "BadQuery"),
        (("GET", "/sparql", {"params": {"timeout": "5"}}), 400, "BadQuery"),
        (("GET", "/sparql", {"params": {"query": "INSERT DATA { <a:a> <a:a> <a:a> }"}}), 403, "ForbiddenQuery"),
        (("GET", "/sparql", {"params": {"query": "SELECT * { SERVICE <a:a> { ?s ?p ?o } }"}}), 403, "ForbiddenQuery"),
        (("POST", "/sparql", {"data": {"update": "DROP ALL"}}), 403, "ForbiddenQuery"),
        (("POST", "/sparql", {"content": "x", "headers": UPDATE}), 403, "ForbiddenQuery"),
        (("POST", "/sparql", {"content": "x", "headers": PLAIN}), 415, "Unsupported Media Type"),
        (("GET", "/sparql", {"params": {"query": "ASK {}"}, "headers": TURTLE}), 406, "UnsupportedFormat"),
        (("GET", "/sparql", {"params": {"query": "ASK {}"}, "headers": NO_WEIGHT}), 406, "UnsupportedFormat"),
        (("GET", "/sparql", {"params": {"query": "ASK {}", "format": "turtle"}}), 406, "UnsupportedFormat"),
        (("GET", "/sparql", {"params": {"query": "ASK {}", "default-graph-uri": "u:u"}}), 403, "ForbiddenQuery"),
        (("POST", "/sparql", {"data": {"query": "ASK {}", "named-graph-uri": "u:u"}}), 403, "ForbiddenQuery"),
        (("POST", "/sparql", {"content": b"ASK {} \xff", "headers": QUERY}), 400, "BadQuery"),
        (("GET", "/sparql", {"params": {"query": "ASK {}"}, "headers": NOT_JSON}), 406, "UnsupportedFormat"),
        (("GET", "/entities/city/fr-lyon/relations", {"params": {"kind": "nonsense"}}), 400, "UnknownTerm"),
        (("GET", "/entities/city/fr-lion", {}), 404, "UnknownEntity"),
        (("GET", "/entities/Lyon", {}), 400, "BadId"),
        (("GET", "/entities/city/fr-lyon/relations", {"params": {"as_of": "1990-02-30"}}), 400, "BadDate"),
        (("GET", "/entities", {}), 400, "BadArguments"),
        (("GET", "/questions/CQ-Z1", {}), 404, "UnknownQuestion"),
        (("GET", "/nowhere", {}), 404, "Not Found"),
        (("DELETE", "/sparql", {}), 405, "Method Not Allowed"),
    ],
)  # fmt: skip
def test_every_mistake_is_a_problem_document(
    server: httpx.Client, call: tuple[str, str, dict[str, object]], status: int, title: str
) -> None:
    method, path, rest = call
    answer = server.request(method, path, **rest)  # type: ignore[arg-type]  # the table holds what httpx takes
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["title"], problem["instance"]) == (status, title, path)
    assert problem["detail"]


def test_a_syntax_error_carries_its_place(server: httpx.Client) -> None:
    problem = server.get("/sparql", params={"query": "SELECT * {\n ?s }"}).json()
    assert (problem["line"], problem["column"]) == (2, 6)
    assert server.get("/entities/city/fr-lion").json()["nearest"][0] == "city/fr-lyon"


def test_no_query_takes_the_service_down(server: httpx.Client) -> None:
    answer = server.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 10"})
    assert answer.status_code in (200, 422)  # whether the engine aborts over mixed kinds depends on the data
    assert answer.status_code == 200 or answer.json()["title"] == "QueryTooHeavy"
    assert server.get("/healthz").status_code == 200
    assert (
        server.get("/query", params={"query": "DESCRIBE <https://w3id.org/gzkg/id/city/fr-lyon>"}).text.count("Lyon")
        > 0
    )


def test_entities(server: httpx.Client) -> None:
    assert server.get("/entities", params={"q": "里昂", "limit": 1}).json()[0]["id"] == "city/fr-lyon"
    assert server.get("/entities/city/fr-lyon").json()["label"] == {"en": "Lyon", "zh": "里昂"}
    held = server.get(
        "/entities/city/cn-guangzhou/relations", params={"kind": "sister-city", "as_of": "1990-01-01"}
    ).json()
    assert len(held) == 9
    claims = server.get(f"/entities/{held[0]['id']}/claims").json()
    assert claims[0]["source"]["url"].startswith("https://")
    assert server.get(f"/entities/{held[0]['id']}/sources").json()[0]["id"] == held[0]["sources"][0]


def test_system(server: httpx.Client) -> None:
    assert server.get("/healthz").json()["status"] == "ok"
    assert server.get("/summary").json()["classes"]["City"] > 200
    assert server.get("/openapi.json").json()["info"]["title"] == "gzkg"
    assert "SELECT" in server.get("/questions/CQ-X01").json()["sparql"]
    assert len(server.get("/questions").json()) > 40


def test_the_service_opens_and_closes_a_graph_of_its_own(tiny_server: httpx.Client) -> None:
    assert tiny_server.get("/summary").json()["classes"]["City"] == 3
