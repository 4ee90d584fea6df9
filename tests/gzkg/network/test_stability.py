"""Stability: what falls when a tie goes, how ranks move when a node goes, and over draws of uncertain ties."""

from __future__ import annotations

import networkx as nx
import pytest

from gzkg.errors import BadOption
from gzkg.network.stability import Watch, contributions, leave_one_out, resample


def degrees(network):
    return {node: float(degree) for node, degree in network.degree()}


def harmonic(network):
    return nx.harmonic_centrality(network)


BRIDGE = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("c", "e")])
"""a - b - c with d and e behind c."""


def test_the_tie_that_joins_most_contributes_most():
    """b reaches a and c in one step, d and e in two: 3. Without b - c it reaches a; without a - b, all but a."""
    rows = list(contributions(BRIDGE, "b", harmonic))
    assert [(row["node"], row["other"], row["fall"], row["value_without"]) for row in rows] == [
        ("b", "c", 2.0, 1.0),
        ("b", "a", 1.0, 2.0),
    ]
    assert [row["other"] for row in contributions(BRIDGE, "b", harmonic, top=1)] == ["c"]


def test_contributions_tell_of_their_progress_and_can_be_ended():
    heard: list[float] = []
    contributions(BRIDGE, "c", harmonic, tick=heard.append)
    assert heard == pytest.approx([1 / 3, 2 / 3, 1])

    def end(share):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        contributions(BRIDGE, "c", harmonic, tick=end)


def test_a_value_that_is_not_defined_without_a_tie_comes_last():
    def of_the_tied(network):
        return {node: 1.0 / degree for node, degree in network.degree() if degree}

    network = nx.Graph([("a", "b")])
    network.edges["a", "b"].update(layers=("tie",), records=("r1",))
    row = next(iter(contributions(network, "a", of_the_tied)))
    assert (row["fall"], row["value_without"], row["layers"], row["records"]) == (None, None, ("tie",), ("r1",))
    # Without a tie of its own b would have 1 instead of 1/2: its value rises, so it falls by less than nothing.
    assert [row["fall"] for row in contributions(nx.path_graph(["a", "b", "c"]), "b", of_the_tied)] == [-0.5, -0.5]


def test_ties_of_both_directions_contribute():
    network = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])
    rows = list(contributions(network, "b", degrees))
    assert [row["other"] for row in rows] == ["a", "a", "c"]
    assert {row["fall"] for row in rows} == {1.0}


def test_who_stands_first_without_the_hub():
    table = leave_one_out(BRIDGE, Watch(degrees, top=2))
    first, second = table
    assert (first["id"], first["rank"], first["value"]) == ("c", 1, 3.0)
    # Without b, d or e c stays first; without a too.
    assert (first["best_rank"], first["worst_rank"], first["median_rank"]) == (1, 1, 1)
    assert first["moved_most_by"] is None
    # Without a: c 3, b 1 (with d, e): rank 2. Without c: a and b share rank 1. Without d or e: b and c have 2, rank 1.
    assert (second["id"], second["rank"]) == ("b", 2)
    assert (second["best_rank"], second["worst_rank"], second["median_rank"]) == (1, 2, 1)
    assert second["moved_most_by"] == "c"


def test_in_a_two_mode_network_organisations_are_left_out():
    network = nx.Graph(two_mode=True)
    network.add_nodes_from(["p", "q"], side=0)
    network.add_nodes_from(["x", "y", "z"], side=1)
    network.add_edges_from([("p", "x"), ("p", "y"), ("q", "z")])

    def of_cities(one):
        return {node: float(one.degree(node)) for node in one if one.nodes[node]["side"] == 0}

    heard: list[float] = []
    first, second = leave_one_out(network, Watch(of_cities, tick=heard.append))
    assert (first["id"], first["best_rank"], first["worst_rank"]) == ("p", 1, 1)
    assert (second["id"], second["best_rank"], second["worst_rank"], second["moved_most_by"]) == ("q", 1, 2, "x")
    assert heard == pytest.approx([1 / 3, 2 / 3, 1])


def doubtful():
    """Return h tied surely to one and doubtfully to three; k tied surely to two."""
    network = nx.Graph()
    network.add_edge("h", "s", certainty="certain")
    network.add_edges_from([("h", name) for name in ("x", "y", "z")], certainty="possible")
    network.add_edges_from([("k", name) for name in ("t", "u")])
    return network


def test_draws_keep_what_is_certain_and_half_of_the_rest():
    rows = {row["id"]: row for row in resample(doubtful(), Watch(degrees, top=3), draws=400, seed=1)}
    assert rows["h"]["rank"] == 1
    assert (rows["h"]["value_5"], rows["h"]["value_95"]) == (1.0, 4.0)
    assert (rows["k"]["value_5"], rows["k"]["value_95"]) == (2.0, 2.0)
    # h is behind k when all three are gone (1/8), level with it when one stays (3/8), else first.
    assert rows["k"]["mean_rank"] == pytest.approx(1 + 1 / 2, abs=0.1)
    assert (rows["k"]["rank_5"], rows["k"]["rank_95"], rows["k"]["draws"]) == (1.0, 2.0, 400)


def test_a_seed_gives_the_same_draws():
    tables = [resample(doubtful(), Watch(degrees), draws=20, seed=seed) for seed in (1, 1, 2)]
    assert tables[0] == tables[1]
    assert tables[0] != tables[2]


def test_a_draw_in_which_a_node_has_no_value_does_not_count():
    network = nx.Graph()
    network.add_edge("a", "b", certainty="possible")
    network.add_edge("c", "d")

    def of_the_tied(one):
        return {node: 1.0 for node, degree in one.degree() if degree}

    rows = {row["id"]: row for row in resample(network, Watch(of_the_tied), draws=100, seed=0)}
    assert 30 < rows["a"]["draws"] < 70
    assert rows["c"]["draws"] == 100


def test_where_all_is_certain_there_is_nothing_to_draw():
    with pytest.raises(BadOption, match="nothing to draw"):
        resample(BRIDGE, Watch(degrees))
