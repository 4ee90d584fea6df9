"""The answer on the query page: its views, what hostile values do to it, and taking it along."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from .editing import CITY, GZ, run, shown, write

AWKWARD = r'''SELECT ?x ?y { VALUES (?x ?y) { ("it's" 1) ("a \\ \"quoted\" $HOME `pwd` ${x} 里昂 & %41" 2) } }
# a\b """ and ' to quote'''
HOSTILE = """SELECT * { VALUES (?x ?y ?z) {
  ("<img src=x onerror=alert(1)>" <javascript:alert(1)> "</script><script>alert(2)</script>"@en)
  ("<svg onload=alert(3)>" <data:text/html,%3Cscript%3Ealert(4)%3C/script%3E> "{{7*7}}"@zh) } }"""


def test_ten_thousand_rows_do_not_freeze(visit: Any) -> None:
    visit.open("/query")
    run(visit, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000")
    assert visit.page.locator("#views tbody tr").count() == 100
    visit.page.get_by_role("button", name="Next").click()
    visit.until("document.querySelector('.pager').textContent.includes('Rows 101 to 200 of 10,000')")
    took = visit.page.evaluate(
        "(async () => { const began = performance.now(); document.querySelector('#views thead button').click();"
        "await new Promise(go => requestAnimationFrame(() => setTimeout(go))); return performance.now() - began })()"
    )
    assert took < 1500


def test_a_table_is_sorted_by_value(visit: Any) -> None:
    visit.open("/query")
    run(visit, "SELECT ?n { VALUES ?n { 10 9 100 } }")
    visit.page.get_by_role("button", name="n", exact=True).click()
    visit.until("document.querySelector('#views th').getAttribute('aria-sort') === 'ascending'")
    assert shown(visit) == [["9"], ["10"], ["100"]]
    visit.page.get_by_role("button", name="n", exact=True).click()
    visit.until("document.querySelector('#views th').getAttribute('aria-sort') === 'descending'")
    assert shown(visit) == [["100"], ["10"], ["9"]]


@pytest.mark.parametrize("way", ["page", "script"])
def test_hostile_values_stay_text(visit: Any, way: str) -> None:
    visit.page.on("dialog", lambda dialog: visit.faults.append(dialog.message))
    if way == "page":
        visit.open("/query?query=" + quote(HOSTILE))
    else:
        visit.open("/query")
        run(visit, HOSTILE)
    rows = shown(visit)
    assert rows[0][0] == "<img src=x onerror=alert(1)>"
    assert rows[0][2].removesuffix("en") == "</script><script>alert(2)</script>"
    assert visit.page.locator("#views img, #views script, #views svg").count() == 0
    assert visit.page.locator("#views td a").count() == 0
    for view in visit.page.locator("#answer [role=tab]").all():
        view.click()
        assert visit.page.locator("#views [href^='javascript'], #views [href^='data'], #views img").count() == 0


def test_a_map_of_places(visit: Any) -> None:
    visit.open("/query?question=CQ-X05")
    visit.page.locator("#view .map a[aria-label^='Lyon']").wait_for()
    assert visit.page.locator("#tab-map").get_attribute("aria-selected") == "true"
    assert visit.axe() == []


def test_a_network_of_pairs_and_its_table(visit: Any) -> None:
    visit.open("/query?question=CQ-N03&view=network")
    visit.page.locator("#view .network a[aria-label='Guangzhou']").wait_for()
    assert "nodes shown" in visit.page.text_content("#view .count")
    visit.page.locator("#tab-network").focus()
    visit.page.keyboard.press("Home")
    assert visit.page.locator("#tab-table").get_attribute("aria-selected") == "true"
    assert "view=table" in visit.page.url


def test_a_chart_through_the_years(visit: Any) -> None:
    visit.open("/query?question=CQ-T05")
    visit.page.locator("#view .chart polyline").first.wait_for()
    assert visit.page.locator("#view .legend").text_content() == "sister cityfriendly-cooperation city"
    assert visit.axe() == []


def test_a_timeline_of_days(visit: Any) -> None:
    visit.open("/query?question=CQ-X01&view=timeline")
    visit.page.locator("#view .timeline circle").first.wait_for()
    assert visit.page.locator("#view .timeline .when").first.text_content() == "1979-05-02"
    assert visit.axe() == []


def test_a_graph_as_text_table_and_network(visit: Any) -> None:
    visit.open("/query?query=" + quote("DESCRIBE <https://w3id.org/gzkg/id/city/fr-lyon>"))
    visit.page.locator("pre.graph .turtle-name", has_text="skos:prefLabel").first.wait_for()
    visit.page.click("#tab-table")
    visit.page.locator("#views td", has_text="里昂").first.wait_for()
    visit.page.click("#tab-network")
    visit.page.locator("#view .network circle").first.wait_for()


def test_the_code_of_the_page_gives_the_same_rows(visit: Any, tmp_path: Path) -> None:
    visit.open("/query?view=table")
    run(visit, AWKWARD)
    expected = [["it's", "1"], ['a \\ "quoted" $HOME `pwd` ${x} 里昂 & %41', "2"]]
    assert shown(visit) == expected
    given = {}
    for name in ("curl", "Python", "R", "JavaScript"):
        visit.page.get_by_role("button", name=name, exact=True).click()
        given[name] = visit.page.text_content("#share pre")
    by_curl = subprocess.run(["sh", "-c", given["curl"]], capture_output=True, text=True, check=True, timeout=30)
    assert by_curl.stdout.splitlines() == ["x,y", "it's,1", '"a \\ ""quoted"" $HOME `pwd` ${x} 里昂 & %41",2']
    script = tmp_path / "ask.py"
    told = "\nimport json\nprint(json.dumps(answer.astype(str).values.tolist()))\n"
    script.write_text(given["Python"].replace("print(answer)\n", "") + told, encoding="utf-8")
    by_python = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=30)
    assert json.loads(by_python.stdout) == expected
    assert given["R"].startswith('query <- "SELECT')
    assert "URLencode(query, reserved = TRUE)" in given["R"]
    assert "\\`pwd\\` \\${x}" in given["JavaScript"]


def test_the_link_of_an_answer_opens_it_again(visiting: Callable[..., Any], server: httpx.Client) -> None:
    first = visiting(server)
    first.open("/query")
    run(first, CITY + GZ + "SELECT ?city ?other { VALUES ?city { city:cn-guangzhou } ?city gz:sisterCityOf ?other }")
    first.page.click("#tab-map")
    first.page.locator("#view .map .arcs path").first.wait_for()
    address = first.page.input_value("#share input")
    second = visiting(server, width="phone", locale="zh-CN")
    second.open(address.removeprefix(second.address))
    second.page.locator("#view .map a[aria-label='里昂']").wait_for()
    assert second.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_last_queries_are_kept_in_the_browser(visit: Any) -> None:
    visit.open("/query")
    run(visit, "SELECT (1 AS ?one) {}")
    visit.open("/query")
    visit.page.click("#history summary")
    visit.page.locator("#history button", has_text="SELECT (1 AS ?one) {}").click()
    assert shown(visit) == [["1"]]


def test_without_scripts_the_answer_comes_with_the_page(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, java_script_enabled=False)
    visit.open("/query?question=CQ-X01")
    assert visit.page.locator("#views tbody tr").count() == 10
    visit.page.fill("#query", "SELECT (2 AS ?two) {}")
    visit.page.click("#run")
    assert visit.page.locator("#views td").text_content() == "2"
    assert "wait=1" in visit.page.url


def test_a_long_query_is_downloaded_too(visit: Any) -> None:
    visit.open("/query")
    run(visit, "SELECT (1 AS ?one) {} #" + "x" * 9000)
    with visit.page.expect_download() as coming:
        visit.page.get_by_role("button", name="CSV").click()
    assert coming.value.path().read_text(encoding="utf-8").split() == ["one", "1"]


def test_names_that_did_not_come_are_asked_for_again(visit: Any) -> None:
    lost: list[str] = []

    def lose(route: Any) -> None:
        lost.append(route.request.url)
        route.abort() if len(lost) == 1 else route.continue_()

    visit.page.route("**/brief?*", lose)
    visit.open("/query?view=map")
    run(visit, CITY + GZ + "SELECT ?other { city:cn-guangzhou gz:sisterCityOf ?other }")
    visit.page.locator("#view .map a[aria-label='Lyon']").wait_for()
    visit.faults[:] = [fault for fault in visit.faults if "net::ERR_FAILED" not in fault]


def test_a_lost_connection_leaves_neither_waiting_nor_a_fault(visit: Any) -> None:
    visit.open("/query")
    run(visit, CITY + GZ + "CONSTRUCT { ?a gz:sisterCityOf ?b } { ?a gz:sisterCityOf ?b } LIMIT 50")
    visit.page.locator("pre.graph").wait_for()
    visit.page.context.set_offline(True)
    visit.page.click("#tab-table")
    visit.page.locator("#view [role=alert]").get_by_text("cannot be reached").wait_for()
    visit.page.context.set_offline(False)
    visit.page.click("#tab-network")
    visit.page.locator("#view .network circle").first.wait_for()
    visit.page.context.set_offline(True)
    run(visit, "ASK {}")
    assert "cannot be reached" in visit.page.text_content("#told [role=alert]")
    assert visit.page.text_content("#said") == ""
    visit.faults[:] = [fault for fault in visit.faults if "net::ERR_INTERNET_DISCONNECTED" not in fault]


def test_a_map_is_drawn_without_coasts_and_names_when_both_are_lost(visit: Any) -> None:
    visit.open("/query?view=map")
    for lost in ("**/land.json", "**/brief?*"):
        visit.page.route(lost, lambda route: route.abort())
    visit.page.set_viewport_size({"width": 1000, "height": 700})
    run(visit, "SELECT ?lat ?long { VALUES (?lat ?long) { (23.1 113.3) (45.7 4.8) } }")
    visit.page.locator("#view .map circle").first.wait_for()
    visit.faults[:] = [fault for fault in visit.faults if "net::ERR_FAILED" not in fault]


def test_things_are_asked_for_in_addresses_that_every_server_takes(visit: Any) -> None:
    addresses: list[str] = []
    visit.page.on("request", lambda asked: addresses.append(asked.url))
    visit.open("/query")
    run(visit, GZ + "SELECT ?tie { ?tie a gz:Tie } LIMIT 90")
    visit.page.locator("#views a", has_text="–").first.wait_for()
    briefs = [address for address in addresses if "/brief?" in address]
    assert len(briefs) >= 2
    assert max(map(len, briefs)) < 7000


def test_the_link_names_the_view_that_is_seen(visit: Any) -> None:
    visit.open("/query?question=CQ-X05")
    for view in ("table", "map", "table"):
        visit.page.click(f"#tab-{view}")
        assert f"view={view}" in visit.page.input_value("#share input")
        assert visit.page.input_value("#share input") == visit.page.url
    write(visit, "ASK {}")
    visit.page.click("#tab-map")
    assert "question=CQ-X05&view=map" in visit.page.input_value("#share input")  # not what is only being written


def test_answers_leave_no_listeners_behind(visit: Any) -> None:
    devtools = visit.page.context.new_cdp_session(visit.page)
    count = {"expression": "Object.values(getEventListeners(document)).flat().length", "includeCommandLineAPI": True}
    visit.open("/query")
    found = []
    for number in range(3):
        run(visit, f"SELECT ({number} AS ?n) {{}}")
        found.append(devtools.send("Runtime.evaluate", count)["result"]["value"])
    assert len(set(found)) == 1


def test_a_problem_is_told_in_the_language_of_the_page_first(
    visiting: Callable[..., Any], server: httpx.Client
) -> None:
    visit = visiting(server, locale="zh-CN")
    visit.open("/query")
    run(visit, "SELECT * {")
    alert = visit.page.locator("#told [role=alert]")
    assert alert.text_content().startswith("查询有误")
    assert alert.locator("[lang=en]").text_content().startswith("Line 1, column 11: ")
    visit.faults[:] = [fault for fault in visit.faults if "status of 400" not in fault]
