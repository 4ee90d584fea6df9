"""Degrees, cores and clustering: published values, values by hand, and networkx on networks of many shapes."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.errors import BadOption
from gzkg.network.arrays import arrays_of
from gzkg.network.measure.neighbourhood import MEASURES, clustering, degree, in_degree, k_core, out_degree, strength

KARATE = nx.karate_club_graph()
TAILED = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])


@st.composite
def networks(draw):
    network = draw(st.sampled_from([nx.Graph, nx.DiGraph]))()
    network.add_nodes_from(range(draw(st.integers(0, 9))))
    pairs = [(a, b) for a in network for b in network if a != b]
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else ():
        network.add_edge(*pair, weight=draw(st.sampled_from([0.1, 1.0, 2.0, 7.5])))
    return network


def same(values, expected):
    np.testing.assert_allclose(values, [expected[node] for node in expected], rtol=1e-9, atol=1e-12)


@given(networks())
@settings(deadline=None)
def test_networkx_gives_the_same(network):
    arrays = arrays_of(network)
    same(degree(arrays), dict(network.degree))
    same(degree(arrays, normalized=True), nx.degree_centrality(network))
    same(strength(arrays), dict(network.degree(weight="weight")))
    same(k_core(arrays), nx.core_number(network))
    same(clustering(arrays), nx.clustering(network))
    same(clustering(arrays, weighted=True), nx.clustering(network, weight="weight"))
    if network.is_directed():
        for measure, expected in ((in_degree, network.in_degree), (out_degree, network.out_degree)):
            same(measure(arrays), dict(expected))
            same(measure(arrays, weighted=True), dict(expected(weight="weight")))


@given(networks(), st.randoms())
@settings(deadline=None, max_examples=30)
def test_names_and_order_do_not_matter(network, chance: random.Random):
    order = list(network)
    chance.shuffle(order)
    turned = network.__class__()
    turned.add_nodes_from(f"city {node}" for node in order)
    turned.add_weighted_edges_from((f"city {a}", f"city {b}", w) for a, b, w in network.edges(data="weight"))
    for measure in (degree, strength, k_core, clustering):
        moved = dict(zip(order, measure(arrays_of(turned)), strict=True))
        same(measure(arrays_of(network)), {node: moved[node] for node in network})


@pytest.mark.parametrize(
    "network",
    [
        nx.gnp_random_graph(80, 0.1, seed=1),
        nx.gnp_random_graph(60, 0.1, seed=2, directed=True),
        nx.barabasi_albert_graph(90, 3, seed=3),
        nx.star_graph(9),
        nx.path_graph(12),
        nx.complete_graph(7),
        nx.petersen_graph(),
        nx.complete_bipartite_graph(3, 5),
        nx.disjoint_union(nx.complete_graph(4), nx.cycle_graph(6)),
    ],
    ids=str,
)
def test_networkx_gives_the_same_of_many_shapes(network):
    arrays = arrays_of(network)
    same(k_core(arrays), nx.core_number(network))
    same(clustering(arrays), nx.clustering(network))


def test_kite_of_krackhardt():
    # Krackhardt (1990), Adm. Sci. Q. 35, 342-369: Diane (4th) has most ties
    assert degree(arrays_of(nx.krackhardt_kite_graph())).tolist() == [4, 4, 3, 6, 3, 5, 5, 3, 2, 1]


def test_families_of_florence():
    # Padgett and Ansell (1993): the Medici married into six families
    network = nx.florentine_families_graph()
    degrees = dict(zip(network, degree(arrays_of(network)), strict=True))
    assert degrees["Medici"] == 6
    assert sorted(degrees.values())[-3:] == [4, 4, 6]


def test_karate_club_of_zachary():
    # Zachary (1977): 34 is tied to 17 members, 1 to 16; contexts shared with others: 48 and 42
    arrays = arrays_of(KARATE)
    assert degree(arrays)[[33, 0]].tolist() == [17, 16]
    assert strength(arrays)[[33, 0]].tolist() == [48, 42]
    assert np.flatnonzero(k_core(arrays) == 4).tolist() == [0, 1, 2, 3, 7, 8, 13, 30, 32, 33]
    assert clustering(arrays).mean() == pytest.approx(0.5706, abs=5e-5)


def test_triangle_with_a_tail():
    arrays = arrays_of(TAILED)
    assert degree(arrays).tolist() == [2, 2, 3, 1]
    assert k_core(arrays).tolist() == [2, 2, 2, 1]
    np.testing.assert_allclose(clustering(arrays), [1, 1, 1 / 3, 0])


def test_triangles_are_counted_in_batches_and_tell_of_it():
    shares: list[float] = []
    values = clustering(arrays_of(nx.complete_graph(250)), tick=shares.append)  # 15.6 million two-step walks
    assert (values == 1).all()
    assert len(shares) == 2
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_measure_ends_when_the_one_told_raises():
    def tired(share: float) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        clustering(arrays_of(KARATE), tick=tired)


@pytest.mark.parametrize("measure", [in_degree, out_degree])
def test_without_direction_nothing_comes_in_or_goes_out(measure):
    with pytest.raises(BadOption, match="ties have no direction"):
        measure(arrays_of(KARATE))


def test_times_grow_with_the_network():
    small, large = arrays_of(KARATE), arrays_of(nx.complete_graph(100))
    assert [measure.name for measure in MEASURES if measure.seconds(large) > measure.seconds(small)] == ["clustering"]
