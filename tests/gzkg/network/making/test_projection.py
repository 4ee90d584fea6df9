"""From relations to networks: what is an edge, when, between what; and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx
import pytest

from gzkg import BadDate, BadNetwork, BadOption, EmptyNetwork, KnowledgeGraph, UnknownEntity, UnknownLayer

GUANGZHOU = "city/cn-guangzhou"


def test_sister_cities_of_1990_are_those_of_the_records(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="sister-city", as_of="1990-01-01")
    relations = graph.relations(GUANGZHOU, kind="sister-city", as_of="1990-01-01")
    partners = {end.id for relation in relations for end in relation.ends} - {GUANGZHOU}
    assert set(network[GUANGZHOU]) == partners
    assert network.number_of_edges() == 9
    assert network.nodes[GUANGZHOU] == {
        "iri": "https://w3id.org/gzkg/id/city/cn-guangzhou",
        "label_en": "Guangzhou",
        "label_zh": "广州",
        "kind": "City",
        "country": "CN",
        "region": "asia",
        "lat": 23.11667,
        "lon": 113.25,
    }
    edge = network.edges[GUANGZHOU, "city/jp-fukuoka"]
    assert edge["records"] == ("tie/sister-city/cn-guangzhou--jp-fukuoka",)
    assert edge["spells"] == (("1979-05-02", None),)
    assert edge["layers"] == ("sister-city",)


def test_an_edge_tells_of_each_record_its_bounds_its_layer_and_its_status(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="tie", as_of="ever", status="any")
    fukuoka = network.edges[GUANGZHOU, "city/jp-fukuoka"]
    assert fukuoka["bounds"] == (("1979-05-02", "1979-05-02", "2020-03-18", None),)  # on 2020-03-18 it still held
    assert (fukuoka["kinds"], fukuoka["statuses"]) == (("sister-city",), ("factual",))
    santiago = network.edges["city/cl-santiago", GUANGZHOU]
    assert santiago["kinds"] == ("friendly-cooperation-city", "sister-city")  # as the records, one after the other
    assert {status for *_, told in network.edges(data="statuses") for status in told} == {"factual", "prospective"}
    for _, _, edge in network.edges(data=True):
        assert len(edge["records"]) == len(edge["bounds"]) == len(edge["kinds"]) == len(edge["statuses"])


def test_the_query_of_the_method_gives_the_records_of_the_edges(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="sister-city", as_of="ever")
    told = {
        str(row["record"]) for row in graph.query(network.graph["method"]["query"]) if "sister-city" in str(row["kind"])
    }
    used = {record for _, _, edge in network.edges(data=True) for record in edge["records"]}
    left = network.graph["method"]["left_out"]
    assert {f"https://w3id.org/gzkg/id/{record}" for record in used} <= told
    assert len(told) == len(used) + left.get("not factual", 0)


def test_a_wish_is_no_edge_unless_asked_for(graph: KnowledgeGraph) -> None:
    factual = graph.network(layer="tie", as_of="ever")
    everything = graph.network(layer="tie", as_of="ever", status="any")
    assert factual.graph["method"]["left_out"]["not factual"] == 1
    assert everything.number_of_edges() == factual.number_of_edges() + 1


def test_what_is_certain_is_part_of_what_is_possible(graph: KnowledgeGraph) -> None:
    possible = graph.network(layer="membership", as_of="2016-06-30")
    certain = graph.network(layer="membership", as_of="2016-06-30", certainty="certain")
    assert set(certain.edges) < set(possible.edges)
    assert {edge["certainty"] for _, _, edge in certain.edges(data=True)} == {"certain"}


def test_begun_leaves_out_what_may_have_begun_later(graph: KnowledgeGraph) -> None:
    sizes = [
        graph.network(layer="tie", as_of="1990-01-01", certainty=how).number_of_edges()  # type: ignore[arg-type]
        for how in ("possible", "begun", "certain")
    ]
    assert sizes == sorted(sizes, reverse=True)


def test_a_span_holds_what_held_on_some_day_of_it(graph: KnowledgeGraph) -> None:
    year = graph.network(layer="award-entry", as_of="2012", roll_up=True)
    assert nx.is_bipartite(year)
    assert set(year) - {node for node in year if node.startswith("city/")} >= {"award/guangzhou-award"}
    with pytest.raises(EmptyNetwork, match="as_of=ever"):
        graph.network(layer="award-entry", as_of="2026-11-24")


def test_known_on_takes_back_what_was_said_later(graph: KnowledgeGraph) -> None:
    with pytest.raises(EmptyNetwork):
        graph.network(layer="sister-city", as_of="1990-01-01", known_on="2000-01-01")
    known = graph.network(layer="sister-city", as_of="1990-01-01", known_on="2020-03-18")
    assert known.number_of_edges() == 9
    assert known.graph["method"]["known_on"] == "2020-03-18"


def test_memberships_are_two_mode(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="membership", kind=["City", "CityNetwork"])
    assert network.graph["two_mode"]
    sides = {node: told["side"] for node, told in network.nodes(data=True)}
    assert {node.partition("/")[0] for node, side in sides.items() if side == 0} == {"city"}
    assert {node.partition("/")[0] for node, side in sides.items() if side == 1} == {"org"}
    assert all(sides[a] != sides[b] for a, b in network.edges)


def test_rolled_up_a_council_counts_as_its_organisation(graph: KnowledgeGraph) -> None:
    plain = graph.network(layer="membership", kind="City")
    rolled = graph.network(layer="membership", kind="City", roll_up=True)
    assert any(node.startswith("unit/uclg") for node in plain)
    assert rolled.has_edge(GUANGZHOU, "org/uclg")
    assert not any(node.startswith("unit/uclg") for node in rolled)


def test_a_mission_is_an_edge_from_the_country_that_sends_it(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="mission")
    assert network.has_edge("country/gr", GUANGZHOU)
    assert network.nodes["country/gr"]["side"] == 0


def test_layers_can_be_joined_and_then_have_no_direction(graph: KnowledgeGraph) -> None:
    joined = graph.network(layer=["tie", "membership"])
    assert not joined.is_directed()
    assert not joined.graph["two_mode"]
    assert set(graph.network(layer="tie").edges) <= {tuple(sorted(edge)) for edge in joined.edges}


def test_joining_layers_of_both_directions_loses_no_record(graph: KnowledgeGraph) -> None:
    joined = graph.network(layer=["tie", "membership", "siting"], as_of="ever")
    records = [record for _, _, edge in joined.edges(data=True) for record in edge["records"]]
    apart = [
        record
        for layer in ("tie", "membership", "siting")
        for _, _, edge in graph.network(layer=layer, as_of="ever").edges(data=True)
        for record in edge["records"]
    ]
    assert sorted(records) == sorted(apart)


def test_within_keeps_one_country_and_organisations_everywhere(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="membership", within="country/cn")
    assert {told["country"] for _, told in network.nodes(data=True) if told["side"] == 0 and "country" in told} == {
        "CN"
    }
    assert "org/c40" in network
    asia = graph.network(layer="membership", within="eastern-asia")
    assert set(network) <= set(asia)


@pytest.mark.parametrize(("by", "node"), [("country", "CN"), ("region", "asia")])
def test_aggregate_adds_up_weights(graph: KnowledgeGraph, by: Any, node: str) -> None:
    whole = graph.network(layer="sister-city")
    together = graph.network(layer="sister-city", aggregate=by)
    groups = nx.get_node_attributes(whole, by)
    inside = sum(groups.get(a) == groups.get(b) for a, b in whole.edges)
    without = sum(a not in groups or b not in groups for a, b in whole.edges)
    weights = sum(weight for _, _, weight in together.edges(data="weight"))
    assert weights == whole.number_of_edges() - inside - without
    assert together.nodes[node]["members"] == sum(group == node for group in groups.values())


def test_ego_and_largest_component(graph: KnowledgeGraph) -> None:
    ego = graph.network(ego="city/fr-lyon", radius=2)
    whole = graph.network()
    assert GUANGZHOU in ego
    assert len(ego) == len(nx.single_source_shortest_path_length(whole, "city/fr-lyon", cutoff=2))
    largest = graph.network(component="largest")
    assert set(largest) == max(nx.connected_components(whole), key=len)


def test_projection_counts_shared_organisations(graph: KnowledgeGraph) -> None:
    two = graph.network(layer="membership", kind=["City", "CityNetwork"])
    one = graph.network(layer="membership", kind=["City", "CityNetwork"], project="simple")
    a, b = GUANGZHOU, "city/cn-beijing"
    assert one.edges[a, b]["weight"] == len(set(two[a]) & set(two[b]))


def test_a_network_of_any_query(graph: KnowledgeGraph) -> None:
    prefix = "PREFIX gz: <https://w3id.org/gzkg/ontology#> "
    pairs = graph.network(query=prefix + "SELECT ?source ?target { ?source gz:sisterCityOf ?target }", directed=True)
    assert pairs.is_directed()
    assert pairs.nodes[GUANGZHOU]["label_zh"] == "广州"
    counted = graph.network(
        query=prefix + "SELECT ?source ?target (COUNT(*) AS ?weight) { ?m gz:member ?source ; "
        "gz:organization ?target . ?source a gz:City } "
        "GROUP BY ?source ?target",
        two_mode=True,
    )
    assert counted.graph["two_mode"]
    assert counted.edges[GUANGZHOU, "org/metropolis"]["weight"] >= 1


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?a ?b { ?a ?x ?b }", r"must give \?source \?target"),
        ("SELECT ?source ?target { VALUES (?source ?target) { (<urn:a> UNDEF) } }", "Row 1 of the query has no target"),
        ("SELECT ?source ?target ?weight { VALUES (?source ?target ?weight) { (<urn:a> <urn:b> 'x') } }", "Row 1"),
        ("SELECT ?source ?target ?weight { VALUES (?source ?target ?weight) { (<urn:a> <urn:b> -1) } }", "above 0"),
    ],
)
def test_rows_that_are_no_edges_are_refused(graph: KnowledgeGraph, query: str, says: str) -> None:
    with pytest.raises((BadOption, BadNetwork), match=says):
        graph.network(query=query)


def test_a_networkx_graph_is_measured_as_it_is(graph: KnowledgeGraph) -> None:
    kite = nx.krackhardt_kite_graph()
    assert graph.network(network=kite).number_of_edges() == 18
    kite.add_edge(0, 0)
    with pytest.raises(BadNetwork, match="tied to itself"):
        graph.network(network=kite)


@pytest.mark.parametrize(
    ("asked", "error", "near"),
    [
        ({"layer": "sistercity"}, UnknownLayer, "sister-city"),
        ({"layer": "memberships"}, UnknownLayer, "membership"),
        ({"kind": "Citi"}, BadOption, "City"),
        ({"within": "aisa"}, BadOption, "asia"),
        ({"laier": "tie"}, BadOption, "layer"),
        ({"status": "factal"}, BadOption, "factual"),
        ({"ego": "city/cn-guangzou"}, UnknownEntity, GUANGZHOU),
        ({"project": "newman", "layer": "tie"}, BadOption, ""),
        ({"query": "SELECT ?source ?target {}", "layer": "tie"}, BadOption, ""),
        ({"as_of": "1990-13-01"}, BadDate, ""),
        ({"as_of": "2020/2010"}, BadDate, ""),
        ({"as_of": "2014/.."}, BadDate, ""),
        ({"radius": "many", "ego": GUANGZHOU}, BadOption, ""),
        ({"layer": "tie", "as_of": "1950-01-01", "certainty": "begun"}, EmptyNetwork, ""),
    ],
)
def test_what_cannot_be_is_told(
    graph: KnowledgeGraph, asked: Mapping[str, Any], error: type[Exception], near: str
) -> None:
    with pytest.raises(error) as caught:
        graph.network(**asked)
    if near:
        assert near in getattr(caught.value, "nearest", ())


def test_an_outside_network_needs_no_graph(tmp_path: Any) -> None:
    (tmp_path / "pairs.csv").write_text("source,target\nA,B\nB,C\n", encoding="utf-8")
    found = KnowledgeGraph().network(edges=tmp_path / "pairs.csv")
    assert sorted(found.edges) == [("A", "B"), ("B", "C")]
