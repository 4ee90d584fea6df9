"""Closeness, harmonic centrality and eccentricity: published values, values by hand, and networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.network.arrays import arrays_of
from gzkg.network.measure.closeness import MEASURES, closeness, eccentricity, harmonic


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
    # Krackhardt (1990): Fernando and Garth are the closest to all, at 9/14
    values = closeness(arrays_of(nx.krackhardt_kite_graph()))
    assert np.round(values, 3).tolist() == [0.529, 0.529, 0.5, 0.6, 0.5, 0.643, 0.643, 0.6, 0.429, 0.31]


def test_florentine_families_have_the_published_values():
    # Wasserman and Faust (1994), table 5.1, without the Pucci, whom none married
    network = nx.florentine_families_graph()
    values = dict(zip(network, closeness(arrays_of(network)), strict=True))
    published = {"Medici": 0.56, "Ridolfi": 0.5, "Albizzi": 0.483, "Tornabuoni": 0.483, "Guadagni": 0.467}
    assert {name: round(float(values[name]), 3) for name in published} == published


def test_parts_of_a_network_are_made_comparable():
    # two in touch out of five: (1/4) · (1/1); three in a row: (2/4) · (2/2) in the middle, (2/4) · (2/3) at the ends
    network = nx.Graph([("a", "b"), ("c", "d"), ("d", "e")])
    same(closeness(arrays_of(network)), [1 / 4, 1 / 4, 1 / 3, 1 / 2, 1 / 3])


@settings(max_examples=100, deadline=None)
@given(networks())
def test_any_network_has_the_values_of_networkx(network):
    arrays = arrays_of(network)
    same(closeness(arrays), nx.closeness_centrality(network).values())
    same(harmonic(arrays), nx.harmonic_centrality(network).values())


@settings(max_examples=60, deadline=None)
@given(networks())
def test_weighted_an_edge_is_one_over_its_weight_long(network):
    arrays = arrays_of(network)
    same(closeness(arrays, weighted=True), nx.closeness_centrality(network, distance="length").values())
    same(harmonic(arrays, weighted=True), nx.harmonic_centrality(network, distance="length").values())


def test_normalised_harmonic_is_one_for_who_is_tied_to_all():
    arrays = arrays_of(nx.star_graph(4))
    same(harmonic(arrays, normalized=True), [1.0, *[(1 + 3 / 2) / 4] * 4])


@pytest.mark.parametrize("weight", [None, "length"])
def test_eccentricity_is_that_of_networkx(weight):
    network = nx.karate_club_graph()
    for _, _, tie in network.edges(data=True):
        tie["length"] = 1 / tie["weight"]
    values = eccentricity(arrays_of(network), weighted=weight is not None)
    same(values, nx.eccentricity(network, weight=weight).values())


def test_eccentricity_of_who_is_alone_is_not_defined():
    values = eccentricity(arrays_of(nx.Graph({"a": ["b"], "b": [], "c": []})))
    assert values[:2].tolist() == [1.0, 1.0]
    assert np.isnan(values[2])


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_gives_one_number_a_node_with_its_defaults(measure):
    for network in (nx.Graph(), nx.empty_graph(1), nx.path_graph(4), nx.path_graph(4, create_using=nx.DiGraph)):
        arrays = arrays_of(network)
        assert measure.compute(arrays, **measure.defaults).shape == (len(network),)
        assert measure.seconds(arrays) >= 0.0


def test_a_measure_that_takes_long_names_a_quick_one():
    names = {measure.name: measure for measure in MEASURES}
    assert names[names["betweenness"].instead].with_error is not None
