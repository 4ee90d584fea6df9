"""The first page: a newcomer finds with whom Guangzhou was tied in 1990, and who says so, without reading anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

NINE = {"Fukuoka", "Los Angeles", "Manila", "Vancouver", "Sydney", "Bari", "Lyon", "Frankfurt", "Auckland"}
TIED = "[...document.querySelectorAll('.tied li:not([hidden]) a')].map((one) => one.textContent)"


def set_year(visit: Any, year: str) -> None:
    visit.page.fill("#year", year)
    visit.until(f"document.querySelector('#tally').textContent.includes('{year[:4]}')")


def test_a_newcomer_finds_the_ties_of_1990_and_who_says_so(visit: Any) -> None:
    visit.open("/")
    assert set(visit.page.evaluate(TIED)) == NINE
    visit.page.click("text=Show who says so")
    visit.page.wait_for_url("**/id/city/cn-guangzhou?as_of=1990#ties")
    visit.page.locator("#ties").wait_for()
    ties = visit.page.inner_text("#ties")
    assert {name for name in NINE if name in ties} == NINE
    assert "Linköping" not in ties  # tied since 1997


def test_the_walk_in_chinese_on_a_phone(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, width="phone", locale="zh-CN")
    visit.open("/")
    assert visit.page.inner_text("#tally") == "1990年广州与 9 个城市结好"
    visit.page.click("text=查看关系与出处")
    visit.page.wait_for_url("**/id/city/cn-guangzhou?as_of=1990#ties")


def test_the_walk_needs_no_script(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, java_script_enabled=False)
    visit.open("/")
    assert visit.page.is_hidden("#slide")
    assert visit.page.is_hidden(".copy")
    visit.page.fill("#city", "里昂")
    visit.page.fill("#year", "2000-01-01")
    visit.page.click("text=Show who says so")
    visit.page.wait_for_url("**/id/city/fr-lyon?as_of=2000-01-01#ties")


def test_another_city_is_chosen_by_name(visit: Any) -> None:
    visit.open("/")
    visit.page.fill("#city", "frankfu")
    visit.page.locator("#city-found li").first.click()
    assert visit.page.input_value("#city") == "Frankfurt"
    assert visit.page.input_value("#city-id") == "city/de-frankfurt"
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/id/city/de-frankfurt?as_of=1990#ties")


def test_only_cities_are_offered_where_a_city_is_asked_for(visit: Any) -> None:
    visit.open("/")
    visit.page.fill("#city", "里昂")
    visit.until("document.querySelectorAll('#city-found li').length === 2")


def test_a_city_that_is_typed_anew_forgets_the_one_chosen(visit: Any) -> None:
    visit.open("/")
    visit.page.fill("#city", "Lyon")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/id/city/fr-lyon?as_of=1990#ties")


def test_map_and_list_follow_the_year(visit: Any) -> None:
    visit.open("/")
    set_year(visit, "1979")
    assert visit.page.evaluate(TIED) == ["Fukuoka"]
    assert visit.page.inner_text("#tally") == "In 1979 Guangzhou had ties with one city"
    set_year(visit, "1978-12-31")
    assert visit.page.evaluate(TIED) == []
    visit.page.locator("#slide").evaluate("(one) => { one.value = 1997; one.dispatchEvent(new Event('input')); }")
    assert visit.page.input_value("#year") == "1997"
    assert set(visit.page.evaluate(TIED)) == NINE | {"Gwangju", "Linköping"}
    assert visit.page.locator(".globe g.on").count() == 11


def test_a_year_that_is_none_is_not_sent(visit: Any) -> None:
    visit.open("/")
    visit.page.fill("#year", "soon")
    visit.page.click("text=Show who says so")
    assert visit.page.url == visit.address + "/"
    assert visit.page.evaluate("document.querySelector('#year').validity.patternMismatch")


def test_the_version_is_copied(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, permissions=["clipboard-read", "clipboard-write"])
    version = visit.open("/").headers["gzkg-version"]
    visit.page.click("button.copy")
    visit.until("document.querySelector('button.copy').textContent === 'Copied'")
    assert visit.page.evaluate("navigator.clipboard.readText()") == version


def test_the_first_view_is_light(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server)
    weights: list[int] = []
    visit.page.on("response", lambda answer: weights.append(len(answer.body())))
    visit.open("/")
    assert sum(weights) < 150_000


def test_a_question_opens_with_its_answer(visit: Any) -> None:
    visit.open("/")
    visit.page.click(".questions a >> nth=0")
    visit.page.wait_for_url("**/query?question=CQ-X01")
    visit.page.locator("main >> text=Fukuoka").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_years_open_and_sound(visiting: Callable[..., Any], server: httpx.Client, scheme: str) -> None:
    visit = visiting(server, color_scheme=scheme)
    visit.open("/")
    set_year(visit, "2026")
    assert visit.page.locator(".tied li:not([hidden])").count() > 60
    visit.page.fill("#finder", "里昂")
    visit.until("document.querySelector('#finder-found li')?.textContent.includes('Lyon')")
    visit.page.wait_for_timeout(400)
    assert visit.axe() == []


def test_the_year_stays_when_the_language_changes(visit: Any) -> None:
    visit.open("/")
    visit.page.fill("#year", "2012")
    visit.page.click("nav.language a")
    visit.until("document.documentElement.lang === 'zh'")
    assert visit.page.input_value("#year") == "2012"
    assert "2012" in visit.page.inner_text("#tally")


def test_the_map_of_one_city_does_not_stand_under_the_name_of_another(visit: Any) -> None:
    visit.open("/")
    visit.page.fill("#city", "Lyon")
    visit.page.click("#city-found li")
    assert not visit.page.is_visible(".world")
