"""Rewiring: degrees stay, networks stay simple, and every network with the degrees is as likely."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from gzkg.errors import BadNetwork, BadOption
from gzkg.network.arrays import arrays_of
from gzkg.network.whole.rewire import edges_of, rewired, swapped

WOMEN = nx.davis_southern_women_graph()
nx.set_node_attributes(WOMEN, dict(WOMEN.nodes(data="bipartite")), "side")
NETWORKS = [
    (nx.karate_club_graph(), False),
    (nx.gnm_random_graph(30, 200, seed=1), False),
    (nx.star_graph(8), False),
    (nx.complete_graph(6), False),
    (nx.Graph(), False),
    (nx.empty_graph(3), False),
    (nx.path_graph(2), False),
    (nx.gnp_random_graph(25, 0.2, seed=2, directed=True), False),
    (nx.DiGraph([("a", "b"), ("b", "a")]), False),
    (WOMEN, True),
]


@pytest.mark.parametrize(("network", "two_mode"), NETWORKS)
def test_degrees_are_kept_and_the_network_is_simple(network, two_mode):
    arrays = arrays_of(network)
    for drawn in rewired(arrays, two_mode=two_mode, draws=3, seed=5):
        assert drawn.nodes == arrays.nodes
        assert drawn.directed == arrays.directed
        assert set(drawn.matrix.data) <= {1.0}
        assert drawn.matrix.diagonal().sum() == 0
        for axis in (0, 1):
            assert np.array_equal(drawn.pattern.sum(axis=axis), arrays.pattern.sum(axis=axis))
        if not drawn.directed:
            assert (drawn.matrix != drawn.matrix.T).nnz == 0
        if two_mode:
            edges_of(drawn, two_mode=True)


def test_a_seed_gives_the_same_networks_and_draws_differ():
    arrays = arrays_of(nx.karate_club_graph())
    first, again, other = (list(rewired(arrays, draws=2, seed=seed)) for seed in (1, 1, 2))
    assert all((a.matrix != b.matrix).nnz == 0 for a, b in zip(first, again, strict=True))
    assert (first[0].matrix != first[1].matrix).nnz > 0
    assert (first[0].matrix != other[0].matrix).nnz > 0


def test_more_draws_keep_the_first():
    arrays = arrays_of(nx.karate_club_graph())
    assert (next(rewired(arrays, draws=1)).matrix != next(rewired(arrays, draws=9)).matrix).nnz == 0


BIPARTITE = nx.Graph([("a", 1), ("a", 2), ("b", 2), ("b", 3), ("c", 1), ("d", 1)])
nx.set_node_attributes(BIPARTITE, {node: int(isinstance(node, int)) for node in BIPARTITE}, "side")

# How many simple networks have the degrees, counted by hand or by going through all of them.
REALISATIONS = [
    (nx.Graph([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2)]), False, 7),
    (nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]), False, 7),
    (BIPARTITE, True, 8),
]


@pytest.mark.parametrize(("network", "two_mode", "number"), REALISATIONS)
def test_every_network_with_the_degrees_is_as_likely(network, two_mode, number):
    edges, rng, each = edges_of(arrays_of(network), two_mode=two_mode), np.random.default_rng(7), 60
    counts = Counter()
    for _ in range(each * number):
        edges = replace(edges, ends=swapped(edges, rng, swaps_per_edge=12))
        counts[tuple(sorted(edges.codes(edges.ends)))] += 1
    assert len(counts) == number
    square = sum((count - each) ** 2 / each for count in counts.values())
    # The sum is chi-square with number - 1 degrees of freedom: mean number - 1, variance twice that.
    assert square < number - 1 + 4 * (2 * (number - 1)) ** 0.5


def test_long_rewiring_forgets_the_network():
    arrays = arrays_of(nx.barabasi_albert_graph(2000, 2, seed=1))
    before = edges_of(arrays)
    after = edges_of(next(rewired(arrays, draws=1)))
    kept = len(np.intersect1d(before.codes(before.ends), after.codes(after.ends)))
    assert kept < 0.1 * len(before.ends)


def test_it_says_how_far_it_is():
    heard = []
    list(rewired(arrays_of(nx.karate_club_graph()), draws=4, tick=heard.append))
    assert heard == [0.25, 0.5, 0.75, 1.0]


def test_bad_requests_are_refused_at_once():
    arrays = arrays_of(nx.path_graph(3))
    with pytest.raises(BadOption, match="draws is 0"):
        rewired(arrays, draws=0)
    with pytest.raises(BadOption, match="seed -1"):
        rewired(arrays, seed=-1)
    with pytest.raises(BadNetwork, match="side"):
        rewired(arrays, two_mode=True)
