"""The query page as it comes from the server: a form and its answer, for readers without scripts."""

from __future__ import annotations

import re

import httpx
import pytest

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SISTERS = (
    "SELECT ?city { <https://w3id.org/gzkg/id/city/cn-guangzhou> <https://w3id.org/gzkg/ontology#sisterCityOf> ?city }"
)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }"


@pytest.mark.parametrize(("lang", "title"), [("en", "Query · gzkg"), ("zh", "查询 · gzkg")])
def test_the_page(server: httpx.Client, lang: str, title: str) -> None:
    page = server.get("/query", params={"lang": lang})
    assert f"<title>{title}</title>" in page.text
    answered = server.get("/query", params={"lang": lang, "query": 'SELECT ("<b>里昂</b>" AS ?name) {}'})
    assert "<td>&lt;b&gt;里昂&lt;/b&gt;</td>" in answered.text
    refused = server.get("/query", params={"lang": lang, "query": "SELECT * {"})
    assert (refused.status_code, 'role="alert"' in refused.text) == (400, True)
    cut = server.get("/query", params={"lang": lang, "query": "SELECT * { ?s ?p ?o } LIMIT 600"})
    assert ("first 500 rows" if lang == "en" else "前 500 行") in cut.text
    assert cut.text.count("<tr>") == 501


def test_a_graph_is_text_and_a_truth_a_word(server: httpx.Client) -> None:
    told = server.get("/query", params={"query": "DESCRIBE <https://w3id.org/gzkg/id/city/fr-lyon>"})
    assert "里昂" in told.text
    assert "<td>true</td>" in server.get("/query", params={"query": "ASK { ?s ?p ?o }"}).text


def test_the_day_is_asked_along(server: httpx.Client) -> None:
    then = server.get("/query", params={"query": SISTERS, "as-of": "1990-01-01"}, timeout=30)
    assert then.text.count("<tr>") == 1 + 9
    before = server.get(
        "/query", params={"query": SISTERS, "as-of": "1990-01-01", "known-on": "2020-03-17"}, timeout=30
    )
    assert before.text.count("<tr>") == 1 + 1
    assert server.get("/query", params={"query": SISTERS, "as-of": "soon"}).status_code == 400
    assert server.get("/query", params={"query": SISTERS, "timeout": "long"}).status_code == 400


def test_an_empty_answer_explains_itself(server: httpx.Client) -> None:
    query = "PREFIX gz: <https://w3id.org/gzkg/ontology#> SELECT * { ?a gz:memberof ?b }"
    assert "gz:memberof occurs nowhere in the data" in server.get("/query", params={"query": query}).text
    assert "数据中没有 gz:memberof" in server.get("/query", params={"query": query, "lang": "zh"}).text


def test_a_question_has_a_short_address(server: httpx.Client) -> None:
    page = server.get("/query", params={"question": "CQ-X01"})
    assert page.text.count("<tr>") == 1 + 10
    assert (
        server.get("/query", params={"question": "CQ-Z99"}, timeout=30, headers={"Accept": BROWSER}).status_code == 404
    )


def test_the_page_waits_only_for_those_who_say_so(server: httpx.Client) -> None:
    short = server.get("/query", params={"query": ENDLESS, "timeout": "1"}, timeout=20)
    assert (short.status_code, 'role="alert"' in short.text) == (503, True)
    too_long = server.get("/query", params={"query": "ASK {}", "timeout": "1000", "wait": "1"})
    assert too_long.status_code == 400


@pytest.mark.parametrize("value", ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_nothing_in_an_answer_becomes_markup(server: httpx.Client, value: str) -> None:
    page = server.get("/query", params={"query": f'SELECT ("{value}" AS ?x) (<javascript:alert(1)> AS ?y) {{}}'})
    assert page.status_code == 200
    assert value not in page.text
    assert 'javascript:alert(1)"' not in page.text.replace('"value": "javascript:alert(1)"', "")


def test_a_browser_at_the_endpoint_is_shown_the_page(server: httpx.Client) -> None:
    shown = server.get("/sparql", headers={"Accept": BROWSER})
    assert (shown.status_code, shown.headers["location"]) == (303, "/query")
    assert "Accept" in shown.headers["vary"]
    assert server.get("/sparql").headers["content-type"].startswith("text/turtle")
    assert server.get("/sparql", params={"format": "turtle"}, headers={"Accept": BROWSER}).status_code == 200
    asked = server.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": BROWSER})
    assert "<boolean>true</boolean>" in asked.text


def test_many_things_in_brief(server: httpx.Client) -> None:
    ids = ["city/fr-lyon", "https://w3id.org/gzkg/ontology#City", "tie/sister-city/cn-guangzhou--fr-lyon", "city/xx-no"]
    lyon, city, tie = server.get("/brief", params={"id": ids}).json()
    assert (lyon["label"]["zh"], lyon["point"]) == ("里昂", [4.84789, 45.74906])  # GeoNames 2996944
    assert (city["id"], city["label"]["en"], city["point"]) == (None, "City", None)
    assert tie["label"]["zh"] == "广州—里昂（友好城市）"
    assert server.get("/brief", params={"id": "Lyon!"}).json()["title"] == "BadId"


@pytest.mark.parametrize("broken", ["https://w3id.org/gzkg/id/a b", "https://w3id.org/gzkg/id/%zz", "http://["])
def test_one_iri_that_is_none_hides_nothing_else(server: httpx.Client, broken: str) -> None:
    found = server.get("/brief", params={"id": ["city/fr-lyon", broken, "city/cn-guangzhou"]}).json()
    assert [one["label"]["en"] for one in found] == ["Lyon", "Guangzhou"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"query": "ASK {}", "as-of": "soon"}, "日期无法识别"),
        ({"query": "SELECT * {"}, "查询有误"),
        ({"query": ENDLESS, "timeout": "1"}, "查询超时"),
    ],
)
def test_a_problem_is_told_in_chinese_before_the_english_of_the_service(
    server: httpx.Client, asked: dict[str, str], said: str
) -> None:
    page = server.get("/query", params={**asked, "lang": "zh"}, timeout=20).text
    told = page[page.index('role="alert">') :]
    told = told[: told.index("</p>")]
    assert said in told
    assert '<span lang="en">' in told
    assert re.sub(r"<span .*", "", told, flags=re.S).isascii() is False
