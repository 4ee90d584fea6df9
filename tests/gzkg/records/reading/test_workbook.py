"""A workbook is read as the steward sees it."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.records.reading import ReadingLimits, ReadSheet, read_file
from gzkg.records.reading.worksheet import formulas_without_value


def saved(book: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def made(*rows: tuple[object, ...]) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "ties"
    for row in rows:
        page.append(row)
    return book, page


def read(content: bytes, sheet: str | None = None, **limits: int) -> ReadSheet:
    found = read_file(content, "ties.xlsx", sheet=sheet, limits=ReadingLimits(**limits))
    assert isinstance(found, ReadSheet)
    return found


def test_values_become_the_text_that_is_seen() -> None:
    row = ("广州", 2012.0, 2012, 0.1 + 0.2, True, " x ", date(1988, 5, 19), datetime(1988, 5, 19, 9, 30), time(9, 30))
    book, _ = made(tuple("abcdefghi"), row)
    sheet = read(saved(book))
    assert sheet.name == "ties"
    assert sheet.header == tuple("abcdefghi")
    seen = ("广州", "2012", "2012", "0.3", "true", "x", "1988-05-19", "1988-05-19 09:30:00", "09:30:00")
    assert sheet.rows == [(2, seen)]


@pytest.mark.parametrize(
    ("form", "seen"),
    [
        ("yyyy-mm-dd", "2018-05-01"),
        ("d.m.yy", "2018-05-01"),
        ("mmm-yy", "2018-05"),
        ('yyyy"年"m"月"', "2018-05"),
        ('[$-804]yyyy"年"m"月"d"日";@', "2018-05-01"),
        ("yyyy", "2018"),
        ("[$-409]mmmm yyyy", "2018-05"),
    ],
)
def test_a_date_is_as_exact_as_its_format(form: str, seen: str) -> None:
    book, page = made(("from",), (date(2018, 5, 1),))
    page["A2"].number_format = form
    assert read(saved(book)).rows == [(2, (seen,))]


@pytest.mark.parametrize(("form", "seen"), [(31, "2018-05-01"), (57, "2018-05"), (58, "2018-05-01"), (1, "43221")])
def test_dates_of_a_chinese_spreadsheet_are_dates(form: int, seen: str) -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "from")
        page.write_number(1, 0, 43221, book.add_format({"num_format": form}))
    assert read(written.getvalue()).rows == [(2, (seen,))]


def test_a_formula_gives_its_value_and_without_one_is_a_finding() -> None:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b"])
        page.write_formula(1, 0, "=1+1", None, 2)
        page.write_formula(1, 1, '=A1&"<"', None, "a<")
    assert read(written.getvalue()).rows == [(2, ("2", "a<"))]
    assert read(written.getvalue()).findings == []
    unknown, _ = made(("a", "b"), ("x", '=A2&"<"'))
    sheet = read(saved(unknown))
    assert sheet.rows == [(2, ("x",))]
    assert [(f.check, f.line, f.column, f.value) for f in sheet.findings] == [("F05-formula", 2, "b", '=A2&"<"')]


def test_a_value_is_told_from_none_as_programs_write_it() -> None:
    cells = {
        "A1": b'<c r="A1"><f>1+1</f><v>2</v></c>',
        "B1": b'<c r="B1" t="str"><f>""</f><v></v></c>',
        "C1": b'<c r="C1" s="3"><f>A1&lt;2</f></c>',
        "D1": b'<c r="D1"><f t="shared" si="0"/><v/></c>',
        "AA12": b'<x:c r="AA12"><x:f>1</x:f><x:v></x:v></x:c>',
        "F1": b'<c r="F1" t="inlineStr"><is><t>=1</t></is></c>',
    }
    found = formulas_without_value(b"<row>" + b"".join(cells.values()) + b"</row>")
    assert [(f.row, f.column, f.text) for f in found] == [(1, 3, "=A1<2"), (1, 4, "="), (12, 27, "=1")]


def test_an_error_is_a_finding() -> None:
    book, _ = made(("a", "b"), ("x", "#REF!"))
    sheet = read(saved(book))
    assert sheet.rows == [(2, ("x",))]
    assert [(f.check, f.line, f.column, f.value) for f in sheet.findings] == [("F06-error", 2, "b", "#REF!")]


def test_rows_keep_their_numbers() -> None:
    book, page = made((), ("city",))
    page["A9"] = "Lyon"
    page["A1000"] = "Oslo"
    sheet = read(saved(book))
    assert sheet.top == 2
    assert sheet.rows == [(9, ("Lyon",)), (1000, ("Oslo",))]


def test_the_first_visible_sheet_that_holds_anything_is_read() -> None:
    book, page = made(("hidden",))
    page.sheet_state = "hidden"
    book.create_sheet("empty")
    book.create_sheet("memberships").append(("member",))
    assert read(saved(book)).name == "memberships"
    assert read(saved(book), sheet="TIES ").header == ("hidden",)
    with pytest.raises(BadRecords, match="It has: ties, empty, memberships"):
        read(saved(book), sheet="cities")


def test_what_is_hidden_or_merged_is_noted() -> None:
    book, page = made(("a", "b"), ("x", "y"), ("z", "w"))
    assert read(saved(book)).notes == ()
    page.row_dimensions[2].hidden = True
    page.merge_cells("A2:A3")
    sheet = read(saved(book))
    assert ["Unmerge" in note["en"] for note in sheet.notes] == [True, False]
    assert ["隐藏" in note["zh"] for note in sheet.notes] == [False, True]
    assert sheet.rows == [(2, ("x", "y")), (3, ("", "w"))]


def test_limits_of_a_workbook() -> None:
    content = saved(made(("a", "b"), (1, 2), (3, 4))[0])
    assert len(read(content, max_rows=2, max_columns=2, max_cells=6).rows) == 2
    for limit in ({"max_rows": 1}, {"max_columns": 1}, {"max_cells": 5}, {"max_parts": 3}, {"max_unpacked": 500}):
        with pytest.raises(RecordsTooLarge):
            read(content, **limit)


def test_an_empty_workbook_is_no_table() -> None:
    with pytest.raises(BadRecords, match="empty"):
        read(saved(made()[0]))
