"""Two-mode centralities: the Southern Women as published, the values of networkx, and edge cases by hand."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import networkx as nx
import numpy as np
import pytest
from networkx.algorithms import bipartite

from gzkg.errors import BadNetwork
from gzkg.network.arrays import arrays_of
from gzkg.network.two_mode.measures import TWO_MODE

COMPUTE = {measure.name: measure.compute for measure in TWO_MODE}

PUBLISHED = """
Evelyn Jefferson .57 .80 .10 | Laura Mandeville .50 .73 .05 | Theresa Anderson .57 .80 .09 | Brenda Rogers .50 .73 .05
Charlotte McDowd .29 .60 .01 | Frances Anderson .29 .67 .01 | Eleanor Nye .29 .67 .01 | Pearl Oglethorpe .21 .67 .01
Ruth DeSand .29 .71 .02 | Verne Sanderson .29 .71 .02 | Myra Liddel .29 .69 .02 | Katherina Rogers .43 .73 .05
Sylvia Avondale .50 .77 .07 | Nora Fayette .57 .80 .11 | Helen Lloyd .36 .73 .04 | Dorothy Murchison .14 .65 .00
Olivia Carleton .14 .59 .01 | Flora Price .14 .59 .01 | E1 .17 .52 .00 | E2 .17 .52 .00 | E3 .33 .56 .02
E4 .22 .54 .01 | E5 .44 .59 .04 | E6 .44 .69 .07 | E7 .56 .73 .13 | E8 .78 .85 .24 | E9 .67 .79 .23 | E10 .28 .55 .01
E11 .22 .54 .02 | E12 .33 .56 .02 | E13 .17 .52 .00 | E14 .17 .52 .00
"""
"""Degree, closeness and betweenness of the women and events of Davis, Gardner & Gardner (1941), as the tests of
networkx expect them, after Borgatti & Halgin (2011), Analyzing affiliation networks."""


def sided(network: nx.Graph[Any], first: object) -> nx.Graph[Any]:
    """Return a two-coloured network with side 0 for some nodes and 1 for the others."""
    nx.set_node_attributes(network, {node: int(node not in first) for node in network}, "side")  # type: ignore[operator]
    return network


def davis() -> nx.Graph[str]:
    women = nx.davis_southern_women_graph()
    return sided(women, set(women.graph["top"]))


def many() -> Iterator[nx.Graph[int]]:
    """Give random two-mode networks of many shapes: in one or many parts, with isolated nodes, lopsided, full."""
    for rows, columns, density in [(8, 5, 0.6), (40, 30, 0.04), (25, 60, 0.1), (60, 4, 0.3), (3, 2, 1.0), (2, 9, 0.0)]:
        yield sided(bipartite.random_graph(rows, columns, density, seed=rows), range(rows))
    yield sided(nx.path_graph(6), {0, 2, 4})


def values(network: nx.Graph[Any], name: str, **asked: Any) -> dict[Any, float]:
    return dict(zip(network, COMPUTE[name](arrays_of(network), **asked).tolist(), strict=True))


@pytest.mark.parametrize(("place", "name"), [*enumerate(("degree", "closeness", "betweenness"))])
def test_southern_women_have_the_published_values(place: int, name: str) -> None:
    cells = [cell.split() for line in PUBLISHED.strip().splitlines() for cell in line.split("|")]
    published = {" ".join(cell[:-3]): float(cell[-3:][place]) for cell in cells}
    assert values(davis(), name) == pytest.approx(published, abs=0.0051)


@pytest.mark.parametrize(
    ("name", "theirs"),
    [
        ("degree", bipartite.degree_centrality),
        ("betweenness", bipartite.betweenness_centrality),
        ("closeness", bipartite.closeness_centrality),
    ],
)
def test_values_are_those_of_networkx(name: str, theirs: Callable[..., dict[int, float]]) -> None:
    for network in many():
        side_0 = [node for node, side in network.nodes(data="side") if side == 0]
        assert values(network, name) == pytest.approx(theirs(network, side_0), abs=1e-9)


def test_the_eigenvector_is_the_first_singular_vector_of_either_side() -> None:
    network = davis()
    women = [node for node, side in network.nodes(data="side") if side == 0]
    events = [node for node, side in network.nodes(data="side") if side == 1]
    left, _, right = np.linalg.svd(bipartite.biadjacency_matrix(network, women, events).toarray())
    expected = dict(zip([*women, *events], [*np.abs(left[:, 0]), *np.abs(right[0])], strict=True))
    assert values(network, "eigenvector") == pytest.approx(expected, abs=1e-9)


def test_weights_count_for_the_eigenvector_only_when_asked() -> None:
    network = davis()
    nx.set_edge_attributes(network, {edge: place % 3 + 1.0 for place, edge in enumerate(network.edges)}, "weight")
    assert values(network, "eigenvector") == pytest.approx(values(davis(), "eigenvector"))
    expected = nx.eigenvector_centrality(network, weight="weight", tol=1e-13, max_iter=10_000)
    weighted = {node: value / math.sqrt(0.5) for node, value in expected.items()}
    assert values(network, "eigenvector", weighted=True) == pytest.approx(weighted, abs=1e-9)


def test_the_centre_of_a_star_has_the_most_of_everything() -> None:
    network = sided(nx.star_graph(7), {0})
    assert [values(network, name)[0] for name in ("degree", "betweenness", "closeness")] == [1, 1, 1]
    assert values(network, "eigenvector")[0] == pytest.approx(1)


def test_where_no_node_of_a_side_can_lie_between_it_has_no_betweenness() -> None:
    assert values(sided(nx.path_graph(2), {0}), "betweenness") == {0: 0, 1: 0}
    assert values(sided(nx.star_graph(3), {0}), "betweenness") == {0: 1, 1: 0, 2: 0, 3: 0}


@pytest.mark.parametrize("name", ["degree", "betweenness", "closeness"])
def test_a_single_side_has_no_centrality_and_an_empty_network_no_values(name: str) -> None:
    assert values(sided(nx.empty_graph(3), range(3)), name) == {0: 0, 1: 0, 2: 0}
    assert values(nx.Graph(), name) == {}


def test_interlock_is_of_side_0() -> None:
    """Two women at one event, one of whom is at another alone: each is linked to the other once."""
    network = sided(nx.Graph([("E1", "Ann"), ("E1", "Bea"), ("Bea", "E2")]), {"Ann", "Bea"})
    assert values(network, "interlock", share=True) == pytest.approx(
        {"E1": math.nan, "Ann": 1, "Bea": 1, "E2": math.nan}, nan_ok=True
    )


@pytest.mark.parametrize("name", COMPUTE)
def test_names_do_not_matter(name: str) -> None:
    network = next(many())
    new = dict(zip(network, np.random.default_rng(1).permutation(len(network)).tolist(), strict=True))
    renamed: nx.Graph[int] = nx.Graph()
    renamed.add_nodes_from(sorted((new[node], told) for node, told in network.nodes(data=True)))
    renamed.add_edges_from((new[first], new[second]) for first, second in network.edges)
    expected = {new[node]: value for node, value in values(network, name).items()}
    assert values(renamed, name) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", COMPUTE)
def test_every_measure_needs_sides(name: str) -> None:
    with pytest.raises(BadNetwork, match="side"):
        values(nx.path_graph(3), name)


def test_progress_is_told() -> None:
    heard: list[float] = []
    values(davis(), "betweenness", tick=heard.append)
    values(davis(), "closeness", tick=heard.append)
    assert heard
    assert all(0 <= share <= 1 for share in heard)
