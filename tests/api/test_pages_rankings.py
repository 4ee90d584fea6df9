"""Rankings, without a browser: axes, lines, and what an address may ask."""

from __future__ import annotations

from itertools import pairwise

import httpx
import pytest

from api.pages.rankings.chart import HEIGHT, draw_chart, rank_ticks, value_ticks

NINE = (
    "cn-guangzhou",
    "jp-fukuoka",
    "us-los-angeles",
    "ph-manila",
    "ca-vancouver",
    "au-sydney",
    "it-bari",
    "fr-lyon",
    "nz-auckland",
)
NAMES = {"a": {"en": "A"}, "b": {"en": "B"}, "c": {"en": "C"}}


def row(date: str, id: str, value: float, rank: int) -> dict[str, object]:
    return {"date": date, "id": id, "value": value, "rank": rank, "of": 2, "sharing": 1}


def test_axes_have_round_numbers() -> None:
    assert value_ticks([{"value": 189.0}]) == [0, 50, 100, 150, 200]
    assert value_ticks([{"value": 0.13}]) == [0, 0.05, 0.1, 0.15]
    assert value_ticks([]) == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert rank_ticks([3, 5]) == [1, 2, 3, 4, 5]
    assert rank_ticks([1]) == [1, 2]
    assert rank_ticks([43])[-1] == 50


def test_a_line_breaks_where_there_is_no_value() -> None:
    rows = [row(day, "a", 1, 1) for day in ("2000-12-31", "2001-12-31", "2003-12-31")]
    chart = draw_chart(rows, [f"{year}-12-31" for year in range(2000, 2004)], NAMES, "value")
    assert [len(piece) for piece in chart.lines[0].pieces] == [2, 1]
    assert [line.id for line in chart.lines] == ["a"]


def test_equal_values_run_side_by_side() -> None:
    rows = [row("2000-12-31", id, 5, 1) for id in "abc"]
    heights = [next(line.dots).y for line in draw_chart(rows, ["2000-12-31"], NAMES, "rank").lines]
    assert len(set(heights)) == 3
    assert max(heights) - min(heights) < 10
    names = [line.label_y for line in draw_chart(rows, ["2000-12-31"], NAMES, "value").lines]
    assert all(0 < name < HEIGHT for name in names)
    assert min(b - a for a, b in pairwise(names)) > 15


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"layer": "tie"}, "two-mode"),  # interlocking needs organisations
        ({"since": "2020", "until": "2010"}, "2020"),
        ({"date": "20261124"}, "2019-12-31"),
        ({"city": [f"city/{name}" for name in NINE]}, "8"),
        ({"since": "1950", "until": "1955"}, "no"),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_told(server: httpx.Client, asked: dict[str, object], word: str) -> None:
    answer = server.get("/rankings", params=asked)
    assert answer.status_code == 400
    assert word in answer.text.partition('role="alert"')[2]
