"""Networks of countries and regions: weights add up, what is inside is no edge, sides stay."""

from __future__ import annotations

import networkx as nx
import pytest

from gzkg import KnowledgeGraph
from gzkg.errors import EmptyNetwork
from gzkg.network.making.aggregate import aggregate


def cities():
    network = nx.Graph(name="cities", left_out={"other place": 2})
    for node, country in [("gz", "CN"), ("bj", "CN"), ("ly", "FR"), ("pa", "FR"), ("to", "JP"), ("xx", None)]:
        network.add_node(node, lat=1.0, **({"country": country} if country else {}))
    network.add_edge("gz", "ly", weight=2.0, records=("r1", "r2"), layers=("tie",), spells=((None, None),) * 2)
    network.add_edge("pa", "bj", records=("r3",), layers=("link",), spells=(("1990", None),), certainty="certain")
    network.add_edge("gz", "bj", weight=3.0)
    network.add_edge("gz", "to", certainty="possible")
    network.add_edge("gz", "xx")
    return network


def test_weights_and_records_add_up():
    made = aggregate(cities(), "country", {"CN": {"label_en": "China", "label_zh": "中国"}})
    assert sorted(made) == ["CN", "FR", "JP"]
    assert made.number_of_edges() == 2
    assert made.edges["CN", "FR"] == {
        "weight": 3.0,
        "layers": ("link", "tie"),
        "records": ("r1", "r2", "r3"),
        "spells": ((None, None), (None, None), ("1990", None)),
        "certainty": "certain",
    }
    assert made.edges["CN", "JP"] == {"weight": 1.0, "certainty": "possible"}
    assert made.nodes["CN"] == {
        "label_en": "China",
        "label_zh": "中国",
        "country": "CN",
        "members": 2,
        "inside": 3.0,
    }
    assert made.nodes["JP"] == {"country": "JP", "members": 1, "inside": 0.0}
    assert made.graph["left_out"] == {"other place": 2, "nodes without a country": 1}
    assert made.graph["name"] == "cities"


def test_nothing_is_lost_but_what_has_no_group():
    network = cities()
    made = aggregate(network, "country", {})
    inside = sum(inside for _, inside in made.nodes(data="inside"))
    assert made.size("weight") + inside == network.size("weight") - 1
    assert sum(many for _, many in made.nodes(data="members")) == len(network) - 1


def test_direction_stays():
    network = nx.DiGraph()
    network.add_nodes_from(["a", "b"], region="asia")
    network.add_node("c", region="europe")
    network.add_edges_from([("a", "c"), ("b", "c"), ("c", "a"), ("a", "b")])
    made = aggregate(network, "region", {})
    assert dict(made.edges) == {("asia", "europe"): {"weight": 2.0}, ("europe", "asia"): {"weight": 1.0}}
    assert made.nodes["asia"]["inside"] == 1.0
    assert "left_out" not in made.graph


def test_organisations_of_a_two_mode_network_stay():
    network = nx.Graph(two_mode=True)
    network.add_nodes_from(["gz", "bj"], side=0, country="CN")
    network.add_node("org", side=1, country="CH", label_en="Organisation")
    network.add_edges_from([("gz", "org"), ("bj", "org")])
    made = aggregate(network, "country", {})
    assert dict(made.nodes) == {
        "CN": {"country": "CN", "side": 0, "members": 2, "inside": 0.0},
        "org": {"side": 1, "country": "CH", "label_en": "Organisation", "members": 1, "inside": 0.0},
    }
    assert made.edges["CN", "org"]["weight"] == 2.0


def test_a_city_named_as_its_country_is_put_in_it():
    network = nx.Graph([("Singapore", "Lyon")])
    network.nodes["Singapore"].update(country="Singapore", lat=1.3, lon=103.8)
    network.nodes["Lyon"]["country"] = "France"
    made = aggregate(network, "country", {})
    assert made.nodes["Singapore"] == {"country": "Singapore", "members": 1, "inside": 0.0}


@pytest.mark.parametrize("two_mode", [False, True])
def test_without_any_group_there_is_no_network(two_mode):
    network = nx.Graph([("a", "b")], two_mode=two_mode)
    network.nodes["a"]["side"], network.nodes["b"]["side"] = 0, 1
    with pytest.raises(EmptyNetwork, match="No node of this network has a region"):
        aggregate(network, "region", {})


def test_countries_of_the_graph_have_names_and_records(graph: KnowledgeGraph) -> None:
    of_cities = graph.network(layer="sister-city", as_of="ever")
    made = graph.network(layer="sister-city", as_of="ever", aggregate="country")
    assert made.nodes["FR"]["label_en"] == "France"
    partners = [
        edge for *ends, edge in of_cities.edges(data=True) if {of_cities.nodes[e]["country"] for e in ends} >= {"FR"}
    ]
    assert made.edges["CN", "FR"]["weight"] == sum(edge["weight"] for edge in partners)
    assert set(made.edges["CN", "FR"]["records"]) == {record for edge in partners for record in edge["records"]}
