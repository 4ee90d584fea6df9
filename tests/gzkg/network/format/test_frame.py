"""Tables in columns: what type each has, and what is not defined."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree as xml

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest

from gzkg.errors import UnsupportedFormat
from gzkg.network.format import to_pandas, to_polars, write
from gzkg.network.format.cell import column_of, plain, single
from gzkg.network.table import Analysis, Table

NAN = float("nan")


def answer(columns: dict[str, Any], **more: Any) -> Analysis:
    return Analysis("small", {"seed": 7, "network": {"layer": ["tie"]}}, Table(columns), **more)


def cells(book: bytes, sheet: int = 1) -> dict[str, str]:
    """Return of a sheet what is written in each cell; texts are looked up."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        texts = ["".join(item.itertext()) for item in xml.fromstring(parts.read("xl/sharedStrings.xml"))]
        root = xml.fromstring(parts.read(f"xl/worksheets/sheet{sheet}.xml"))
    found = {}
    for cell in root.iter(root.tag.removesuffix("worksheet") + "c"):
        value = "".join(cell.itertext())
        found[cell.attrib["r"]] = texts[int(value)] if cell.get("t") == "s" else value
    return found


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([1, None, 3], "whole", [1, None, 3]),
        ([1, 2.5, NAN, float("inf")], "number", [1.0, 2.5, None, None]),
        ([True, None], "flag", [True, None]),
        (["a", 1, None, True], "text", ["a", "1", None, "true"]),
        ([None, None], "text", [None, None]),
        ([], "text", []),
        ([2**70], "text", [str(2**70)]),
        ([("x", "y"), ()], "text", ["x y", ""]),
        (np.array([1.0, NAN]), "number", [1.0, None]),
        ([np.int64(3), np.int64(4)], "whole", [3, 4]),
    ],
)
def test_a_column_has_one_kind(values: Any, kind: str, expected: list[Any]) -> None:
    assert column_of(values) == (kind, expected)


def test_a_cell_holds_lists_spells_and_objects() -> None:
    assert single((("1979-05-02", None), (None, "1990-01-01"))) == "1979-05-02/.. ../1990-01-01"
    assert single({"a": [1, NAN]}) == '{"a": [1, null]}'
    assert plain({"s": {"b", "a"}, 1: np.float64(0.5)}) == {"s": ["a", "b"], "1": 0.5}
    assert single("a\x00\ud800b") == "a\ufffd\ufffdb"


def test_a_text_that_looks_like_a_formula_has_an_apostrophe_and_a_number_has_none() -> None:
    texts = ["=1+1", "+x", "-2.5", "@x", "\tx", "x", "＝1"]
    written = write(answer({"=t": texts, "n": [-1.5, *[None] * 6]}), "csv").decode()
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[0] == ["'=t", "n"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'+x", "-2.5", "'@x", "'\tx", "x", "'＝1"]
    assert [row[1] for row in rows[1:3]] == ["-1.5", ""]
    assert written.endswith("\r\n")


def test_csv_gives_one_of_the_details() -> None:
    told = answer({"a": [1]}, details={"more": Table({"flag": [True, False]})})
    assert write(told, "csv", table="more") == b"flag\r\ntrue\r\nfalse\r\n"


def test_parquet_keeps_texts_beyond_latin_and_what_columns_mean() -> None:
    table = Table({"label": ["广州", None]}, {"label": {"en": "name", "zh": "名称"}})
    read = pyarrow.parquet.read_table(io.BytesIO(write(Analysis("x", {}, table), "parquet")))
    assert read.column("label").to_pylist() == ["广州", None]
    assert read.schema.field("label").metadata[b"zh"].decode() == "名称"


def test_a_workbook_takes_no_text_for_a_formula_and_keeps_large_numbers_exact() -> None:
    told = answer({"t": ["=1+1", "http://x", "x" * 40_000], "n": [2**53 + 1, 5, None]}, figures={"q": 0.25})
    book = write(told, "xlsx")
    sheet = cells(book)
    assert (sheet["A2"], sheet["A3"]) == ("=1+1", "http://x")
    assert len(sheet["A4"]) == 32_767
    assert sheet["A4"].endswith("…")
    assert (sheet["B2"], sheet["B3"]) == (str(2**53 + 1), "5")
    assert "B4" not in sheet
    assert cells(book, 2)["B2"] == "0.25"
    assert {"seed": "7", "network.layer": "tie"}.items() <= dict(
        zip(*([cells(book, 3)[f"{column}{row}"] for row in (2, 3)] for column in "AB"), strict=True)
    ).items()


def test_a_table_larger_than_a_sheet_is_refused() -> None:
    with pytest.raises(UnsupportedFormat, match="csv or parquet"):
        write(answer({f"c{number}": [] for number in range(16_385)}), "xlsx")


def test_frames_have_types() -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    told = answer({"n": [1, None], "x": [0.5, NAN], "f": [True, None], "t": ["a", None]})
    assert [str(kind) for kind in to_pandas(told).dtypes] == ["Int64", "float64", "boolean", "object"]
    assert [str(kind) for kind in to_polars(told).dtypes] == ["Int64", "Float64", "Boolean", "String"]
    assert to_polars(told)["x"].to_list() == [0.5, None]


@pytest.mark.parametrize(("library", "convert"), [("pandas", to_pandas), ("polars", to_polars)])
def test_a_missing_library_is_named(library: str, convert: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UnsupportedFormat, match=f"pip install {library}"):
        convert(Table({"a": [1]}))


_CHILDREN = """
import os, resource
from gzkg.network.format import warm, write
from gzkg.network.table import Analysis, Table

warm()
told = Analysis("small", {}, Table({"n": list(range(20_000)), "x": [0.5] * 20_000, "t": ["abc"] * 20_000}))
begin = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
for format in ("json", "csv", "parquet", "arrow", "xlsx"):
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (begin + (64 << 20),) * 2)
        os._exit(0 if write(told, format) else 1)
    assert os.waitpid(pid, 0)[1] == 0, format
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits as on Linux")
def test_a_forked_child_with_no_file_and_little_memory_writes_every_table() -> None:
    threads = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
    done = subprocess.run(
        [sys.executable, "-c", _CHILDREN], env={**os.environ, **threads}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
