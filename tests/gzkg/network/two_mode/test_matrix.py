"""Networks as matrices: every cell is the weight of an edge, and the dictionary says what it means."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from gzkg import KnowledgeGraph
from gzkg.errors import BadNetwork, NetworkTooLarge
from gzkg.network.two_mode.incidence import project
from gzkg.network.two_mode.matrix import matrix

METHOD = {"layer": ["membership"], "as_of": "2016", "version": "1a2b", "query": "SELECT …", "left_out": {"wish": 2}}


def members() -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph(two_mode=True, method=METHOD)
    network.add_node("organisation/uclg", side=1, label_en="UCLG", label_zh="城地组织", kind="CityNetwork")
    network.add_node("city/fr-lyon", side=0, label_en="Lyon", label_zh="里昂", country="FR")
    network.add_node("organisation/c40", side=1, label_en="C40", kind="CityNetwork")
    network.add_node("city/cn-guangzhou", side=0, label_en="Guangzhou", label_zh="广州", country="CN")
    network.add_node("city/de-bonn", side=0)
    network.add_edge("city/cn-guangzhou", "organisation/uclg", weight=2.0)
    network.add_edge("city/cn-guangzhou", "organisation/c40", weight=1.0)
    network.add_edge("city/fr-lyon", "organisation/uclg", weight=1.0)
    return network


def test_cities_by_organisations_are_sorted_by_id() -> None:
    assert dict(matrix(members()).table.columns) == {
        "id": ["city/cn-guangzhou", "city/de-bonn", "city/fr-lyon"],
        "label_en": ["Guangzhou", None, "Lyon"],
        "label_zh": ["广州", None, "里昂"],
        "country": ["CN", None, "FR"],
        "organisation/c40": [1, 0, 0],
        "organisation/uclg": [2, 0, 1],
    }


def test_whole_weights_are_whole_numbers_and_others_are_not() -> None:
    network = members()
    assert {type(cell) for cell in matrix(network).table.columns["organisation/uclg"]} == {int}
    network.edges["city/fr-lyon", "organisation/uclg"]["weight"] = 0.5
    table = matrix(network).table
    assert table.columns["organisation/uclg"] == [2.0, 0.0, 0.5]
    assert {type(cell) for name in ("organisation/uclg", "organisation/c40") for cell in table.columns[name]} == {float}


def test_the_dictionary_has_a_row_for_every_column() -> None:
    answer = matrix(members())
    dictionary = answer.details["dictionary"]
    assert dictionary.columns["column"] == list(answer.table.columns)
    *names, c40, _ = dictionary
    assert all(row["meaning_en"] and row["meaning_zh"] and row["kind"] is None for row in names)
    assert c40 == {
        "column": "organisation/c40",
        "label_en": "C40",
        "label_zh": None,
        "kind": "CityNetwork",
        "meaning_en": "number of records between the row and the column; 0 where there is none",
        "meaning_zh": "记录数（行与列之间）；0表示没有",
    }
    assert answer.table.about["organisation/c40"]["en"] == c40["meaning_en"]


def test_the_source_says_how_the_network_was_made() -> None:
    answer = matrix(members())
    assert {row["item"]: row["value"] for row in answer.details["source"]} == {
        "layer": '["membership"]',
        "as_of": "2016",
        "version": "1a2b",
        "query": "SELECT …",
        "left_out": '{"wish": 2}',
    }
    assert answer.method["network"] == METHOD


def test_cities_by_cities_are_square() -> None:
    network = project(members(), 0, "newman")
    network.graph["method"] = {**METHOD, "project": "newman"}
    answer = matrix(network)
    cells = [answer.table.columns[city] for city in ("city/cn-guangzhou", "city/de-bonn", "city/fr-lyon")]
    assert cells == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
    assert answer.method["values"]["en"].startswith("sum of 1/(k - 1) over shared partners")


def test_a_directed_matrix_leads_from_row_to_column() -> None:
    answer = matrix(nx.DiGraph([("a", "b")]))
    assert (answer.table.columns["a"], answer.table.columns["b"]) == ([0, 0], [1, 0])
    assert answer.method["values"]["en"] == "weight of the edge from the row to the column; 0 where there is none"


def test_every_edge_of_the_graph_has_its_cell(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="membership", kind=["City", "CityNetwork"], as_of="ever")
    cells = {
        (row["id"], name): cell for row in matrix(network).table for name, cell in row.items() if isinstance(cell, int)
    }
    sides = [sum(side == this for _, side in network.nodes(data="side")) for this in (0, 1)]
    assert len(cells) == sides[0] * sides[1]
    weights = {
        (city, body): network.edges[city, body]["weight"] for city, body in cells if network.has_edge(city, body)
    }
    assert len(weights) == network.number_of_edges()
    assert {pair: cell for pair, cell in cells.items() if cell} == weights


@pytest.mark.parametrize(
    ("network", "twice"), [(nx.Graph([("label_en", "b")]), "label_en"), (nx.Graph([(1, "1"), (1, 2)]), "1")]
)
def test_two_columns_of_one_name_are_refused(network: nx.Graph[Any], twice: str) -> None:
    with pytest.raises(BadNetwork, match=f"would be called '{twice}'"):
        matrix(network)


def test_a_two_mode_network_needs_its_sides() -> None:
    with pytest.raises(BadNetwork, match="has the side None"):
        matrix(nx.Graph([("a", "b")], two_mode=True))


def test_a_matrix_that_would_not_fit_is_refused() -> None:
    with pytest.raises(NetworkTooLarge, match="5001 rows and 5001 columns"):
        matrix(nx.empty_graph(5001))


def test_an_empty_network_is_a_matrix_without_rows() -> None:
    assert dict(matrix(nx.Graph()).table.columns) == {"id": [], "label_en": [], "label_zh": [], "country": []}
