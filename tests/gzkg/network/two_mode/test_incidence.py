"""Two-mode networks as matrices and their projections: the values of networkx, and those worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms import bipartite

from gzkg.errors import BadNetwork, BadOption, NetworkTooLarge
from gzkg.network.arrays import arrays_of
from gzkg.network.two_mode.incidence import SHARED_MOST, Side, incidence_of, project, sides_of


def sided(rows: int, columns: int, ties: object, **weights: object) -> nx.Graph[str]:
    """Return a network of cities c0, c1, … and organisations o0, o1, … with ties given as pairs of numbers."""
    network: nx.Graph[str] = nx.Graph(two_mode=True, name="made up")
    network.add_nodes_from((f"c{row}" for row in range(rows)), side=0, kind="City")
    network.add_nodes_from((f"o{column}" for column in range(columns)), side=1, kind="CityNetwork")
    network.add_edges_from((f"c{row}", f"o{column}", weights) for row, column in ties)  # type: ignore[attr-defined]
    return network


def many() -> Iterator[nx.Graph[str]]:
    """Give random two-mode networks of many shapes: full, without ties, in parts, lopsided; nodes mixed."""
    draw = np.random.default_rng(4)
    for rows, columns, density in [(1, 1, 1.0), (5, 4, 0.0), (6, 6, 1.0), (12, 5, 0.3), (30, 20, 0.05), (3, 25, 0.4)]:
        network = sided(rows, columns, np.argwhere(draw.random((rows, columns)) < density))
        mixed: nx.Graph[str] = nx.Graph(two_mode=True)
        mixed.add_nodes_from(draw.permutation([*network]))
        mixed.update(network)
        yield mixed


TINY = sided(4, 3, [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1)])
"""c0 and c1 share o0 (3 members) and o1 (2 members); c2 shares o0 with both; c3 and o2 are alone."""


def test_the_rows_are_side_0_whatever_the_order_of_nodes() -> None:
    network: nx.Graph[str] = nx.Graph()
    network.add_node("org", side=1)
    network.add_node("city", side=0)
    network.add_node("other", side=0)
    network.add_edge("org", "other", weight=2.5)
    made = incidence_of(arrays_of(network))
    assert (made.rows, made.columns) == (["city", "other"], ["org"])
    assert made.matrix.toarray().tolist() == [[0], [2.5]]
    assert made.pattern.toarray().tolist() == [[0], [1]]


def test_an_empty_network_and_one_of_a_single_side_are_matrices_without_cells() -> None:
    assert incidence_of(arrays_of(nx.Graph())).matrix.shape == (0, 0)
    assert incidence_of(arrays_of(sided(3, 0, []))).matrix.shape == (3, 0)


@pytest.mark.parametrize(
    ("network", "problem"),
    [
        (nx.path_graph(2), "'0' has the side None"),
        (nx.Graph([("a", "b")]), "'a' has the side None"),
        (nx.DiGraph(TINY), "has a direction"),
    ],
)
def test_what_is_not_two_mode_is_refused(network: nx.Graph[Any], problem: str) -> None:
    with pytest.raises(BadNetwork, match=problem):
        sides_of(arrays_of(network))


def test_an_edge_within_one_side_is_refused() -> None:
    network = TINY.copy()
    network.add_edge("c0", "c3")
    with pytest.raises(BadNetwork, match="'c0' and 'c3' are on the same side"):
        project(network)


@pytest.mark.parametrize(
    ("weighting", "close", "far"),
    [("simple", 2, 1), ("newman", 1 / 2 + 1, 1 / 2), ("hyperbolic", 1 / 3 + 1 / 2, 1 / 3)],
)
def test_projections_worked_out_by_hand(weighting: str, close: float, far: float) -> None:
    projected = project(TINY, 0, weighting)
    weights = {frozenset(pair[:2]): pair[2] for pair in projected.edges(data="weight")}
    assert weights == pytest.approx(
        {frozenset({"c0", "c1"}): close, frozenset({"c0", "c2"}): far, frozenset({"c1", "c2"}): far}
    )
    assert list(projected) == ["c0", "c1", "c2", "c3"]


def test_newman_gives_a_member_1_from_each_partner_that_it_shares() -> None:
    strength = dict(project(TINY, 0, "newman").degree(weight="weight"))
    assert strength == pytest.approx({"c0": 2, "c1": 2, "c2": 1, "c3": 0})


def test_nodes_keep_what_is_known_of_them_and_edges_say_what_is_shared() -> None:
    projected = project(TINY)
    assert projected.nodes["c3"] == {"kind": "City"}
    assert projected.edges["c0", "c1"] == {"weight": 2.0, "layers": (), "records": (), "shared": ("o0", "o1")}
    assert projected.graph == {"two_mode": False, "name": "made up"}
    assert project(TINY, 1).edges["o0", "o1"]["shared"] == ("c0", "c1")


def test_a_large_projection_does_not_say_what_is_shared() -> None:
    projected = project(sided(634, 1, [(city, 0) for city in range(634)]))
    assert projected.number_of_edges() == 634 * 633 / 2 > SHARED_MOST
    assert projected.edges["c0", "c633"] == {"weight": 1.0, "layers": (), "records": ()}


@pytest.mark.parametrize("onto", [0, 1])
def test_projections_equal_those_of_networkx(onto: Side) -> None:
    for network in many():
        nodes = [node for node, side in network.nodes(data="side") if side == onto]
        for weighting, theirs in [
            ("simple", bipartite.weighted_projected_graph),
            ("newman", bipartite.collaboration_weighted_projected_graph),
        ]:
            expected, found = theirs(network, nodes), project(network, onto, weighting)
            assert list(found) == nodes
            assert set(map(frozenset, found.edges)) == set(map(frozenset, expected.edges))
            for first, second, weight in expected.edges(data="weight"):
                assert found.edges[first, second]["weight"] == pytest.approx(weight, abs=1e-9)


@pytest.mark.parametrize("onto", [0, 1])
def test_what_is_shared_is_the_common_neighbours(onto: Side) -> None:
    for network in many():
        for first, second, told in project(network, onto, "hyperbolic").edges(data=True):
            common = set(nx.common_neighbors(network, first, second))
            assert set(told["shared"]) == common
            assert told["weight"] == pytest.approx(sum(1 / network.degree(node) for node in common), abs=1e-9)


def test_an_unknown_weighting_is_refused() -> None:
    with pytest.raises(BadOption, match="simple, newman, hyperbolic"):
        project(TINY, 0, "cosine")


def test_a_projection_that_would_not_fit_is_refused_before_it_starts() -> None:
    crowd = sided(5000, 1, [(city, 0) for city in range(5000)])
    with pytest.raises(NetworkTooLarge, match=r"may have 12497500 edges.*5000 members"):
        project(crowd)
    assert project(crowd, 1).number_of_edges() == 0
