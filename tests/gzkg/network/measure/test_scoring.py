"""Scores: ranks by side, what has no value, parameters that pass or are refused, and the record of the method."""

from __future__ import annotations

import json

import networkx as nx
import numpy as np
import pytest

from gzkg.errors import BadNetwork, BadOption, NetworkTooLarge, UnknownMeasure
from gzkg.network.arrays import arrays_of
from gzkg.network.measure.catalogue import ONE_MODE, TWO_MODE, get_measure, measure_table
from gzkg.network.measure.scoring import score
from gzkg.network.measure.spectral import katz_limit

KARATE = nx.relabel_nodes(nx.karate_club_graph(), str)


def membership():
    """Return p and q in x, p in y, with a side each; q and r in nothing else."""
    network = nx.Graph(two_mode=True)
    network.add_nodes_from(["p", "q", "r"], side=0)
    network.add_nodes_from(["x", "y"], side=1)
    network.add_edges_from([("p", "x"), ("q", "x"), ("p", "y"), ("r", "x")])
    return network


def test_values_ranks_and_percentiles_of_the_karate_club():
    scores = score(KARATE, "degree", {})
    first, second, third = scores.table(top=3)
    assert [row["id"] for row in (first, second, third)] == ["33", "0", "32"]
    assert (first["rank"], first["degree"], first["percentile"]) == (1, 17.0, 100.0)
    assert second["percentile"] == pytest.approx(100 * 33 / 34)
    assert scores.by_node == {node: float(degree) for node, degree in KARATE.degree()}


def test_the_sides_of_a_two_mode_network_are_ranked_apart():
    scores = score(membership(), "degree", {})
    assert dict(zip(scores.nodes, scores.ranks.tolist(), strict=True)) == {"p": 1, "q": 2, "r": 2, "x": 1, "y": 2}
    assert scores.table().columns["id"] == ["p", "q", "r"]
    assert scores.table(side=1).columns["id"] == ["x", "y"]
    assert scores.table(only=["y", "q"]).columns["id"] == ["q", "y"]
    assert set(scores.of_side(1)) == {"x", "y"}


def test_a_one_mode_network_has_no_sides():
    """A network of organisations, projected onto targets, is asked for side 1."""
    for side in (0, 1):
        scores = score(KARATE, "degree", {})
        assert len(scores.table(side=side)) == len(scores.of_side(side)) == 34


def test_what_has_no_value_comes_last_without_a_rank():
    network = nx.Graph([("b", "c"), ("c", "d")])
    network.add_node("a")
    scores = score(network, "constraint", {})
    rows = list(scores.table())
    assert rows[-1] == {
        "rank": None,
        "id": "a",
        "label_en": None,
        "label_zh": None,
        "kind": None,
        "country": None,
        "constraint": None,
        "percentile": None,
    }
    assert [row["rank"] for row in rows[:3]] == [1, 1, 3]
    assert "a" not in scores.by_node


def test_an_estimate_has_standard_errors():
    few = score(KARATE, "betweenness-sampled", {"samples": 8, "seed": 1})
    assert few.errors is not None
    assert min(few.table().columns["standard_error"]) >= 0
    assert max(few.table().columns["standard_error"]) > 0
    assert few.parameters == {"samples": 8, "seed": 1}
    again, other = (score(KARATE, "betweenness-sampled", {"samples": 8, "seed": seed}) for seed in (1, 2))
    assert np.array_equal(few.values, again.values)
    assert not np.array_equal(few.values, other.values)
    assert "standard_error" not in score(KARATE, "betweenness", {}).table().columns


@pytest.mark.parametrize(
    ("measure", "asked", "parameters"),
    [
        ("closeness", {"weighted": True}, {"weighted": True}),
        ("closeness", {"weighted": False, "alpha": None}, {"weighted": False}),
        ("degree", {"weighted": False}, {}),
        ("pagerank", {"alpha": 0.5}, {"alpha": 0.5, "weighted": False}),
        ("pagerank", {"seed": 7}, {"alpha": 0.85, "weighted": False}),
        ("participation", {"groups": "club"}, None),
        ("Page_Rank", {}, None),
    ],
)
def test_parameters_pass(measure, asked, parameters):
    if parameters is None:
        with pytest.raises((BadOption, UnknownMeasure)):
            score(KARATE, measure, asked)
    else:
        found = score(KARATE, measure, asked).parameters
        assert {name: value for name, value in found.items() if name != "normalized"} == parameters


def test_a_name_may_be_written_with_underscores():
    assert score(KARATE, " Betweenness_Sampled", {}).measure.name == "betweenness-sampled"


@pytest.mark.parametrize(
    ("measure", "asked", "message"),
    [
        ("degree", {"weighted": True}, "degree does not take weighted; it takes normalized"),
        ("degree", {"samples": 9}, "degree does not take samples"),
        ("pagerank", {"groups": "region"}, "pagerank does not take groups; it takes weighted, alpha"),
        ("betweenness", {"alpha": 0.5}, "betweenness does not take alpha; it takes weighted"),
        ("katz", {"alpha": 5.0}, "below 0.14"),
        ("pagerank", {"alpha": 1.0}, "below 1"),
        ("interlock", {}, "two-mode networks"),
    ],
)
def test_parameters_are_refused(measure, asked, message):
    with pytest.raises(BadOption, match=message):
        score(KARATE, measure, asked)


def test_an_unknown_measure_offers_the_nearest():
    with pytest.raises(UnknownMeasure) as caught:
        score(KARATE, "betweeness", {})
    assert "betweenness" in caught.value.nearest


def test_too_long_is_told_before_it_starts_with_what_to_ask_instead():
    with pytest.raises(NetworkTooLarge, match=r"34 nodes and 78 edges.*betweenness-sampled"):
        score(KARATE, "betweenness", {}, most_s=1e-9)
    assert score(KARATE, "betweenness", {}, most_s=60).values.max() > 0
    with pytest.raises(NetworkTooLarge, match="smaller network"):
        score(KARATE, "clustering", {}, most_s=1e-12)


@pytest.mark.parametrize("weighted", [False, True])
def test_the_method_of_katz_tells_its_alpha(weighted):
    scores = score(KARATE, "katz", {"weighted": weighted})
    alpha = 0.9 * katz_limit(arrays_of(KARATE), weighted=weighted)
    assert scores.method["parameters"] == {"alpha": alpha, "weighted": weighted}
    assert np.array_equal(scores.values, score(KARATE, "katz", {"weighted": weighted, "alpha": alpha}).values)
    assert score(KARATE, "katz", {"alpha": 0.05}).method["parameters"]["alpha"] == 0.05


def test_the_alpha_of_katz_without_cycles_is_told_too():
    assert score(nx.DiGraph([("a", "b")]), "katz", {}).method["parameters"]["alpha"] == 0.1


@pytest.mark.parametrize("name", sorted(ONE_MODE))
def test_every_measure_tells_its_method_in_json(name):
    network = KARATE.to_directed() if name in ("in-degree", "out-degree") else KARATE.copy()
    nx.set_node_attributes(network, {node: ("asia" if int(node) % 2 else "europe") for node in network}, "region")
    method = json.loads(json.dumps(score(network, name, {}).method))
    assert method["measure"] == name
    assert method["formula"]
    assert method["reference"]
    assert set(method["definition"]) == {"en", "zh"}


@pytest.mark.parametrize("name", sorted(TWO_MODE))
def test_every_two_mode_measure_has_values(name):
    scores = score(membership(), name, {})
    assert scores.measure is TWO_MODE[name]
    assert scores.values[0] == scores.values[:3].max()


def test_a_measure_means_in_a_two_mode_network_what_it_does_there():
    assert get_measure("degree", two_mode=True) is TWO_MODE["degree"]
    assert get_measure("degree", two_mode=False) is ONE_MODE["degree"]
    assert get_measure("constraint", two_mode=True) is ONE_MODE["constraint"]


def test_the_table_of_measures_has_them_all():
    rows = list(measure_table())
    assert [row["measure"] for row in rows] == [*ONE_MODE, *TWO_MODE]
    assert all(row["label_zh"] and row["definition_zh"] for row in rows)


def test_a_network_without_nodes_has_no_scores():
    scores = score(nx.Graph(), "degree", {})
    assert len(scores.table()) == len(scores.by_node) == 0


def test_what_is_no_simple_network_is_refused():
    with pytest.raises(BadNetwork, match="parallel"):
        score(nx.MultiGraph([("a", "b"), ("a", "b")]), "degree", {})
