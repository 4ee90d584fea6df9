"""Who says so, without a browser: what is compared, and what the lists hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.pages.link import safe_url
from api.pages.witness.listing import tell_days
from gzkg import KnowledgeGraph, Language, Settings
from gzkg.settings import Limits

PAGE = "/who-says-so"

_LYON = """@base <https://w3id.org/gzkg/id/> .
@prefix gz: <https://w3id.org/gzkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<org/NUMBER> a gz:PublicBody ; skos:prefLabel "NAME"@en , "机构"@zh .
<source/NUMBER> a gz:Source ; gz:publisher <org/NUMBER> ; skos:prefLabel "NAME"@en , "机构"@zh .
<tie/sister-city/fr-lyon--jp-fukuoka-NUMBER> a gz:Tie ;
    gz:kind <https://w3id.org/gzkg/concept/tie-kind/sister-city> ; gz:party <city/fr-lyon> , <city/jp-fukuoka> .
<tie/sister-city/fr-lyon--jp-fukuoka-NUMBER/claim/1> a gz:Claim ; gz:source <source/NUMBER> ;
    gz:about <tie/sister-city/fr-lyon--jp-fukuoka-NUMBER> ; gz:statedOn "2020-01-01"^^xsd:date ;
    gz:claimStatus <https://w3id.org/gzkg/concept/claim-status/achieved> ;
    gz:rank <https://w3id.org/gzkg/concept/rank/normal> .
"""
"""A tie of Lyon with one source, whose publisher has some name."""


def test_every_tie_and_membership_told_as_fact_is_counted_once(graph: KnowledgeGraph) -> None:
    counted = sum(int(str(row["records"])) for row in graph.query(graph.question("CQ-R09").sparql))
    asked = """PREFIX gz: <https://w3id.org/gzkg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT (COUNT(DISTINCT ?record) AS ?n) {
      VALUES ?class { gz:Tie gz:Membership } ?record a ?class ; gz:status/skos:broader/skos:notation "factual"
    }"""
    assert counted == int(str(next(iter(graph.query(asked)))["n"]))


def test_a_side_is_told_by_who_published(graph: KnowledgeGraph) -> None:
    """Łódź speaks of its tie on its own page; Guangzhou's source of it is of 广州国际友城大学联盟, a third party."""
    rows = {str(row["record"]).partition("/id/")[2]: row for row in graph.query(graph.question("CQ-R10").sparql)}
    assert str(rows["tie/sister-city/cn-guangzhou--pl-lodz"]["speaker_en"]) == "Łódź"
    assert str(rows["tie/sister-city/cn-guangzhou--fr-lyon"]["silent_zh"]) == "里昂"
    assert "tie/sister-city/cn-guangzhou--de-frankfurt" not in rows  # both sides
    assert "tie/friendly-cooperation-city/cn-guangzhou--fj-suva" not in rows  # newspapers only


def test_an_organisation_speaks_for_itself(graph: KnowledgeGraph) -> None:
    """Metropolis publishes its own list of members, which has Berlin and Kazan."""
    rows = {str(row["record"]).partition("/id/")[2]: row for row in graph.query(graph.question("CQ-R10").sparql)}
    for city, name in (("de-berlin", "Berlin"), ("ru-kazan", "Kazan"), ("uy-montevideo", "Montevideo")):
        row = rows[f"membership/metropolis/{city}--member--1"]
        assert (str(row["speaker_en"]), str(row["silent_en"])) == ("Metropolis", name)
    asked = """PREFIX gz: <https://w3id.org/gzkg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT (COUNT(DISTINCT ?record) AS ?n) {
      ?claim gz:about ?record ; gz:claimStatus/skos:broader/skos:notation "factual" ; gz:source/gz:publisher ?end .
      ?record a gz:Membership ; gz:status/skos:broader/skos:notation "factual" ; gz:organization ?end
    }"""
    told = int(str(next(iter(graph.query(asked)))["n"]))
    standings = graph.query(graph.question("CQ-R09").sparql)
    memberships = [row for row in standings if str(row["class"]).endswith("#Membership")]
    spoken_of = sum(int(str(row["records"])) for row in memberships if str(row["standing"]) != "neither")
    assert spoken_of >= told > 100


def test_an_office_in_a_city_does_not_speak_for_it(root: Path) -> None:
    """Names count where they name the body, as whole words: York is not New York, an office in Lyon not Lyon."""
    speaks = {
        "City Government of Lyon": True,
        "Lyon City Council": True,
        "Mayor's Office of the Lyon City Government": True,
        "Greater Lyon Authority": True,
        "Guangzhou Liaison Office in Lyon": False,
        "New Lyon Town Council": False,
        "Lyonnais Society": False,
    }
    for number, name in enumerate(speaks):
        (root / "graph" / f"lyon-{number}.ttl").write_text(
            _LYON.replace("NAME", name).replace("NUMBER", str(number)), "utf-8"
        )
    with KnowledgeGraph.open(root, reference_date="2026-11-24") as graph:
        rows = {str(row["record"]): row for row in graph.query(graph.question("CQ-R10").sparql)}
    found = {
        name: f"https://w3id.org/gzkg/id/tie/sister-city/fr-lyon--jp-fukuoka-{number}" in rows
        for number, name in enumerate(speaks)
    }
    assert found == speaks


@pytest.mark.parametrize("name", ["one-sided", "disagreeing", "ended", "single"])
def test_every_row_names_a_file_that_is_there(server: httpx.Client, repo: Path, name: str) -> None:
    for page in (1, 2, 17):
        html = server.get(PAGE, params={"list": name, "page": page}).text
        assert all((repo / file).is_file() for file in re.findall(r"<code>(graph/[^<]+)</code>", html))


def test_a_kind_and_a_city_keep_rows(server: httpx.Client) -> None:
    html = server.get(PAGE, params={"list": "single", "kind": "Count", "city": "广州"}).text
    records = re.findall(r'<th scope="row"><a href="/id/([^"]+)"', html)
    assert records
    assert all("cn-guangzhou" in record for record in records)


def test_strange_parameters_do_no_harm(server: httpx.Client) -> None:
    for page in ("0", "-1", "9999999999", "²", "x"):
        assert server.get(PAGE, params={"list": "ended", "page": page}).status_code == 200
    assert server.get(PAGE, params={"list": "nothing", "kind": "<b>"}).status_code == 200
    told = server.get(PAGE, params={"city": "<script>alert(1)</script>"})
    assert told.status_code == 400
    assert "<script>alert" not in told.text


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        ("1988-04-11", "1988-04-11", "1988年4月11日"),
        ("2014-01-01/2014-12-31", "2014", "2014年"),
        ("2012-02-01/2012-02-29", "2012-02", "2012年2月"),
        ("2014-01-01/2014-01-28", "begun between 2014-01-01 and 2014-01-28", "2014年1月1日至2014年1月28日之间开始"),
    ],
)
def test_days_are_told_as_exactly_as_they_are_known(days: str, english: str, chinese: str) -> None:
    told: dict[Language, str] = {"en": english, "zh": chinese}
    assert {language: tell_days(language, days) for language in told} == told


def test_chinese_days_are_told_in_chinese(server: httpx.Client) -> None:
    html = server.get(PAGE, params={"list": "ended", "lang": "zh"}).text
    assert '<time datetime="2020-12-16">2020年12月16日</time>' in html
    assert ">2020-12-16<" not in html


def test_beyond_the_last_page_is_the_last(server: httpx.Client) -> None:
    html = server.get(PAGE, params={"list": "ended", "page": 99}).text
    assert "cn-guangzhou--co-president--1" in html
    assert "Nothing of this kind" not in html
    last = server.get(PAGE, params={"list": "single", "page": 99}).text
    first, to, total = re.search(r"<span>(\d+)–(\d+) of (\d+)</span>", last).groups()  # type: ignore[union-attr]  # it is there
    assert to == total
    assert int(first) % 50 == 1


def test_only_addresses_of_the_web_are_linked() -> None:
    assert safe_url("HTTPS://www.gz.gov.cn/") == "HTTPS://www.gz.gov.cn/"
    assert [safe_url(address) for address in ("javascript:alert(1)", "data:text/html,x", "//x", "", None)] == [None] * 5


def test_a_cut_answer_is_no_page_of_counts(
    root: Path, serving: Callable[[FastAPI], AbstractContextManager[httpx.Client]]
) -> None:
    limits = Limits(workers=1, max_rows=1)
    with serving(create_app(settings=Settings(root, limits=limits))) as client:
        answer = client.get(PAGE, headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "cut after 1 rows" in answer.text


def test_answers_are_kept(server: httpx.Client) -> None:
    def misses() -> str:
        return next(
            line for line in server.get("/metrics").text.splitlines() if line.startswith("gzkg_cache_misses_total")
        )

    first = server.get(PAGE).text
    before = misses()
    assert server.get(PAGE).text == first
    assert misses() == before
