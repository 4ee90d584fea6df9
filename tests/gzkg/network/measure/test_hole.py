"""Structural holes: Burt's and Borgatti's worked example, values by hand, and networkx on random networks."""

from __future__ import annotations

import warnings

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.network.arrays import arrays_of
from gzkg.network.measure.hole import constraint, effective_size

TAILED = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])


@st.composite
def networks(draw):
    network = draw(st.sampled_from([nx.Graph, nx.DiGraph]))()
    network.add_nodes_from(range(draw(st.integers(1, 9))))
    pairs = [(a, b) for a in network for b in network if a != b]
    for pair in draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else ():
        network.add_edge(*pair, weight=draw(st.sampled_from([0.1, 1.0, 2.0, 7.5])))
    return network


@given(networks(), st.booleans())
@settings(deadline=None)
def test_networkx_gives_the_same_constraint(network, weighted):
    with warnings.catch_warnings(action="ignore"):  # networkx divides by the zero ties of isolated nodes
        expected = nx.constraint(network, weight="weight" if weighted else None)
    same(constraint(arrays_of(network), weighted=weighted), expected.values())


@given(networks(), st.booleans())
@settings(deadline=None)
def test_networkx_gives_the_same_effective_size(network, weighted):
    # Its path for all nodes at once (to 3.6.1) divides by the strongest tie of the wrong node (networkx #8906), and
    # the one for chosen nodes leaves out those that are only led to: the ties of both directions are added for it.
    both = nx.Graph()
    both.add_nodes_from(network)
    for a, b, weight in network.edges(data="weight"):
        before = both.get_edge_data(a, b, {"weight": 0})["weight"]
        both.add_edge(a, b, weight=before + (weight if weighted else 1))
    expected = nx.effective_size(both, nodes=list(both), weight="weight")
    same(effective_size(arrays_of(network), weighted=weighted), expected.values())


def same(values, expected):
    np.testing.assert_allclose(values, list(expected), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("measure", [constraint, effective_size])
def test_nobody_and_nobody_tied(measure):
    assert measure(arrays_of(nx.Graph())).size == 0
    assert np.isnan(measure(arrays_of(nx.empty_graph(2)))).all()


def test_example_of_burt():
    # Burt (1992), worked out in Borgatti (1997): of G's 6 contacts 6 - 2·4/6 = 4.67 are not redundant; the constraint
    # is what UCINET gives (networkx #2378)
    network = nx.Graph(["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])
    effective = dict(zip(network, effective_size(arrays_of(network)), strict=True))
    constrained = dict(zip(network, constraint(arrays_of(network)), strict=True))
    assert {node: round(effective[node], 2) for node in "GAC"} == {"G": 4.67, "A": 2.5, "C": 1}
    assert {node: round(constrained[node], 3) for node in "GAC"} == {"G": 0.400, "A": 0.595, "C": 1}


def test_karate_club_of_zachary():
    # igraph 1.0 gives the same to 1e-15: members 1 and 34
    assert constraint(arrays_of(nx.karate_club_graph()))[[0, 33]].round(4).tolist() == [0.1554, 0.1564]


def test_triangle_with_a_tail():
    # a: (1/2 + 1/2·1/3)² to b and (1/2 + 1/2·1/2)² to c; c: 2 (1/3 + 1/3·1/2)² to a and b and (1/3)² to d
    np.testing.assert_allclose(constraint(arrays_of(TAILED)), [145 / 144, 145 / 144, 11 / 18, 1])
    np.testing.assert_allclose(effective_size(arrays_of(TAILED)), [1, 1, 7 / 3, 1])


def test_a_star_spans_every_hole():
    arrays = arrays_of(nx.star_graph(5))
    np.testing.assert_allclose(constraint(arrays), [1 / 5, 1, 1, 1, 1, 1])
    np.testing.assert_allclose(effective_size(arrays), [5, 1, 1, 1, 1, 1])


def test_a_tie_both_ways_counts_double():
    # 0 has three ties, two of them with 1: (2/3)² + (1/3)²
    assert constraint(arrays_of(nx.DiGraph([(0, 1), (1, 0), (2, 0)])))[0] == pytest.approx(5 / 9)
