from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gzkg.dates import Bounds, expand, parse_day
from gzkg.errors import BadDate


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2020-04-18", Bounds(date(2020, 4, 18), date(2020, 4, 18))),
        ("2020-04", Bounds(date(2020, 4, 1), date(2020, 4, 30))),
        ("2000-02", Bounds(date(2000, 2, 1), date(2000, 2, 29))),
        ("2018", Bounds(date(2018, 1, 1), date(2018, 12, 31))),
        ("2018/2020", Bounds(date(2018, 1, 1), date(2018, 12, 31), date(2020, 1, 1), date(2020, 12, 31))),
        ("../2014", Bounds(end_earliest=date(2014, 1, 1), end_latest=date(2014, 12, 31))),
        ("2014/..", Bounds(date(2014, 1, 1), date(2014, 12, 31))),
    ],
)
def test_expand(text: str, bounds: Bounds) -> None:
    assert expand(text) == bounds


@pytest.mark.parametrize(
    "text", ["", "..", "../..", "2020-02-30", "2020-13", "20", "May 2020", "2020/2018", "2020-4-1"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate, match=r"[A-Z]"):
        expand(text)


@pytest.mark.parametrize("text", ["2020", "2020-04", "2020-04-18/2020-04-19"])
def test_one_day_is_one_day(text: str) -> None:
    assert parse_day("2020-04-18") == date(2020, 4, 18)
    with pytest.raises(BadDate):
        parse_day(text)


@pytest.mark.parametrize(
    ("bounds", "day", "held"),
    [
        (expand("1979-05-02"), date(1979, 5, 1), None),
        (expand("1979-05-02"), date(1979, 5, 2), "certain"),
        (expand("1979-05-02"), date(1979, 5, 3), "possible"),
        (Bounds(start_latest=date(2021, 9, 13), end_earliest=date(2021, 9, 13)), date(2021, 9, 13), "certain"),
        (Bounds(start_latest=date(2021, 9, 13), end_earliest=date(2021, 9, 13)), date(2015, 1, 1), "possible"),
        (expand("2018/2020"), date(2019, 6, 1), "certain"),
        (expand("2018/2020"), date(2018, 6, 1), "possible"),
        (expand("2018/2020"), date(2021, 1, 1), None),
        (Bounds(), date(2021, 1, 1), "possible"),
    ],
)
def test_holds_on(bounds: Bounds, day: date, held: str | None) -> None:
    assert bounds.holds_on(day) == held


@given(st.dates(), st.dates(), st.dates())
def test_what_is_certain_is_possible(start: date, end: date, day: date) -> None:
    first, last = sorted((start, end))
    held = Bounds(first, first, last, last).holds_on(day)
    assert held == ("certain" if first <= day <= last else None)
