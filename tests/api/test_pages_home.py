"""The first page, the results of a search, the page about the graph, and errors as pages, without a browser."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from api.pages.atlas import WIDTH, arc, height, name_sides, place
from api.pages.search import explain, is_day
from api.pages.words import read_words
from gzkg import KnowledgeGraph

NINE = ["Fukuoka", "Los Angeles", "Manila", "Vancouver", "Sydney", "Bari", "Lyon", "Frankfurt", "Auckland"]
"""The sister cities of Guangzhou in 1990, in the order of their beginning, as the city government lists them."""

COAST = Path(__file__).resolve().parents[2] / "api" / "pages" / "static" / "vendor" / "coast.svg"


def read(server: httpx.Client, path: str, *, lang: str = "en", status: int = 200) -> str:
    answer = server.get(path, headers={"Accept": "text/html", "Accept-Language": lang})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def test_the_first_page_answers_the_most_wanted_question_without_a_script(server: httpx.Client) -> None:
    page = read(server, "/")
    shown = re.findall(r'<li data-first="\d+"(?: data-until="\d+")?><a href="/id/[\w/-]+">([^<]+)</a>', page)
    assert shown == NINE
    assert "In 1990 Guangzhou had ties with 9 cities" in page
    assert len(re.findall(r"<g [^>]*class=\"on\"", page)) == 9


def test_dates_are_told_in_the_language_of_the_page(server: httpx.Client) -> None:
    page = read(server, "/", lang="zh")
    assert re.search(r">福冈</a> <small>1979年5月2日</small>", page)
    assert re.search(r">布拉格</a> <small>不晚于2016年2月25日</small>", page)
    assert ">圣地亚哥</a> <small>2012年4月</small>" in page
    assert "各项结果以2026年11月24日为准" in page
    assert not re.search(r"(<small>|<title>)[^<]*\d{4}-\d\d", page)


def test_the_first_page_is_light(server: httpx.Client) -> None:
    page = server.get("/")
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    folder = next(iter(parts)).rpartition("/")[0]
    parts |= {f"{folder}/copy.js", f"{folder}/vendor/coast.svg"}
    sizes = {part: len(server.get(part).content) for part in parts}
    assert len(page.content) + sum(sizes.values()) < 150_000, sizes


def test_the_first_page_tells_how_large_how_fresh_and_which_version(
    server: httpx.Client, graph: KnowledgeGraph
) -> None:
    answer = server.get("/")
    summary = graph.summary()
    assert summary.newest_source
    for told in (f"{summary.claims:,}", str(summary.reference_date), str(summary.newest_source)):
        assert told in answer.text
    assert answer.headers["gzkg-version"] in answer.text


def test_the_questions_of_the_first_page_are_those_of_the_graph(server: httpx.Client, graph: KnowledgeGraph) -> None:
    asked = re.findall(r'href="/query\?question=([^"]+)"', read(server, "/"))
    assert len(asked) == 8
    assert set(asked) <= {question.id for question in graph.questions()}


def test_a_graph_without_guangzhou_has_a_first_page_too(tiny_server: httpx.Client) -> None:
    assert read(tiny_server, "/", lang="zh").count("<h1>") == 1
    assert "3" in read(tiny_server, "/about")


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("q=Guangzhou&id=city/cn-guangzhou&as_of=1990&kind=City", "/id/city/cn-guangzhou?as_of=1990#ties"),
        ("q=廣州&as_of=1990-01-01&kind=City", "/id/city/cn-guangzhou?as_of=1990-01-01#ties"),
        ("q=Frankfurt&id=&as_of=1990&kind=City", "/id/city/de-frankfurt?as_of=1990#ties"),
        ("q=Lyon&as_of=1990&kind=City&lang=zh", "/id/city/fr-lyon?as_of=1990&lang=zh#ties"),
        ("q=Lyon&as_of=1990&kind=City&lang=%23x", "/id/city/fr-lyon?as_of=1990#ties"),
    ],
)
def test_a_city_and_a_day_lead_to_its_ties(server: httpx.Client, query: str, target: str) -> None:
    answer = server.get(f"/search?{query}")
    assert answer.status_code == 303
    assert str(answer.url.join(answer.headers["location"])) == f"{server.base_url}{target}".replace(":/id", "/id")


@pytest.mark.parametrize(
    "query", ["q=Lion&as_of=1990&kind=City", "q=x&id=city/nowhere&as_of=1990", "q=x&id=!&as_of=1990"]
)
def test_what_is_not_clearly_meant_is_shown_to_choose_from(server: httpx.Client, query: str) -> None:
    assert server.get(f"/search?{query}").status_code == 200


def test_a_match_that_is_chosen_keeps_the_day(server: httpx.Client) -> None:
    assert 'href="/id/city/fr-lyon?as_of=1990#ties"' in read(server, "/search?q=Lion&as_of=1990&kind=City")


def test_a_day_that_is_none_is_told(server: httpx.Client) -> None:
    page = read(server, "/search?q=Guangzhou&as_of=199&kind=City")
    assert "“199” is neither a year" in page
    assert 'href="/id/city/cn-guangzhou"' in page


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("1990", True), ("1990-01-01", True), ("0000", False), ("1990-02-30", False), ("1990-1-1", False), ("", False)],
)
def test_days(text: str, is_one: bool) -> None:
    assert is_day(text) is is_one


def test_results_tell_class_country_both_names_and_why(server: httpx.Client) -> None:
    page = read(server, "/search?q=Лион", lang="zh")
    first = page.partition('<ol class="found">')[2].partition("</li>")[0]
    for told in (
        'href="/id/city/fr-lyon"',
        "里昂",
        '<span class="quiet" lang="en">Lyon</span>',
        "城市",
        "法国",
        "Лион",
        "别名",
    ):
        assert told in first


def test_results_can_be_narrowed_to_a_class(server: httpx.Client) -> None:
    page = read(server, "/search?q=里昂")
    assert {"City", "Membership"} <= set(re.findall(r"kind=(\w+)\"", page))
    ids = re.findall(r'class="name" href="/id/([^"]+)"', read(server, "/search?q=里昂&kind=City"))
    assert ids == ["city/fr-lyon", "city/fr-lyon-metropolis"]


def test_names_are_found_of_one_class(server: httpx.Client) -> None:
    found = server.get("/entities", params={"q": "里昂", "kind": "city"}).json()
    assert [match["id"] for match in found] == ["city/fr-lyon", "city/fr-lyon-metropolis"]
    assert server.get("/entities", params={"q": "里昂", "kind": "Citi"}).status_code == 400


def test_nothing_found_and_nothing_asked_are_explained(server: httpx.Client) -> None:
    assert "Nothing comes near “zzzzqq”" in read(server, "/search?q=zzzzqq")
    assert "未找到与“zzzzqq”相近的名称" in read(server, "/search?q=zzzzqq", lang="zh")
    assert "按名称查找" in read(server, "/search?q=+", lang="zh")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "%"])
def test_what_is_asked_never_becomes_markup(server: httpx.Client, hostile: str) -> None:
    answer = server.get("/search", params={"q": hostile}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert hostile in unescape(answer.text)


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("name", "名称"),
        ("other name begins so", "别名，开头相同"),
        ("pinyin, 1 edit away", "拼音，相差 1 个字符"),
        ("name with the word for city", "名称，加“市”字"),
        ("name, traditional characters", "名称，繁体字"),
        ("other name, case, accents or spaces aside", "别名，不计大小写、重音与空格"),
        ("something new", "something new"),
    ],
)
def test_why_is_told_in_the_language_of_the_page(why: str, told: str) -> None:
    assert explain(why, read_words("search", "zh")) == told


def test_every_reason_that_the_library_gives_has_words(graph: KnowledgeGraph) -> None:
    words = read_words("search", "zh")
    asked = ("广州", "廣州市", "guangzhou", "guangzhuo", "City of Lyon", "Lion", "UCLG", "c 40", "award", "Düsseldorf")
    for reason in {match.why for name in asked for match in graph.find(name, limit=50)}:
        assert not re.search(r"[a-z]", explain(reason, words)), reason


def test_about_tells_the_version_in_three_forms(server: httpx.Client) -> None:
    answer = server.get("/about", headers={"Accept": "text/html"})
    version = answer.headers["gzkg-version"]
    text, bibtex, csl = [unescape(found) for found in re.findall(r"<pre [^>]*>(.*?)</pre>", answer.text, re.S)]
    assert f"(version {version})" in text
    assert re.fullmatch(r"@misc\{gzkg,\n(  \w+ += \{.+\},\n)+\}", bibtex)
    assert json.loads(csl)[0]["version"] == version
    assert json.loads(csl)[0]["issued"]["date-parts"][0][:2] == [2026, 11]


def test_about_is_honest_about_what_is_not_covered(server: httpx.Client) -> None:
    assert "Of 111 partner cities that were last reported (2025-12-31), 68 are recorded by name" in read(
        server, "/about"
    )


@pytest.mark.parametrize("path", ["/", "/search?q=里昂", "/about"])
def test_every_link_of_a_page_leads_somewhere(server: httpx.Client, path: str) -> None:
    page = read(server, path)
    inside, targets = set(re.findall(r'id="([^"]+)"', page)), set(re.findall(r'href="([^"]+)"', page))
    for target in {unescape(found) for found in targets if "lang=" not in found}:
        if target.startswith("#"):
            assert target[1:] in inside
        elif target.startswith("/") and not target.startswith(("/id/", "/query?", "/search?", "/dumps/")):
            assert server.head(target, headers={"Accept": "text/html, */*;q=0.8"}).status_code < 400, target


def test_an_unknown_id_is_answered_with_what_may_be_meant(server: httpx.Client) -> None:
    page = read(server, "/id/city/fr-lion", lang="zh", status=404)
    assert '<a href="/id/city/fr-lyon">里昂</a>' in page
    assert 'value="lion"' in page


def test_an_unknown_address_is_answered_with_names_that_are_near(server: httpx.Client) -> None:
    assert '<a href="/id/city/cn-guangzhou">Guangzhou</a>' in read(server, "/cities/Guangzhou", status=404)
    assert "<h1>" in read(server, "/%E2%9C%88/", status=404)


def test_other_errors_are_told_as_pages_too(server: httpx.Client) -> None:
    page = read(server, "/search?q=x&kind=Foo", lang="zh", status=400)
    assert "未能理解所提的要求" in page
    assert "Try City, CityNetwork or EventSeries." in page


def test_programs_get_problem_documents(server: httpx.Client) -> None:
    answer = server.get("/search?q=x&kind=Foo", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_map_and_its_coast_have_one_frame() -> None:
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', COAST.read_text())
    assert box
    assert int(box[2]) / int(box[1]) == pytest.approx(height() / WIDTH, abs=0.001)
    assert place(150, 0)[0] == WIDTH / 2
    assert place(-29, 0)[0] < 5  # the edge runs through the Atlantic
    assert place(-31, 0)[0] > WIDTH - 5


def test_names_on_the_map_do_not_overlap() -> None:
    sides = name_sides([("a", (100, 100), "Lyon"), ("b", (104, 102), "Geneva"), ("c", (102, 101), "Bern")])
    assert sides == {"a": "start", "b": "end", "c": ""}
    assert name_sides([("edge", (995, 50), "Recife")]) == {"edge": "end"}
    assert arc((0, 100), (100, 100)).startswith("M0 100Q50.0 68.0")
