"""The analyses over real and outside networks: orders of days, empty years, sides, records and their sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from gzkg import BadDate, BadNetwork, BadOption, EmptyNetwork, KnowledgeGraph, UnknownEntity, UnknownMeasure

GUANGZHOU = "city/cn-guangzhou"


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """Ties of a few towns with years; that of A and B in two spells."""
    path = tmp_path / "club.csv"
    path.write_text("source,target,weight,start,end\nA,B,1,1980,1985\nA,B,5,1990,\nA,C,2,1988,\nC,D,3,,1989\n")
    return path


@pytest.mark.parametrize("ask", ["series", "changes"])
def test_since_comes_before_until(graph: KnowledgeGraph, ask: str) -> None:
    with pytest.raises(BadOption, match="Swap the two"):
        getattr(graph, ask)(since="2000-01-01", until="1990-01-01")
    with pytest.raises(BadOption, match="Swap the two"):
        getattr(graph, ask)(since="2030-01-01")
    with pytest.raises(BadDate):
        getattr(graph, ask)(since="soon")


def test_changes_need_a_first_day(graph: KnowledgeGraph) -> None:
    with pytest.raises(BadOption, match="since=1990-01-01"):
        graph.changes(since="")


def test_changes_are_what_both_networks_say(graph: KnowledgeGraph) -> None:
    found = graph.changes(layer="sister-city", since="1990-01-01", until="2000-01-01")
    before, after = (graph.network(layer="sister-city", as_of=day) for day in ("1990-01-01", "2000-01-01"))
    assert found.figures == {"since": "1990-01-01", "until": "2000-01-01"}
    nodes = {row["id"]: row["state"] for row in found.details["nodes"]}
    assert nodes == {node: "entered" if node in after else "left" for node in set(before) ^ set(after)}
    assert len(found.details["edges"]) == len(set(before.edges) ^ set(after.edges))
    assert next(iter(found.table))["id"] == GUANGZHOU
    assert found.method["network"]["as_of"] == "2000-01-01"


def test_before_the_first_tie_all_have_still_to_enter(graph: KnowledgeGraph) -> None:
    found = graph.changes("betweenness", layer="sister-city", since="1950-01-01", until="1990-01-01")
    assert set(found.details["nodes"].columns["state"]) == {"entered"}
    assert set(found.table.columns["rank_before"]) == {None}
    with pytest.raises(EmptyNetwork):
        graph.changes(layer="sister-city", since="1940-01-01", until="1950-01-01")


def test_a_series_has_every_year_and_the_last_day(graph: KnowledgeGraph) -> None:
    found = graph.series(layer="sister-city", since=1978, until="1981-06-30")
    sizes = found.details["sizes"]
    assert sizes.columns["date"] == ["1978-12-31", "1979-12-31", "1980-12-31", "1981-06-30"]
    assert sizes.columns["edges"] == [
        0,
        *(graph.network(layer="sister-city", as_of=day).number_of_edges() for day in sizes.columns["date"][1:]),
    ]
    assert found.method["network"]["as_of"] == "1981-06-30"
    assert found.table.columns["date"][0] == "1979-12-31"


def test_a_series_of_ten_years_ends_today(graph: KnowledgeGraph) -> None:
    days = graph.series(layer="sister-city", top=1).details["sizes"].columns["date"]
    assert days == [*(f"{year}-12-31" for year in range(2017, 2026)), "2026-11-24"]


def test_a_series_on_given_dates(graph: KnowledgeGraph) -> None:
    found = graph.series("degree", layer="sister-city", date=["1985-01-01", "2000"], node=GUANGZHOU)
    assert found.table.columns["date"] == ["1985-01-01", "2000"]
    expected = [graph.network(layer="sister-city", as_of=day).degree(GUANGZHOU) for day in ("1985-01-01", "2000")]
    assert found.table.columns["value"] == expected
    with pytest.raises(BadDate):
        graph.series(date=["1985", "soon"])
    with pytest.raises(UnknownEntity):
        graph.series(layer="sister-city", node="city/cn-gangzhou")
    with pytest.raises(UnknownMeasure):
        graph.series("fame", layer="sister-city")


@pytest.mark.parametrize(
    "asked",
    [
        {"layer": "sister-city", "aggregate": "country"},
        {"layer": "sister-city", "ego": "city/fr-lyon"},
        {"layer": "sister-city", "component": "largest"},
        {"layer": "membership", "kind": "City", "certainty": "begun", "project": "newman"},
    ],
)
def test_a_series_passes_years_without_a_network(graph: KnowledgeGraph, asked: dict[str, Any]) -> None:
    found = graph.series(since="1950", until="2016", **asked)
    edges = found.details["sizes"].columns["edges"]
    assert edges[0] == 0
    assert edges[-1] > 0
    assert len(found.table) > 0


def test_a_series_of_a_two_mode_measure_passes_them_too(graph: KnowledgeGraph) -> None:
    found = graph.series("interlock", layer="membership", kind="City", certainty="begun", since="1990", until="2012")
    assert found.details["sizes"].columns["edges"][0] == 0
    assert len(found.table) > 0


def test_a_series_without_any_network_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(EmptyNetwork, match="at another time"):
        graph.series(layer="sister-city", since="1900", until="1910")


def test_targets_are_ranked_whether_joined_or_not(graph: KnowledgeGraph) -> None:
    asked: dict[str, Any] = {"layer": "membership", "kind": "City", "onto": "target"}
    two_mode = graph.network(layer="membership", kind="City")
    organisations = {node for node, side in two_mode.nodes(data="side") if side == 1}
    assert set(graph.centrality(**asked).table.columns["id"]) == organisations
    assert set(graph.centrality(project="simple", **asked).table.columns["id"]) == organisations


def test_the_sources_along_a_path_are_in_the_graph(graph: KnowledgeGraph) -> None:
    found = graph.path("city/fr-lyon", "city/jp-fukuoka", layer="tie")
    assert found.figures["length"] == 2
    for row in found:
        assert row["records"]
        for record in row["records"]:
            assert graph.entity(record)
        for source in row["sources"].split():
            assert graph.entity(source)
    assert any(row["sources"] for row in found)


def test_a_path_needs_two_ends_that_are_there(graph: KnowledgeGraph) -> None:
    with pytest.raises(BadOption, match="needs a target"):
        graph.path(GUANGZHOU, "")
    with pytest.raises(UnknownEntity, match="city/fr-lyon"):
        graph.path(GUANGZHOU, "city/fr-lyn")


def test_contributions_are_of_named_nodes(graph: KnowledgeGraph) -> None:
    with pytest.raises(BadOption, match="with node"):
        graph.centrality(layer="sister-city", contributions=3)
    found = graph.centrality("betweenness", layer="tie", node=[GUANGZHOU, "city/fr-lyon"], contributions=3)
    assert found.table.columns["id"][0] == GUANGZHOU
    assert found.details["contributions"].columns["node"][:4] == [GUANGZHOU] * 3 + ["city/fr-lyon"]
    falls = found.details["contributions"].columns["fall"][:3]
    assert falls == sorted(falls, reverse=True)


def test_groups_by_community_are_named_not_listed(graph: KnowledgeGraph) -> None:
    found = graph.centrality("participation", layer="tie", groups="community", contributions=2, node=GUANGZHOU)
    assert found.method["parameters"]["groups"] == "community (leiden, seed 0)"
    by_region = graph.centrality("participation", layer="tie", node=GUANGZHOU)
    assert by_region.method["parameters"]["groups"] == "region"


def test_the_method_of_katz_tells_its_alpha(graph: KnowledgeGraph) -> None:
    alpha = graph.centrality("katz", layer="sister-city").method["parameters"]["alpha"]
    network = graph.network(layer="sister-city")
    assert alpha == pytest.approx(0.9 / max(nx.adjacency_spectrum(network, weight="none").real), rel=1e-9)


def test_stability_tells_what_was_done(graph: KnowledgeGraph) -> None:
    left_out = graph.stability("degree", layer="sister-city", as_of="1990-01-01", top=3)
    assert len(left_out.table) == 3
    assert "without each node" in left_out.method["stability"]
    drawn = graph.stability(
        "degree", layer="membership", kind="City", as_of="2010", by="resample", draws=5, seed=4, top=3
    )
    assert (drawn.method["draws"], drawn.method["seed"]) == (5, 4)
    assert (
        drawn.table
        == graph.stability(layer="membership", kind="City", as_of="2010", by="resample", draws=5, seed=4, top=3).table
    )
    with pytest.raises(BadOption, match="nothing to draw"):
        graph.stability(layer="membership", certainty="certain", as_of="2016", by="resample")


def test_an_outside_network_is_cut_by_its_years(graph: KnowledgeGraph, club: Path) -> None:
    found = graph.series("degree", edges=club, date=["1979", "1981", "1987", "1995"], node=["A"])
    assert found.details["sizes"].columns["edges"] == [1, 2, 1, 2]
    assert [(row["date"], row["value"]) for row in found.table] == [("1981", 1.0), ("1995", 2.0)]
    weights = [graph.network(edges=club, as_of=year).edges["A", "B"]["weight"] for year in ("1981", "1995", "ever")]
    assert weights == [1.0, 5.0, 6.0]
    assert found.method["network"]["as_of"] == "1995"
    assert found.method["network"]["file"] == "club.csv"
    entered = graph.changes(edges=club, since="1981-01-01", until="1995-01-01").details["edges"]
    assert [(row["source"], row["target"], row["state"]) for row in entered] == [
        ("A", "C", "entered"),
        ("C", "D", "left"),
    ]


def test_a_network_that_is_handed_in_keeps_its_method(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="sister-city", as_of="1990-01-01")
    method = graph.centrality(network=network).method["network"]
    assert method == {**network.graph["method"], **{name: method[name] for name in ("nodes", "edges")}}
    assert method["layer"] == ["sister-city"]
    json.dumps(method)


def test_nodes_that_are_numbers_are_read_as_texts(graph: KnowledgeGraph) -> None:
    club = nx.karate_club_graph()
    found = graph.centrality("degree", network=club, node="33", contributions=1)
    assert [(row["id"], row["degree"]) for row in found.table] == [("33", 17.0)]
    assert len(graph.communities(network=club).details["members"]) == 34
    assert graph.path("0", "33", network=club).figures["length"] == 2
    with pytest.raises(BadNetwork, match="one name"):
        graph.centrality(network=nx.Graph([(1, "1")]))


def test_a_two_mode_network_that_is_handed_in_has_sides(graph: KnowledgeGraph) -> None:
    with pytest.raises(BadNetwork, match="side"):
        graph.centrality(network=nx.Graph([("a", "b")], two_mode=True))
