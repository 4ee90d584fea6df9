"""Encodings are recognised or refused; nothing is read as other letters than were written."""

from __future__ import annotations

import pytest

from gzkg.errors import BadRecords
from gzkg.records.reading.text import decode

CHINESE = "城市,起始\n广州市,2012\n里昂,2013-05\n深圳与布拉迪斯拉发结为友好城市，1995年签署\n"


def test_utf8_is_read_without_a_word() -> None:
    decoded = decode(CHINESE.encode(), "a.csv")
    assert (decoded.text, decoded.encoding, list(decoded.notes)) == (CHINESE, "UTF-8", [])


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-32", "UTF-32"), ("gb18030", "GB18030"), ("gbk", "GB18030")],
)
def test_other_encodings_are_read_and_noted(codec: str, encoding: str) -> None:
    decoded = decode(CHINESE.encode(codec), "a.csv")
    assert (decoded.text, decoded.encoding) == (CHINESE, encoding)
    assert [set(note) for note in decoded.notes] == [{"en", "zh"}]


def test_the_note_on_gb18030_shows_what_was_read() -> None:
    assert "城市、起始、广州市" in decode(CHINESE.encode("gb18030"), "a.csv").notes[0]["en"]


def test_a_rare_character_among_everyday_ones_is_gb18030() -> None:
    text = "主席,江泽民与朱镕基,陶喆,广州市人民政府外事办公室\n"
    assert decode(text.encode("gb18030"), "a.csv").text == text


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("latin-1", "city\nKöln\nMálaga\nÅrhus\n"),
        ("cp1252", "city\nZürich – Genève\n"),
        ("big5", "城市\n廣州市\n臺北市\n高雄市\n"),
        ("shift-jis", "都市\n東京都\n大阪市\nさいたま市\n"),
        ("euc-jp", "都市\n東京都\n大阪市\nさいたま市\n"),
        ("euc-kr", "도시\n서울특별시\n부산광역시\n경기도 안산시\n"),
        ("cp1251", "город\nМосква\nКиев\nСанкт-Петербург\n"),
        ("koi8-r", "город\nМосква\nКиев\nСанкт-Петербург\n"),
        ("iso8859-7", "πόλη\nΑθήνα\nΘεσσαλονίκη\n"),
    ],
)
def test_what_would_become_other_letters_is_refused(codec: str, text: str) -> None:
    with pytest.raises(BadRecords, match="UTF-8"):
        decode(text.encode(codec), "a.csv")


def test_the_byte_that_fits_nothing_is_named() -> None:
    with pytest.raises(BadRecords, match="byte 9, in line 3, is 0xFF") as refused:
        decode(b"a,b\n1,2\n\xff\n", "a.csv")
    assert refused.value.line == 3


def test_utf16_without_mark_is_recognised() -> None:
    with pytest.raises(BadRecords, match="UTF-16 without its byte order mark"):
        decode("city,from\n".encode("utf-16-le"), "a.csv")


def test_a_mark_that_lies_is_refused() -> None:
    with pytest.raises(BadRecords, match="says that it is UTF-8, and is not"):
        decode(b"\xef\xbb\xbf\xff", "a.csv")
