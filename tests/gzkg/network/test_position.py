"""Positions of cities: as every analysis has them, of each layer, and of any day that is asked."""

from __future__ import annotations

import httpx
import pytest

from gzkg import KnowledgeGraph

_POSITIONS = """
    SELECT ?layer ?city ?asOf ?degree ?degreeRank ?betweenness ?betweennessRank ?pageRankRank ?community
    FROM <https://w3id.org/gzkg/graph/metrics>
    WHERE {
      ?position a gz:NetworkPosition ; gz:positionOf ?city ; gz:inLayer ?layer ; gz:asOf ?asOf .
      OPTIONAL { ?position gz:degree ?degree ; gz:degreeRank ?degreeRank }
      OPTIONAL { ?position gz:betweenness ?betweenness ; gz:betweennessRank ?betweennessRank }
      OPTIONAL { ?position gz:pageRankRank ?pageRankRank }
      OPTIONAL { ?position gz:community ?community }
    }
"""
_PREFIX = "PREFIX gz: <https://w3id.org/gzkg/ontology#>\n"


def _rows(client: httpx.Client, **view: str) -> list[dict[str, str]]:
    headers = {"accept": "application/sparql-results+json"}
    answer = client.get("/sparql", params={"query": _PREFIX + _POSITIONS, **view}, headers=headers)
    assert answer.status_code == 200, answer.text
    bindings = answer.json()["results"]["bindings"]
    return [{name: term["value"].rpartition("/id/")[2] for name, term in row.items()} for row in bindings]


def _of_layer(rows: list[dict[str, str]], layer: str) -> dict[str, dict[str, str]]:
    return {row["city"]: row for row in rows if row["layer"].endswith(f"network-layer/{layer}")}


@pytest.fixture(scope="module")
def rows(server: httpx.Client) -> list[dict[str, str]]:
    return _rows(server)


def test_every_city_has_one_position_in_a_layer(rows: list[dict[str, str]]) -> None:
    assert len({(row["layer"], row["city"]) for row in rows}) == len(rows)
    assert {row["asOf"] for row in rows} == {"2026-11-24"}


@pytest.mark.parametrize("layer", ["tie", "sister-city", "friendly-cooperation-city"])
def test_ranks_of_ties_are_those_of_the_analysis(graph: KnowledgeGraph, rows: list[dict[str, str]], layer: str) -> None:
    positions = _of_layer(rows, layer)
    cities = {node for node, kind in graph.network(layer=layer).nodes(data="kind") if kind == "City"}
    assert set(positions) == cities
    for measure, rank in (("degree", "degreeRank"), ("betweenness", "betweennessRank"), ("pagerank", "pageRankRank")):
        table = graph.centrality(measure, layer=layer).table
        expected = {row["id"]: row["rank"] for row in table if row["id"] in cities}
        assert {city: int(row[rank]) for city, row in positions.items()} == expected
    values = {row["id"]: row["betweenness"] for row in graph.centrality("betweenness", layer=layer).table}
    assert all(float(row["betweenness"]) == pytest.approx(values[city]) for city, row in positions.items())


def test_communities_are_those_of_the_analysis(graph: KnowledgeGraph, rows: list[dict[str, str]]) -> None:
    members = graph.communities(layer="tie").details["members"]
    expected = {row["id"]: row["community"] for row in members}
    assert {city: int(row["community"]) for city, row in _of_layer(rows, "tie").items()} == {
        city: expected[city] for city in _of_layer(rows, "tie")
    }


@pytest.mark.parametrize("layer", ["membership", "participation", "siting"])
def test_in_two_mode_layers_cities_are_ranked_among_cities(
    graph: KnowledgeGraph, rows: list[dict[str, str]], layer: str
) -> None:
    positions = _of_layer(rows, layer)
    assert positions
    network = graph.network(layer=layer, kind="City")
    side = {network.nodes[city]["side"] for city in positions}
    assert len(side) == 1
    onto = "target" if side == {1} else "source"
    table = graph.centrality(layer=layer, kind="City", onto=onto).table  # type: ignore[arg-type]
    expected = {row["id"]: row["rank"] for row in table if row["id"] in positions}
    assert {city: int(row["degreeRank"]) for city, row in positions.items()} == expected


def test_of_another_day_they_are_made_anew(graph: KnowledgeGraph, server: httpx.Client) -> None:
    positions = _of_layer(past := _rows(server, **{"as-of": "1990-01-01"}), "sister-city")
    assert {row["asOf"] for row in past} == {"1990-01-01"}
    table = graph.centrality(layer="sister-city", as_of="1990-01-01").table
    assert {city: int(row["degreeRank"]) for city, row in positions.items()} == {
        row["id"]: row["rank"] for row in table
    }
