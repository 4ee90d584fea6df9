"""Who says so: the lists for stewards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx


def records(visit: Any, name: str) -> list[str]:
    found: list[str] = visit.page.locator(f"#{name} tbody th").all_inner_texts()
    return found


def test_it_says_how_many_ties_both_sides_speak_of(visit: Any) -> None:
    """Guangzhou's list and Frankfurt's own page both have the day of 11 April 1988."""
    visit.open("/who-says-so")
    row = visit.page.locator(".standings tr", has_text="sister city").first
    assert row.locator("td.number").all_inner_texts()[0] == "1"
    assert row.locator("svg").get_attribute("aria-label").startswith("1 of 38 by both sides")
    visit.page.get_by_text("What was compared").click()
    assert visit.page.get_by_text("Everyone else is a third party").is_visible()
    assert visit.axe() == []


def test_a_steward_finds_what_to_do_for_a_city(visit: Any) -> None:
    visit.open("/who-says-so")
    visit.page.fill("#city", "里昂")
    visit.page.locator("#city-found li", has_text="Lyon").first.click()
    visit.page.get_by_role("button", name="Show", exact=True).click()
    visit.page.wait_for_url("**city=city%2Ffr-lyon**")
    assert visit.page.input_value("#city") == "Lyon"
    assert records(visit, "one-sided") == ["Guangzhou – Lyon (sister city)"]
    row = visit.page.locator("#one-sided tbody tr")
    assert row.locator("td").nth(1).inner_text() == "Lyon"
    assert row.locator("code").inner_text() == "graph/ties/sister-city/cn-guangzhou--fr-lyon.ttl"
    assert row.locator("a", has_text="Correct").get_attribute("href").startswith("/hand-in?about=")
    assert "gz.gov.cn" in row.locator("a.out").get_attribute("href")
    assert visit.page.locator("#ended .notice").is_visible()
    row.locator("th a").click()
    visit.page.wait_for_url("**/id/tie/sister-city/cn-guangzhou--fr-lyon")


def test_a_list_is_leafed_through_and_kept_to_a_kind(visit: Any) -> None:
    visit.open("/who-says-so")
    visit.page.locator("#single a.button").click()
    visit.page.wait_for_url("**list=single**")
    first = records(visit, "single")
    assert len(first) == 50
    visit.page.get_by_role("link", name="Next").click()
    visit.page.wait_for_url("**page=2**")
    assert not set(first) & set(records(visit, "single"))
    visit.page.select_option("#kind", "sister-district")
    visit.page.get_by_role("button", name="Show", exact=True).click()
    visit.page.wait_for_url("**kind=sister-district**")
    assert all("sister district" in name for name in records(visit, "single"))


def test_an_unknown_city_is_told_at_the_form(visit: Any) -> None:
    assert visit.open("/who-says-so?city=Atlantis").status == 400
    visit.faults[:] = [fault for fault in visit.faults if "status of 400" not in fault]
    assert "Atlantis" in visit.page.get_by_role("alert").inner_text()
    assert visit.page.get_attribute("#city", "aria-invalid") == "true"
    assert visit.axe() == []


def test_the_link_to_csv_gives_the_list(visit: Any, server: httpx.Client) -> None:
    visit.open("/who-says-so")
    link = visit.page.locator("#one-sided .ways a", has_text="CSV").get_attribute("href")
    lines = server.get(link).text.splitlines()
    assert lines[0].startswith("record,class,kind,")
    assert any("cn-guangzhou--fr-lyon" in line for line in lines)
    assert not any("cn-guangzhou--de-frankfurt" in line for line in lines)


def test_a_phone_without_scripts_shows_the_lists_in_chinese(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, width="phone", locale="zh-CN", color_scheme="dark", java_script_enabled=False)
    visit.open("/who-says-so?list=disagreeing")
    assert visit.page.locator("h1").inner_text() == "来源说法不一"
    text = visit.page.locator("#disagreeing tr", has_text="从都国际论坛").inner_text()
    assert "2011年8月" in text
    assert "2014年" in text
    assert visit.page.locator("body").bounding_box()["width"] <= 390
