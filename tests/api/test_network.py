"""Networks over the web: every analysis at an address, in every format, with its method and errors that help."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import httpx
import networkx as nx
import pytest

from gzkg import OFFERS, KnowledgeGraph

GUANGZHOU = "city/cn-guangzhou"


def ask(server: httpx.Client, path: str, **params: Any) -> Any:
    answer = server.get(path, params=params, timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_ranking_is_that_of_the_library(server: httpx.Client, graph: KnowledgeGraph) -> None:
    told = ask(server, "/network/centrality", measure="betweenness", layer="membership", kind="City", top=5)
    here = graph.centrality("betweenness", layer="membership", kind="City", top=5)
    assert [row["id"] for row in told["rows"]] == [row["id"] for row in here]
    assert [row["betweenness"] for row in told["rows"]] == pytest.approx([row["betweenness"] for row in here])
    assert told["method"]["network"]["version"] == server.get("/healthz").headers["Gzkg-Version"]
    assert told["method"]["definition"].keys() == {"en", "zh"}


def test_a_network_comes_as_graphml_that_networkx_reads(server: httpx.Client, graph: KnowledgeGraph) -> None:
    answer = server.get("/network", params={"layer": "sister-city", "as_of": "1990-01-01", "format": "graphml"})
    assert answer.headers["content-type"].startswith("application/graphml+xml")
    read = nx.read_graphml(io.BytesIO(answer.content))
    here = graph.network(layer="sister-city", as_of="1990-01-01")
    assert set(read.edges) == set(here.edges)
    assert read.nodes[GUANGZHOU]["label_zh"] == "广州"


@pytest.mark.parametrize("format", ["csv", "parquet", "arrow", "xlsx"])
def test_a_table_comes_in_every_format(server: httpx.Client, format: str) -> None:
    answer = server.get("/network/centrality", params={"format": format})
    assert answer.status_code == 200, answer.text
    assert answer.content[:4] == {"csv": b"rank", "parquet": b"PAR1", "arrow": b"ARRO", "xlsx": b"PK\x03\x04"}[
        format
    ] or (format == "arrow" and answer.content[:4] == b"\xff\xff\xff\xff")


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_every_analysis_has_an_address(server: httpx.Client, offer: Any) -> None:
    more = {"path": {"source": "city/fr-lyon", "target": "city/jp-fukuoka"}, "changes": {"since": "1990-01-01"}}
    layer = {"layer": "membership", "kind": "City"} if offer.name == "overlap" else {"layer": "sister-city"}
    params = {**more.get(offer.name, {}), **(layer if offer.of_network else {})}
    told = ask(server, "/network" if offer.name == "network" else f"/network/{offer.name}", **params)
    assert told["nodes" if offer.name == "network" else "rows"]


def test_the_second_time_it_comes_from_memory(server: httpx.Client) -> None:
    params = {"measure": "closeness", "layer": "membership"}
    ask(server, "/network/centrality", **params)
    begin = time.perf_counter()
    answer = server.get("/network/centrality", params=params)
    assert answer.headers["Gzkg-Cache"] == "hit"
    assert time.perf_counter() - begin < 1
    tag = answer.headers["ETag"]
    assert server.get("/network/centrality", params=params, headers={"If-None-Match": tag}).status_code == 304


def test_as_known_on_a_day(server: httpx.Client) -> None:
    params = {"layer": "sister-city", "as_of": "1990-01-01", "known_on": "2020-03-18"}
    assert len(ask(server, "/network", **params)["edges"]) == 9
    empty = server.get("/network", params={**params, "known_on": "2000-01-01"})
    assert empty.status_code == 404
    assert empty.json()["title"] == "EmptyNetwork"


@pytest.mark.parametrize(
    ("path", "params", "status", "title", "near"),
    [
        ("/network", {"layer": "sistercity"}, 400, "UnknownLayer", "sister-city"),
        ("/network/centrality", {"measure": "betweeness"}, 400, "UnknownMeasure", "betweenness"),
        ("/network", {"laier": "tie"}, 400, "BadOption", "layer"),
        ("/network/path", {"source": "city/fr-lion", "target": GUANGZHOU}, 404, "UnknownEntity", "city/fr-lyon"),
        ("/network", {"as_of": "soon"}, 400, "BadDate", None),
        ("/network", {"format": "grafml"}, 406, "UnsupportedFormat", None),
        ("/network", {"edges": "/etc/passwd"}, 400, "BadOption", None),
        (
            "/network/centrality",
            {"query": "SELECT ?source ?target { SERVICE <http://x/> {} }"},
            403,
            "ForbiddenQuery",
            None,
        ),
    ],
)
def test_what_cannot_be_is_told(
    server: httpx.Client, path: str, params: dict[str, str], status: int, title: str, near: str | None
) -> None:
    answer = server.get(path, params=params)
    told = answer.json()
    assert (answer.status_code, told["title"]) == (status, title), told
    if near:
        assert near in told["nearest"]


def test_the_reference_lists_every_parameter(server: httpx.Client) -> None:
    paths = json.loads(server.get("/openapi.json").text)["paths"]
    names = {parameter["name"] for parameter in paths["/network/centrality"]["get"]["parameters"]}
    assert {"measure", "layer", "as_of", "format", "top"} <= names
    assert "edges" not in names


def test_long_work_is_ended_and_takes_nothing_with_it(server: httpx.Client) -> None:
    params = {"layer": "membership", "kind": "City", "draws": 120, "timeout": 0.45}
    answer = server.get("/network/significance", params=params, timeout=60)
    assert answer.status_code == 503
    assert "ended after 0.45 seconds" in answer.json()["detail"]
    assert server.get("/network/layers").status_code == 200


def test_many_draws_are_refused_before_they_begin(server: httpx.Client) -> None:
    params = {"layer": "membership", "kind": "City", "draws": 10000, "timeout": 5}
    told = server.get("/network/significance", params=params, timeout=60).json()
    assert told["title"] == "NetworkTooLarge"
    assert "fewer draws" in told["detail"]


def test_what_would_take_too_long_is_said_before(server: httpx.Client) -> None:
    pairs = "SELECT ?source ?target { ?source a ?x . ?target a ?x . FILTER(?source != ?target) }"
    params = {"measure": "betweenness", "query": pairs, "timeout": 2}
    answer = server.get("/network/centrality", params=params, timeout=60)
    assert answer.status_code in (422, 503), answer.text
    assert answer.json()["title"] in ("NetworkTooLarge", "QueryTimeout", "QueryTooHeavy")
