"""Communities: known optima, networkx's modularity, any order of the nodes, and how far they follow the map."""

from __future__ import annotations

import math
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.errors import BadOption
from gzkg.network.arrays import arrays_of
from gzkg.network.group.community import adjusted_rand, communities, modularity, mutual_information

KARATE = nx.karate_club_graph()
BARBELL = nx.barbell_graph(4, 0)


def sets(found):
    groups: dict[int, set[str]] = {}
    for node, label in zip(found.nodes, found.labels.tolist(), strict=True):
        groups.setdefault(label, set()).add(node)
    return [groups[label] for label in sorted(groups)]


def test_leiden_finds_the_optimum_of_the_karate_club():
    """0.4198 in 4 groups: Brandes et al. (2008), IEEE Trans. Knowl. Data Eng. 20, 172-188."""
    seeds = [communities(KARATE, seed=seed) for seed in range(10)]
    found = max(seeds, key=lambda one: one.modularity)
    assert round(found.modularity, 4) == 0.4198
    assert len(found.groups) == 4
    assert min(one.modularity for one in seeds) > 0.418
    assert found.groups.columns["size"] == sorted(found.groups.columns["size"], reverse=True)


@pytest.mark.parametrize("method", ["leiden", "louvain"])
def test_two_cliques_joined_by_an_edge_are_two_groups(method):
    found = communities(BARBELL, method=method)
    assert sets(found) == [{"0", "1", "2", "3"}, {"4", "5", "6", "7"}]
    assert found.modularity == pytest.approx(12 / 13 - 2 * (13 / 26) ** 2, abs=1e-12)
    assert found.groups.columns["inside"] == [6, 6]
    assert found.groups.columns["outside"] == [1, 1]
    assert found.groups.columns["label_en"] == ["3", "4"]


@pytest.mark.parametrize("method", ["leiden", "louvain"])
@pytest.mark.parametrize(
    ("network", "groups", "quality"),
    [
        (nx.Graph(), [], 0.0),
        (nx.empty_graph(1), [{"0"}], 0.0),
        (nx.empty_graph(3), [{"0"}, {"1"}, {"2"}], 0.0),
        (nx.path_graph(2), [{"0", "1"}], 0.0),
        (nx.Graph([(0, 1), (2, 3)]), [{"0", "1"}, {"2", "3"}], 0.5),
        (nx.disjoint_union(nx.complete_graph(3), nx.empty_graph(1)), [{"0", "1", "2"}, {"3"}], 0.0),
        (nx.DiGraph([(0, 1), (1, 0), (2, 3)]), [{"0", "1"}, {"2", "3"}], 1 - 20 / 36),
    ],
)
def test_small_networks(method, network, groups, quality):
    found = communities(network, method=method)
    assert sets(found) == groups
    assert found.modularity == pytest.approx(quality, abs=1e-12)
    assert len(found.table) == len(network)


def test_edges_of_a_directed_network_count_one_by_one():
    network = nx.DiGraph(nx.barbell_graph(4, 0).edges())
    network.add_edges_from([(1, 0), (2, 0), (4, 3)])
    found = communities(network)
    assert sets(found) == [{"0", "1", "2", "3"}, {"4", "5", "6", "7"}]
    assert found.groups.columns["inside"] == [8, 6]
    assert found.groups.columns["outside"] == [2, 2]


def test_weights_count_only_when_asked():
    ring = nx.cycle_graph(8)
    for a, b in ring.edges():
        ring.edges[a, b]["weight"] = 9.0 if (a, b) in ((0, 1), (2, 3), (4, 5), (6, 7)) else 1.0
    pairs = [{"0", "1"}, {"2", "3"}, {"4", "5"}, {"6", "7"}]
    assert sets(communities(ring, weighted=True)) == pairs
    assert communities(ring).modularity == pytest.approx(communities(nx.cycle_graph(8)).modularity)


def test_a_higher_resolution_makes_more_groups():
    many = [len(communities(KARATE, resolution=resolution).groups) for resolution in (0.3, 1.0, 4.0)]
    assert many == sorted(set(many))


@pytest.mark.parametrize("method", ["leiden", "louvain"])
def test_the_order_of_nodes_does_not_count(method):
    nodes, edges = list(KARATE), list(KARATE.edges())
    first = communities(KARATE, method=method, seed=3)
    Random(1).shuffle(nodes)
    Random(2).shuffle(edges)
    other = nx.Graph()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    again = communities(other, method=method, seed=3)
    assert sets(again) == sets(first)
    assert again.table == first.table
    assert again.groups == first.groups


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 40), st.integers(0, 10_000), st.booleans(), st.sampled_from(["leiden", "louvain"]))
def test_no_order_of_any_network_counts(size, seed, directed, method):
    network = nx.gnp_random_graph(size, 3 / size, seed=seed, directed=directed)
    nodes, edges = list(network), list(network.edges())
    Random(seed).shuffle(nodes)
    Random(seed + 1).shuffle(edges)
    other = type(network)()
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    first, again = communities(network, method=method), communities(other, method=method)
    assert again.table == first.table
    assert again.groups == first.groups


@pytest.mark.parametrize("method", ["leiden", "louvain"])
@pytest.mark.parametrize("weight", [1e-300, 1e-9, 1e9, 1e300])
def test_the_unit_of_the_weights_does_not_count(method, weight):
    network = nx.Graph()
    network.add_edges_from(KARATE.edges(), weight=weight)
    weighed, plain = communities(network, method=method, weighted=True), communities(KARATE, method=method)
    assert weighed.modularity == pytest.approx(plain.modularity, abs=1e-12)
    assert sets(weighed) == sets(plain)


@pytest.mark.parametrize("method", ["leiden", "louvain"])
@pytest.mark.parametrize("resolution", [0.0, -1.0, math.nan, math.inf, 1e308])
def test_a_resolution_out_of_range_is_refused(method, resolution):
    with pytest.raises(BadOption, match="resolution"):
        communities(KARATE, method=method, resolution=resolution)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 25), st.integers(0, 10_000))
def test_modularity_is_that_of_networkx(size, seed):
    network = nx.gnp_random_graph(size, 0.3, seed=seed)
    draw = Random(seed)
    for _, _, told in network.edges(data=True):
        told["weight"] = draw.random() + 0.1
    labels = np.array([draw.randrange(4) for _ in range(size)])
    parts = [set(np.flatnonzero(labels == label).tolist()) for label in range(4)]
    if network.number_of_edges():
        matrix = arrays_of(network).matrix
        assert modularity(matrix, labels) == pytest.approx(nx.community.modularity(network, parts), abs=1e-9)
        assert modularity(matrix, labels, 1.7) == pytest.approx(
            nx.community.modularity(network, parts, resolution=1.7), abs=1e-9
        )


@pytest.mark.parametrize(
    "network",
    [
        nx.planted_partition_graph(6, 25, 0.35, 0.03, seed=3),
        nx.barabasi_albert_graph(150, 3, seed=1),
        nx.gnp_random_graph(120, 0.06, seed=5),
    ],
)
def test_louvain_is_as_good_as_that_of_networkx(network):
    seeds = range(20)
    theirs = [nx.community.modularity(network, nx.community.louvain_communities(network, seed=seed)) for seed in seeds]
    found = [communities(network, method="louvain", seed=seed) for seed in seeds]
    leiden = [communities(network, seed=seed) for seed in seeds]
    assert np.mean([one.modularity for one in found]) > 0.99 * np.mean(theirs)
    assert np.mean([one.modularity for one in leiden]) > np.mean(theirs)
    for one in found[:2]:
        parts = [set(map(int, group)) for group in sets(one)]
        assert one.modularity == pytest.approx(nx.community.modularity(network, parts), abs=1e-9)


def test_an_unknown_method_is_refused():
    with pytest.raises(BadOption, match="louvain or leiden"):
        communities(KARATE, method="spectral")  # type: ignore[arg-type]


def test_groups_say_where_most_of_their_members_are():
    network = nx.barbell_graph(3, 0)
    for node, (region, country) in enumerate([("asia", "CN"), ("asia", "JP"), ("europe", None)] + [(None, None)] * 3):
        network.nodes[node].update({"region": region, "country": country} if region else {}, label_en=f"City {node}")
    found = communities(network)
    rows = list(found.groups)
    assert (rows[0]["region"], rows[0]["region_share"]) == ("asia", pytest.approx(2 / 3))
    assert (rows[0]["country"], rows[0]["country_share"]) == ("CN", 0.5)
    assert (rows[1]["region"], rows[1]["region_share"]) == (None, None)
    assert [row["label_en"] for row in rows] == ["asia: City 2", "City 3"]
    assert set(found.agreement) == {"region_nmi", "region_adjusted_rand", "country_nmi", "country_adjusted_rand"}


def test_agreement_is_over_the_nodes_that_have_one():
    network = nx.barbell_graph(3, 0)
    for node, region in zip(range(5), ["asia", "asia", "asia", "africa", "africa"], strict=True):
        network.nodes[node]["region"] = region
    assert communities(network).agreement == {"region_nmi": pytest.approx(1), "region_adjusted_rand": pytest.approx(1)}


def test_agreement_by_hand():
    """Two halves against three groups: I = H(halves) less what is left of it in the group that both share."""
    counts = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 2.0]])
    halves, thirds = math.log(2), math.log(3)
    assert mutual_information(counts) == pytest.approx(2 * (halves * 2 / 3) / (halves + thirds))
    # 2 pairs together in both, of 6 in halves, 3 in thirds, 15 in all: (2 - 1.2) / (4.5 - 1.2)
    assert adjusted_rand(counts) == pytest.approx(0.8 / 3.3)


def test_agreement_of_the_same_and_of_independent_partitions():
    same, independent = np.diag([4.0, 3.0, 5.0]), np.full((4, 4), 250.0)
    assert mutual_information(same) == pytest.approx(1)
    assert adjusted_rand(same) == pytest.approx(1)
    assert mutual_information(independent) == pytest.approx(0, abs=1e-12)
    assert adjusted_rand(independent) == pytest.approx(0, abs=0.01)
    assert mutual_information(np.array([[5.0]])) == adjusted_rand(np.array([[5.0]])) == 1
