"""Rankings: centralities through time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

SISTERS = "/rankings?measure=degree&layer=sister-city&since=1979&until=1990&date=1990-01-01"


def test_guangzhou_had_nine_sister_cities_in_1990(visit: Any) -> None:
    visit.open(SISTERS + "&city=Guangzhou&city=city/jp-fukuoka")
    row = visit.page.locator(".numbers tr", has_text="1990-12-31")
    assert [text.split() for text in row.locator("td").all_inner_texts()] == [["9", "1"], ["1", "2="], ["10"]]
    first, second = visit.page.locator(".ranking tbody tr").all()[:2]
    assert first.inner_text().split() == ["1", "Guangzhou", "China", "9", "100.0"]
    assert second.locator("abbr").get_attribute("title") == "shared by 9 cities"
    assert visit.page.locator(".ranking tbody tr").count() == 10
    assert visit.axe() == []


def test_a_city_is_added_by_name_and_followed(visit: Any) -> None:
    visit.open(SISTERS + "&city=city/cn-guangzhou")
    visit.page.fill("#city", "里昂")
    visit.page.locator("#city-found li", has_text="Lyon").first.click()
    chosen = visit.page.locator("#chosen label").all_inner_texts()
    assert [name.strip() for name in chosen] == ["Guangzhou", "Lyon"]
    visit.page.get_by_role("button", name="Show", exact=True).click()
    visit.page.wait_for_url("**city%2Ffr-lyon**")
    assert visit.page.locator("#legend li a").all_inner_texts() == ["Guangzhou", "Lyon"]
    assert visit.page.locator(".of-line[data-line='city/fr-lyon'] .dot").count() == 3  # since 19 January 1988


def test_the_line_under_the_pointer_stands_out(visit: Any) -> None:
    visit.open("/rankings")
    assert visit.page.locator("#legend li a").first.inner_text() == "Guangzhou"
    assert visit.page.locator(".of-line").count() == 6
    visit.page.hover(".of-line[data-line='city/cn-guangzhou'] .name")
    assert visit.page.locator("#chart.dimmed .lit").count() == 1
    assert "Guangzhou" in visit.page.locator("#readout").inner_text()
    visit.page.mouse.move(5, 5)
    visit.until("!document.querySelector('.dimmed') && !document.querySelector('#readout').textContent")


def test_ranks_stand_upside_down(visit: Any) -> None:
    visit.open(SISTERS + "&show=rank&city=Guangzhou&city=Lyon")
    ticks = visit.page.locator(".grid text[text-anchor='end']")
    assert ticks.first.text_content() == "1"
    heights = [float(tick.get_attribute("y")) for tick in ticks.all()]
    assert heights == sorted(heights)


def test_what_cannot_be_is_told_at_the_form(visit: Any) -> None:
    path = "/rankings?measure=fame&layer=siting&city=Atlantis&since=19&date=2090-01-01&show=sum"
    assert visit.open(path).status == 400
    visit.faults[:] = [fault for fault in visit.faults if "status of 400" not in fault]
    told = "\n".join(visit.page.get_by_role("alert").all_inner_texts())
    assert all(given in told for given in ("fame", "siting", "Atlantis", "19", "2090-01-01", "sum", "betweenness"))
    assert visit.page.locator("#chart").count() == 0
    assert visit.axe() == []


def test_downloads_hold_the_same_numbers(visit: Any, server: httpx.Client) -> None:
    visit.open(SISTERS + "&city=Guangzhou")
    series, ranking = (visit.page.locator(".ways").nth(i).get_by_text("CSV").get_attribute("href") for i in (0, 1))
    assert "1990-12-31,city/cn-guangzhou,Guangzhou,广州,9.0,1,10,1" in server.get(series).text.splitlines()
    assert server.get(ranking).text.splitlines()[1].startswith("1,city/cn-guangzhou,Guangzhou,广州,City,CN,9.0,")
    visit.page.get_by_text("Get the same with Python or curl").click()
    assert visit.page.locator("#python").inner_text().startswith("from gzkg import KnowledgeGraph")


def test_without_scripts_a_phone_shows_it_in_chinese(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, width="phone", locale="zh-CN", java_script_enabled=False)
    visit.open(SISTERS)
    assert visit.page.locator(".ranking tbody tr").first.inner_text().split()[:3] == ["1", "广州", "中国"]
    assert visit.page.locator("#chart .line").count() >= 6
    assert "来源的覆盖范围" in visit.page.locator("figcaption").inner_text()
