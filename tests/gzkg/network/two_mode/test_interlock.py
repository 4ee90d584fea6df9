"""Interlocking connectivity: a GaWC matrix worked out by hand, and the definition as a matrix product."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from gzkg.network.arrays import arrays_of
from gzkg.network.two_mode.incidence import incidence_of
from gzkg.network.two_mode.interlock import interlock

CITIES = ("London", "New York", "Lyon", "Nairobi")
SERVICE = ((5, 4, 3), (5, 2, 0), (2, 0, 1), (0, 0, 0))
"""Service values of four cities for three firms."""


def offices() -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph(two_mode=True)
    network.add_nodes_from(CITIES, side=0)
    network.add_nodes_from(("f0", "f1", "f2"), side=1)
    network.add_weighted_edges_from(
        (city, f"f{firm}", value)
        for city, values in zip(CITIES, SERVICE, strict=True)
        for firm, value in enumerate(values)
        if value
    )
    return network


OFFICES = incidence_of(arrays_of(offices()))


def test_service_values_interlock_as_worked_out_by_hand() -> None:
    """Links: London–New York 5·5 + 4·2 = 33, London–Lyon 5·2 + 3·1 = 13, New York–Lyon 5·2 = 10."""
    assert interlock(OFFICES, weighted=True).tolist() == [33 + 13, 33 + 10, 13 + 10, 0]


def test_without_weights_a_firm_in_both_cities_counts_one() -> None:
    assert interlock(OFFICES).tolist() == [2 + 2, 2 + 1, 2 + 1, 0]


def test_shares_are_of_the_highest() -> None:
    assert interlock(OFFICES, weighted=True, share=True).tolist() == [1, 43 / 46, 23 / 46, 0]


def test_cities_that_share_nothing_have_no_connectivity() -> None:
    network: nx.Graph[str] = nx.Graph([("a", "f"), ("b", "g")])
    nx.set_node_attributes(network, {"a": 0, "b": 0, "f": 1, "g": 1}, "side")
    assert interlock(incidence_of(arrays_of(network)), share=True).tolist() == [0, 0]
    assert interlock(incidence_of(arrays_of(nx.Graph()))).size == 0


@pytest.mark.parametrize("seed", range(5))
def test_connectivity_is_the_sum_of_links_to_all_other_cities(seed: int) -> None:
    draw = np.random.default_rng(seed)
    values = draw.random((40, 15)) * (draw.random((40, 15)) < 0.2)
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(40), side=0)
    network.add_nodes_from(range(40, 55), side=1)
    network.add_weighted_edges_from((row, 40 + column, values[row, column]) for row, column in np.argwhere(values))
    links = values @ values.T
    expected = links.sum(axis=1) - np.diag(links)
    np.testing.assert_allclose(interlock(incidence_of(arrays_of(network)), weighted=True), expected, atol=1e-9)
