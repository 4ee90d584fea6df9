"""Core and rich club: ideal patterns, every division gone through, and networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from gzkg.network.arrays import arrays_of
from gzkg.network.whole.periphery import core_of, rich_club, rich_club_table


def fit(network, core):
    """Return the correlation of ties with the ideal pattern, from the two matrices."""
    nodes = list(network)
    upper = np.triu_indices(len(nodes), 1)
    ties = nx.to_numpy_array(network.to_undirected(), weight=None)[upper]
    ideal = np.array([[a in core or b in core for b in nodes] for a in nodes], dtype=float)[upper]
    return np.corrcoef(ties, ideal)[0, 1]


@pytest.mark.parametrize(
    "network",
    [
        nx.karate_club_graph(),
        nx.krackhardt_kite_graph(),
        nx.florentine_families_graph(),
        nx.gnp_random_graph(30, 0.2, seed=1),
        nx.gnp_random_graph(20, 0.1, seed=1, directed=True),
        nx.barabasi_albert_graph(60, 2, seed=1),
    ],
)
def test_the_best_core_by_degree_is_found(network):
    core, nodes = core_of(arrays_of(network)), list(network)
    degrees = dict(network.to_undirected().degree())
    cores = [{node for node in nodes if degrees[node] >= least} for least in set(degrees.values())]
    best = max(fit(network, core) for core in cores if len(core) <= len(nodes) - 2)
    assert core.fit == pytest.approx(best, abs=1e-9)
    assert core.fit == pytest.approx(fit(network, {nodes[place] for place in core.places}), abs=1e-9)


def test_ideal_patterns_fit_perfectly():
    star = core_of(arrays_of(nx.star_graph(5)))
    assert (star.places.tolist(), star.fit) == ([0], pytest.approx(1))
    ideal = nx.complete_multipartite_graph(1, 1, 1, 6)  # three tied to all, six tied only to these
    core = core_of(arrays_of(ideal))
    assert (sorted(core.places.tolist()), core.fit) == ([0, 1, 2], pytest.approx(1))


@pytest.mark.parametrize(
    "network", [nx.Graph(), nx.empty_graph(4), nx.complete_graph(5), nx.cycle_graph(6), nx.path_graph(2)]
)
def test_no_core_without_a_choice(network):
    assert core_of(arrays_of(network)) is None


@pytest.mark.parametrize("seed", range(6))
def test_rich_club_is_networkx(seed):
    network = nx.gnp_random_graph(25, 0.05 * (seed + 1), seed=seed)
    expected = nx.rich_club_coefficient(network, normalized=False)
    assert dict(enumerate(rich_club(arrays_of(network)))) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("network", [nx.Graph(), nx.empty_graph(5), nx.DiGraph()])
def test_no_rich_club_without_ties(network):
    assert rich_club(arrays_of(network)).size == 0
    assert len(rich_club_table(arrays_of(network), [])) == 0


def test_normalised_against_what_was_drawn():
    # Two hubs with three leaves each and tied to each other; drawn: once tied, once not.
    tied = arrays_of(nx.Graph([("a", "b"), *(("a", leaf) for leaf in "cde"), *(("b", leaf) for leaf in "fgh")]))
    apart = arrays_of(nx.Graph([("a", leaf) for leaf in "cdef"] + [("b", leaf) for leaf in "cghe"]))
    last = list(rich_club_table(tied, [tied, apart]))[-1]
    assert last == {"degree_above": 3, "rich_club": 1.0, "random": 0.5, "normalised": 2.0}
