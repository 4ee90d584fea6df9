"""The network explorer, used as its users would: look, move through time, choose, follow paths, save, open a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as xml

import httpx
import networkx as nx
import pytest

GUANGZHOU = "city/cn-guangzhou"
PARTNERS_1990 = {
    *("Fukuoka", "Los Angeles", "Manila", "Vancouver", "Sydney", "Bari", "Lyon", "Frankfurt", "Auckland"),
}
SISTERS_1990 = f"/explore?layer=sister-city&as_of=1990-12-31&focus={GUANGZHOU}&table=1"
SVG = "{http://www.w3.org/2000/svg}"


def ready(visit: Any, path: str) -> Any:
    """Open an address of the explorer, and return the page when it shows something."""
    assert visit.open(path).status == 200
    visit.page.locator("#explorer[data-state=ready]").wait_for()
    return visit.page


def status(page: Any) -> str:
    return str(page.locator("#status").inner_text())


def cells(page: Any, table: str) -> list[list[str]]:
    rows = f"[...document.querySelectorAll('#{table} tbody tr')].map(row => [...row.cells].map(cell => cell.innerText))"
    return list(page.evaluate(rows))


def saved(page: Any, kind: str) -> bytes:
    """Return what is saved in a format."""
    page.click("#save > summary")
    with page.expect_download() as download:
        page.click(f"[data-save={kind}]")
    return Path(download.value.path()).read_bytes()


def world(folder: Path, nodes: int = 12_000, edges: int = 15_000) -> Path:
    """Return a file with a large network: cities on a spiral around the globe, each with a tie to the next ones."""
    told: dict[str, Any] = {"directed": False, "multigraph": False, "graph": {}, "nodes": [], "links": []}
    for number in range(nodes):
        told["nodes"].append(
            {"id": number, "label": f"City {number}", "lon": number * 137.5 % 360 - 180, "lat": number * 7 % 120 - 55}
        )
    for number in range(edges):
        source, step = number % nodes, 1 + number // nodes * 17
        spell = [f"{1960 + number % 60}", None]
        told["links"].append({"source": source, "target": (source + step) % nodes, "spells": [spell]})
    path = folder / "world.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def test_it_opens_on_the_map_and_says_how_many_of_how_many(visit: Any) -> None:
    page = ready(visit, "/explore")
    shown, _, most = status(page).partition(" of ")
    assert int(shown) == int(most.split()[0]) > 60
    assert "without a place on the map" in status(page)
    assert page.get_attribute("#canvas", "aria-label").startswith(f"Drawing of the network: {shown} of {shown}")
    colours = page.evaluate(
        "new Set(document.getElementById('canvas').getContext('2d').getImageData(0, 0, 900, 500).data).size"
    )
    assert colours > 20  # something is drawn


def test_the_slider_shows_with_whom_guangzhou_was_tied_in_1990(visit: Any) -> None:
    page = ready(visit, f"/explore?focus={GUANGZHOU}&table=1")
    page.locator(".kinds summary").first.click()
    for kind in ("friendly-cooperation city", "sister district", "sister port", "sister unit"):
        page.get_by_label(kind, exact=True).uncheck()
    page.locator("#year").evaluate(
        "slider => { slider.value = 1990 - 1979; slider.dispatchEvent(new Event('input')); }"
    )
    visit.until("document.getElementById('status').textContent.includes('9 ties on 31 December 1990')")
    ties = cells(page, "edges-table")
    assert {end for row in ties for end in row[:2]} - {"Guangzhou"} == PARTNERS_1990
    assert {row[2] for row in ties} == {"sister city"}
    assert "since 2 May 1979" in {row[3] for row in ties}
    chosen = page.locator("#chosen")
    assert chosen.locator("h2").inner_text().startswith("Guangzhou")
    assert set(chosen.locator(".ties .name").all_inner_texts()) == PARTNERS_1990
    assert chosen.locator("a.button").get_attribute("href") == f"/id/{GUANGZHOU}"
    page.locator("#year").press("ArrowLeft")
    assert "31 December 1989" in status(page)


def test_what_held_on_a_day_is_what_the_service_says(visit: Any, server: httpx.Client) -> None:
    layers = "layer=tie,membership,participation"
    page = ready(visit, f"/explore?view=layout&top=999&table=1&{layers}")
    for certainty in ("begun", "possible"):
        page.get_by_label("Also what may already have begun").set_checked(certainty == "possible")
        for day in ("1990-01-01", "2018-07-01", "2026-11-24", "ever"):
            page.get_by_label("All time").set_checked(day == "ever")
            if day != "ever":
                page.fill("#date", day)
            shown = page.evaluate("[...document.querySelectorAll('tr[data-pair]')].map(row => row.dataset.pair)")
            told = server.get(f"/network?{layers}&as_of={day}&certainty={certainty}&format=json").json()
            expected = {frozenset((edge["source"], edge["target"])) for edge in told["edges"]}
            assert {frozenset(pair.split()) for pair in shown} == expected, (day, certainty)
            assert len(shown) == len(expected)


def test_a_link_reopens_what_is_shown(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server)
    page = ready(visit, SISTERS_1990)
    page.click("[data-view=layout]")
    page.select_option("#size", "betweenness")
    page.select_option("#colour", "kind")
    page.select_option("#country", label="Japan")
    page.click("[data-zoom='1.6']")
    visit.until("location.search.includes('zoom=') && location.search.includes('country=JP')")
    visit.until("document.getElementById('progress').hidden")
    again = visiting(server)
    reopened = ready(again, page.url.removeprefix(visit.address))
    again.until("document.getElementById('progress').hidden")
    assert status(reopened) == status(page)
    assert status(page).startswith("2 of 2 shown")
    assert cells(reopened, "edges-table") == cells(page, "edges-table")
    for control in ("#size", "#colour", "#year"):
        assert reopened.input_value(control) == page.input_value(control)
    again.until("location.search.includes('zoom=')")
    assert reopened.url == page.url


def test_playing_goes_on_year_by_year(visit: Any) -> None:
    page = ready(visit, "/explore?layer=sister-city&as_of=1985-12-31")
    page.click("#play")
    assert page.locator("#play").inner_text() == "Pause"
    visit.until("document.getElementById('when').textContent.includes('1987')")
    page.click("#play")
    year = page.locator("#when").inner_text()
    page.wait_for_timeout(900)
    assert page.locator("#when").inner_text() == year


def test_a_click_on_a_node_chooses_it(visit: Any) -> None:
    page = ready(visit, SISTERS_1990.replace(f"focus={GUANGZHOU}&", ""))
    visit.until("document.querySelector('tr[data-node]')?.dataset.x")
    row = page.locator("tr[data-node='city/fr-lyon']")
    place = {name: float(row.get_attribute(f"data-{name}")) for name in ("x", "y")}
    page.locator("#canvas").hover(position=place)
    page.locator("#canvas.over").wait_for()
    page.locator("#canvas").click(position=place)
    assert page.locator("#chosen h2").inner_text().startswith("Lyon")
    assert "since 19 January 1988" in page.locator("#chosen .ties").inner_text()
    visit.until("location.search.includes('focus=city/fr-lyon')")
    page.locator("#chosen .ties .name").click()
    assert page.locator("#chosen h2").inner_text().startswith("Guangzhou")
    page.get_by_role("button", name="Close", exact=True).click()
    assert page.locator("#chosen article").count() == 0


def test_neighbours_beyond_the_largest_are_shown_when_asked_for(visit: Any) -> None:
    page = ready(visit, f"/explore?layer=sister-city&top=10&focus={GUANGZHOU}")
    told = page.locator("#chosen").get_by_text("neighbours shown")
    shown, _, most = told.inner_text().partition(" of ")
    assert int(shown) == 9 < int(most.split()[0])
    page.get_by_role("button", name="Show its neighbours").click()
    assert told.inner_text() == f"{most.split()[0]} of {most.split()[0]} neighbours shown"
    visit.until(f"location.search.includes('expand={GUANGZHOU}')")
    page.get_by_role("button", name="Only the largest again").click()
    assert told.inner_text().startswith("9 of ")


def test_a_path_joins_two_that_were_found_by_name(visit: Any) -> None:
    page = ready(visit, "/explore?layer=tie,membership&view=layout")
    page.click("#path > summary")
    for field, name in (("#path-from", "里昂"), ("#path-to", "C40")):
        page.locator(field).press_sequentially(name)
        page.locator(f"{field}-found li").first.click()
    steps = page.locator("#path-found")
    steps.get_by_text("Shortest path: 2 steps").wait_for()
    assert steps.locator(".name").all_inner_texts()[:2] == ["Lyon", "Guangzhou"]
    links = [link.get_attribute("href") for link in steps.get_by_role("link", name="record").all()]
    assert links[0] == "/id/tie/sister-city/cn-guangzhou--fr-lyon"
    assert len(links) >= 2
    page.get_by_role("button", name="Clear the path").click()
    assert steps.inner_text() == ""


def test_a_wish_is_shown_only_when_asked_for_and_said_to_be_one(visit: Any) -> None:
    page = ready(visit, "/explore?view=layout&table=1")
    before = len(cells(page, "edges-table"))
    page.get_by_label("Wished for (dashed)").check()
    rows = cells(page, "edges-table")
    assert len(rows) == before + 1
    assert [row for row in rows if "(wished for)" in row[2]]


def test_what_is_saved_is_exactly_what_is_shown(visit: Any) -> None:
    page = ready(visit, SISTERS_1990)
    nodes = {row.get_attribute("data-node") for row in page.locator("tr[data-node]").all()}
    pairs = {frozenset(row.get_attribute("data-pair").split()) for row in page.locator("tr[data-pair]").all()}
    assert (len(nodes), len(pairs)) == (10, 9)

    rows = list(csv.DictReader(io.StringIO(saved(page, "csv").decode("utf-8-sig"))))
    assert {frozenset((row["source"], row["target"])) for row in rows} == pairs
    assert {row["start_earliest"] for row in rows} >= {"1979-05-02", "1989-02-17"}

    network = nx.read_gexf(io.BytesIO(gexf := saved(page, "gexf")))
    assert set(network) == nodes
    assert {frozenset(pair) for pair in network.edges} == pairs
    spells = xml.fromstring(gexf).findall(".//{http://gexf.net/1.3}spell")
    assert "1979-05-02" in {spell.get("start") for spell in spells}

    drawing = xml.fromstring(saved(page, "svg"))
    assert len(drawing.findall(f".//{SVG}circle")) == 10
    assert len(drawing.findall(f".//{SVG}g[@class='ties']/{SVG}path")) == 9
    assert "Fukuoka" in {text.text for text in drawing.iter(f"{SVG}text")}

    picture = saved(page, "png")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20]) > 1000  # pixels across


def test_a_large_network_opens_from_a_file_and_nothing_is_sent(visit: Any, tmp_path: Path) -> None:
    page = ready(visit, "/explore")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_input_files("#file", world(tmp_path))
    visit.until("document.getElementById('status').textContent.startsWith('300 of 12,000 shown')")
    page.locator("#top").evaluate(
        "slider => { slider.value = 12000; slider.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    visit.until("document.getElementById('status').textContent.startsWith('12,000 of 12,000 shown · 15,000 ties')")
    page.locator("#find-node").fill("City 4711")
    page.locator("#find-node-found li").first.click()
    assert page.locator("#chosen h2").inner_text() == "City 4711"
    page.click("#table-button")
    assert "The first 1,000 of 12,000 rows" in page.locator("#twin").inner_text()
    assert [url for url in asked if "/entities" not in url and not url.startswith("blob:")] == []
    page.get_by_role("button", name="Back to the graph").click()
    visit.until("/^\\d\\d of \\d\\d shown/.test(document.getElementById('status').textContent)")


def test_each_record_is_told_with_all_that_is_known_of_its_dates(visit: Any, tmp_path: Path) -> None:
    page = ready(visit, "/explore")
    times = [
        ["2014-01-01", "2014-01-28", "2019-06-01", None],
        [None, "2016-02-29", None, "2020-12-31"],
        ["2016-02-01", "2016-02-29", None, None],
        ["2016-02-01", "2016-02-28", None, None],
    ]
    edge = {"source": "a", "target": "b", "records": ["r0", "r1", "r2", "r3"], "kinds": ["k"] * 4, "bounds": times}
    edge["statuses"] = ["factual", "prospective", "factual", "factual"]
    file = tmp_path / "dated.json"
    file.write_text(json.dumps({"nodes": [{"id": "a"}, {"id": "b"}], "edges": [edge]}), encoding="utf-8")
    page.set_input_files("#file", file)
    visit.until("document.getElementById('status').textContent.startsWith('2 of 2 shown')")
    page.get_by_label("All time").check()
    rows = list(csv.DictReader(io.StringIO(saved(page, "csv").decode("utf-8-sig"))))
    bounds = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    assert [(row["record"], row["status"]) for row in rows] == [
        *(("r0", "factual"), ("r1", "prospective"), ("r2", "factual"), ("r3", "factual")),
    ]
    assert [[row[bound] or None for bound in bounds] for row in rows] == times
    page.click("#table-button")
    told = cells(page, "edges-table")[0][3].splitlines()
    assert told[0].startswith("since between 1 January 2014 and 28 January 2014")
    assert told[2:] == ["since February 2016", "since between 1 February 2016 and 28 February 2016"]


def plain_http(visit: Any) -> None:
    """Give the service a name instead of the number of this machine; without encryption scripts get no clipboard."""
    own, visit.address = visit.address, "http://gzkg.example"
    visit.page.route(
        f"{visit.address}/**",
        lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(visit.address, own))),
    )


def test_the_link_is_copied_over_plain_http_too(visit: Any) -> None:
    plain_http(visit)
    page = ready(visit, f"/explore?focus={GUANGZHOU}")
    button = page.locator("#link-button")
    button.click()
    assert button.inner_text() == "Link copied"
    page.locator("#find-node").focus()
    page.keyboard.press("Control+V")
    assert page.input_value("#find-node") == page.url
    button.get_by_text("Copy link").wait_for()


def test_a_link_that_was_not_copied_is_not_called_copied(visit: Any) -> None:
    """A browser refuses to copy when nobody has pressed anything yet."""
    plain_http(visit)
    visit.page.add_init_script("""
        window.said = [];
        new MutationObserver(() => {
            const button = document.querySelector('#explorer[data-state=ready] #link-button');
            if (button && window.said.at(-1) !== button.textContent && window.said.push(button.textContent) === 1)
                button.click();
        }).observe(document, { attributes: true, childList: true, subtree: true });
    """)
    page = ready(visit, "/explore")
    visit.until("said.length === 3")
    assert page.evaluate("said") == ["Copy link", "Not copied; the address bar has it", "Copy link"]


def test_hostile_labels_stay_text_and_a_file_that_is_none_says_so(visit: Any, tmp_path: Path) -> None:
    page = ready(visit, "/explore")
    hostile = "<img src=x onerror=alert(1)>=\"'&</script>"
    nodes = [
        {"id": "=1+1", "label_en": hostile, "kind": hostile, "country": hostile},
        {"id": "__proto__", "label_zh": "中文"},
    ]
    edge = {"source": "=1+1", "target": "__proto__", "layer": hostile}
    file = tmp_path / "hostile.json"
    file.write_text(json.dumps({"nodes": nodes, "edges": [edge]}), encoding="utf-8")
    page.set_input_files("#file", file)
    visit.until("document.getElementById('status').textContent.startsWith('2 of 2 shown')")
    page.click("#table-button")
    page.locator("tr[data-node='=1+1'] button").click()
    assert page.locator("#chosen h2").inner_text() == hostile
    assert page.locator("main img").count() == 0
    rows = list(csv.reader(io.StringIO(saved(page, "csv").decode("utf-8-sig"))))
    assert rows[1][:3] == ["'=1+1", "__proto__", hostile]
    assert set(nx.read_gexf(io.BytesIO(saved(page, "gexf")))) == {"=1+1", "__proto__"}
    assert hostile in {text.text for text in xml.fromstring(saved(page, "svg")).iter(f"{SVG}text")}
    for text, said in (("{", "not JSON"), ("[]", "no network"), ('{"nodes": [], "edges": []}', "no tie")):
        file.write_text(text)
        page.set_input_files("#file", file)
        page.locator("#trouble").get_by_text(said).wait_for()


@pytest.mark.parametrize("window", [("desktop", "en-GB", "light"), ("phone", "zh-CN", "dark")], ids=" ".join)
def test_axe_is_content_when_everything_is_open(
    visiting: Callable[..., Any], server: httpx.Client, window: tuple[str, str, str]
) -> None:
    width, locale, scheme = window
    visit = visiting(server, width=width, locale=locale, color_scheme=scheme)
    page = ready(visit, f"{SISTERS_1990}&from=city/fr-lyon&to=city/it-bari")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert visit.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_step_back_shows_what_was_before(visit: Any) -> None:
    visit.open("/explore")
    visit.until("document.querySelector('#explorer').dataset.state === 'ready'")
    visit.page.click("[data-view=layout]")
    visit.until("location.search.includes('view=layout')")
    visit.page.go_back()
    visit.until("!location.search.includes('view=layout')")
    assert visit.page.evaluate("location.pathname") == "/explore"
    visit.until("document.querySelector('[data-view=map]').getAttribute('aria-pressed') === 'true'")
