"""Shortest paths: counted by hand and by networkx, with weights, with direction, and what is said of them."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.errors import EmptyNetwork
from gzkg.network.path import both_ways, paths


def diamonds(many):
    """Return diamonds in a row: 2 ** many paths from n0 to the last."""
    network = nx.Graph()
    for number in range(many):
        for middle in ("a", "b"):
            nx.add_path(network, [f"n{number}", f"n{number}{middle}", f"n{number + 1}"])
    return network


def walks(table):
    found: dict[int, list[str]] = {}
    for row in table:
        found.setdefault(row["path"], [row["source"]]).append(row["target"])
    return list(found.values())


def test_a_diamond_has_two_paths():
    table, figures = paths(diamonds(1), "n0", "n1")
    assert figures == {"length": 2, "paths": 2, "shown": 2}
    assert walks(table) == [["n0", "n0a", "n1"], ["n0", "n0b", "n1"]]
    assert table.columns["step"] == [1, 2, 1, 2]


def test_paths_are_counted_exactly_though_few_are_shown():
    table, figures = paths(diamonds(70), "n0", "n70", most=3)
    assert figures == {"length": 140, "paths": 2**70, "shown": 3}
    assert len({tuple(walk) for walk in walks(table)}) == 3


def test_a_node_is_no_step_from_itself():
    for weighted in (False, True):
        table, figures = paths(diamonds(1), "n0", "n0", weighted=weighted)
        assert len(table) == 0
        assert figures == {"length": 0, "paths": 1, "shown": 1}


def test_a_strong_detour_is_shorter_than_a_weak_tie():
    network = nx.Graph()
    network.add_edge("a", "b", weight=1.0)
    network.add_edge("a", "c", weight=4.0)
    network.add_edge("c", "b", weight=4.0)
    table, figures = paths(network, "a", "b", weighted=True)
    assert walks(table) == [["a", "c", "b"]]
    assert figures["length"] == pytest.approx(0.5)
    assert walks(paths(network, "a", "b")[0]) == [["a", "b"]]


def test_sums_that_differ_by_rounding_are_equal():
    network = nx.Graph()
    nx.add_path(network, ["a", "p", "q", "z"], weight=10.0)  # 0.1 + 0.1 + 0.1
    nx.add_path(network, ["a", "r", "z"], weight=20 / 3)  # 0.15 + 0.15
    assert 0.1 + 0.1 + 0.1 != 3 / 20 + 3 / 20
    assert paths(network, "a", "z", weighted=True)[1]["paths"] == 2


def test_a_tie_far_stronger_than_the_others_is_passed():
    network = nx.Graph()
    network.add_edge("a", "b", weight=1.0)
    network.add_edge("b", "c", weight=1e30)
    table, figures = paths(network, "a", "c", weighted=True)
    assert walks(table) == [["a", "b", "c"]]
    assert figures == {"length": 1.0, "paths": 1, "shown": 1}


def test_direction_counts_where_there_is_one():
    ring = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")])
    assert walks(paths(ring, "c", "b")[0]) == [["c", "a", "b"]]
    assert walks(paths(both_ways(ring), "c", "b")[0]) == [["c", "b"]]
    with pytest.raises(EmptyNetwork, match="direction does not count"):
        paths(nx.DiGraph([("a", "b")]), "b", "a")


def test_without_direction_what_leads_both_ways_joins():
    network = nx.DiGraph()
    network.add_edge("a", "b", weight=2.0, records=("r1",), layers=("tie",), spells=(("1990-01-01", None),))
    network.add_edge("b", "a", weight=3.0, records=("r2",), layers=("link",), spells=(("1980-01-01", None),))
    joined = both_ways(network)
    assert joined.number_of_edges() == 1
    assert joined.edges["a", "b"] == {
        "weight": 5.0,
        "records": ("r1", "r2"),
        "layers": ("link", "tie"),
        "spells": (("1990-01-01", None), ("1980-01-01", None)),
    }


@pytest.mark.parametrize("weighted", [False, True])
def test_parts_that_nothing_joins_tell_their_sizes(weighted):
    network = nx.Graph([("a", "b"), ("b", "c"), ("x", "y")])
    with pytest.raises(EmptyNetwork, match="3 and 2 nodes"):
        paths(network, "a", "y", weighted=weighted)


def test_each_step_tells_its_records_and_since_when():
    network = nx.Graph()
    network.add_node("a", label_en="A", label_zh="甲")
    network.add_node("b", label_en="B")
    network.add_edge(
        "a", "b", layers=("tie",), records=("r1", "r2"), spells=((None, None), ("1990-05-01", None), ("1985", "1986"))
    )
    network.add_edge("b", "c")
    first, second = paths(network, "a", "c")[0]
    assert first == {
        "path": 1,
        "step": 1,
        "source": "a",
        "target": "b",
        "source_label_en": "A",
        "source_label_zh": "甲",
        "target_label_en": "B",
        "target_label_zh": None,
        "layers": ("tie",),
        "records": ("r1", "r2"),
        "since": "1985",
    }
    assert (second["layers"], second["records"], second["since"]) == ((), (), None)


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 14), st.integers(0, 100_000), st.booleans(), st.booleans())
def test_there_are_as_many_as_networkx_finds(size, seed, directed, weighted):
    network = nx.gnp_random_graph(size, 0.35, seed=seed, directed=directed)
    for number, (_, _, told) in enumerate(network.edges(data=True)):
        told["weight"] = float(2 ** (number % 3))  # lengths 1, 1/2, 1/4 add up exactly
        told["length"] = 1 / told["weight"]
    source, target = 0, size - 1
    if not nx.has_path(network, source, target):
        with pytest.raises(EmptyNetwork):
            paths(network, source, target, weighted=weighted)
        return
    expected = list(nx.all_shortest_paths(network, source, target, weight="length" if weighted else None))
    table, figures = paths(network, source, target, weighted=weighted, most=10_000)
    assert figures["paths"] == figures["shown"] == len(expected)
    assert walks(table) == sorted(
        ([str(node) for node in path] for path in expected), key=lambda p: [*map(int, p[::-1])]
    )
