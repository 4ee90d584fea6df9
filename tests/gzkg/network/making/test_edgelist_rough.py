"""Outside files as they come: odd line ends, quotes, delimiters inside names, dates that are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gzkg.errors import BadNetwork, EmptyNetwork
from gzkg.network.making.edgelist import read_network

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def file(text: str | bytes, name: str = "edges.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return file


def ties(network: Any) -> set[tuple[str, ...]]:
    return {tuple(sorted(edge)) for edge in network.edges()}


@pytest.mark.parametrize(
    "text",
    [
        "a,b\nb,c\n",
        "a,b\r\nb,c\r\n",
        "a,b\rb,c\r",
        "\n\na,b\n\nb,c",
        "a;b\nb;c\n",
        "a\tb\nb\tc\n",
        "a b\n b  c \n",
        '"a","b"\n"b","c"\n',
        "source,target\na,b\nb,c\n",
        "\ufeffsource,target\na,b\nb,c\n",
        "FROM;TO\na;b\nb;c\n",
        "one,two\na,b\nb,c\n",
        "a\0,b\nb,c\n",
        "source,target\nb,a\na,b\nc,b\na,a\n",
        "source,target,year\na,b,0.0\nb,c,NaN\n",
    ],
)
def test_the_same_network_in_many_makes(written: Written, text: str) -> None:
    assert ties(read_network(written(text))) == {("a", "b"), ("b", "c")}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("source\ttarget\nWashington, D.C.\tBeijing\n", ["Beijing", "Washington, D.C."]),
        ('source;target\n"A, B";C\n', ["A, B", "C"]),
        ('"A; B",C\n', ["A; B", "C"]),
        ('source,target\n"A\nB",C\n', ["A\nB", "C"]),
        ('source,target\n"the ""old"" town",C\n', ["C", 'the "old" town']),
        ("organisation,city\nC40,Lima\n", ["C40", "Lima"]),
        ("city1,country1,city2,country2\nParis,France,Paris,US\n", ["Paris, France", "Paris, US"]),
    ],
)
def test_names_may_hold_what_divides_others(written: Written, text: str, names: list[str]) -> None:
    assert list(read_network(written(text))) == names


def test_chinese_text_is_read_in_two_encodings(written: Written) -> None:
    text = "source,target\n广州,福冈\n"
    for encoding, told in (("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")):
        network = read_network(written(text.encode(encoding)))
        assert set(network) == {"广州", "福冈"}
        assert network.graph["method"]["encoding"] == told
    with pytest.raises(BadNetwork, match="GB18030"):
        read_network(written(b"a,b\n\xff\xff,c\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\na\nb\n", "one column"),
        ("a\nb\n", "one column|no target"),
        ("source,target\na,\n", "Row 2 has no target"),
        ("source,target\n\n,b\n", "Row 3 has no source"),
        ("source,target,weight\na,b,1\na,c,x\n", "Row 3 has the weight 'x'"),
        ("source,target,weight\na,b,nan\n", "Row 2 has the weight 'nan'"),
        ("source,target,weight\na,b,-1\n", "Row 2 has the weight '-1'"),
        ("source,target,weight\na,b,0\n", "Row 2 has the weight '0'"),
        ("source,target,weight\na,b,inf\n", "Row 2 has the weight 'inf'"),
        ('source,target,weight\n"a\nb",c,1\nd,e,x\n', "Row 4 has the weight 'x'"),
        ('source,target,weight\na,b,1\n"a\nb",c,x\n', "Row 3 has the weight 'x'"),
        ("source,target,start\na,b,soon\n", "Row 2: 'soon'"),
        ("source,target,start,end\na,b,2000,1990\n", "Row 2 ends, 1990-12-31, before it starts, 2000-01-01"),
        ('source,target\na,"' + "b" * 140_000, "Row 2 of edges.csv .* quote"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(written: Written, text: str, message: str) -> None:
    with pytest.raises(BadNetwork, match=message):
        read_network(written(text))


@pytest.mark.parametrize("text", ["", "\n\n", "source,target\n", "a,a\n", "\ufeff"])
def test_a_file_without_edges_is_empty(written: Written, text: str) -> None:
    with pytest.raises(EmptyNetwork, match="holds no edge"):
        read_network(written(text))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(BadNetwork, match="cannot be read"):
            read_network(path)


@pytest.mark.parametrize("ends", [("p",), ("p", "p"), ("p", "z"), ("p", "q", "r")])
def test_ends_are_two_columns(written: Written, ends: tuple[str, ...]) -> None:
    path = written("p,q,r\na,b,c\nd,e,f\n")
    assert ties(read_network(path, ends=("r", "p"))) == {("a", "c"), ("d", "f")}
    with pytest.raises(BadNetwork, match="two of the columns: p, q, r"):
        read_network(path, ends=ends)


def test_the_sides_of_a_two_mode_file_do_not_mix(written: Written) -> None:
    network = read_network(written("city,network\na,x\nb,x\n"), two_mode=True, directed=True)
    assert dict(network.nodes(data="side")) == {"a": 0, "b": 0, "x": 1}
    assert not network.is_directed()
    for text in ("city,network\na,x\nx,b\n", "city,network\na,a\n"):
        with pytest.raises(BadNetwork, match="both columns"):
            read_network(written(text), two_mode=True)


def test_loops_are_counted_and_direction_is_kept(written: Written) -> None:
    network = read_network(written("source,target\nb,a\na,b\na,a\nb,b\n"), directed=True)
    assert set(network.edges()) == {("a", "b"), ("b", "a")}
    assert network.graph["left_out"] == {"of a node with itself": 2}


def test_dated_rows_keep_their_dates_and_weights(written: Written) -> None:
    text = "source,target,year,weight\na,b,1990,1\nb,a,2000.0,5\nb,c,NA,2\n"
    network = read_network(written(text))
    assert network.edges["a", "b"] == {
        "weight": 6.0,
        "spells": (("1990-01-01", None), ("2000-01-01", None)),
        "weights": (1.0, 5.0),
    }
    assert network.edges["b", "c"]["spells"] == ((None, None),)


def test_a_table_of_nodes_always_has_a_header(written: Written) -> None:
    edges = written("a,b\nb,c\n")
    one = written("id,label,country,lat,lon\na,Alpha,FR,45.5,-4\n", "nodes.csv")
    assert read_network(edges, nodes=one).nodes["a"] == {
        "label_en": "Alpha",
        "country": "FR",
        "lat": 45.5,
        "lon": -4.0,
    }
    none = written("id,label\nx,Nobody\ny,Nobody\n", "nodes.csv")
    assert read_network(edges, nodes=none).graph["left_out"] == {"nodes without an edge": 2}
    assert read_network(edges, nodes=written("id,label\n", "nodes.csv")).nodes["a"] == {}
    for text, message in (
        ("id,lat\na,91\n", "Row 2 of the nodes has '91' as lat"),
        ("id,lon\na,181\n", "as lon"),
        ("id,lon\na,east\n", "'east' as lon"),
        ("town,label\na,A\n", "no column `id`"),
    ):
        with pytest.raises(BadNetwork, match=message):
            read_network(edges, nodes=written(text, "nodes.csv"))
