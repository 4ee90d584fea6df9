"""The page of one thing: who is tied with it, since when, and who says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from gzkg import Settings

GUANGZHOU = "/id/city/cn-guangzhou"
NINE = ["Fukuoka", "Los Angeles", "Manila", "Vancouver", "Sydney", "Bari", "Lyon", "Frankfurt", "Auckland"]
MOST_BYTES = 150_000
HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
Serving = Callable[[FastAPI], AbstractContextManager[httpx.Client]]


def sister_cities(page: Any) -> list[str]:
    return [name.strip() for name in page.locator("section:has(> #g-sister-city) .what > a").all_inner_texts()]


def test_the_sister_cities_of_1990_are_found_and_who_says_so(visit: Any) -> None:
    visit.open(GUANGZHOU)
    page = visit.page
    page.fill("#as-of", "1990")
    page.press("#as-of", "Enter")
    page.wait_for_url("**as_of=1990**")
    assert page.inner_text("#ties-title") == "What held in 1990"
    assert sister_cities(page) == NINE
    row = page.locator("section:has(> #g-sister-city) li", has_text="Fukuoka").first
    assert "since 1979-05-02" in row.inner_text()
    row.locator("summary").click()
    said = row.locator("details li").first
    assert "Guangzhou and Fukuoka became sister cities on 2 May 1979" in said.inner_text()
    assert "广州与福冈于1979年5月2日结为友好城市" in said.locator("[lang=zh]").first.inner_text()
    assert said.get_by_role("link", name="Original").get_attribute("href").startswith("https://www.gz.gov.cn/")
    assert visit.axe() == []


def test_keys_move_the_slider_and_the_button_shows_its_year(visit: Any) -> None:
    visit.open(GUANGZHOU + "?as_of=1992")
    page, slide = visit.page, visit.page.locator("#slide")
    assert slide.input_value() == "1992"
    slide.focus()
    for year in ("1991", "1990", "1989"):
        slide.press("ArrowLeft")
        assert page.inner_text(".slide output") == year
    page.wait_for_timeout(300)
    assert "as_of=1992" in page.url
    assert page.evaluate("document.activeElement.id") == "slide"
    page.locator(".slide button").click()
    page.wait_for_url("**as_of=1989**")
    assert sister_cities(page) == NINE


def test_the_slider_shows_its_year_when_the_pointer_lets_it_go(visit: Any) -> None:
    visit.open(GUANGZHOU + "?as_of=1990")
    place = visit.page.locator("#slide").bounding_box()
    visit.page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    visit.page.wait_for_url("**as_of=20**")


def test_without_scripts_the_page_answers_too(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, width="phone", locale="zh-CN", java_script_enabled=False)
    visit.open(GUANGZHOU)
    page = visit.page
    page.fill("#as-of", "1985")
    page.get_by_role("button", name="查看").first.click()
    page.wait_for_url("**as_of=1985**")
    assert sister_cities(page) == ["福冈", "洛杉矶", "马尼拉", "温哥华"]
    page.locator("section:has(> #g-sister-city) details summary").first.click()
    assert page.get_by_text("广州与福冈于1979年5月2日结为友好城市").is_visible()


def test_a_year_that_is_none_is_said_at_the_field(visit: Any) -> None:
    assert visit.open(GUANGZHOU + "?as_of=soon").status == 400
    visit.faults[:] = [fault for fault in visit.faults if "status of 400" not in fault]
    assert "soon" in visit.page.locator("[role=alert]").inner_text()
    assert visit.page.locator("#as-of").get_attribute("aria-invalid") == "true"


def test_a_chinese_reader_is_told_in_chinese_first(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, locale="zh-CN")
    visit.open(GUANGZHOU + "?as_of=13 May")
    visit.faults[:] = [fault for fault in visit.faults if "status of 400" not in fault]
    trouble = visit.page.locator("[role=alert]")
    assert trouble.inner_text().startswith("无法识别所填的时间")
    assert "13 May" in trouble.locator("[lang=en]").inner_text()
    assert visit.page.locator("#as-of").get_attribute("aria-describedby") == "trouble as-of-help"


def test_a_wish_is_told_apart_from_what_is_so(visit: Any) -> None:
    visit.open("/id/city/cn-guangzhou")
    wish = visit.page.locator("li.wish > .what .tag.wish").first
    assert wish.text_content() in ("planned", "proposed")
    assert visit.page.locator("li.held > .what .tag.wish").count() == 0


def test_facts_map_and_ranks(visit: Any) -> None:
    visit.open(GUANGZHOU)
    page = visit.page
    assert page.locator(".facts").get_by_role("link", name="Q16572").get_attribute("href") == (
        "https://www.wikidata.org/wiki/Q16572"
    )
    assert "23.1167, 113.2500" in page.locator(".facts").inner_text()
    assert page.locator(".map circle.k-sister-city").count() > 30
    assert "1 of 38" in page.locator("section:has(> #ranks)").inner_text()
    assert page.locator(".ego line").count() > 100
    assert "gz:" not in page.locator("main").inner_text()


def test_a_tie_and_a_source_have_pages(visit: Any) -> None:
    visit.open("/id/tie/sister-city/cn-guangzhou--fr-lyon")
    page = visit.page
    assert "since 1988-01-19" in page.locator(".who").inner_text()
    assert page.locator(".facts").get_by_role("link", name="Lyon").is_visible()
    page.locator(".said .from a").first.click()
    page.wait_for_url("**/id/source/**")
    assert "Guangzhou and Lyon became sister cities" in page.locator(".resting").inner_text()
    page.locator(".resting a", has_text="and Lyon became").click()
    page.wait_for_url("**/id/tie/sister-city/cn-guangzhou--fr-lyon")


def test_an_organisation_lists_its_members_as_links(visit: Any) -> None:
    visit.open("/id/org/c40")
    assert visit.page.locator("section:has(> #g-member) .what > a").count() > 50


@pytest.mark.parametrize("asked", ["", "1985/1990"])
def test_bibtex_and_downloads_are_there(visit: Any, asked: str) -> None:
    visit.open("/id/city/fr-lyon" + (f"?as_of={asked}" if asked else ""))
    page = visit.page
    page.get_by_text("BibTeX").click()
    assert "https://w3id.org/gzkg/id/city/fr-lyon" in page.inner_text("#bibtex")
    assert page.inner_text("#citation").startswith("gzkg contributors (")
    for link in page.locator("section.last a[type]").all():
        address = link.get_attribute("href")
        assert parse_qs(urlsplit(address).query).get("as_of", [""]) == [asked]
        assert page.request.get(visit.address + address).headers["content-type"].startswith(link.get_attribute("type"))
    told = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert told["mainEntity"]["name"] == "Lyon"
    table = page.request.get(visit.address + page.get_by_role("link", name="CSV").get_attribute("href"))
    assert "tie/sister-city/cn-guangzhou--fr-lyon" in table.text()
    assert ("proposed" in table.text()) == (not asked)  # of a time the page shows no wishes, and neither does the file


def test_print_names_who_says_so_and_leaves_out_the_controls(visit: Any) -> None:
    visit.open(GUANGZHOU + "?as_of=1990")
    visit.page.emulate_media(media="print")
    assert "Guangzhou Municipal People's Government" in visit.page.locator(".rows > li").first.inner_text()
    assert not visit.page.locator("#as-of").is_visible()


def test_the_first_view_is_small(visit: Any) -> None:
    visit.open(GUANGZHOU)
    sent = visit.page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".reduce((sum, one) => sum + one.transferSize, 0)"
    )
    assert 20_000 < sent < MOST_BYTES


@pytest.fixture
def hostile(root: Path, serving: Serving) -> Any:
    """A service over the tiny graph, of which a city, a source and a claim are named by an attacker."""
    for name, changes in {
        "cities/fr/lyon.ttl": [('"Lyon"', f'"{HOSTILE}"'), ('"里昂"', f'"{HOSTILE}里昂"'), ('"Q456"', '"Q1/../../x"')],
        "sources/gazette-2000-01-01.ttl": [
            ('"The Gazette, 1 January 2000"', f'"{HOSTILE}"'),
            ("<https://example.org/gazette/1>", "<javascript:alert(3)>"),
        ],
        "ties/sister-city/cn-guangzhou--fr-lyon.ttl": [('"p1"', f'"{HOSTILE}"'), ('"Guangzhou and', f'"{HOSTILE} and')],
    }.items():
        path = root / "graph" / name
        text = path.read_text(encoding="utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        path.write_text(text, encoding="utf-8")
    with serving(create_app(settings=Settings(root))) as client:
        yield client


def test_names_from_an_attacker_stay_text(visiting: Callable[..., Any], hostile: httpx.Client) -> None:
    visit = visiting(hostile)
    for path in (
        *("/id/city/fr-lyon", "/id/city/cn-guangzhou", "/id/source/gazette-2000-01-01"),
        *("/id/tie/sister-city/cn-guangzhou--fr-lyon", "/id/city/cn-guangzhou?as_of=1990"),
    ):
        assert visit.open(path).status == 200
        page = visit.page
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.locator("main img, main script").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.evaluate("[...document.scripts].every((one) => one.src || one.type === 'application/ld+json')")
    visit.open("/id/city/fr-lyon")
    assert visit.page.inner_text("h1") == HOSTILE
    assert visit.page.locator(".facts a[href*='wikidata']").count() == 0
    visit.open("/id/source/gazette-2000-01-01")
    assert "javascript:alert(3)" in visit.page.inner_text(".facts")
