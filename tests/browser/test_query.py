"""The query page as its user meets it: ask, stop, mend, look, take along."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from .editing import CITY, GZ, editor_text, run, shown, write

HEAVY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'nothing') }"
)
SISTERS = {"Fukuoka", "Los Angeles", "Manila", "Vancouver", "Sydney", "Bari", "Lyon", "Frankfurt", "Auckland"}
"""With these Guangzhou had sister-city ties on 1990-01-01, as its government lists them."""


def test_a_question_is_found_and_asked_at_a_click(visit: Any) -> None:
    visit.open("/query")
    visit.page.fill("#sift", "1990 sister-city")
    visit.page.locator("#examples a:visible").first.click()
    rows = shown(visit)
    assert {row[1].removesuffix("en") for row in rows} == SISTERS
    assert "question=CQ-X01" in visit.page.url
    assert visit.axe() == []


def test_a_query_runs_with_the_keys_and_names_its_things(visit: Any) -> None:
    visit.open("/query")
    run(visit, GZ + CITY + "SELECT ?sister { city:cn-guangzhou gz:sisterCityOf ?sister } ORDER BY ?sister")
    visit.page.locator("#views a", has_text="Lyon").wait_for()
    assert visit.page.locator("#views a", has_text="Lyon").get_attribute("href") == "/id/city/fr-lyon"
    assert "rows in" in visit.page.text_content("#said")


def test_the_day_and_what_was_known_are_asked_along(visit: Any) -> None:
    visit.open("/query")
    visit.page.click(".options summary")
    visit.page.fill("[name=as-of]", "1990-01-01")
    sisters = GZ + CITY + "SELECT ?sister { city:cn-guangzhou gz:sisterCityOf ?sister }"
    run(visit, sisters)
    visit.page.locator("#views a", has_text="Fukuoka").wait_for()
    assert {row[0] for row in shown(visit)} == SISTERS
    visit.page.fill("[name=known-on]", "2020-03-17")
    run(visit, sisters)
    assert visit.page.locator("#views table").count() == 0
    assert "as-of=1990-01-01&known-on=2020-03-17" in visit.page.url


def test_a_running_query_is_stopped_on_the_server_too(visit: Any, server: httpx.Client) -> None:
    visit.open("/query")
    write(visit, HEAVY)
    visit.page.click("#run")
    busy = [server.get("/readyz").json()["workers"]["busy"]]
    for _ in range(50):
        if busy[-1]:
            break
        visit.page.wait_for_timeout(50)
        busy.append(server.get("/readyz").json()["workers"]["busy"])
    assert busy[-1] == 1
    visit.page.click("#stop")
    visit.until("document.getElementById('said').textContent.startsWith('Stopped after')")
    for _ in range(40):
        if not (left := server.get("/readyz").json()["workers"]["busy"]):
            break
        visit.page.wait_for_timeout(50)
    assert left == 0
    run(visit, "ASK {}")
    assert shown(visit) == [["true"]]


def test_a_mistake_is_shown_at_its_line(visit: Any) -> None:
    visit.open("/query")
    run(visit, "SELECT * {\n  ?s a gzz:City }")
    assert "the prefix 'gzz:' is not declared" in visit.page.text_content("[role=alert]")
    assert visit.page.locator(".cm-lintRange-error").text_content() == "gzz:City"
    visit.faults[:] = [fault for fault in visit.faults if "status of 400" not in fault]


def test_a_limit_is_told(visit: Any) -> None:
    visit.open("/query")
    visit.page.click(".options summary")
    visit.page.fill("[name=timeout]", "1")
    run(visit, HEAVY)
    assert "ended after 1 second" in visit.page.text_content("[role=alert]")
    visit.faults[:] = [fault for fault in visit.faults if "status of 503" not in fault]


def test_an_empty_answer_explains_itself_and_is_mended_by_a_button(visit: Any) -> None:
    visit.open("/query")
    run(visit, GZ + "SELECT ?a ?b { ?a gz:memberof ?b } LIMIT 5")
    assert "gz:memberof occurs nowhere" in visit.page.text_content("#told")
    assert visit.page.locator(".cm-lintRange-warning").text_content() == "gz:memberof"
    visit.page.get_by_role("button", name="Write gz:memberOf").click()
    assert len(shown(visit)) == 5
    assert "gz:memberOf ?b" in editor_text(visit)


def test_a_cut_answer_says_so(visit: Any) -> None:
    visit.open("/query?query=" + quote("SELECT * { ?s ?p ?o }"))
    visit.until("document.querySelector('#told .notice')?.textContent.includes('the first')", 25)
    link = visit.page.locator("#told a.button")
    assert "format=csv" in link.get_attribute("href")
    assert visit.page.locator("#views tbody tr").count() == 100


def test_terms_are_completed_with_their_prefix(visit: Any) -> None:
    visit.open("/query")
    write(visit, "SELECT * { ?a ")
    visit.page.keyboard.type("gz:memberO")
    visit.page.locator(".cm-tooltip-autocomplete li", has_text="gz:memberOf").first.wait_for()
    assert "成员" in visit.page.locator(".cm-tooltip-autocomplete li", has_text="gz:memberOf").first.text_content()
    visit.page.wait_for_timeout(100)  # the editor takes no key for a list that has only just come
    visit.page.keyboard.press("Enter")
    assert editor_text(visit) == GZ + "SELECT * { ?a gz:memberOf"


@pytest.mark.parametrize("name", ["里昂", "lyon"])
def test_a_thing_is_completed_from_its_name(visit: Any, name: str) -> None:
    visit.open("/query")
    write(visit, "SELECT * { ")
    for letter in name:
        visit.page.keyboard.type(letter)
    visit.page.locator(".cm-tooltip-autocomplete li", has_text="city:fr-lyon").first.click()
    assert editor_text(visit) == CITY + "SELECT * { city:fr-lyon"


def test_a_step_back_asks_what_was_asked_before(visit: Any) -> None:
    visit.open("/query?question=CQ-X01")
    assert "1990-01-01" in visit.page.inner_text("#asks")
    visit.page.fill("#sift", "CQ-R03")
    visit.page.click("a[data-question='CQ-R03']")
    visit.until("location.search.includes('CQ-R03')")
    assert "more than one edition" in visit.page.inner_text("#asks")
    visit.page.go_back()
    visit.page.locator("#asks", has_text="1990-01-01").wait_for()
    assert "CQ-X01" in visit.page.url
