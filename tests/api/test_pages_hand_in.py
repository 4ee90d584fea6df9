"""The pages of new records as the server writes them, and what they ask of the API."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from api.app import create_app
from api.spreadsheet import relations_csv
from gzkg import KnowledgeGraph, Settings

SOURCE = "source/gazette-2000-01-01"
TIE = "tie/friendly-cooperation-city/cn-guangzhou--jp-fukuoka"
TABLE = f"甲方,乙方,结好类型,开始日期,来源\n广州,Fukuoka,friendly-cooperation city,1999-05-02,{SOURCE}\n"
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def secret(root: Path) -> str:
    """A token that submits and reviews."""
    with KnowledgeGraph(Settings(root)) as graph:
        return graph.new_token("Li Hua", scopes=["submit", "review"])[1]


@pytest.fixture
def service(root: Path, secret: str, serving: Callable[..., Any]) -> Iterator[httpx.Client]:
    with serving(create_app(settings=Settings(root))) as client:
        client.timeout = httpx.Timeout(60)
        client.headers["Accept"] = "text/html"
        yield client


def hand_in(client: httpx.Client, secret: str, note: str = "") -> str:
    headers = {**CSV, "Authorization": f"Bearer {secret}"}
    answer = client.post("/records", content=TABLE, headers=headers, params={"note": note, "name": "new.csv"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["submission"])


@pytest.mark.parametrize(
    ("lang", "party", "help"), [("en", "Party A", "name in any language"), ("zh", "甲方", "任何语言")]
)
def test_every_template_is_explained(server: httpx.Client, lang: str, party: str, help: str) -> None:
    page = server.get("/hand-in", params={"lang": lang}).text
    for kind in server.get("/records/template").json():
        assert kind["label"][lang] in page
        assert f"/records/template/{kind['name']}?format=xlsx" in page
    assert party in page
    assert help in page
    assert f"{server.base_url}/records/validate" in page.replace("&amp;", "&")


def test_a_submission_is_read_before_and_after_it_is_let_in(service: httpx.Client, secret: str) -> None:
    assert "Nothing here" in service.get("/hand-in/review", params={"lang": "en"}).text
    id = hand_in(service, secret, note="<script>alert(1)</script>")
    queue = service.get("/hand-in/review", params={"lang": "zh"}).text
    assert id in queue
    assert "<script>alert" not in queue
    page = service.get(f"/hand-in/review/{id}", params={"lang": "zh"}).text
    for told in ("Li Hua", "new.csv", "福冈", "自1999年5月2日起", "公报，2000年1月1日", "待审核", "&lt;script&gt;"):
        assert told in page
    bearer = {"Authorization": f"Bearer {secret}"}
    assert service.post(f"/records/{id}/accept", params={"note": "seen"}, headers=bearer).status_code == 200
    page = service.get(f"/hand-in/review/{id}", params={"lang": "en"}).text
    for told in ("In the graph now", f"/id/{TIE}", "Accepted", "seen", "Guangzhou"):
        assert told in page
    assert "deciding" not in page
    assert id not in service.get("/hand-in/review").text
    assert id in service.get("/hand-in/review", params={"state": "accepted"}).text


def test_a_submission_is_judged_once_for_each_version(service: httpx.Client, secret: str) -> None:
    def forks() -> list[str]:
        return [line for line in service.get("/metrics").text.splitlines() if line.startswith("gzkg_forks_total")]

    id, address = hand_in(service, secret), "/hand-in/review/"
    before = forks()
    first = service.get(address + id, params={"lang": "en"}).text
    after = forks()
    assert after != before
    assert service.get(address + id, params={"lang": "en"}).text.partition("<main")[2] == first.partition("<main")[2]
    assert forks() == after
    assert "New relations: 1" in first


def test_a_large_submission_is_shown_by_its_beginning(service: httpx.Client, secret: str) -> None:
    rows = "".join(
        f"https://www.example.org/{at},News {at},报道{at},新闻报道,Guangzhou Daily,广州日报,2021-09-13\n"
        for at in range(240)
    )
    header = "来源,来源英文标题,来源中文标题,来源类型,发布者,发布者中文名称,发布日期\n"
    headers = {**CSV, "Authorization": f"Bearer {secret}"}
    answer = service.post("/records", content=header + rows, headers=headers)
    assert answer.status_code == 201, answer.text[:500]
    id = answer.json()["submission"]
    page = service.get(f"/hand-in/review/{id}", params={"lang": "en"}).text
    assert "… and 140 more" in page
    assert "@prefix" not in page
    (link,) = re.findall(r'href="(/graph/contributed/[^"]*)"', page)
    assert "gz:Source" in service.get(link, headers={"Accept": "text/turtle"}).text
    bearer = {"Authorization": f"Bearer {secret}"}
    assert service.post(f"/records/{id}/accept", headers=bearer).status_code == 200
    page = service.get(f"/hand-in/review/{id}", params={"lang": "en"}).text
    assert page.count('<code class="small quiet">') == 100


def test_a_damaged_journal_is_not_told_as_a_busy_service(service: httpx.Client, secret: str, root: Path) -> None:
    id = hand_in(service, secret)
    (file,) = root.rglob("records.sqlite3")
    with closing(sqlite3.connect(file)) as journal, journal:
        journal.execute("DROP TRIGGER entry_stays")
        journal.execute("UPDATE entry SET payload = x'00' WHERE submission = ?", (id,))
    answer = service.get(f"/hand-in/review/{id}", params={"lang": "en"})
    assert answer.status_code == 503
    assert "could not check this submission" not in answer.text


def test_what_is_to_be_corrected_is_named_and_its_kind_chosen(server: httpx.Client) -> None:
    tie = "tie/sister-city/cn-guangzhou--fr-lyon"
    asked = f"/hand-in?kind=ties&about={tie}"
    assert asked in server.get(f"/id/{tie}", headers={"Accept": "text/html"}).text.replace("&amp;", "&")
    page = server.get(asked, params={"kind": "ties", "about": tie, "lang": "en"}).text
    assert '<option value="ties" selected>' in page
    assert re.search(rf'Correcting: <a href="/id/{tie}">[^<]*Lyon', page)
    assert re.findall(r"<details open>\s*<summary>([^<]*)", page) == ["Ties"]
    for unknown in ({"kind": "nonsense", "about": "city/nowhere"}, {"about": "../.."}, {}):
        page = server.get("/hand-in", params={**unknown, "lang": "en"}).text
        assert "Correcting: <a" not in page
        assert " selected" not in page
        assert "<details open" not in page
    assert 'href="/hand-in?kind=ties"' in server.get("/ontology/Tie", headers={"Accept": "text/html"}).text


def test_no_export_begins_a_cell_as_a_formula(graph: KnowledgeGraph) -> None:
    relation = graph.relations("city/cn-guangzhou")[0]
    for begin in "=+-@\t\r\n＝＋－＠":
        text = relations_csv([replace(relation, value=f"{begin}1+1")])
        (row,) = csv.DictReader(io.StringIO(text, newline=""))
        assert row["value"] == f"'{begin}1+1"


def test_an_unknown_submission_is_a_page_too(service: httpx.Client) -> None:
    answer = service.get("/hand-in/review/2026-01-01-zzzzzz")
    assert (answer.status_code, answer.headers["content-type"][:9]) == (404, "text/html")


def test_the_cells_come_back_as_they_were_read(server: httpx.Client) -> None:
    asked = {"rows": "true", "format": "json"}
    text = f"\n甲方;乙方;结好类型;来源\n\nguangzhuo; Lyon ;友好城市;{SOURCE}\n"
    read = server.post("/records/validate", content=text.encode("gb18030"), headers=CSV, params=asked).json()["table"]
    assert read["top"] == 2
    assert read["header"] == ["甲方", "乙方", "结好类型", "来源"]
    assert read["rows"] == [[4, ["guangzhuo", "Lyon", "友好城市", SOURCE]]]
    book = Workbook()
    book.worksheets[0].title = "结好"
    book.worksheets[0].append(["甲方", "乙方", "结好类型", "来源"])
    book.worksheets[0].append(["guangzhuo", "Lyon", 1988, SOURCE])
    kept = io.BytesIO()
    book.save(kept)
    read = server.post("/records/validate", content=kept.getvalue(), params=asked).json()["table"]
    assert (read["name"], read["rows"][0][1][2]) == ("结好", "1988")


def test_no_cells_unless_asked_and_none_of_rdf(server: httpx.Client) -> None:
    assert server.post("/records/validate", content=TABLE, headers=CSV).json()["table"] is None
    turtle = {"Content-Type": "text/turtle"}
    told = server.post("/records/validate", content="<x:a> <x:b> <x:c> .", headers=turtle, params={"rows": "true"})
    assert told.json()["table"] is None
    assert server.post("/records/validate", content=TABLE, headers=CSV, params={"rows": "some"}).status_code == 400


def test_a_header_that_says_nothing_is_told_apart(server: httpx.Client) -> None:
    answer = server.post("/records/validate", content="a,b\n1,2\n", headers=CSV)
    assert (answer.status_code, answer.json()["title"]) == (400, "UnknownKind")


def test_a_new_relation_says_what_its_source_says(server: httpx.Client) -> None:
    real = TABLE.replace(SOURCE, "source/etmun-2016-2019-0996d1")
    plan = server.post("/records/validate", content=real, headers=CSV, params={"dry_run": "true"}).json()["plan"]
    (claim,) = plan["relations"][0]["claims"]
    assert claim["source"] == "source/etmun-2016-2019-0996d1"
    assert "ETMUN" in claim["label"]["en"]
    assert "1999" in claim["statement"]["zh"]


def test_a_missing_column_is_offered_by_its_title(server: httpx.Client) -> None:
    asked = {"kind": "ties"}
    told = server.post("/records/validate", content="甲方,来源\n广州,x\n", headers=CSV, params=asked).json()["findings"]
    assert [one["suggestion"] for one in told] == ["结好类型 / Kind of tie *", "乙方 / Party B *"]
