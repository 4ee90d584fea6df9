"""Text with delimiters becomes the rows that a spreadsheet would show."""

from __future__ import annotations

import pytest

from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.records.reading import ReadingLimits, ReadSheet, read_file


def read(text: str, name: str = "ties.csv", **limits: int) -> ReadSheet:
    sheet = read_file(text.encode(), name, limits=ReadingLimits(**limits))
    assert isinstance(sheet, ReadSheet)
    return sheet


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    lines = (("city", "from"), ("广州", "2012"), ("Lyon", "1988-05-19"))
    sheet = read(end.join(map(delimiter.join, lines)))
    assert sheet.header == lines[0]
    assert sheet.rows == [(2, lines[1]), (3, lines[2])]
    assert len(sheet.notes) == (delimiter != ",")


def test_rows_are_counted_as_a_spreadsheet_counts() -> None:
    sheet = read('\n"ci\nty",from\n\n , \n" Lyon\nFrance ", 1988 \nx')
    assert sheet.top == 2
    assert sheet.header == ("ci\nty", "from")
    assert sheet.rows == [(5, ("Lyon\nFrance", "1988")), (6, ("x",))]


def test_commas_in_quoted_headers_do_not_choose_the_delimiter() -> None:
    assert read('"a, b, c";d\n1;2\n').header == ("a, b, c", "d")


def test_a_short_row_is_a_warning_and_a_long_one_is_kept_whole() -> None:
    sheet = read("a,b,c\n1,2\n1,2,3,4\n1,2,\n")
    assert [(f.check, f.severity, f.line) for f in sheet.findings] == [("F01-cells-missing", "warning", 2)]
    assert sheet.rows[1] == (3, ("1", "2", "3", "4"))


def test_what_an_export_guarded_is_read_without_the_guard() -> None:
    assert read("a\n'=1+1\n'-x\n'tis\n=1+1\n").rows == [(2, ("=1+1",)), (3, ("-x",)), (4, ("'tis",)), (5, ("=1+1",))]


def test_quotes_that_do_not_fit_name_their_row() -> None:
    for text, line in (('a,b\n1,2\n3,"x\n', 3), ('a,b\n1,"x"y\n', 2), ('a,b\n"x\ny",2\n"z" ,3\n', 3)):
        with pytest.raises(BadRecords, match=f"row {line} ") as refused:
            read(text)
        assert refused.value.line == line


def test_limits_of_a_table() -> None:
    assert len(read("a\n" + "1\n" * 5, max_rows=5).rows) == 5
    with pytest.raises(RecordsTooLarge, match="more than 5 rows"):
        read("a\n" + "1\n" * 6, max_rows=5)
    with pytest.raises(RecordsTooLarge, match="row 1 has 3 columns"):
        read("a,b,c\n", max_columns=2)
    with pytest.raises(RecordsTooLarge, match="the most is 1 MB"):
        read("a" * (1 << 20) + "b", max_bytes=1 << 20)


def test_a_long_cell_is_cut_and_told() -> None:
    sheet = read("a,b\n1,xxxxxx\n", max_cell=5)
    assert sheet.rows == [(2, ("1", "xxxxx"))]
    assert [(f.check, f.line, f.column) for f in sheet.findings] == [("F02-too-long", 2, "b")]


def test_an_unseen_character_is_left_out_and_told_by_row_and_column() -> None:
    sheet = read("city,from\n\nGuang\u202ezhou,2012\n")
    assert sheet.rows == [(3, ("Guangzhou", "2012"))]
    assert [(f.file, f.line, f.column, f.suggestion) for f in sheet.findings] == [("ties.csv", 3, "city", "Guangzhou")]


@pytest.mark.parametrize("text", ["", "\n\n", " , \n,"])
def test_nothing_is_no_table(text: str) -> None:
    with pytest.raises(BadRecords, match="empty"):
        read(text)
