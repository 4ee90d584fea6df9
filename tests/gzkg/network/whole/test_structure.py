"""Whole networks: published values, values by hand, and networkx on networks of many shapes."""

from __future__ import annotations

import networkx as nx
import pytest

from gzkg.errors import BadNetwork
from gzkg.network.whole.figure import FIGURES
from gzkg.network.whole.structure import structure

KARATE = nx.karate_club_graph()
WOMEN = nx.davis_southern_women_graph()
nx.set_node_attributes(WOMEN, dict(WOMEN.nodes(data="bipartite")), "side")
WOMEN.graph["two_mode"] = True
FLORENCE = nx.florentine_families_graph()
SHAPES = [
    nx.gnp_random_graph(size, share, seed=seed, directed=directed)
    for seed, (size, share) in enumerate([(1, 0), (2, 1), (5, 0), (9, 0.1), (30, 0.03), (30, 0.1), (14, 0.9)] * 2)
    for directed in (False, True)
] + [nx.Graph(), nx.DiGraph(), nx.star_graph(6), nx.complete_graph(5), nx.path_graph(7)]


def paths(network):
    """Return the figures of paths by plain networkx."""
    parts = nx.strongly_connected_components if network.is_directed() else nx.connected_components
    largest = network.subgraph(max(parts(network), key=len))
    lengths = [n for _, reached in nx.all_pairs_shortest_path_length(network) for n in reached.values() if n]
    pairs = len(network) * (len(network) - 1)
    return {
        "diameter": nx.diameter(largest),
        "mean_path_length": nx.average_shortest_path_length(largest) if len(largest) > 1 else None,
        "reachable_diameter": max(lengths, default=0),
        "reachable_mean_path_length": sum(lengths) / len(lengths) if lengths else None,
        "efficiency": sum(1 / n for n in lengths) / pairs if pairs else 0,
    }


@pytest.mark.parametrize("network", [shape for shape in SHAPES if len(shape)])
def test_paths_are_networkx(network):
    expected, found = paths(network), structure(network).figures
    sizes = sorted((len(part) for part in nx.connected_components(network.to_undirected())), reverse=True)
    if len(sizes) > 1 and sizes[0] == sizes[1]:  # which of two equal components is taken is not the same
        expected = {name: value for name, value in expected.items() if name not in ("diameter", "mean_path_length")}
    for name, value in expected.items():
        assert found[name] == (None if value is None else pytest.approx(value, abs=1e-9)), name


@pytest.mark.parametrize("network", SHAPES)
def test_size_and_clustering_are_networkx(network):
    found, both_ways = structure(network).figures, network.to_undirected()
    expected = {
        "nodes": len(network),
        "edges": network.number_of_edges(),
        "density": nx.density(network),
        "components": nx.number_connected_components(both_ways) if len(network) else 0,
        "largest_component_nodes": max(map(len, nx.connected_components(both_ways)), default=0),
        "global_clustering": nx.transitivity(both_ways),
        "mean_local_clustering": nx.average_clustering(network) if len(network) else None,
        "mean_degree": sum(dict(network.degree()).values()) / len(network) if len(network) else None,
    }
    if network.is_directed():
        parts = list(nx.strongly_connected_components(network))
        expected["strong_components"] = len(parts)
        expected["largest_strong_component_nodes"] = max(map(len, parts), default=0)
        expected["reciprocity"] = nx.overall_reciprocity(network) if network.number_of_edges() else None
    for name, value in expected.items():
        assert found[name] == (None if value is None else pytest.approx(value, abs=1e-9)), name


@pytest.mark.parametrize(
    ("network", "published"),
    [
        (
            KARATE,
            {
                "density": 0.139,
                "diameter": 5,
                "mean_path_length": 2.408,
                "global_clustering": 0.2557,
                "mean_local_clustering": 0.5706,
                "degree_assortativity": -0.4756,
            },
        ),
        # Padgett & Ansell (1993): 15 families (Pucci married nobody) and 20 marriages.
        (FLORENCE, {"nodes": 15, "edges": 20, "density": 0.1905, "diameter": 5, "global_clustering": 0.1915}),
        # Krackhardt (1990): 10 nodes and 18 ties; 11 triangles and 57 pairs of ties that share a node.
        (nx.krackhardt_kite_graph(), {"edges": 18, "density": 0.4, "diameter": 4, "global_clustering": 33 / 57}),
        # Davis, Gardner & Gardner (1941): 18 women, 14 events, 89 attendances; Borgatti & Everett (1997): 0.353.
        (
            WOMEN,
            {
                "side_0_nodes": 18,
                "side_1_nodes": 14,
                "edges": 89,
                "density": 0.353,
                "side_0_mean_degree": 89 / 18,
                "side_1_mean_degree": 89 / 14,
            },
        ),
    ],
)
def test_published_values(network, published):
    found = structure(network).figures
    assert {name: found[name] for name in published} == pytest.approx(published, abs=5e-4)


def test_a_network_by_hand():
    # A triangle with a tail, and two nodes apart.
    network = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("x", "y")])
    nx.set_node_attributes(network, {"a": "CN", "b": "CN", "c": "JP", "d": "JP"}, "country")
    answer = structure(network)
    assert dict(answer.figures) == pytest.approx(
        {
            "nodes": 6,
            "edges": 5,
            "density": 5 / 15,
            "components": 2,
            "largest_component_nodes": 4,
            "largest_component_share": 4 / 6,
            "diameter": 2,
            "mean_path_length": (4 * 1 + 2 * 2) / 6,
            "reachable_diameter": 2,
            "reachable_mean_path_length": (5 * 1 + 2 * 2) / 7,
            "efficiency": (5 * 1 + 2 / 2) / 15,
            "mean_degree": 10 / 6,
            "degree_gini": (-5 - 3 - 1 + 2 + 6 + 15) / 60,  # of 1, 1, 1, 2, 2, 3
            "power_law_exponent": None,
            "power_law_xmin": None,
            "power_law_distance": None,
            "power_law_tail": None,
            "degree_assortativity": 0,
            "country_assortativity": 0,
            "region_assortativity": None,
            "global_clustering": 3 / 5,
            "mean_local_clustering": (1 + 1 + 1 / 3) / 6,
            "core_fit": (15 * 3 - 5 * 5) / (5 * 10),
            "core_nodes": 1,
        }
    )
    assert list(answer.details["core"]) == [{"id": "c", "degree": 3}]
    assert [row["edges"] for row in answer.details["country_mixing"]] == [2, 1, 1]
    assert list(answer.details["degrees"].columns["nodes"]) == [3, 2, 1]


def test_labels_and_order_do_not_matter():
    renamed = nx.Graph((f"n{b}", f"n{a}") for a, b in reversed(list(KARATE.edges())))
    first, second = structure(KARATE).figures, structure(renamed).figures
    assert dict(first) == pytest.approx(dict(second), abs=1e-12)


def test_weights_do_not_count():
    plain = nx.Graph(KARATE.edges())
    assert dict(structure(plain).figures) == pytest.approx(dict(structure(KARATE).figures), abs=1e-12)


def test_the_seed_fixes_the_rich_club():
    first, again, other = (structure(KARATE, seed=seed).details["rich_club"].columns["random"] for seed in (1, 1, 2))
    assert first == again != other


def test_every_figure_is_told_in_both_languages():
    for english, chinese, reference in FIGURES.values():
        assert not any("一" <= sign <= "鿿" for sign in english)
        assert any("一" <= sign <= "鿿" for sign in chinese)
        assert reference
    for network in (KARATE, WOMEN, nx.DiGraph([(0, 1)])):
        answer = structure(network)
        assert answer.table.columns["figure"] == list(answer.figures)
        assert answer.table.columns["value"] == list(answer.figures.values())


def test_progress_climbs_to_the_end():
    heard = []
    structure(KARATE, tick=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_two_sides_that_are_none_are_refused():
    with pytest.raises(BadNetwork, match="side"):
        structure(nx.Graph([(0, 1)], two_mode=True))
