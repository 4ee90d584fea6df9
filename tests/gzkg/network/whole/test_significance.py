"""Figures against random networks: by hand, and networks of which the answer is known."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from gzkg.errors import BadOption
from gzkg.network.whole.significance import comparison, significance

WOMEN = nx.davis_southern_women_graph()
nx.set_node_attributes(WOMEN, dict(WOMEN.nodes(data="bipartite")), "side")
WOMEN.graph["two_mode"] = True


def rows(network, **asked):
    return {row["figure"]: row for row in significance(network, **asked)}


def test_comparison_by_hand():
    found = comparison({"x": 5.0, "same": 2.0, "none": None}, [{"x": x, "same": 2.0, "none": 1.0} for x in (1.0, 2, 3)])
    assert found == {
        "observed": [5.0, 2.0, None],
        "mean": [2.0, 2.0, None],
        "sd": [1.0, 0.0, None],
        "z": [3.0, None, None],
        "p": [1 / 4, 1.0, None],
        "draws": [3, 3, 3],
    }


def test_p_counts_both_sides():
    drawn = [{"x": x} for x in (-2.0, 0, 0, 2)]
    assert [comparison({"x": x}, drawn)["p"][0] for x in (2.0, -2.0, 0.0, 3.0)] == [3 / 5, 3 / 5, 1.0, 1 / 5]


def test_undefined_draws_do_not_count():
    found = comparison({"x": 1.0}, [{"x": None}, {"x": 1.0}])
    assert (found["draws"], found["z"]) == ([1], [None])


def test_cliques_cluster_more_than_their_degrees_explain():
    caves = nx.connected_caveman_graph(12, 5)
    nx.set_node_attributes(caves, {node: str(node // 5) for node in caves}, "region")
    found = rows(caves, draws=30, seed=1)
    for name in ("global_clustering", "mean_local_clustering", "region_assortativity"):
        assert found[name]["z"] > 10
        assert found[name]["p"] == pytest.approx(1 / 31)
    assert found["country_assortativity"]["observed"] is None


def test_a_random_network_is_as_random_ones():
    found = rows(nx.gnm_random_graph(200, 600, seed=4), draws=60, seed=2)
    for name in ("global_clustering", "mean_local_clustering", "degree_assortativity"):
        assert abs(found[name]["z"]) < 4


def test_a_star_has_one_realisation():
    found = rows(nx.star_graph(6), draws=5)
    assert found["core_fit"]["z"] is None
    assert found["core_fit"]["p"] == 1.0


def test_the_mean_is_that_of_networkx_rewiring():
    # An independent sampler of the same null model: nx.double_edge_swap, run long.
    network, drawn = nx.karate_club_graph(), []
    for seed in range(40):
        swapped = nx.Graph(network.edges())
        nx.double_edge_swap(swapped, nswap=400, max_tries=100_000, seed=seed)
        drawn.append(nx.transitivity(swapped))
    row = rows(network, draws=200, seed=1)["global_clustering"]
    assert row["mean"] == pytest.approx(np.mean(drawn), abs=5 * np.std(drawn) / 40**0.5)


def test_the_seed_fixes_the_numbers():
    network = nx.karate_club_graph()
    first, again, other = (significance(network, draws=5, seed=seed) for seed in (1, 1, 2))
    assert first.table == again.table != other.table
    assert (first.method["draws"], first.method["seed"]) == (5, 1)


def test_two_mode_networks_keep_their_sides():
    found = rows(WOMEN, draws=20)
    assert set(found) == {"degree_assortativity", "country_assortativity", "region_assortativity", "nestedness"}
    assert found["nestedness"]["draws"] == 20


@pytest.mark.parametrize("network", [nx.Graph(), nx.DiGraph(), nx.empty_graph(1), nx.path_graph(2)])
def test_small_networks_have_nothing_to_compare(network):
    assert all(row["z"] is None for row in significance(network, draws=2))


def test_directed_networks_have_reciprocity():
    network = nx.DiGraph(
        [(a, b) for pair in range(20) for a, b in ((2 * pair, 2 * pair + 1), (2 * pair + 1, 2 * pair))]
    )
    assert rows(network, draws=20)["reciprocity"]["z"] > 5


def test_no_draws_are_refused():
    with pytest.raises(BadOption, match="draws"):
        significance(nx.path_graph(3), draws=0)
