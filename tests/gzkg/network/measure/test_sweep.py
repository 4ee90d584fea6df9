"""Distances of all pairs: values by hand, and networkx on networks of many shapes."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.network.arrays import arrays_of
from gzkg.network.measure.sweep import distances_of

SHAPES = {
    "star": nx.star_graph(100),
    "path over a word": nx.path_graph(130),
    "cycle": nx.cycle_graph(129),
    "tree": nx.random_labeled_tree(150, seed=2),
    "dense": nx.gnp_random_graph(70, 0.6, seed=3),
    "two-mode": nx.complete_bipartite_graph(3, 70),
    "parts": nx.gnp_random_graph(200, 0.009, seed=4),
    "directed": nx.gnp_random_graph(90, 0.04, seed=6, directed=True),
    "directed cycle": nx.cycle_graph(70, create_using=nx.DiGraph),
}


@st.composite
def networks(draw, kinds=(nx.Graph, nx.DiGraph)):
    network = draw(st.sampled_from(kinds))()
    network.add_nodes_from(range(draw(st.integers(0, 9))))
    pairs = [(a, b) for a in network for b in network if a != b]
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else ():
        weight = draw(st.sampled_from([0.5, 1.0, 2.0, 8.0]))
        network.add_edge(*pair, weight=weight, length=1 / weight)
    return network


def same(values, expected):
    np.testing.assert_allclose(values, list(expected), rtol=1e-9, atol=1e-9)


def agrees(distances, network, length=None):
    """Compare with the distances of networkx, those that lead to each node."""
    backwards = network.reverse() if network.is_directed() else network
    if length:
        found = {node: nx.single_source_dijkstra_path_length(backwards, node, weight=length) for node in network}
    else:
        found = {node: nx.single_source_shortest_path_length(backwards, node) for node in network}
    others = [[far for other, far in found[node].items() if other != node] for node in network]
    same(distances.reached, map(len, others))
    same(distances.total, map(sum, others))
    same(distances.inverse_total, (sum(1 / far for far in fars) for fars in others))
    same(distances.eccentricity, (max(fars, default=0) for fars in others))
    return Counter(far for fars in others for far in fars)


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_have_the_distances_of_networkx(shape):
    network = SHAPES[shape]
    distances = distances_of(arrays_of(network))
    counts = agrees(distances, network)
    assert {far: count for far, count in enumerate(distances.histogram.tolist()) if count} == dict(counts)


@settings(max_examples=120, deadline=None)
@given(networks())
def test_any_network_has_the_distances_of_networkx(network):
    distances = distances_of(arrays_of(network))
    counts = agrees(distances, network)
    assert {far: count for far, count in enumerate(distances.histogram.tolist()) if count} == dict(counts)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_weighted_an_edge_is_one_over_its_weight_long(network):
    distances = distances_of(arrays_of(network), weighted=True)
    agrees(distances, network, "length")
    assert not distances.histogram.size


def test_equal_weights_give_the_same_both_ways():
    network = SHAPES["parts"]
    plain, weighted = distances_of(arrays_of(network)), distances_of(arrays_of(network), weighted=True)
    same(plain.total, weighted.total)
    same(plain.inverse_total, weighted.inverse_total)


@pytest.mark.parametrize("size", [2047, 2048, 2049, 2300])
def test_a_star_of_more_nodes_than_one_batch_is_counted_by_hand(size):
    distances = distances_of(arrays_of(nx.star_graph(size - 1)))
    same(distances.total, [size - 1] + [1 + 2 * (size - 2)] * (size - 1))
    assert distances.histogram.tolist() == [0, 2 * (size - 1), (size - 1) * (size - 2)]


def test_a_path_of_more_nodes_than_one_batch_is_counted_by_hand():
    size = 2100
    places = np.arange(size)
    distances = distances_of(arrays_of(nx.path_graph(size)))
    after = size - 1 - places
    same(distances.total, places * (places + 1) / 2 + after * (after + 1) / 2)
    same(distances.eccentricity, np.maximum(places, after))
    assert distances.histogram.tolist() == [0, *(2 * (size - far) for far in range(1, size))]
    assert distances.diameter == size - 1
    assert distances.mean == pytest.approx((size + 1) / 3)


def test_a_directed_edge_leads_one_way():
    distances = distances_of(arrays_of(nx.DiGraph([("a", "b"), ("b", "c")])))
    assert distances.reached.tolist() == [0, 1, 2]
    assert distances.total.tolist() == [0.0, 1.0, 3.0]


@pytest.mark.parametrize("network", [nx.Graph(), nx.empty_graph(1), nx.empty_graph(3)])
@pytest.mark.parametrize("weighted", [False, True])
def test_without_a_pair_there_is_no_distance(network, weighted):
    distances = distances_of(arrays_of(network), weighted=weighted)
    assert distances.diameter == 0.0
    assert np.isnan(distances.mean)
    assert distances.reached.tolist() == [0] * len(network)


@pytest.mark.parametrize("weighted", [False, True])
def test_progress_grows_to_the_whole_and_may_end_the_work(weighted):
    arrays = arrays_of(nx.star_graph(2100 if not weighted else 300))
    heard = []
    distances_of(arrays, weighted=weighted, tick=heard.append)
    assert heard == sorted(heard)
    assert len(heard) > 1
    assert heard[-1] == 1.0

    def stop(share):
        heard.append(share)
        raise InterruptedError

    heard.clear()
    with pytest.raises(InterruptedError):
        distances_of(arrays, weighted=weighted, tick=stop)
    assert len(heard) == 1
