"""GEXF 1.3: the words of its schema, and spells that Gephi's timeline plays."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree as xml

import networkx as nx
import pytest

from gzkg.network.format.gexf import Spells, gexf, joined

SPACE: Final = "{http://gexf.net/1.3}"
VIZ: Final = "{http://gexf.net/1.3/viz}"
WORDS: Final[Mapping[str, tuple[set[str], set[str]]]] = {
    "gexf": ({"version", "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"}, {"meta", "graph"}),
    "meta": (set(), {"creator", "description"}),
    "creator": (set(), set()),
    "description": (set(), set()),
    "graph": (
        {"defaultedgetype", "idtype", "mode", "timeformat", "timerepresentation"},
        {"attributes", "nodes", "edges"},
    ),
    "attributes": ({"class", "mode"}, {"attribute"}),
    "attribute": ({"id", "title", "type"}, set()),
    "nodes": (set(), {"node"}),
    "edges": (set(), {"edge"}),
    "node": ({"id", "label"}, {"attvalues", "spells", VIZ + "position"}),
    "edge": ({"id", "source", "target", "weight"}, {"attvalues", "spells"}),
    "attvalues": (set(), {"attvalue"}),
    "attvalue": ({"for", "value"}, set()),
    "spells": (set(), {"spell"}),
    "spell": ({"start", "end"}, set()),
    VIZ + "position": ({"x", "y", "z"}, set()),
}
"""Of https://gexf.net/1.3/gexf.rng what we use: element -> its attributes and the elements in it."""


def twinning() -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph(method={"as_of": "ever"})
    network.add_node("guangzhou", label_en="Guangzhou", label_zh="广州", lat=23.13, lon=113.26)
    network.add_node("fukuoka", label_zh="福冈", lat=33.59)
    network.add_nodes_from(["lyon", "alone"])
    network.add_edge("guangzhou", "fukuoka", weight=2.5, spells=(("1979-05-02", None), (None, None)), layers=("a", "b"))
    network.add_edge("guangzhou", "lyon", spells=(("1970-01-01", "1975-12-31"),))
    network.add_edge("fukuoka", "lyon")
    return network


def read(network: nx.Graph[Any]) -> xml.Element:
    return xml.fromstring(gexf(network))


def spells(root: xml.Element, element: str, id_: str) -> list[dict[str, str]]:
    found = root.find(f".//{SPACE}{element}[@id='{id_}']")
    assert found is not None
    return [spell.attrib for spell in found.iter(SPACE + "spell")]


def test_it_says_only_words_of_the_schema() -> None:
    for element in read(twinning()).iter():
        attributes, inside = WORDS[element.tag.removeprefix(SPACE)]
        assert set(element.attrib) <= attributes
        assert {child.tag.removeprefix(SPACE) for child in element} <= inside


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), ()),
        (((None, None),), ()),
        ((("1990", "1995"), ("1980", "1985")), (("1980", "1985"), ("1990", "1995"))),
        ((("1980", "1991"), ("1990", "1995")), (("1980", "1995"),)),
        ((("1980", "1995"), ("1982", "1984")), (("1980", "1995"),)),
        ((("1980", "1990"), ("1990", None)), (("1980", None),)),
        ((("1980", None), ("1990", "1991")), (("1980", None),)),
        (((None, "1985"), ("1980", "1990")), ((None, "1990"),)),
        ((("2018-12-31", "2018-03-31"),), (("2018-03-31", "2018-03-31"),)),
    ],
)
def test_spells_that_overlap_are_one(given: Spells, expected: Spells) -> None:
    assert joined(given) == expected


def test_an_open_end_is_left_out_and_a_record_without_dates_says_nothing() -> None:
    assert spells(read(twinning()), "edge", "0") == [{"start": "1979-05-02"}]


def test_a_node_is_there_whenever_one_of_its_edges_is() -> None:
    root = read(twinning())
    assert spells(root, "node", "guangzhou") == [{"start": "1970-01-01", "end": "1975-12-31"}, {"start": "1979-05-02"}]
    assert spells(root, "node", "lyon") == []  # one of its edges has no dates, so is always there
    assert spells(root, "node", "alone") == []


def test_a_node_lies_where_it_is_if_that_is_known() -> None:
    root = read(twinning())
    places = {
        node.get("id"): position.attrib
        for node in root.iter(f"{SPACE}node")
        for position in node.iter(VIZ + "position")
    }
    assert places == {"guangzhou": {"x": "1132.6", "y": "231.3", "z": "0.0"}}


def test_without_dates_it_is_static() -> None:
    network = nx.DiGraph([("a", "b")])
    graph = read(network).find(SPACE + "graph")
    assert graph is not None
    assert graph.attrib == {"defaultedgetype": "directed", "idtype": "string", "mode": "static"}
    assert nx.read_gexf(io.BytesIO(gexf(network))).is_directed()


def test_networkx_reads_what_it_says() -> None:
    network = nx.read_gexf(io.BytesIO(gexf(twinning())))
    assert set(network) == set(twinning())
    assert {frozenset(edge): network.edges[edge]["weight"] for edge in network.edges} == {
        frozenset({"guangzhou", "fukuoka"}): 2.5,
        frozenset({"guangzhou", "lyon"}): 1.0,
        frozenset({"fukuoka", "lyon"}): 1.0,
    }
    assert network.edges["guangzhou", "fukuoka"]["layers"] == "a b"
    assert network.nodes["guangzhou"]["lat"] == 23.13
    assert [network.nodes[node]["label"] for node in ("guangzhou", "fukuoka", "lyon")] == ["Guangzhou", "福冈", "lyon"]


def test_the_method_is_in_the_description() -> None:
    told = read(twinning()).findtext(f"{SPACE}meta/{SPACE}description")
    assert json.loads(told or "") == {"as_of": "ever"}
