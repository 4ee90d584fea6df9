"""Templates: written, opened, filled from the real graph, read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from gzkg.errors import UnsupportedFormat
from gzkg.records.table.kind import get_kind, read_kinds
from gzkg.records.table.resolver import Resolver
from gzkg.records.table.rows import choose_kinds, read_sheets
from gzkg.records.table.sheet import Sheet
from gzkg.records.table.template import LISTS, write_template
from gzkg.records.table.terms import Terms

KINDS = sorted(read_kinds())


def sheets_of(content: bytes) -> list[Sheet]:
    """Read a workbook as the steward's spreadsheet shows it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    read = []
    for sheet in book.worksheets:
        rows = [tuple("" if cell is None else str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)]
        read.append(Sheet(sheet.title, rows[0] if rows else (), list(enumerate(rows[1:], start=2))))
    return read


@pytest.mark.parametrize("name", KINDS)
def test_an_unchanged_template_is_known_and_brings_nothing(
    name: str, terms: Terms, resolver: Callable[[], Resolver]
) -> None:
    pairs = choose_kinds(sheets_of(write_template(get_kind(name), "xlsx", terms)))
    assert [kind.name for _, kind in pairs] == [name]
    batch = read_sheets(pairs, resolver(), today=date(2026, 11, 25))
    assert (batch.rows, batch.triples, batch.findings) == (0, [], [])
    assert batch.notes[0].keys() == {"en", "zh"}


@pytest.mark.parametrize("name", KINDS)
def test_the_example_is_a_row_that_could_be_read(name: str, terms: Terms, resolver: Callable[[], Resolver]) -> None:
    sheet, kind = choose_kinds(sheets_of(write_template(get_kind(name), "xlsx", terms)))[0]
    sheet.rows[0] = (2, (*sheet.rows[0][1][:-1], "my own remark"))
    batch = read_sheets([(sheet, kind)], resolver(), today=date(2026, 11, 25))
    assert (batch.rows, batch.findings) == (1, [])
    assert batch.triples


@pytest.mark.parametrize("name", KINDS)
def test_csv_has_the_header_and_the_example(name: str, terms: Terms) -> None:
    header, example = csv.reader(io.StringIO(write_template(get_kind(name), "csv", terms).decode("utf-8-sig")))
    assert header == [column.title() for column in get_kind(name).columns.values()]
    assert example[-1] == "示例：请改写或删除本行"


@pytest.mark.parametrize("name", KINDS)
def test_the_same_kind_gives_the_same_bytes(name: str, terms: Terms) -> None:
    for format in ("xlsx", "csv"):
        assert write_template(get_kind(name), format, terms) == write_template(get_kind(name), format, terms)


def test_a_workbook_offers_lists_and_help(terms: Terms) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_template(get_kind("ties"), "xlsx", terms)))
    sheet, lists = book.worksheets
    assert (sheet.freeze_panes, lists.title) == ("A2", LISTS)
    column = [lists.cell(row, 1).value for row in (1, 2, 3)]
    assert column == [
        "结好类型 / Kind of tie *",
        "友好合作交流城市 / friendly-cooperation city",
        "友好城市 / sister city",
    ]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["A2:A10001"] == f"'{LISTS}'!$A$2:$A$6"
    assert "请从列表中选择" in sheet["A1"].comment.text
    assert "Choose from the list" in sheet["A1"].comment.text


def test_every_choice_of_every_list_is_understood(terms: Terms, resolver: Callable[[], Resolver]) -> None:
    from gzkg.records.table.cell import CellReader, Value
    from gzkg.records.table.template import options_of

    reader, read = CellReader(resolver()), 0
    for kind in read_kinds().values():
        for column in kind.columns.values():
            for option in options_of(column, terms):
                assert isinstance(reader.read(column, [option], {}), Value)
                read += 1
    assert read > 250


def test_there_is_no_other_format(terms: Terms) -> None:
    with pytest.raises(UnsupportedFormat, match="xlsx or csv"):
        write_template(get_kind("ties"), "ods", terms)
