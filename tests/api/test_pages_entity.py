"""The page of one thing as it is sent: its heading, its map, its timeline, how it is cited."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import httpx
import pytest

from api.pages.citation import cite, cite_entity
from gzkg import KnowledgeGraph

GUANGZHOU = "/id/city/cn-guangzhou.html"
BAR = re.compile(r"<g><title>([^<]*)</title>(.*?)</g>")


@pytest.mark.parametrize(
    ("asked", "english", "chinese"),
    [
        ("1990", "in 1990", "1990年的情况"),
        ("1990-05", "in 1990-05", "1990年5月的情况"),
        ("1990-05-02", "on 1990-05-02", "1990年5月2日的情况"),
        ("1990/1995-06", "between 1990 and 1995-06", "1990年至1995年6月的情况"),
    ],
)
def test_the_heading_tells_the_time_in_words(server: httpx.Client, asked: str, english: str, chinese: str) -> None:
    for language, title in (("en", f"What held {english}"), ("zh", chinese)):
        page = server.get(GUANGZHOU, params={"as_of": asked}, headers={"Accept-Language": language})
        assert f'<h2 id="ties-title">{title}</h2>' in page.text


def test_a_chinese_page_tells_the_day_of_the_ranks_in_chinese(server: httpx.Client) -> None:
    page = server.get(GUANGZHOU, headers={"Accept-Language": "zh"}).text
    ranks = page[page.index('<h2 id="ranks">') :]
    assert re.search(r"<p class=\"quiet\">\d{4}年\d+月\d+日在各类网络", ranks)


def test_the_map_shows_the_same_part_of_the_world_for_every_year(server: httpx.Client) -> None:
    lands = set()
    for asked in ("", "1980", "2001"):
        page = server.get(GUANGZHOU, params={"as_of": asked}).text
        lands |= set(re.findall(r'class="land"[^>]* d="([^"]*)"', page))
    assert len(lands) == 1


def test_a_bar_is_firm_only_where_it_certainly_held(server: httpx.Client) -> None:
    """Of what is known of some day of a month no day is certain; of what began on a known day that day is."""
    page = server.get(GUANGZHOU).text
    firm = [(title, bars.count("<rect x=")) for title, bars in BAR.findall(page)]
    vague = [count for title, count in firm if re.search(r": known in \d{4}(-\d{2})?$", title)]
    sure = [count for title, count in firm if re.search(r": since \d{4}-\d{2}-\d{2}(;|$)", title)]
    assert len(vague) > 20
    assert set(vague) == {0}
    assert len(sure) > 20
    assert set(sure) == {1}


def test_a_citation_is_latex_whatever_the_name(graph: KnowledgeGraph) -> None:
    name = r"R&D_5% #1\o/~{x^2}$"
    entity = replace(graph.entity("city/fr-lyon"), label={"en": name})
    entry = cite_entity(entity, "1.0", date(2026, 11, 24))
    assert entry.startswith("@misc{gzkg-city-fr-lyon,")
    escaped = r"R\&D\_5\% \#1\textbackslash{}o/\textasciitilde{}\textbraceleft{}x\textasciicircum{}2\textbraceright{}\$"
    assert f"{{{{{escaped}}}}}" in entry
    assert entry.count("{") == entry.count("}")
    assert "{{gzkg contributors}}" in entry
    assert "{{gzkg contributors}}" in cite("1.0", date(2026, 11, 24))["BibTeX"]
