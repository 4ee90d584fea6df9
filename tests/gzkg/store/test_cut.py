"""Wherever an answer is cut, what is left can be read, holds whole rows from the start, and says that it was cut."""

from __future__ import annotations

import csv
import io
import json
import math
import time
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from gzkg.store.answer import PIECE_BYTES, RDF_FORMATS
from gzkg.store.cut import MARK, NO_BOUNDS, Bounds, CutAnswer, Outlet, RowOutlet
from gzkg.store.embedded import EmbeddedStore

ROWS = ("json", "xml", "csv", "tsv")
MANY = 10**15
SAYS = "The answer was cut"
NASTY = (
    "},{",
    '},{"t":',
    "},{}",
    "</result>",
    "</results>",
    "</",
    "<!--",
    "]]>",
    "\r\n",
    "\n",
    "\t",
    '"',
    '""',
    "'",
    "\\",
)
XML = "{http://www.w3.org/2005/sparql-results#}"


def rows_bound(rows: int) -> Bounds:
    return Bounds(rows, MANY, math.inf)


def size_bound(size_bytes: int) -> Bounds:
    return Bounds(MANY, size_bytes, math.inf)


def written(query: str, format: str, bounds: Bounds = NO_BOUNDS) -> tuple[bytes, str | None]:
    pieces: list[bytes] = []
    cut = EmbeddedStore().query(query).write(pieces.append, format, bounds)
    return b"".join(pieces), cut


def table(texts: Sequence[str]) -> str:
    return "VALUES (?n ?t) { " + " ".join(f"({n} {Literal(text)})" for n, text in enumerate(texts)) + " }"


def select(texts: Sequence[str]) -> str:
    return f"SELECT ?t ?n {{ {table(texts)} }}"


def construct(texts: Sequence[str]) -> str:
    named = 'BIND(IRI(CONCAT("urn:n:", STR(?n))) AS ?s)'
    return f"CONSTRUCT {{ ?s <urn:p> ?t }} {{ {table(texts)} {named} }}"


def read_json(text: bytes) -> tuple[list[object], bool]:
    told = json.loads(text)
    return told["results"]["bindings"], SAYS in told.get("cut", "")


def read_xml(text: bytes) -> tuple[list[object], bool]:
    root = Xml.fromstring(text)
    rows = root.findall(f"{XML}results/{XML}result")
    return [tuple(row.itertext()) for row in rows], text.endswith(b" --></sparql>")


def read_csv(text: bytes) -> tuple[list[object], bool]:
    _, *rows = csv.reader(io.StringIO(text.decode(), newline=""), strict=True)
    return without_remark([tuple(row) for row in rows])


def read_tsv(text: bytes) -> tuple[list[object], bool]:
    _, *rows, end = text.decode().split("\n")
    assert end == ""
    return without_remark([tuple(row.replace('"#', "#").split("\t")) for row in rows])


def without_remark(rows: list[tuple[str, ...]]) -> tuple[list[object], bool]:
    is_cut = bool(rows and rows[-1] and rows[-1][0].startswith(f"# {SAYS}"))
    return list(rows[:-1] if is_cut else rows), is_cut


def read_graph(format: str, text: bytes) -> tuple[list[object], bool]:
    triples = [quad.triple for quad in parse(text, RDF_FORMATS[format])]
    marks = [triple for triple in triples if triple.subject.value == MARK]
    assert all(SAYS in mark.object.value for mark in marks)
    return [triple for triple in triples if triple not in marks], bool(marks)


READERS: dict[str, Callable[[bytes], tuple[list[object], bool]]] = {
    "json": read_json,
    "xml": read_xml,
    "csv": read_csv,
    "tsv": read_tsv,
}


def read(format: str, text: bytes) -> tuple[list[object], bool]:
    return READERS[format](text) if format in READERS else read_graph(format, text)


def query_for(format: str, texts: Sequence[str]) -> str:
    return select(texts) if format in ROWS else construct(texts)


def check(query: str, format: str, bounds: Bounds) -> tuple[int, str | None]:
    """Read a cut answer, hold it against the full one, and return how many rows it has and why it was cut."""
    every, not_cut = read(format, written(query, format)[0])
    assert not not_cut
    text, cut = written(query, format, bounds)
    rows, is_marked = read(format, text)
    assert is_marked == (cut is not None)
    if format in ROWS:
        assert rows == every[: len(rows)]
    else:
        assert set(rows) <= set(every)
    assert cut or len(rows) == len(every)
    return len(rows), cut


@pytest.mark.parametrize("format", [*ROWS, *RDF_FORMATS])
@pytest.mark.parametrize("bound", [1, 2, 6, 7, 8, 9])
def test_so_many_rows_are_given(format: str, bound: int) -> None:
    query = query_for(format, [f"text {n}" for n in range(8)])
    rows, cut = check(query, format, rows_bound(bound))
    assert rows == min(bound, 8)
    assert (cut is not None) == (bound < 8)
    assert cut is None or f"after {bound} rows" in cut


@pytest.mark.parametrize("format", [*ROWS, *RDF_FORMATS])
@pytest.mark.parametrize("bound", [0, 1, 1499, 1500, 1501])
def test_so_many_rows_are_given_of_a_long_answer(format: str, bound: int) -> None:
    query = query_for(format, ["x" * 60 + str(n) for n in range(1500)])
    rows, cut = check(query, format, rows_bound(bound))
    assert abs(rows - min(bound, 1500)) <= (1 if format in ROWS else 0)
    assert (cut is not None) == (bound < 1500)


@pytest.mark.parametrize("format", ROWS)
def test_wherever_a_piece_ends_rows_stay_whole(format: str) -> None:
    # The second row ends around the end of the first piece, at each place once.
    for length in range(PIECE_BYTES - 560, PIECE_BYTES - 60):
        text, cut = written(select(["x" * length, "two", "three", "four"]), format, rows_bound(2))
        rows, is_marked = read(format, text)
        assert cut
        assert is_marked
        assert 1 <= len(rows) <= 3


@pytest.mark.parametrize("format", ROWS)
def test_wherever_a_piece_ends_a_whole_answer_is_not_called_cut(format: str) -> None:
    for length in range(PIECE_BYTES - 560, PIECE_BYTES - 60):
        text, cut = written(select(["x" * length, "two"]), format, rows_bound(2))
        rows, is_marked = read(format, text)
        assert (cut, is_marked, len(rows)) == (None, False, 2)


@pytest.mark.parametrize("format", [*ROWS, *RDF_FORMATS])
def test_an_answer_is_cut_by_its_size(format: str) -> None:
    query = query_for(format, ["x" * 60 + str(n) for n in range(6000)])
    rows, cut = check(query, format, size_bound(100_000))
    assert cut
    assert "after 100000 bytes" in cut
    assert 300 < rows < 6000
    assert len(written(query, format, size_bound(100_000))[0]) < 100_000 + 2 * PIECE_BYTES


@pytest.mark.parametrize("format", [*ROWS, *RDF_FORMATS])
def test_an_answer_is_cut_when_its_time_is_over(format: str) -> None:
    query = query_for(format, ["x" * 60 + str(n) for n in range(3000)])
    rows, cut = check(query, format, Bounds(MANY, MANY, time.monotonic()))
    assert cut
    assert "time was over" in cut
    assert rows < 3000


texts = st.lists(
    st.lists(st.sampled_from(NASTY) | st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=8))
    .map("".join)
    .filter(lambda text: not any(char in text for char in "\ufffe\uffff")),  # XML cannot hold them
    max_size=12,
)


@pytest.mark.parametrize("format", [*ROWS, *RDF_FORMATS])
@settings(max_examples=60, deadline=None)
@given(texts=texts, bound=st.integers(0, 13))
def test_whatever_a_text_holds_rows_stay_whole(format: str, texts: list[str], bound: int) -> None:
    rows, cut = check(query_for(format, texts), format, rows_bound(bound))
    assert rows <= max(bound, 1)
    assert cut is not None or rows == len(texts)


@pytest.mark.parametrize("format", ROWS)
@settings(max_examples=15, deadline=None)
@given(texts=texts, size_bytes=st.integers(1, 300_000), width=st.integers(1, 9000))
def test_whatever_a_text_holds_a_long_answer_is_cut_between_rows(
    format: str, texts: list[str], size_bytes: int, width: int
) -> None:
    long = [text + "x" * width for text in texts]
    check(select(long * 3), format, size_bound(size_bytes))


@pytest.mark.parametrize("format", ROWS)
@pytest.mark.parametrize("columns", ["?n ?x", "?x ?n", "?变 ?n", "?n ?变"])
def test_empty_cells_and_names_of_any_script_are_no_way_past_the_bound(format: str, columns: str) -> None:
    query = f"SELECT {columns} {{ {table(['t'] * 3000)} BIND(?n AS ?变) }}"
    rows, cut = check(query, format, rows_bound(10))
    assert (rows, bool(cut)) == (10, True)


@pytest.mark.parametrize("format", ["xml", "csv", "tsv"])
@pytest.mark.parametrize("columns", ["?x", "?x ?y"])
def test_rows_without_a_value_are_no_way_past_the_bound(format: str, columns: str) -> None:
    rows, cut = check(f"SELECT {columns} {{ {table(['t'] * 3000)} }}", format, rows_bound(10))
    assert (rows, bool(cut)) == (10, True)


@pytest.mark.xfail(strict=True, reason="nothing tells `{},{}` between rows from the same within a text")
@pytest.mark.parametrize("columns", ["?x", "?x ?y"])
def test_rows_without_a_value_are_no_way_past_the_bound_in_json(columns: str) -> None:
    rows, cut = check(f"SELECT {columns} {{ {table(['t'] * 3000)} }}", "json", rows_bound(10))
    assert (rows, bool(cut)) == (10, True)


@pytest.mark.parametrize("format", ROWS)
def test_texts_that_begin_as_the_end_of_an_answer_are_no_way_past_the_bound(format: str) -> None:
    rows, cut = check(select(["</results>", "</", "},{}]}}"] * 1000), format, rows_bound(10))
    assert cut
    assert rows <= 10


@pytest.mark.parametrize("format", ROWS)
@pytest.mark.parametrize("query", ["SELECT * {}", "SELECT ?x {}", "SELECT * { FILTER(false) }"])
def test_one_row_or_none_is_never_cut(format: str, query: str) -> None:
    over = Bounds(1, 1, time.monotonic())
    assert written(query, format, over) == written(query, format)


@pytest.mark.parametrize("format", ROWS)
@pytest.mark.parametrize("query", ["ASK {}", "ASK { FILTER(false) }"])
def test_a_truth_is_never_cut(format: str, query: str) -> None:
    whole, _ = written(query, format)
    assert written(query, format, Bounds(0, 0, time.monotonic())) == (whole, None)
    assert (b"true" in whole) == (query == "ASK {}")


def test_an_outlet_takes_no_more_once_it_has_cut() -> None:
    sent: list[bytes] = []
    outlet = RowOutlet(sent.append, "tsv", rows_bound(2))
    with pytest.raises(CutAnswer, match="after 2 rows"):
        outlet.write(b"?a\n1\n2\n3\n")
    assert outlet.write(b"4\n") == 2
    assert b"".join(sent).startswith(b'?a\n1\n2\n"# The answer was cut')


def test_an_outlet_can_be_written_and_counts() -> None:
    sent: list[bytes] = []
    outlet = Outlet(sent.append)
    assert outlet.writable()
    assert outlet.write(memoryview(b"abc")) == 3
    assert (sent, outlet.size) == ([b"abc"], 3)


def test_nothing_bounds_nothing() -> None:
    assert NO_BOUNDS.reached(10**12, 10**15) is None
    assert RdfFormat.TURTLE in RDF_FORMATS.values()
