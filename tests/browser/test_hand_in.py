"""Handing in: a file dropped, its faults seen in their cells, repaired in place, submitted, reviewed, known."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from api.app import create_app
from api.pages.dating import tell_period
from api.pages.words import read_words
from api.spreadsheet import relations_csv
from gzkg import Bounds, KnowledgeGraph, Language, Settings

SOURCE = "source/gazette-2000-01-01"
HEADER = "甲方,乙方,结好类型,开始日期,来源,备注"
FAULTY = f"""{HEADER}
guangzhuo,Fukuoka,friendly-cooperation city,1999-05-02,{SOURCE},
广州,Lyon,friendly-cooperation city,1999-13-02,{SOURCE},<img src=x onerror=alert(1)>
福冈,Lyon,sistr city,1991-02-03,{SOURCE},
"""
RECORD = "tie/friendly-cooperation-city/cn-guangzhou--jp-fukuoka"
TURTLE = """@base <https://w3id.org/gzkg/id/> .
@prefix gz: <https://w3id.org/gzkg/ontology#> .

<tie/friendly-cooperation-city/fr-lyon--jp-fukuoka> a gz:Tie ;
    gz:kind <https://w3id.org/gzkg/concept/tie-kind/friendly-cooperation-city> ;
    gz:party <city/fr-lyonn>, <city/jp-fukuoka> .
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, repo: Path) -> Path:
    """A root that may be written: the real ontology, a copy of the tiny graph."""
    root = tmp_path_factory.mktemp("root")
    (root / "ontology").symlink_to(repo / "ontology")
    tiny = repo / "tests" / "data" / "tiny" / "graph"
    for path in sorted(tiny.rglob("*.ttl")):
        copy = root / "graph" / path.relative_to(tiny)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return root


@pytest.fixture(scope="module")
def secrets(place: Path) -> dict[str, str]:
    """A contributor's and a reviewer's token."""
    with KnowledgeGraph(Settings(place)) as graph:
        contributor = graph.new_token("Li Hua", scopes=["submit"])[1]
        return {"submit": contributor, "review": graph.new_token("Chen Wei", scopes=["review"])[1]}


@pytest.fixture(scope="module")
def service(place: Path, secrets: dict[str, str], serving: Callable[..., Any]) -> Iterator[httpx.Client]:
    with serving(create_app(settings=Settings(place))) as client:
        client.timeout = httpx.Timeout(60)
        yield client


@pytest.fixture
def desk(visiting: Callable[..., Any], service: httpx.Client) -> Any:
    """The page, open in English."""
    visit = visiting(service)
    visit.open("/hand-in")
    return visit


def give(visit: Any, content: str | bytes, name: str) -> None:
    """Choose a file and wait until it is checked."""
    body = content.encode() if isinstance(content, str) else content
    visit.page.set_input_files("#file", {"name": name, "mimeType": "", "buffer": body})
    wait(visit)


def wait(visit: Any) -> None:
    visit.page.wait_for_timeout(50)
    visit.until("!document.getElementById('again').disabled", timeout_s=30)


def again(visit: Any) -> None:
    visit.page.click("#again")
    wait(visit)


def cell(visit: Any, line: int, at: int) -> Any:
    return visit.page.locator(f"[data-line='{line}'][data-at='{at}']")


def marked(visit: Any) -> list[str]:
    """Return the cells that are marked as wrong, each with what it says."""
    return [
        f"{one.get_attribute('aria-label')}: {one.input_value()}"
        for one in visit.page.locator("textarea[aria-invalid]").all()
    ]


def drop(visit: Any, content: str, name: str) -> None:
    """Drop a file on the page, as one does from a folder."""
    visit.page.evaluate(
        """([content, name]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([content], name));
            const dropped = { dataTransfer: carried, bubbles: true, cancelable: true };
            document.getElementById("drop").dispatchEvent(new DragEvent("drop", dropped));
        }""",
        [content, name],
    )
    wait(visit)


def test_a_steward_repairs_submits_and_a_reviewer_lets_it_in(
    desk: Any, visiting: Callable[..., Any], service: httpx.Client, secrets: dict[str, str]
) -> None:
    page = desk.page
    drop(desk, FAULTY, "new.csv")
    assert marked(desk) == [
        "Row 2, 甲方: guangzhuo",
        "Row 3, 开始日期: 1999-13-02",
        "Row 4, 结好类型: sistr city",
    ]
    assert "3 errors" in page.inner_text("#counts")
    assert "'1999-13-02' is not a date." in page.inner_text("#sheet-region")
    assert not page.is_visible("#handing")

    page.click("[data-speak='zh']")
    assert "“1999-13-02”不是日期。" in page.inner_text("#sheet-region")
    assert page.locator(".finding [lang=zh]").count() == 6
    page.click("[data-speak='en']")

    page.locator(".offer", has_text="广州").first.click()
    assert cell(desk, 2, 0).input_value() == "广州"
    assert page.evaluate("document.activeElement.dataset.line") == "2"
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.value") == "1999-13-02"
    page.keyboard.press("Control+a")
    page.keyboard.type("1999-03-02")
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.value") == "sistr city"
    page.locator(".offer", has_text="sister city").first.click()
    assert "3 changes" in page.inner_text("#counts")
    page.keyboard.press("Control+Enter")
    wait(desk)
    assert marked(desk) == []
    assert cell(desk, 3, 5).input_value() == "<img src=x onerror=alert(1)>"
    assert desk.axe() == []

    plan = page.inner_text("#plan")
    assert "New relations: 3" in plan
    assert "Guangzhou – Fukuoka" in plan
    assert "since 1999-05-02" in plan

    page.fill("#token", "gzkg_nobody_x")
    page.click("#handing button.main")
    page.locator("#refusal .trouble").wait_for()
    assert "This token is not valid" in page.inner_text("#refusal")
    assert cell(desk, 2, 0).input_value() == "广州"
    desk.faults[:] = [fault for fault in desk.faults if "401" not in fault]

    page.fill("#token", secrets["submit"])
    page.fill("#note", "from the list")
    page.click("#handing button.main")
    page.locator("#receipt a").wait_for()
    assert secrets["submit"] not in page.url
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    address = page.get_attribute("#receipt a", "href")
    number = address.rpartition("/")[2]
    page.click("#handing button.main")
    page.locator("text=had been handed in before").wait_for()
    assert [one["id"] for one in service.get("/records").json()] == [number]

    reviewer = visiting(service, locale="zh-CN", width="phone")
    reviewer.open("/hand-in/review")
    assert "Li Hua" in reviewer.page.inner_text(".queue")
    assert reviewer.axe() == []
    reviewer.page.click(f"a[href$='{number}']")
    said = reviewer.page.inner_text("main")
    assert "from the list" in said
    assert "广州 – 福冈" in said
    assert "自1999年5月2日起" in said
    assert reviewer.axe() == []
    reviewer.page.fill("#token", secrets["submit"])
    reviewer.page.click("button[value=accept]")
    reviewer.page.locator("text=没有审核权限").wait_for()
    reviewer.faults[:] = [fault for fault in reviewer.faults if "403" not in fault]
    reviewer.page.fill("#token", secrets["review"])
    reviewer.page.fill("#reason", "与原文一致")
    reviewer.page.click("button[value=accept]")
    reviewer.page.locator("h2", has_text="已收入图谱").wait_for()
    assert "Chen Wei" in reviewer.page.inner_text(".history")
    assert service.get(f"/entities/{RECORD}").json()["classes"] == ["Tie"]


def test_a_rejection_needs_a_reason(
    visiting: Callable[..., Any], service: httpx.Client, secrets: dict[str, str]
) -> None:
    text = f"{HEADER}\nLyon,Fukuoka,friendly-cooperation city,1995-05-02,{SOURCE},\n"
    bearer = {"Authorization": f"Bearer {secrets['submit']}", "Content-Type": "text/csv"}
    receipt = service.post("/records", content=text, headers=bearer).json()
    visit = visiting(service)
    visit.open(f"/hand-in/review/{receipt['submission']}")
    visit.page.fill("#token", secrets["review"])
    visit.page.click("button[value=reject]")
    assert "Say why" in visit.page.inner_text("#refusal")
    visit.page.fill("#reason", "no such page")
    visit.page.click("button[value=reject]")
    visit.page.locator("dd", has_text="no such page").wait_for()
    assert service.get(f"/records/{receipt['submission']}").json()["state"] == "rejected"


def test_enter_decides_nothing(visiting: Callable[..., Any], service: httpx.Client, secrets: dict[str, str]) -> None:
    text = f"{HEADER}\nLyon,Fukuoka,friendly-cooperation city,1996-05-02,{SOURCE},\n"
    bearer = {"Authorization": f"Bearer {secrets['submit']}", "Content-Type": "text/csv"}
    number = service.post("/records", content=text, headers=bearer).json()["submission"]
    visit = visiting(service)
    visit.open(f"/hand-in/review/{number}")
    visit.page.fill("#token", secrets["review"])
    for field, typed in (("#reason", "the page is"), ("#token", "")):
        visit.page.click(field)
        visit.page.keyboard.type(typed)
        visit.page.keyboard.press("Enter")
    visit.page.wait_for_timeout(500)
    assert visit.page.inner_text("#refusal") == ""
    assert service.get(f"/records/{number}").json()["state"] == "pending"
    bearer = {"Authorization": f"Bearer {secrets['review']}"}
    service.post(f"/records/{number}/reject", params={"reason": "only for this"}, headers=bearer).raise_for_status()


def test_a_check_tells_only_of_what_it_checked(desk: Any) -> None:
    page, held = desk.page, list[Any]()

    def hold(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/records/validate?*", hold)
    page.set_input_files("#file", {"name": "first.csv", "mimeType": "", "buffer": FAULTY.encode()})
    desk.until("document.getElementById('said').textContent.includes('first.csv')")
    give(desk, f"{HEADER}\n福冈,Lyon,friendly-cooperation city,1993-05-02,{SOURCE},second\n", "second.csv")
    held[0].continue_()
    page.wait_for_timeout(1500)
    assert "second.csv" in page.inner_text("#said")
    assert marked(desk) == []
    assert cell(desk, 2, 5).input_value() == "second"
    assert "New relations: 1" in page.inner_text("#plan")


def test_what_is_typed_during_a_check_stays_unchecked(desk: Any) -> None:
    page, held = desk.page, list[Any]()
    row = f"福冈,Lyon,friendly-cooperation city,1993-05-02,{SOURCE},seen"
    give(desk, f"{HEADER}\n{row}\n", "new.csv")
    assert page.is_visible("#handing")
    page.route("**/records/validate?*", lambda route: held.append(route))
    page.click("#again")
    desk.until("document.getElementById('again').disabled")
    cell(desk, 2, 0).fill("guangzhuo")
    held[0].continue_()
    wait(desk)
    assert cell(desk, 2, 0).input_value() == "guangzhuo"
    assert page.evaluate("[document.activeElement.dataset.line, document.activeElement.selectionEnd]") == ["2", 9]
    assert "1 change since the last check" in page.inner_text("#counts")
    assert "Check again first" in page.inner_text("#said")
    assert not page.is_visible("#handing")
    page.unroute("**/records/validate?*")
    again(desk)
    assert marked(desk) == ["Row 2, 甲方: guangzhuo"]


def test_a_text_typed_during_a_check_stays(desk: Any) -> None:
    page, held = desk.page, list[Any]()
    give(desk, TURTLE, "new.ttl")
    page.route("**/records/validate?*", lambda route: held.append(route))
    page.click("#again")
    page.click(".cm-content")
    page.keyboard.press("Control+Home")
    page.keyboard.type("# typed")
    page.wait_for_timeout(100)
    held[0].continue_()
    wait(desk)
    assert page.inner_text(".cm-content").startswith("# typed")
    assert "1 change" in page.inner_text("#counts") or "7 changes" in page.inner_text("#counts")


DAYS = ("1979-05-02", "1979-01-01", "1979-12-31", "1979-05-01", "1979-05-31", "2014-02-28")
SCRIPTS = "document.querySelector('script[src*=\"hand_in/page.js\"]').src.replace('hand_in/page.js', '')"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_dates_are_told_as_the_server_tells_them(
    visiting: Callable[..., Any], service: httpx.Client, lang: Language
) -> None:
    names = [field.name for field in fields(Bounds)]
    known = [dict(zip(names, days, strict=True)) for days in product((None, *DAYS), repeat=4)]
    visit = visiting(service)
    visit.open(f"/hand-in?lang={lang}")
    told = visit.page.evaluate(
        f"async (known) => known.map((await import({SCRIPTS} + 'dating.js')).tellPeriod)",
        known,
    )
    words = read_words("hand_in", lang)
    bounds = [Bounds(**{name: date.fromisoformat(day) for name, day in one.items() if day}) for one in known]
    assert told == [tell_period(one, words, lang) for one in bounds]


def test_scripts_guard_a_cell_as_the_service_does(desk: Any, graph: KnowledgeGraph) -> None:
    relation = graph.relations("city/cn-guangzhou")[0]
    texts = [f"{begin}1+1" for begin in "=+-@\t\r\n＝＋－＠1'\" 广"]
    rows = csv.DictReader(io.StringIO(relations_csv([replace(relation, value=text) for text in texts]), newline=""))
    told = desk.page.evaluate(
        f"async (texts) => {{ const {{ cell, harmless }} = await import({SCRIPTS} + 'csv.js'); "
        "return texts.map((text) => cell(harmless(text))).join('\\r\\n'); }",
        texts,
    )
    assert [cells[0] for cells in csv.reader(io.StringIO(told, newline=""))] == [row["value"] for row in rows]


def test_a_workbook_is_read_and_comes_back_marked(desk: Any) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "结好"
    for row in [["名单"], [], HEADER.split(","), ["guangzhuo", "Lyon", "sister city", "1988", SOURCE, ""]]:
        sheet.append(row)
    sheet.delete_rows(1)
    kept = io.BytesIO()
    book.save(kept)
    give(desk, kept.getvalue(), "ties.xlsx")
    assert "sheet “结好”" in desk.page.inner_text("#said")
    assert marked(desk) == ["Row 3, 甲方: guangzhuo"]
    with desk.page.expect_download() as found:
        desk.page.click("#marked")
    assert found.value.suggested_filename == "ties.marked.xlsx"
    page = load_workbook(io.BytesIO(Path(found.value.path()).read_bytes())).worksheets[0]
    assert "guangzhuo" in page["A3"].comment.text
    cell(desk, 3, 0).fill("Guangzhou")
    with desk.page.expect_download() as found:
        desk.page.click("#repaired-xlsx")
    page = load_workbook(io.BytesIO(Path(found.value.path()).read_bytes())).worksheets[0]
    assert [page["A2"].value, page["A3"].value] == ["甲方", "Guangzhou"]


def test_a_fault_of_turtle_is_shown_at_its_line(desk: Any) -> None:
    give(desk, TURTLE.replace("lyonn>,", "lyonn>"), "new.ttl")
    assert "beyond line 6" in desk.page.inner_text("#trouble")
    desk.faults[:] = [fault for fault in desk.faults if "400" not in fault]
    give(desk, TURTLE, "new.ttl")
    told = desk.page.locator(".finding", has_text="fr-lyonn'")
    assert "Line 6" in told.inner_text()
    told.locator(".offer", has_text="Put in “city/fr-lyon”").click()
    assert "<city/fr-lyon>, <city/jp-fukuoka>" in desk.page.inner_text(".cm-content")
    again(desk)
    assert desk.page.locator(".finding", has_text="fr-lyonn'").count() == 0
    assert desk.axe() == []


def test_a_header_that_says_nothing_asks_for_the_kind(desk: Any) -> None:
    give(desk, "甲方,某列\n广州,x\n", "list.csv")
    assert "Choose the kind" in desk.page.inner_text("#trouble")
    desk.faults[:] = [fault for fault in desk.faults if "400" not in fault]
    assert desk.page.evaluate("document.activeElement.id") == "kind"
    desk.page.select_option("#kind", "ties")
    wait(desk)
    assert "is missing" in desk.page.inner_text("#whole")
    desk.page.locator("#whole .offer", has_text="乙方").click()
    assert cell(desk, 1, 2).input_value() == "乙方 / Party B *"
    desk.page.select_option("#fill-column", "kind")
    desk.page.fill("#fill-value", "sister city")
    desk.page.click("#fill-add")
    wait(desk)
    assert "Kind of tie" not in desk.page.inner_text("#whole")


def test_what_was_left_out_in_reading_is_not_forgotten(desk: Any) -> None:
    desk.page.click("#paste summary")
    desk.page.fill(
        "#pasted", f"{HEADER}\n福冈\u200b,Lyonn,friendly-cooperation city,1993,{SOURCE},\n".replace(",", "\t")
    )
    desk.page.click("#check-pasted")
    wait(desk)
    assert marked(desk) == ["Row 2, 甲方: 福冈", "Row 2, 乙方: Lyonn"]
    cell(desk, 2, 1).fill("Lyon")
    again(desk)
    assert marked(desk) == ["Row 2, 甲方: 福冈"]
    desk.page.click("text=Keep it as shown here")
    again(desk)
    assert marked(desk) == []


def test_nothing_is_lost_unsaid(desk: Any) -> None:
    give(desk, FAULTY, "new.csv")
    cell(desk, 2, 0).fill("广州")
    desk.page.keyboard.press("Tab")
    asked = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.page.on("dialog", stay)
    desk.page.evaluate("location.assign('/about')")
    desk.until("true")
    desk.page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert cell(desk, 2, 0).input_value() == "广州"
    desk.page.click("#undo")
    assert cell(desk, 2, 0).input_value() == "guangzhuo"


def test_two_thousand_rows_stay_usable(desk: Any) -> None:
    rows = [f"广州,Fukuoka,sister city,{1900 + i % 90}-01-01,{SOURCE},{i}" for i in range(2000)]
    rows[1500] = rows[1500].replace("广州", "guangzhuo")
    rows[700] = rows[700].replace("-01-01", "-99")
    give(desk, "\n".join([HEADER, *rows]), "many.csv")
    assert desk.page.locator("#sheet-region tr").count() < 250
    desk.page.select_option("#filter", "all")
    assert desk.page.locator("textarea").count() < 500
    desk.page.select_option("#filter", "violation")
    desk.page.click("#next")
    assert desk.page.evaluate("document.activeElement.value") != ""


def test_a_file_beyond_the_limit_is_not_sent(desk: Any) -> None:
    sent = []
    desk.page.on("request", lambda asked: sent.append(asked.url))
    desk.page.evaluate("document.getElementById('drop').dataset.mostMb = '0.001'")
    give(desk, FAULTY * 20, "large.csv")
    assert "the most is 0.001 MB" in desk.page.inner_text("#trouble")
    assert sent == []


def test_without_scripts_the_page_says_how(visiting: Callable[..., Any], service: httpx.Client) -> None:
    visit = visiting(service, locale="zh-CN", java_script_enabled=False)
    visit.open("/hand-in")
    assert "gzkg validate" in visit.page.inner_text("main")
    assert visit.page.locator("a[href*='/records/template/']").count() == 22
    assert not visit.page.is_visible("#token")
