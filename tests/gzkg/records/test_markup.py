"""The steward's workbook comes back as it was, with the faulty cells marked."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.datavalidation import DataValidation

from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.model import Finding, Severity
from gzkg.records.markup import mark_workbook
from gzkg.records.reading import ReadSheet, read_file

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
FINDINGS = "gzkg findings 问题"


def finding(
    line: int | None,
    column: str | None = None,
    severity: Severity = "violation",
    *,
    value: str | None = None,
    suggestion: str | None = None,
) -> Finding:
    message = {"en": f"'{value}' is no city.", "zh": f"没有名为“{value}”的城市。"}
    repair = {"en": "Choose one.", "zh": "请选择。"}
    return Finding("T08-unknown-name", severity, "ties.xlsx", line, None, message, repair, column, value, suggestion)


def saved(book: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture
def content() -> bytes:
    """A workbook as a steward keeps it."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "ties"
    for row in (("城市 / city", "from", "sum"), ("guangzhuo", "2012", "=1+1"), ("Lyon", "x", "=B2")):
        page.append(row)
    page["A2"].font = Font(bold=True)
    page["A2"].fill = PatternFill("solid", fgColor="FF00FF00")
    page["A2"].comment = Comment("ask Mei", "Li")
    page["B3"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))
    page.column_dimensions["A"].width = 33
    page.freeze_panes = "A2"
    lists = DataValidation("list", formula1="lists!$A$1:$A$2", sqref="A2:A99")
    page.add_data_validation(lists)
    book.create_sheet("lists").append(("Lyon", "=SUM(1)"))
    return saved(book)


def test_a_faulty_cell_is_filled_and_commented_in_both_languages(content: bytes) -> None:
    page = opened(mark_workbook(content, [finding(2, "城市 / city", value="guangzhuo", suggestion="广州")]))["ties"]
    assert page["A2"].fill.fgColor.rgb == RED
    told = page["A2"].comment.text
    assert "没有名为“guangzhuo”的城市。\n请选择。\n'guangzhuo' is no city.\nChoose one.\nguangzhuo → 广州" in told
    assert told.startswith("ask Mei\n")
    assert page["A2"].comment.author == "Li"
    assert page["A3"].comment is None


@pytest.mark.parametrize(
    ("language", "there", "not_there"), [("en", "is no city", "城市。"), ("zh", "城市。", "is no city")]
)
def test_or_in_one(content: bytes, language: Any, there: str, not_there: str) -> None:
    book = opened(mark_workbook(content, [finding(2, "from", value="x")], language=language))
    assert there in book["ties"]["B2"].comment.text
    assert not_there not in book["ties"]["B2"].comment.text
    assert not_there not in "".join(str(cell.value) for row in book[FINDINGS].iter_rows() for cell in row)


def test_everything_else_stays(content: bytes) -> None:
    book = opened(mark_workbook(content, [finding(2, "from")]))
    page = book["ties"]
    assert book.sheetnames == ["ties", "lists", FINDINGS]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["城市 / city", "from", "sum"],
        ["guangzhuo", "2012", "=1+1"],
        ["Lyon", "x", "=B2"],
    ]
    assert page["A2"].font.bold
    assert page["A2"].fill.fgColor.rgb == "FF00FF00"
    assert page.column_dimensions["A"].width == 33
    assert page.freeze_panes == "A2"
    assert str(page.data_validations.dataValidation[0].sqref) == "A2:A99"
    assert book["lists"]["B1"].value == "=SUM(1)"


def test_a_row_is_marked_at_its_first_column_and_the_worst_colour_wins(content: bytes) -> None:
    findings = [finding(3, severity="warning"), finding(3, "城市 / city"), finding(2, "gone", "warning")]
    page = opened(mark_workbook(content, findings))["ties"]
    assert page["A3"].fill.fgColor.rgb == RED
    assert page["A2"].fill.fgColor.rgb == YELLOW


def test_all_findings_are_listed_also_those_without_a_place(content: bytes) -> None:
    page = opened(mark_workbook(content, [finding(2, "from", value="x"), finding(None, severity="warning")]))[FINDINGS]
    rows = [[cell.value or "" for cell in row] for row in page.iter_rows()]
    assert rows[0][0] == "单元格 / cell"
    assert [row[:5] for row in rows[1:]] == [
        ["B2", "错误 / violation", "T08-unknown-name", "from", "x"],
        ["", "警告 / warning", "T08-unknown-name", "", ""],
    ]


def test_a_second_round_takes_the_first_away(content: bytes) -> None:
    first = mark_workbook(content, [finding(2, "城市 / city"), finding(3, "from"), finding(3, "sum")])
    book = opened(mark_workbook(first, []))
    page = book["ties"]
    assert book.sheetnames == ["ties", "lists"]
    assert (page["A2"].comment.text, page["A2"].comment.author) == ("ask Mei", "Li")
    assert page["A2"].fill.fgColor.rgb == "FF00FF00"
    assert (page["B3"].comment, page["B3"].fill.fgColor.theme, page["B3"].fill.fgColor.tint) == (None, 4, 0.4)
    assert (page["C3"].comment, page["C3"].fill.fill_type) == (None, None)
    again = mark_workbook(first, [finding(2, "城市 / city"), finding(3, "from"), finding(3, "sum")])
    assert again == mark_workbook(again, [finding(2, "城市 / city"), finding(3, "from"), finding(3, "sum")])


def test_the_same_gives_the_same_bytes(content: bytes) -> None:
    findings = [finding(2, "from"), finding(3)]
    assert mark_workbook(content, findings) == mark_workbook(content, findings)


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
def test_what_is_written_is_text_never_a_formula(content: bytes, text: str) -> None:
    told = finding(2, "from", value=text, suggestion=text)
    written = [opened(mark_workbook(content, [told]))[FINDINGS]["E2"]]
    quoted = '"' + text + '"'
    written.append(opened(mark_workbook(f"city,from\nLyon,{quoted}\n".encode(), []))["Sheet"]["B2"])
    for cell in written:
        assert cell.data_type == "s"
        assert cell.value.strip() == text.strip()
        assert cell.quotePrefix or cell.value != text


def test_control_characters_do_not_break_the_workbook(content: bytes) -> None:
    book = opened(mark_workbook(content, [finding(2, "from", value="a\0b\x1b\ud800", suggestion="a\0b")]))
    assert book[FINDINGS]["E2"].value == "a\ufffdb\ufffd\ufffd"


def test_a_csv_becomes_a_workbook_with_its_rows_in_their_places() -> None:
    content = '\ncity,from\n\n"guang\nzhuo",007\n'.encode("utf-8-sig")
    told = Finding("T08", "violation", "a.csv", 4, None, {"en": "No.", "zh": "无。"}, {"en": "", "zh": ""}, "city")
    page = opened(mark_workbook(content, [told])).worksheets[0]
    assert [[cell.value for cell in row] for row in page.iter_rows()][1:] == [
        ["city", "from"],
        [None, None],
        ["guang\nzhuo", "007"],
    ]
    assert page["A4"].comment
    assert page["A4"].fill.fgColor.rgb == RED


def test_in_merged_cells_the_first_is_marked() -> None:
    book = openpyxl.Workbook()
    for row in (("city", "from"), ("Lyon", "1"), (None, "2")):
        book.worksheets[0].append(row)
    book.worksheets[0].merge_cells("A2:A3")
    page = opened(mark_workbook(saved(book), [finding(3, "city")])).worksheets[0]
    assert page["A2"].comment


def test_lists_on_another_sheet_survive_a_spreadsheet_program() -> None:
    x14 = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1" error="a &amp; b">'
        "<x14:formula1><xm:f>'词表 lists'!$A$1:$A$2</xm:f></x14:formula1><xm:sqref>A2:A99</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    book = openpyxl.Workbook()
    book.worksheets[0].append(("city",))
    book.create_sheet("词表 lists")
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, text.replace(b"</worksheet>", x14.encode()) if name.endswith("sheet1.xml") else text)
    marked = opened(mark_workbook(written.getvalue(), [finding(2, "city")])).worksheets[0]
    (kept,) = marked.data_validations.dataValidation
    assert (kept.formula1, str(kept.sqref), kept.error, kept.allowBlank) == (
        "'词表 lists'!$A$1:$A$2",
        "A2:A99",
        "a & b",
        True,
    )


@pytest.mark.parametrize(
    "element", ["mergeCells><mergeCell ref='{}'/></mergeCells", "hyperlinks><hyperlink ref='{}'/></hyperlinks"]
)
@pytest.mark.parametrize("cells", ["A1:XFD1048576", "A:XFD", "$A$1:$XFD$1048576", "1:1048576", "A1&#58;XFD1048576"])
def test_ranges_that_would_fill_the_memory_are_refused(element: str, cells: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(("city",))
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            text = source.read(name).replace(b"</sheetData>", f"</sheetData><{element.format(cells)}>".encode())
            target.writestr(name, text)
    with pytest.raises((RecordsTooLarge, BadRecords)):
        mark_workbook(written.getvalue(), [finding(2, "city")])


def test_rdf_is_not_marked() -> None:
    with pytest.raises(BadRecords, match="no table"):
        mark_workbook(b"<urn:a> <urn:b> <urn:c> .", [])


def test_what_comes_back_can_be_handed_in_again(content: bytes) -> None:
    marked = mark_workbook(content, [finding(2, "from"), finding(None)])
    before, after = read_file(content, "ties.xlsx"), read_file(marked, "ties.xlsx")
    assert isinstance(before, ReadSheet)
    assert isinstance(after, ReadSheet)
    assert (before.name, before.header, before.rows) == (after.name, after.header, after.rows)


def test_no_time_is_written(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(mark_workbook(content, []))) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert set(re.findall(rb">(\d{4})-\d\d-\d\dT", archive.read("docProps/core.xml"))) == {b"1980"}
