"""Dates as people write them."""

from __future__ import annotations

import pytest

from gzkg.dates import Bounds, expand
from gzkg.records.table.fault import Fault
from gzkg.records.table.period import bounds_of, read_period, words_of


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2012", "2012"),
        ("2012-04", "2012-04"),
        ("2012-4-8", "2012-04-08"),
        ("2012/4/18", "2012-04-18"),
        ("2012.04.18", "2012-04-18"),
        ("2012/04", "2012-04"),
        ("20120418", "2012-04-18"),
        ("2012-04-18 00:00:00", "2012-04-18"),
        ("2012-04-18T00:00:00", "2012-04-18"),
        ("2012年", "2012"),
        ("2012年4月", "2012-04"),
        ("2012年4月18日", "2012-04-18"),
        ("2012 年 4 月 18 号", "2012-04-18"),
        ("２０１２年４月", "2012-04"),
        ("18 April 2012", "2012-04-18"),
        ("April 18, 2012", "2012-04-18"),
        ("Sept 2012", "2012-09"),
        ("1st May 2001", "2001-05-01"),
        ("18-Apr-2012", "2012-04-18"),
        ("18/04/2012", "2012-04-18"),
        ("04/18/2012", "2012-04-18"),
        ("04/04/2012", "2012-04-04"),
        ("2012/2014", "2012/2014"),
        ("2012-2014", "2012/2014"),
        ("2012–2014", "2012/2014"),
        ("2012年至2014年5月", "2012/2014-05"),
        ("2012-04-18/2014-01", "2012-04-18/2014-01"),
        ("2012 to 2014", "2012/2014"),
        ("..2014", "../2014"),
        ("../2014", "../2014"),
        ("2014..", "2014/.."),
        ("2014/..", "2014/.."),
        ("undated", ""),
        ("日期不详", ""),
    ],
)
def test_a_date_is_as_exact_as_written(text: str, read: str) -> None:
    assert read_period(text) == read
    assert bounds_of(read) == (expand(read) if read else Bounds())


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("03/04/2012", None), ("3.4.2012", None), ("41017", "2012-04-18"), ("18-Apr-12", None), ("3/4/12", None)],
)
def test_what_may_mean_two_days_is_not_guessed(text: str, suggestion: str | None) -> None:
    fault = read_period(text)
    assert isinstance(fault, Fault)
    assert (fault.check, fault.suggestion) == ("T07-unclear-date", suggestion)


@pytest.mark.parametrize(
    "text", ["soon", "2012-02-30", "2012-13", "31/31/2012", "0000", "2012-04-18-2", "Foo 2012", "春天"]
)
def test_no_date_is_said_to_be_none(text: str) -> None:
    fault = read_period(text)
    assert isinstance(fault, Fault)
    assert fault.check == "T05-bad-date"


def test_a_period_must_not_end_before_it_begins() -> None:
    fault = read_period("2014/2012")
    assert isinstance(fault, Fault)
    assert fault.check == "T06-order"


def test_both_readings_of_an_unclear_date_are_told() -> None:
    fault = read_period("03/04/2012")
    assert isinstance(fault, Fault)
    assert fault.values["readings"] == "2012-03-04 / 2012-04-03"


@pytest.mark.parametrize(
    ("period", "en", "zh"),
    [
        ("2012-04-18", "18 April 2012", "2012年4月18日"),
        ("2012-04", "April 2012", "2012年4月"),
        ("2012/2014", "2012 to 2014", "2012年至2014年"),
        ("../2014", "until 2014", "截至2014年"),
        ("2014/..", "2014", "2014年"),
    ],
)
def test_a_period_in_words(period: str, en: str, zh: str) -> None:
    assert words_of(period) == {"en": en, "zh": zh}
