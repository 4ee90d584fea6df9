"""Betweenness: published values, values by hand, and networkx on networks of many shapes."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.network.arrays import arrays_of
from gzkg.network.measure.brandes import betweenness, sampled_betweenness

SHAPES = {
    "star": nx.star_graph(90),
    "path": nx.path_graph(150),
    "odd cycle": nx.cycle_graph(71),
    "even cycle": nx.cycle_graph(70),
    "tree": nx.random_labeled_tree(140, seed=2),
    "dense": nx.gnp_random_graph(70, 0.6, seed=3),
    "two-mode": nx.complete_bipartite_graph(3, 60),
    "grid": nx.grid_2d_graph(8, 9),
    "parts": nx.gnp_random_graph(200, 0.009, seed=4),
    "twigs": nx.barabasi_albert_graph(60, 1, seed=5),
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


def test_kite_has_the_published_values():
    # Krackhardt (1990), Administrative Science Quarterly 35, 342-369: Heather is the broker
    counts = betweenness(arrays_of(nx.krackhardt_kite_graph()), normalized=False)
    same(counts, [5 / 6, 5 / 6, 0, 22 / 6, 0, 50 / 6, 50 / 6, 14, 8, 0])


def test_florentine_families_have_the_published_values():
    # Wasserman and Faust (1994), table 5.1, without the Pucci, whom none married
    network = nx.florentine_families_graph()
    values = dict(zip(network, betweenness(arrays_of(network)), strict=True))
    published = {"Medici": 0.522, "Guadagni": 0.255, "Albizzi": 0.212, "Salviati": 0.143, "Ridolfi": 0.114}
    assert {name: round(float(values[name]), 3) for name in published} == published


def test_karate_club_has_the_published_values():
    values = betweenness(arrays_of(nx.karate_club_graph()))
    assert (round(float(values[0]), 4), round(float(values[33]), 4)) == (0.4376, 0.3041)


@pytest.mark.parametrize("normalized", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_shapes_have_the_values_of_networkx(shape, normalized):
    values = betweenness(arrays_of(SHAPES[shape]), normalized=normalized)
    same(values, nx.betweenness_centrality(SHAPES[shape], normalized=normalized).values())


@settings(max_examples=120, deadline=None)
@given(networks(), st.booleans())
def test_any_network_has_the_values_of_networkx(network, normalized):
    values = betweenness(arrays_of(network), normalized=normalized)
    same(values, nx.betweenness_centrality(network, normalized=normalized).values())


@settings(max_examples=60, deadline=None)
@given(networks(), st.booleans())
def test_weighted_an_edge_is_one_over_its_weight_long(network, normalized):
    values = betweenness(arrays_of(network), normalized=normalized, weighted=True)
    same(values, nx.betweenness_centrality(network, normalized=normalized, weight="length").values())


@settings(max_examples=60, deadline=None)
@given(networks(), st.randoms(use_true_random=False))
def test_names_and_their_order_do_not_matter(network, random):
    names = list(network)
    random.shuffle(names)
    renamed = nx.relabel_nodes(network, dict(zip(network, names, strict=True)))
    mixed = type(network)()
    mixed.add_nodes_from(sorted(renamed, reverse=True))
    mixed.add_edges_from(renamed.edges)
    values = dict(zip(mixed, betweenness(arrays_of(mixed)), strict=True))
    same(betweenness(arrays_of(network)), [values[name] for name in names])


def test_a_long_path_is_counted_by_hand():
    size = 3000
    places = np.arange(size)
    same(betweenness(arrays_of(nx.path_graph(size)), normalized=False), places * (size - 1 - places))


def test_a_long_cycle_is_counted_by_hand():
    size = 401
    half = (size - 1) // 2
    same(betweenness(arrays_of(nx.cycle_graph(size)), normalized=False), [half * (half - 1) / 2] * size)


def test_what_lies_on_no_path_has_exactly_zero():
    network = nx.barabasi_albert_graph(300, 1, seed=1)
    network.add_edges_from([(0, 299), (5, 298), (7, 250)])
    values = betweenness(arrays_of(network))
    assert {values[node] for node in network if network.degree[node] == 1} == {0.0}


@settings(max_examples=60, deadline=None)
@given(networks())
def test_all_nodes_as_sources_give_the_exact_values_without_error(network):
    arrays = arrays_of(network)
    values, errors = sampled_betweenness(arrays, samples=arrays.size + 3)
    same(values, betweenness(arrays))
    assert not errors.any()


@pytest.mark.parametrize("shape", ["grid", "twigs", "parts", "directed"])
def test_the_mean_of_many_samples_is_the_exact_value(shape):
    arrays = arrays_of(SHAPES[shape])
    drawn = [sampled_betweenness(arrays, samples=arrays.size // 2, seed=seed) for seed in range(40)]
    mean = np.mean([values for values, _ in drawn], axis=0)
    error = np.sqrt(np.mean([errors**2 for _, errors in drawn], axis=0) / len(drawn))
    assert (np.abs(mean - betweenness(arrays)) <= 4.5 * error + 1e-12).all()


def test_the_standard_error_is_how_far_the_estimates_lie_from_the_exact_value():
    arrays = arrays_of(nx.barabasi_albert_graph(300, 2, seed=8))
    exact = betweenness(arrays)
    top = np.argsort(-exact)[:10]
    drawn = [sampled_betweenness(arrays, samples=100, seed=seed) for seed in range(60)]
    off = np.array([values - exact for values, _ in drawn])[:, top]
    errors = np.array([errors for _, errors in drawn])[:, top]
    assert np.sqrt((off**2).mean()) == pytest.approx(np.sqrt((errors**2).mean()), rel=0.1)
    assert 0.88 < (np.abs(off) <= 1.96 * errors).mean() < 0.98


def test_a_tree_is_counted_whatever_the_sample():
    arrays = arrays_of(SHAPES["tree"])
    values, errors = sampled_betweenness(arrays, samples=5, seed=1)
    same(values, betweenness(arrays))
    assert not errors.any()


def test_the_seed_decides_the_sample():
    arrays = arrays_of(SHAPES["dense"])
    first, again, other = (sampled_betweenness(arrays, samples=9, seed=seed)[0] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_a_single_source_tells_no_error():
    values, errors = sampled_betweenness(arrays_of(SHAPES["dense"]), samples=1)
    assert np.isfinite(values).all()
    assert np.isnan(errors).all()


@pytest.mark.parametrize("measure", [betweenness, sampled_betweenness])
def test_progress_grows_to_the_whole(measure):
    heard = []
    measure(arrays_of(SHAPES["dense"]), tick=heard.append)
    assert heard == sorted(heard)
    assert len(heard) > 1
    assert heard[-1] == 1.0


@pytest.mark.parametrize("measure", [betweenness, sampled_betweenness])
def test_who_hears_of_progress_may_end_the_work(measure):
    heard = []

    def stop(share):
        heard.append(share)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        measure(arrays_of(SHAPES["dense"]), tick=stop)
    assert len(heard) == 1
