"""Eigenvector, PageRank and Katz: published values, values by hand, and networkx on networks of many shapes."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.errors import BadOption
from gzkg.network.arrays import arrays_of
from gzkg.network.measure.spectral import MEASURES, eigenvector, katz, katz_limit, pagerank
from gzkg.network.rank import ranks

SHAPES = [
    nx.star_graph(9),
    nx.path_graph(90),
    nx.cycle_graph(70),
    nx.complete_bipartite_graph(3, 80),
    nx.petersen_graph(),
    nx.barabasi_albert_graph(200, 2, seed=3),
    nx.gnp_random_graph(90, 0.1, seed=4, directed=True),
]


@st.composite
def networks(draw, kinds=(nx.Graph, nx.DiGraph)):
    network = draw(st.sampled_from(kinds))()
    network.add_nodes_from(range(draw(st.integers(0, 8))))
    pairs = [(a, b) for a in network for b in network if a != b]
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else ():
        network.add_edge(*pair, weight=draw(st.sampled_from([0.5, 1.0, 2.0, 7.5])))
    return network


def same(values, expected):
    np.testing.assert_allclose(values, list(expected), rtol=1e-9, atol=1e-9)


def limit(network, weight):
    """Return what 2²⁰ rounds of networkx's power iteration from equal values come to."""
    step = np.eye(len(network)) + nx.to_numpy_array(network, weight=weight).T
    for _ in range(20):
        step = step @ step
        step /= step.max()
    vector = step.sum(axis=1)
    return vector / np.linalg.norm(vector)


@given(networks(), st.sampled_from([None, "weight"]))
@settings(deadline=None)
def test_eigenvector_is_the_limit_of_power_iteration(network, weight):
    values = eigenvector(arrays_of(network), weighted=weight is not None)
    if np.isnan(values).any():
        assert network.is_directed()
        assert np.isnan(values).all()
        assert not nx.is_strongly_connected(network)
    elif network:
        np.testing.assert_allclose(values, limit(network, weight), atol=1e-7)


@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_eigenvector_of_many_shapes(network):
    same(eigenvector(arrays_of(network)), nx.eigenvector_centrality_numpy(network, max_iter=10_000).values())


@given(networks(), st.sampled_from([None, "weight"]), st.sampled_from([0, 0.5, 0.85, 0.99]))
@settings(deadline=None)
def test_networkx_gives_the_same_pagerank(network, weight, alpha):
    values = pagerank(arrays_of(network), alpha=alpha, weighted=weight is not None)
    same(values, nx.pagerank(network, alpha, tol=1e-14, max_iter=5000, weight=weight).values())


@given(networks(), st.booleans(), st.sampled_from([None, 0.01, 0.5, 0.999]))
@settings(deadline=None)
def test_networkx_gives_the_same_katz(network, weighted, share):
    arrays = arrays_of(network)
    most = katz_limit(arrays, weighted=weighted)
    alpha = None if share is None else share * min(most, 1)
    given_alpha = alpha if alpha is not None else 0.1 if math.isinf(most) else 0.9 * most
    weight = "weight" if weighted else None
    if len(network) > 1:  # networkx fails on one node
        expected = nx.katz_centrality_numpy(network, given_alpha, weight=weight)
        same(katz(arrays, alpha=alpha, weighted=weighted), expected.values())


@pytest.mark.parametrize("network", SHAPES, ids=str)
def test_katz_of_many_shapes(network):
    most = max(np.linalg.eigvals(nx.to_numpy_array(network)).real)
    assert katz_limit(arrays_of(network)) == pytest.approx(1 / most, rel=1e-9)
    same(katz(arrays_of(network)), nx.katz_centrality_numpy(network, 0.9 / most).values())


@given(networks(), st.randoms())
@settings(deadline=None, max_examples=30)
def test_names_and_order_do_not_matter(network, chance):
    order = list(network)
    chance.shuffle(order)
    turned = network.__class__()
    turned.add_nodes_from(order)
    turned.add_edges_from(network.edges)
    for measure in MEASURES:
        moved = dict(zip(turned, measure.compute(arrays_of(turned)), strict=True))
        same(measure.compute(arrays_of(network)), [moved[node] for node in network])


def test_families_of_florence():
    # Padgett's marriages; igraph 1.0 gives the same to 1e-15
    network = nx.florentine_families_graph()
    values = dict(zip(network, eigenvector(arrays_of(network)).round(3), strict=True))
    assert {name: values[name] for name in ("Medici", "Strozzi", "Ridolfi", "Tornabuoni", "Guadagni")} == {
        "Medici": 0.430,
        "Strozzi": 0.356,
        "Ridolfi": 0.342,
        "Tornabuoni": 0.326,
        "Guadagni": 0.289,
    }


def test_karate_club_of_zachary():
    # as tutorials of networkx and igraph print them, of members 34 and 1
    arrays = arrays_of(nx.karate_club_graph())
    assert eigenvector(arrays)[[33, 0]].round(4).tolist() == [0.3734, 0.3555]
    assert pagerank(arrays)[[33, 0]].round(4).tolist() == [0.1009, 0.0970]


def test_pages_of_wikipedia():
    # the figure in Wikipedia's "PageRank": in per cent, damping 0.85
    links = ["BC", "CB", "DA", "DB", "EB", "ED", "EF", "FB", "FE", "GB", "GE", "HB", "HE", "IB", "IE", "JE", "KE"]
    network = nx.DiGraph(links)
    values = dict(zip(network, (100 * pagerank(arrays_of(network))).round(1), strict=True))
    assert values == {"A": 3.3, "B": 38.4, "C": 34.3, "D": 3.9, "E": 8.1, "F": 3.9} | dict.fromkeys("GHIJK", 1.6)


def test_katz_of_a_path_by_hand():
    # middle = 1 + 2 · ½ end, end = 1 + ½ middle: 4 and 3; √(9 + 16 + 9)
    np.testing.assert_allclose(katz(arrays_of(nx.path_graph(3)), alpha=0.5), np.array([3, 4, 3]) / math.sqrt(34))


def test_katz_near_its_limit_of_a_long_cycle():
    # equal for all, by symmetry but for one node before the cycle: x = 1 + α x, and α more of it going round
    network = nx.cycle_graph(1000, create_using=nx.DiGraph)
    network.add_edge(1000, 0)
    alpha = 0.99999
    extra = alpha / (1 - alpha**1000) * alpha ** np.arange(1000)
    expected = np.append(1 / (1 - alpha) + extra, 1)
    same(katz(arrays_of(network), alpha=alpha), expected / np.linalg.norm(expected))


def test_katz_of_a_long_chain_of_heavy_ties():
    network = nx.path_graph(60, create_using=nx.DiGraph)
    nx.set_edge_attributes(network, 1e9, "weight")
    with pytest.raises(BadOption, match="Give katz a smaller alpha"):
        katz(arrays_of(network), weighted=True)
    assert katz(arrays_of(network), alpha=1e-4, weighted=True)[-2:].round(4).tolist() == [0, 1]


def test_parts_that_are_alike_share_and_smaller_ones_have_nothing():
    network = nx.disjoint_union_all([nx.complete_graph(3), nx.path_graph(2), nx.cycle_graph(4), nx.empty_graph(1)])
    same(eigenvector(arrays_of(network)), np.array([1, 1, 1, 0, 0, 1, 1, 1, 1, 0]) / math.sqrt(7))
    same(eigenvector(arrays_of(nx.empty_graph(4))), [0.5] * 4)


def test_directed_parts_that_are_alike_share_by_what_leads_to_them():
    part = nx.DiGraph([(0, 1), (1, 0), (1, 2), (2, 0), (2, 3)])
    network = nx.disjoint_union_all([part, part, nx.empty_graph(2, create_using=nx.DiGraph)])
    network.add_edges_from([(8, 0), (9, 8)])
    values = eigenvector(arrays_of(network))
    np.testing.assert_allclose(values, limit(network, None), atol=1e-8)
    assert values[0] > values[4] > 0


def test_a_long_chain():
    # sin(πi/(n + 1)), λ = 2 cos(π/(n + 1)): the next eigenvalue differs by 3e-6
    wave = np.sin(np.pi * np.arange(1, 3001) / 3001)
    same(eigenvector(arrays_of(nx.path_graph(3000))), wave / np.linalg.norm(wave))
    assert 1 / katz_limit(arrays_of(nx.path_graph(3000))) == pytest.approx(2 * math.cos(math.pi / 3001), rel=1e-12)


def test_many_pairs_are_all_alike():
    network = nx.disjoint_union_all([nx.path_graph(2)] * 100)
    assert set(ranks(eigenvector(arrays_of(network)))) == {1}


def test_nodes_that_are_alike_tie_in_rank_however_small_their_value():
    network = nx.disjoint_union(nx.complete_graph(40), nx.path_graph(12))
    network.add_edges_from([(0, 40), *((51, leaf) for leaf in range(52, 152))])
    values = eigenvector(arrays_of(network))
    assert values[52] < 1e-9
    assert len(set(ranks(values)[52:].tolist())) == 1


def test_direction_without_cycles_has_no_eigenvector():
    assert np.isnan(eigenvector(arrays_of(nx.DiGraph([(0, 1), (1, 2)])))).all()


def test_a_cycle_gives_to_what_it_leads_to():
    # 0 and 1 point to each other, 1 to 2: x₀ = x₁ = x₂; 3 is led to by nothing
    network = nx.DiGraph([(0, 1), (1, 0), (1, 2), (3, 0)])
    same(eigenvector(arrays_of(network)), np.array([1, 1, 1, 0]) / math.sqrt(3))


@pytest.mark.parametrize("alpha", [-0.1, 1, 1.5, float("nan")])
def test_a_damping_that_cannot_be(alpha):
    with pytest.raises(BadOption, match="damping of pagerank"):
        pagerank(arrays_of(nx.path_graph(3)), alpha=alpha)


@pytest.mark.parametrize("alpha", [-0.1, 0, 1 / math.sqrt(2), 3, float("nan")])
def test_an_attenuation_that_cannot_be(alpha):
    with pytest.raises(BadOption, match=r"below 0\.707107, one over its largest eigenvalue"):
        katz(arrays_of(nx.path_graph(3)), alpha=alpha)


def test_nobody_and_one():
    for measure in MEASURES:
        assert measure.compute(arrays_of(nx.Graph())).size == 0
        assert measure.compute(arrays_of(nx.empty_graph(1))).tolist() == [1.0]
        assert measure.seconds(arrays_of(nx.empty_graph(1))) < 1e-3
