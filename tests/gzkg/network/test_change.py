"""Changes between two networks, and a measure through time, by hand."""

from __future__ import annotations

import math

import networkx as nx

from gzkg.network.change import changes, placed, series


def network(*edges, **labels):
    made = nx.Graph()
    for source, target, told in edges:
        made.add_edge(source, target, **told)
    for node, label in labels.items():
        made.nodes[node]["label_en"] = label
    return made


def degrees(one):
    return {node: float(degree) for node, degree in one.degree()}


OLD = {"records": ("r1",), "layers": ("tie",), "spells": (("1980-01-01", "1985-12-31"), (None, "1983-12-31"))}
NEW = {"records": ("r2",), "layers": ("link",), "spells": (("1990-06-01", None),)}
BEFORE = network(("a", "b", {}), ("a", "c", OLD), a="A", c="C")
AFTER = network(("a", "b", {}), ("b", "d", NEW), ("b", "e", {}), a="A", b="B")


def test_equal_values_share_a_rank_and_no_value_has_none():
    assert placed({"a": 2.0, "b": 5.0, "c": 2.0, "d": 1.0, "e": math.nan}) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert placed({}) == {}


def test_ranks_go_up_and_down():
    table = changes(BEFORE, AFTER, degrees(BEFORE), degrees(AFTER))["ranks"]
    told = [(row["id"], row["rank_before"], row["rank_after"], row["change"], row["state"]) for row in table]
    assert told == [
        ("b", 2, 1, 1, "stayed"),
        ("a", 1, 2, -1, "stayed"),
        ("d", None, 2, None, "entered"),
        ("e", None, 2, None, "entered"),
        ("c", 2, None, None, "left"),
    ]
    assert table.columns["value_before"] == [1.0, 2.0, None, None, 1.0]
    assert table.columns["value_after"] == [3.0, 1.0, 1.0, 1.0, None]
    assert table.columns["label_en"] == ["B", "A", None, None, "C"]


def test_what_entered_and_left():
    tables = changes(BEFORE, AFTER, degrees(BEFORE), degrees(AFTER))
    assert [(row["id"], row["state"]) for row in tables["nodes"]] == [("c", "left"), ("d", "entered"), ("e", "entered")]
    gone, come, other = tables["edges"]
    assert (gone["source"], gone["target"], gone["state"]) == ("a", "c", "left")
    assert (gone["records"], gone["start"], gone["end"]) == (("r1",), "1980-01-01", "1985-12-31")
    assert (gone["source_label_en"], gone["target_label_en"]) == ("A", "C")
    assert (come["source"], come["target"], come["state"]) == ("b", "d", "entered")
    assert (come["layers"], come["start"], come["end"]) == (("link",), "1990-06-01", None)
    assert (other["records"], other["start"]) == ((), None)


def test_an_edge_has_no_end_while_one_of_its_records_has_none():
    after = network(("a", "b", {"spells": (("2000-01-01", "2015-12-31"), ("2005-01-01", None))}))
    edge = next(iter(changes(nx.Graph(), after, {}, {})["edges"]))
    assert (edge["start"], edge["end"]) == ("2000-01-01", None)


def test_the_ends_of_an_edge_may_be_swapped_unless_it_has_a_direction():
    one, other = nx.Graph([("a", "b")]), nx.Graph([("b", "a")])
    assert len(changes(one, other, {}, {})["edges"]) == 0
    states = changes(nx.DiGraph(one.edges()), nx.DiGraph(other.edges()), {}, {})["edges"].columns["state"]
    assert states == ["left", "entered"]


def test_nothing_changes_between_a_network_and_itself():
    tables = changes(BEFORE, BEFORE, degrees(BEFORE), degrees(BEFORE))
    assert set(tables["ranks"].columns["change"]) == {0}
    assert len(tables["nodes"]) == len(tables["edges"]) == 0


def test_a_series_has_a_row_for_each_date_and_node():
    taken = [("1985", BEFORE, degrees(BEFORE)), ("1990", AFTER, degrees(AFTER)), ("1991", nx.Graph(), {})]
    table = series(taken)
    told = [(row["date"], row["id"], row["value"], row["rank"], row["of"], row["sharing"]) for row in table]
    assert told == [
        ("1985", "a", 2.0, 1, 3, 1),
        ("1985", "b", 1.0, 2, 3, 2),
        ("1985", "c", 1.0, 2, 3, 2),
        ("1990", "b", 3.0, 1, 4, 1),
        ("1990", "a", 1.0, 2, 4, 3),
        ("1990", "d", 1.0, 2, 4, 3),
        ("1990", "e", 1.0, 2, 4, 3),
    ]
    assert table.columns["label_en"][:4] == ["A", None, "C", "B"]


def test_top_is_of_the_last_date_with_values_and_only_keeps_some():
    taken = [("1985", BEFORE, degrees(BEFORE)), ("1990", AFTER, degrees(AFTER)), ("1991", nx.Graph(), {})]
    assert [(row["date"], row["id"]) for row in series(taken, top=1)] == [("1985", "b"), ("1990", "b")]
    assert [(row["date"], row["id"]) for row in series(taken, only=["c", "d"])] == [("1985", "c"), ("1990", "d")]
    assert len(series(taken, only=["nobody"])) == 0
    assert len(series([])) == 0
