"""The dataset itself, as strangers meet it: real servers, over the real graph, a tiny one, and someone else's files."""

from __future__ import annotations

import gzip
import json
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from api.app import create_sparql_app
from gzkg import Endpoint, KnowledgeGraph, Limits

GRAPH = "https://w3id.org/gzkg/graph/"
VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"
DCAT = "http://www.w3.org/ns/dcat#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
EDITOR = Path(__file__).resolve().parent.parent / "data" / "editor"
DATASET = "https://w3id.org/gzkg/dataset"
FOREIGN = """@prefix ex: <http://example.org/> .
ex:a a ex:Town ; ex:twin ex:b .
ex:g { ex:b a ex:Town }
<http://example.org/图> { ex:b ex:name "B" }
"""


Serving = Callable[[FastAPI], AbstractContextManager[httpx.Client]]


@pytest.fixture(scope="module")
def files_server(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of `gzkg serve --data FILE`."""
    path = tmp_path_factory.mktemp("data") / "towns.trig"
    path.write_text(FOREIGN, encoding="utf-8")
    with serving(create_sparql_app(Endpoint.over_files([path], Limits(workers=2)))) as client:
        yield client


def read(answer: httpx.Response, format: RdfFormat = RdfFormat.TURTLE) -> set[Triple]:
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in parse(answer.content, format)}


def values(triples: set[Triple], subject: str, predicate: str) -> set[str]:
    return {
        t.object.value  # type: ignore[union-attr]
        for t in triples
        if t.subject == NamedNode(subject) and t.predicate == NamedNode(predicate)
    }


def ask(client: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 200, answer.text
    return [{name: cell["value"] for name, cell in row.items()} for row in answer.json()["results"]["bindings"]]


# ---- descriptions


def test_the_endpoint_describes_itself(server: httpx.Client) -> None:
    answer = server.get("/sparql")
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    told, endpoint = read(answer), f"{server.base_url}/sparql"
    assert values(told, endpoint, TYPE) == {SD + "Service"}
    assert values(told, endpoint, SD + "endpoint") == {endpoint}
    assert values(told, endpoint, SD + "feature") == {SD + "UnionDefaultGraph"}
    assert values(told, endpoint, SD + "defaultDataset") == {DATASET}
    rows = ask(server, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert values(told, DATASET, SD + "namedGraph") == {row["g"] for row in rows}
    for row in rows:
        (part,) = values(told, row["g"], SD + "graph")
        assert values(told, part, VOID + "triples") == {row["n"]}
    (union,) = ask(server, "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?s ?p ?o } }")
    assert values(told, endpoint + "#default-graph", VOID + "triples") == {union["n"]}


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/dumps"])
@pytest.mark.parametrize(
    ("accept", "media_type", "format"),
    [
        ("*/*", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
    ],
)
def test_a_description_in_each_format(
    files_server: httpx.Client, path: str, accept: str, media_type: str, format: RdfFormat
) -> None:
    answer = files_server.get(path, headers={"Accept": accept})
    assert answer.headers["content-type"] == media_type
    assert read(answer, format) == read(files_server.get(path))
    by_name = files_server.get(path, params={"format": format.media_type})
    assert by_name.headers["content-type"] == media_type
    refused = files_server.get(path, headers={"Accept": "text/csv"})
    assert (refused.status_code, refused.json()["title"]) == (406, "UnsupportedFormat")


def test_void_says_how_much_there_is_and_where(server: httpx.Client) -> None:
    told, base = read(server.get("/.well-known/void")), str(server.base_url)
    assert values(told, DATASET, VOID + "sparqlEndpoint") == {f"{base}/sparql"}
    assert values(told, DATASET, VOID + "dataDump") >= {f"{base}/dumps/dataset.trig", f"{base}/dumps/dataset.nq.gz"}
    curated = GRAPH + "void#curated"
    assert curated in values(told, DATASET, VOID + "subset")
    (size,) = ask(server, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}curated> {{ ?s ?p ?o }} }}")
    assert values(told, curated, VOID + "triples") == {size["n"]}
    assert not values(told, DATASET, VOID + "subset") & {GRAPH + "void#void", GRAPH + "void#examples"}


def test_dumps_are_described_with_version_and_date(server: httpx.Client) -> None:
    answer = server.get("/dumps")
    told, version = read(answer), answer.headers["gzkg-version"]
    release = f"{DATASET}/{version}"
    assert values(told, release, DCAT + "version") == {version}
    (issued,) = values(told, release, "http://purl.org/dc/terms/issued")
    assert issued.startswith("20")
    files = values(told, release, DCAT + "distribution")
    assert len(files) > 20
    assert all(server.head(file).status_code == 200 for file in sorted(files)[:4])
    assert {file.rpartition("/")[2] for file in files} >= {"curated.ttl", "curated.nt.gz", "examples.ttl"}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("data.example.org", 200),
        ("[::1]:8000", 200),
        ("evil.example/<script>", 400),
        ('x"><script>', 400),
        ("user@example.org", 400),
        ("a b", 400),
        ("x" * 300, 400),
        ("example.org:80:80", 400),
    ],
)
def test_a_host_goes_into_a_description_only_when_it_is_one(server: httpx.Client, host: str, status: int) -> None:
    answer = server.get("/.well-known/void", headers={"Host": host})
    assert answer.status_code == status
    assert (f"<http://{host}/sparql>" in answer.text) == (status == 200)
    assert "<script>" not in answer.text
    again = server.get("/.well-known/void")
    assert host not in again.text or host == "x"
    assert f"{server.base_url}/sparql" in again.text


def test_two_hosts_are_none(server: httpx.Client) -> None:
    with socket.create_connection((server.base_url.host, server.base_url.port or 80)) as link:
        link.sendall(b"GET /dumps HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n")
        assert b" 400 " in link.recv(1 << 16).partition(b"\r\n")[0]


def test_a_description_is_kept_packed_and_known_again(server: httpx.Client) -> None:
    answer = server.get("/sparql")
    assert answer.headers["content-encoding"] in ("br", "gzip")
    assert server.get("/sparql").headers["gzkg-cache"] == "hit"
    known = server.get("/sparql", headers={"If-None-Match": answer.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = server.head("/sparql")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])
    elsewhere = server.get("/sparql", headers={"Host": "elsewhere.example.org"})
    assert elsewhere.headers["etag"] != answer.headers["etag"]


# ---- graphs


def test_each_graph_and_all_of_them(server: httpx.Client, graph: KnowledgeGraph) -> None:
    curated = set(parse(graph.export("nquads", graph=None), RdfFormat.N_QUADS))
    expected = {quad.triple for quad in curated if quad.graph_name == NamedNode(GRAPH + "curated")}
    assert read(server.get("/store", params={"graph": GRAPH + "curated"})) == expected
    assert read(server.get("/graph/curated")) == expected
    assert read(server.get("/graph/inferred/R08-tied-with"))
    whole = server.get("/store")
    assert whole.headers["content-type"] == "application/trig"
    quads = set(parse(whole.content, RdfFormat.TRIG))
    assert curated <= quads
    assert read(server.get("/store?default")) == {quad.triple for quad in quads}
    assert set(parse(server.get("/store", params={"format": "nquads"}).content, RdfFormat.N_QUADS)) == quads


def test_files_are_served_as_they_are(files_server: httpx.Client) -> None:
    held = set(parse(FOREIGN.encode(), RdfFormat.TRIG))
    for accept, format in (("application/trig", RdfFormat.TRIG), ("application/ld+json", RdfFormat.JSON_LD)):
        answer = files_server.get("/store", headers={"Accept": accept})
        assert set(parse(answer.content, format)) == held
    assert len(read(files_server.get("/store?default"))) == 2
    assert len(read(files_server.get("/store", params={"graph": "http://example.org/图"}))) == 1
    assert len(ask(files_server, "SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 2
    told, base = read(files_server.get("/.well-known/void")), str(files_server.base_url)
    assert values(told, f"{base}/dataset", VOID + "triples") == {"4"}
    assert not values(told, f"{base}/dataset", "http://purl.org/dc/terms/license")
    assert not values(read(files_server.get("/sparql")), f"{base}/sparql", SD + "feature")


def test_a_dump_of_a_graph_with_a_foreign_name(files_server: httpx.Client) -> None:
    told, base = read(files_server.get("/dumps")), str(files_server.base_url)
    version = files_server.get("/dumps").headers["gzkg-version"]
    names = values(told, f"{base}/dataset/{version}", DCAT + "distribution")
    (address,) = [name for name in names if quote("图") in name and name.endswith(".ttl")]
    answer = files_server.get(address)
    assert read(answer) == {
        Triple(NamedNode("http://example.org/b"), NamedNode("http://example.org/name"), Literal("B"))
    }
    assert answer.headers["content-disposition"].isascii()


@pytest.mark.parametrize(
    ("path", "params", "status", "title"),
    [
        ("/store", {"graph": "http://example.org/none"}, 404, "UnknownGraph"),
        ("/store", {"graph": "relative"}, 404, "UnknownGraph"),
        ("/store", {"graph": "", "x": "1"}, 400, "BadQuery"),
        ("/store", {"graph": "u:u", "default": ""}, 400, "BadQuery"),
        ("/store", {"graph": ["u:a", "u:b"]}, 400, "BadQuery"),
        ("/store", {"format": "turtle"}, 406, "UnsupportedFormat"),
        ("/graph/none", {}, 404, "UnknownGraph"),
        ("/graph/curated", {"format": "csv"}, 406, "UnsupportedFormat"),
        ("/dumps/none.ttl", {}, 404, "UnknownGraph"),
        ("/dumps/..%2f..%2fetc%2fpasswd", {}, 404, "Not Found"),
        ("/dumps/a%0d%0aX-Evil:%201", {}, 404, "UnknownGraph"),
    ],
)
def test_what_is_not_there_is_told(
    server: httpx.Client, path: str, params: dict[str, str], status: int, title: str
) -> None:
    answer = server.get(path, params=params)
    assert (answer.status_code, answer.json()["title"]) == (status, title)
    assert "x-evil" not in server.get(path, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}).headers


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/store?default", "/graph/curated"])
def test_nothing_is_written(server: httpx.Client, method: str, path: str) -> None:
    answer = server.request(method, path, content=b"<a:a> <a:a> <a:a> .")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["status"] == 405


# ---- dumps


@pytest.mark.parametrize(
    ("name", "media_type", "format"),
    [
        ("dataset.trig", "application/trig", RdfFormat.TRIG),
        ("dataset.nq", "application/n-quads", RdfFormat.N_QUADS),
        ("curated.ttl", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("inferred.R08-tied-with.ttl", "text/turtle; charset=utf-8", RdfFormat.TURTLE),
        ("dataset.trig.gz", "application/gzip", RdfFormat.TRIG),
        ("dataset.nq.gz", "application/gzip", RdfFormat.N_QUADS),
        ("curated.nt.gz", "application/gzip", RdfFormat.N_TRIPLES),
    ],
)
def test_a_file_is_what_its_name_says(server: httpx.Client, name: str, media_type: str, format: RdfFormat) -> None:
    answer = server.get(f"/dumps/{name}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert f'filename="{name}"' in answer.headers["content-disposition"]
    content = answer.content
    if name.endswith(".gz"):
        assert "content-encoding" not in answer.headers
        content = gzip.decompress(content)
    graph = "" if name.startswith("dataset") else GRAPH + name.partition(".ttl")[0].partition(".nt")[0]
    asked = {"graph": graph.replace("inferred.", "inferred/")} if graph else {}
    expected = server.get("/store", params=asked).content
    whole = RdfFormat.TRIG if not graph else RdfFormat.TURTLE
    assert Counter(parse(content, format)) == Counter(parse(expected, whole))


def test_a_packed_file_is_the_same_however_it_is_asked_for(server: httpx.Client) -> None:
    answers = [
        server.get("/dumps/curated.nt.gz", headers={"Accept-Encoding": coding, "Accept": accept})
        for coding in ("identity", "gzip", "br, gzip")
        for accept in ("*/*", "application/gzip")
    ]
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1
    known = server.get("/dumps/curated.nt.gz", headers={"If-None-Match": answers[0].headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    since = {"If-Modified-Since": answers[0].headers["last-modified"]}
    assert server.get("/dumps/curated.nt.gz", headers=since).status_code == 304


def test_a_short_file_is_packed_too(files_server: httpx.Client) -> None:
    text = gzip.decompress(files_server.get("/dumps/dataset.nq.gz").content)
    assert set(parse(text, RdfFormat.N_QUADS)) == set(parse(FOREIGN.encode(), RdfFormat.TRIG))


# ---- what is in the graph itself


def test_a_foreign_editor_finds_all_it_wants(server: httpx.Client, graph: KnowledgeGraph) -> None:
    started = {
        name: ask(server, (EDITOR / f"{name}.rq").read_text("utf-8")) for name in ("prefixes", "examples", "void")
    }
    prefixes = {row["prefix"]: row["namespace"] for row in started["prefixes"]}
    assert prefixes["gz"] == "https://w3id.org/gzkg/ontology#"
    examples = started["examples"]
    assert {row["query"] for row in examples} == {question.sparql for question in graph.questions()}
    for row in examples[::9]:
        assert server.get("/sparql", params={"query": row["query"]}).status_code == 200
    classes = {(row["subjectClass"], row["prop"], row.get("objectClass")) for row in started["void"]}
    gz = prefixes["gz"]
    assert (gz + "Tie", gz + "party", gz + "City") in classes


def test_an_example_is_described(server: httpx.Client) -> None:
    answer = server.get("/sparql", params={"query": f"DESCRIBE <{GRAPH}examples#CQ-X01>"})
    assert "SPARQLSelectExecutable" in answer.text


def test_examples_are_in_the_library_too_and_are_no_names(graph: KnowledgeGraph) -> None:
    (found,) = graph.query("SELECT (COUNT(*) AS ?n) { ?q a <http://www.w3.org/ns/shacl#SPARQLExecutable> }")
    assert int(str(found["n"])) == len(graph.questions())
    assert not [iri for iri in graph._labels if iri.startswith(GRAPH)]


def test_the_release_is_in_the_graph(server: httpx.Client) -> None:
    (row,) = ask(server, f"SELECT ?v {{ GRAPH <{GRAPH}catalogue> {{ ?r <{DCAT}version> ?v }} }}")
    assert row["v"] == server.get("/sparql").headers["gzkg-version"]


def test_a_tiny_graph_describes_itself_too(tiny_server: httpx.Client, root: Path) -> None:
    told = read(tiny_server.get("/.well-known/void"))
    assert int(next(iter(values(told, DATASET, VOID + "triples")))) > 100
    assert tiny_server.get("/summary").json()["classes"]["City"] == 3
    assert tiny_server.get("/store").content.count(b"SPARQLExecutable") > 40


# ---- empty answers


MISSPELT = 'SELECT ?c { ?c <http://www.w3.org/2004/02/skos/core#prefLabel> "Guangzho"@en }'


@pytest.mark.parametrize("text", [MISSPELT, MISSPELT.replace("SELECT ?c", "ASK")])
def test_an_empty_answer_explains_itself(server: httpx.Client, text: str) -> None:
    answer = server.get("/sparql", params={"query": text, "explain": "empty"})
    told = answer.json()["explanation"]
    assert told == json.loads(answer.headers["gzkg-explanation"])
    assert told[0]["nearest"][0] == '"Guangzhou"@en'
    assert told[0]["message"].keys() == {"en", "zh"}
    assert "explanation" not in server.get("/sparql", params={"query": text}).json()
    past = server.get("/sparql", params={"query": text, "explain": "empty", "as-of": "1990-01-01"})
    assert past.json()["explanation"][0]["nearest"] == told[0]["nearest"]


def test_an_answer_that_is_not_empty_explains_nothing(server: httpx.Client) -> None:
    answer = server.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 1", "explain": "empty"})
    assert "gzkg-explanation" not in answer.headers
    assert "explanation" not in answer.json()


def test_an_empty_table_is_explained_beside_it(server: httpx.Client) -> None:
    answer = server.get("/sparql", params={"query": MISSPELT, "explain": "empty", "format": "csv"})
    assert answer.text == "c\r\n"
    assert json.loads(answer.headers["gzkg-explanation"])


def test_a_graph_is_the_same_by_query_and_by_address(server: httpx.Client) -> None:
    answer = server.get("/sparql", params={"query": f"CONSTRUCT {{ ?s ?p ?o }} FROM <{GRAPH}ontology> {{ ?s ?p ?o }}"})
    assert read(answer) == read(server.get("/graph/ontology"))
