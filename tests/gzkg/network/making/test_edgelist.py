"""Outside networks: files of every make, and what is wrong in them, with the row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gzkg.errors import BadNetwork, EmptyNetwork
from gzkg.network.format import write
from gzkg.network.making.edgelist import read_network

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def file(text: str | bytes, name: str = "edges.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return file


def edges(network: Any) -> dict[tuple[str, str], float]:
    return {(source, target): weight for source, target, weight in network.edges(data="weight")}


@pytest.mark.parametrize(
    "text",
    [
        "source,target\na,b\nb,c\n",
        "\ufeffSOURCE,Target\r\na,b\r\n\r\nb,c\r\n",
        "id,to,from\n1,b,a\n2,c,b\n",
        "source;target\na;b\nb;c\n",
        "a\tb\nb\tc\n",
        "a b\nb c\n",
        "a,b\nb,c\n",
        "Stadt,Partner\na,b\nb,c\n",
    ],
)
def test_files_of_every_make(written: Written, text: str) -> None:
    assert edges(read_network(written(text), directed="from" in text)) == {("a", "b"): 1.0, ("b", "c"): 1.0}


def test_a_list_of_numbers_has_no_header(written: Written) -> None:
    network = read_network(written("1 2\n2 3\n"))
    assert edges(network) == {("1", "2"): 1.0, ("2", "3"): 1.0}
    assert network.graph["method"]["header"] == []


def test_repeated_rows_are_one_edge_and_loops_are_counted(written: Written) -> None:
    network = read_network(written("source,target\nb,a\na,b\nc,c\nb,c\n"))
    assert edges(network) == {("a", "b"): 2.0, ("b", "c"): 1.0}
    assert network.graph["left_out"] == {"of a node with itself": 1}
    assert list(network) == ["a", "b", "c"]
    directed = read_network(written("source,target\nb,a\na,b\n"), directed=True)
    assert edges(directed) == {("a", "b"): 1.0, ("b", "a"): 1.0}


def test_weights_add_up_and_layers_and_dates_are_kept(written: Written) -> None:
    text = "source,target,weight,layer,start,end\na,b,2,tie,1979-05-02,\nb,a,0.5,trade,1990,1991-06\n"
    assert read_network(written(text)).edges["a", "b"] == {
        "weight": 2.5,
        "layers": ("tie", "trade"),
        "spells": (("1979-05-02", None), ("1990-01-01", "1991-06-30")),
        "weights": (2.0, 0.5),
    }


def test_a_year_of_0_is_no_date(written: Written) -> None:
    assert read_network(written("city1,city2,Year\na,b,0\n")).edges["a", "b"]["spells"] == ((None, None),)


def test_cities_of_one_name_differ_by_country(written: Written) -> None:
    text = "City1,Country1,City2,Country2\nBirmingham,UK,Lyon,France\nBirmingham,US,Lyon,France\n"
    assert list(read_network(written(text))) == ["Birmingham, UK", "Birmingham, US", "Lyon, France"]


def test_two_modes_have_sides(written: Written) -> None:
    network = read_network(
        written("member,organisation,year_of_joining\nBonn,ICLEI,1991\nLyon,ICLEI,1992\n"), two_mode=True
    )
    assert network.graph["two_mode"]
    assert dict(network.nodes(data="side")) == {"Bonn": 0, "ICLEI": 1, "Lyon": 0}


def test_nodes_are_told_of(written: Written) -> None:
    nodes = written("qid,label_en,country_label_en,lat,lng\nQ1,Bonn,Germany,50.7,7.1\nQ9,Nowhere,,,\n", "nodes.csv")
    network = read_network(written("source_qid,target_qid\nQ1,Q2\n"), nodes=nodes)
    assert network.nodes["Q1"] == {"label_en": "Bonn", "country": "Germany", "lat": 50.7, "lon": 7.1}
    assert network.nodes["Q2"] == {}
    assert network.graph["left_out"] == {"nodes without an edge": 1}


def test_what_is_not_utf_8_is_read_as_gb18030_and_said(written: Written) -> None:
    network = read_network(written("source,target\n广州,里昂\n".encode("gb18030")))
    assert set(network) == {"广州", "里昂"}
    assert network.graph["method"]["encoding"] == "gb18030"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("source,target\na,b\nc,\n", "Row 3 has no target"),
        ("source,target\na,b\n,c\n", "Row 3 has no source"),
        ("source,target,weight\na,b,1\nb,c,much\n", "Row 3 has the weight 'much'"),
        ("source,target,weight\na,b,nan\n", "Row 2 has the weight 'nan'"),
        ("source,target,weight\na,b,-1\n", "Row 2 has the weight '-1'"),
        ("source,target,weight\na,b,0\n", "Row 2 has the weight '0'"),
        ("source,target,year\na,b,soon\n", "Row 2: 'soon'"),
        (b"source,target\na,\xff\xff\n", "neither in UTF-8 nor in GB18030"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(written: Written, text: str | bytes, problem: str) -> None:
    with pytest.raises(BadNetwork, match=problem):
        read_network(written(text))


def test_two_modes_share_no_node(written: Written) -> None:
    with pytest.raises(BadNetwork, match="Row 3: 'b' is in both columns"):
        read_network(written("source,target\na,b\nb,c\n"), two_mode=True)


@pytest.mark.parametrize("text", ["", "\n\n", "source,target\n", "source,target\na,a\n"])
def test_a_file_without_edges_is_empty(written: Written, text: str) -> None:
    with pytest.raises(EmptyNetwork):
        read_network(written(text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadNetwork, match=r"none\.csv cannot be read"):
        read_network(tmp_path / "none.csv")


def test_our_own_csv_comes_back(written: Written) -> None:
    network = read_network(written("source,target,weight\n广州,里昂,2\n里昂,Bonn,0.5\n"))
    assert edges(read_network(written(write(network, "csv")))) == edges(network)
