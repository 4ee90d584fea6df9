"""Who is tied to whom: Newman's published value, values by hand, and networkx on networks of many shapes."""

from __future__ import annotations

import math
import warnings

import networkx as nx
import numpy as np
import pytest

from gzkg.network.arrays import arrays_of
from gzkg.network.whole.mixing import Mixing, assortativity, degree_assortativity, mixing_of, mixing_table

SHAPES = [
    nx.gnp_random_graph(size, share, seed=seed, directed=directed)
    for seed, (size, share) in enumerate([(6, 0.4), (15, 0.1), (40, 0.1), (12, 0.8)] * 3)
    for directed in (False, True)
]


def reference(call, *arguments):
    """Return what networkx gives, None where that is not a number."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        value = call(*arguments)
    return value if math.isfinite(value) else None


@pytest.mark.parametrize("network", SHAPES)
def test_degree_assortativity_is_networkx(network):
    expected = reference(nx.degree_pearson_correlation_coefficient, network)
    assert degree_assortativity(arrays_of(network)) == (expected and pytest.approx(expected, abs=1e-9))


@pytest.mark.parametrize("network", SHAPES)
def test_assortativity_by_group_is_networkx(network):
    nx.set_node_attributes(network, {node: "abc"[node % 3] for node in network}, "country")
    expected = reference(nx.attribute_assortativity_coefficient, network, "country")
    assert assortativity(mixing_of(arrays_of(network), "country")) == pytest.approx(expected, abs=1e-9)


def test_the_example_of_newman():
    # Newman (2003), table I: partnerships by ethnicity in San Francisco. He prints r = 0.621; the shares he prints are
    # rounded and sum to 0.997, and networkx's own test has 0.623 of them.
    shares = np.array(
        [
            [0.258, 0.016, 0.035, 0.013],
            [0.012, 0.157, 0.058, 0.019],
            [0.013, 0.023, 0.306, 0.035],
            [0.005, 0.007, 0.024, 0.016],
        ]
    )
    assert assortativity(Mixing("abcd", shares * 1000, True)) == pytest.approx(0.623, abs=5e-4)


def test_the_karate_club():
    assert degree_assortativity(arrays_of(nx.karate_club_graph())) == pytest.approx(-0.4756, abs=5e-5)


@pytest.mark.parametrize("network", [nx.Graph(), nx.empty_graph(1), nx.cycle_graph(5), nx.DiGraph([(0, 1)])])
def test_undefined_is_none(network):
    assert degree_assortativity(arrays_of(network)) is None
    assert assortativity(mixing_of(arrays_of(network), "country")) is None
    assert len(mixing_table(mixing_of(arrays_of(network), "country"))) == 0


def test_one_group_alone_has_no_assortativity():
    network = nx.cycle_graph(49)
    nx.set_node_attributes(network, "CN", "country")
    assert assortativity(mixing_of(arrays_of(network), "country")) is None


def test_groups_apart_and_across():
    apart, across = nx.Graph([(0, 1), (2, 3)]), nx.Graph([(0, 2), (1, 3)])
    for network, expected in ((apart, 1), (across, -1)):
        nx.set_node_attributes(network, {0: "asia", 1: "asia", 2: "europe", 3: "europe"}, "region")
        assert assortativity(mixing_of(arrays_of(network), "region")) == pytest.approx(expected)


def test_mixing_by_hand():
    network = nx.Graph([("a", "b"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "e")])
    nx.set_node_attributes(network, {"a": "CN", "b": "CN", "c": "JP", "d": "JP"}, "country")
    mixing = mixing_of(arrays_of(network), "country")
    assert mixing.edges == 4
    # Four ends of CN and four of JP: by chance 4·4/8 = 2 ends, so 1 tie within each and 2 between.
    assert list(mixing_table(mixing)) == [
        {"source": "CN", "target": "JP", "edges": 2, "expected": 2.0},
        {"source": "CN", "target": "CN", "edges": 1, "expected": 1.0},
        {"source": "JP", "target": "JP", "edges": 1, "expected": 1.0},
    ]


def test_directed_mixing_keeps_the_direction():
    network = nx.DiGraph([("a", "b"), ("b", "a"), ("a", "c")])
    nx.set_node_attributes(network, {"a": "CN", "b": "JP", "c": "JP"}, "country")
    rows = list(mixing_table(mixing_of(arrays_of(network), "country")))
    assert [(row["source"], row["target"], row["edges"]) for row in rows] == [("CN", "JP", 2), ("JP", "CN", 1)]
