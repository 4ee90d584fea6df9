"""Networks and analyses in every format, read back by those who did not write them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree as xml

import networkx as nx
import pyarrow
import pyarrow.parquet
import pytest

from gzkg import BadOption, KnowledgeGraph, UnsupportedFormat, serialize, to_pandas, to_polars
from gzkg.network.format import write
from gzkg.network.table import Analysis, Table

HOSTILE = "<b>&\"\x00\x07 =cmd|'x'!A1 \ud800 广州"


@pytest.fixture(scope="module")
def sisters(graph: KnowledgeGraph) -> nx.Graph[Any]:
    return graph.network(layer="sister-city", as_of="ever")


@pytest.fixture(scope="module")
def members(graph: KnowledgeGraph) -> nx.Graph[Any]:
    return graph.network(layer="membership", kind=["City", "CityNetwork"])


def hostile() -> nx.Graph[Any]:
    network: nx.Graph[Any] = nx.DiGraph()
    network.add_node("a b", label_en=HOSTILE, lat=1.5)
    network.add_node("=1+1", label_zh="中文")
    network.add_edge(
        "a b", "=1+1", weight=2.5, layers=("x", "y"), spells=(("1979-05-02", None), ("1990-01-01", "1991-12-31"))
    )
    return network


def edges(network: nx.Graph[Any]) -> set[tuple[str, str, float]]:
    ordered = not network.is_directed()
    return {
        (*(sorted(map(str, pair)) if ordered else map(str, pair)), float(weight))  # type: ignore[misc]
        for *pair, weight in network.edges(data="weight")
    }


@pytest.mark.parametrize("which", ["sisters", "members", "hostile"])
def test_graphml_and_node_link_come_back_as_they_went(which: str, request: pytest.FixtureRequest) -> None:
    network = hostile() if which == "hostile" else request.getfixturevalue(which)
    read = nx.read_graphml(io.BytesIO(write(network, "graphml")))
    assert edges(read) == edges(network)
    assert read.is_directed() == network.is_directed()
    for node, told in network.nodes(data=True):
        assert read.nodes[str(node)].get("country") == told.get("country")
    linked = nx.node_link_graph(json.loads(write(network, "node-link")), edges="edges")
    assert edges(linked) == edges(network)


def test_gexf_has_spells_that_a_timeline_plays(sisters: nx.Graph[Any]) -> None:
    text = write(sisters, "gexf")
    root = xml.fromstring(text)
    space = "{" + root.tag.partition("}")[0].removeprefix("{") + "}"
    told = root.find(f"{space}graph")
    assert told is not None
    assert (told.get("mode"), told.get("timeformat")) == ("dynamic", "date")
    spells = root.findall(f".//{space}edge/{space}spells/{space}spell")
    records = sum(len(edge["records"]) for _, _, edge in sisters.edges(data=True))
    assert len(spells) == records
    starts = {spell.get("start") for spell in spells}
    assert "1979-05-02" in starts
    assert all((spell.get("start") or "") <= (spell.get("end") or "9999") for spell in root.iter(f"{space}spell"))
    read = nx.read_gexf(io.BytesIO(text))
    assert set(read.nodes) == set(sisters.nodes)


@pytest.mark.parametrize("which", ["sisters", "members"])
def test_pajek_numbers_its_vertices(which: str, request: pytest.FixtureRequest) -> None:
    network = request.getfixturevalue(which)
    lines = write(network, "pajek").decode().splitlines()
    head = next(line for line in lines if line.lower().startswith("*vertices"))
    assert head.split()[1] == str(network.number_of_nodes())
    text = [line for line in lines if not line.startswith("%")]
    if which == "sisters":
        read = nx.parse_pajek([line.replace("*vertices", "*Vertices") for line in text])
        assert read.number_of_edges() == network.number_of_edges()


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_xml_of_hostile_names_is_well_formed(format: str) -> None:
    root = xml.fromstring(write(hostile(), format))
    assert "广州" in xml.tostring(root, encoding="unicode")


def test_cytoscape_has_elements(members: nx.Graph[Any]) -> None:
    elements = json.loads(write(members, "cytoscape"))["elements"]
    assert len(elements["nodes"]) == members.number_of_nodes()
    ids = {node["data"]["id"] for node in elements["nodes"]}
    assert all({edge["data"]["source"], edge["data"]["target"]} <= ids for edge in elements["edges"])


def test_csv_is_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(write(hostile(), "csv").decode())))
    assert len(rows) == 1
    assert not any(value and value[0] in "=+-@" for value in rows[0].values() if not value.replace(".", "").isdigit())
    nodes = list(csv.DictReader(io.StringIO(write(hostile(), "csv", table="nodes").decode())))
    assert len(nodes) == 2


def analysis() -> Analysis:
    columns = {"rank": [1, None], "id": ["a", "=b"], "value": [0.5, float("nan")], "both": [("x", "y"), ()]}
    return Analysis(
        "small",
        {"seed": 0},
        Table(columns, {"rank": {"en": "place", "zh": "名次"}}),
        {"q": float("inf")},
        {"more": Table({"n": [1]})},
    )


def test_json_knows_no_nan() -> None:
    told = json.loads(write(analysis(), "json"), parse_constant=lambda name: pytest.fail(name))
    assert told["rows"][1]["value"] is None
    assert told["figures"]["q"] is None
    assert told["details"]["more"] == [{"n": 1}]
    assert told["method"] == {"seed": 0}


@pytest.mark.parametrize("format", ["parquet", "arrow"])
def test_arrow_keeps_types_and_the_method(format: str) -> None:

    text = io.BytesIO(write(analysis(), format))
    read = pyarrow.parquet.read_table(text) if format == "parquet" else pyarrow.ipc.open_stream(text).read_all()
    assert [str(field.type) for field in read.schema] == ["int64", "string", "double", "string"]
    assert read.column("value").to_pylist() == [0.5, None]
    assert json.loads(read.schema.metadata[b"method"]) == {"seed": 0}


def test_a_workbook_has_a_sheet_for_each_table() -> None:
    book = zipfile.ZipFile(io.BytesIO(write(analysis(), "xlsx")))
    names = xml.fromstring(book.read("xl/workbook.xml"))
    sheets = [element.get("name") for element in names.iter() if element.tag.endswith("}sheet")]
    assert {"small", "more", "method", "dictionary"} <= set(sheets)
    assert b"<f>" not in b"".join(book.read(name) for name in book.namelist() if "worksheets" in name)


def test_frames() -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    assert isinstance(to_pandas(analysis()), pandas.DataFrame)
    assert isinstance(to_polars(analysis()), polars.DataFrame)
    assert to_pandas(analysis()).attrs["method"] == {"seed": 0}
    assert list(to_pandas(analysis().details["more"])["n"]) == [1]


def test_what_there_is_not_is_told(sisters: nx.Graph[Any]) -> None:
    with pytest.raises(UnsupportedFormat, match="Did you mean graphml"):
        serialize(sisters, "grafml")
    with pytest.raises(UnsupportedFormat, match="table"):
        serialize(analysis(), "gexf")
    with pytest.raises(BadOption, match="more"):
        serialize(analysis(), "csv", table="mor")


_CHILD = """
import os, resource
import networkx as nx
from gzkg.network.format import warm, write
from gzkg.network.table import Analysis, Table
warm()
assert len(os.listdir("/proc/self/task")) == 1, "a thread would forbid to fork"
resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
network = nx.karate_club_graph()
answer = Analysis("small", {}, Table({"n": [1, None], "t": ["a", None], "x": [0.5, None]}))
for format in ("json", "csv", "parquet", "arrow", "xlsx"):
    assert write(answer, format)
for format in ("graphml", "gexf", "pajek", "cytoscape", "node-link", "xlsx", "parquet"):
    assert write(network, format)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits as on Linux")
def test_a_process_that_can_open_no_file_writes_all() -> None:
    single = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
    done = subprocess.run([sys.executable, "-c", _CHILD], env=single, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
