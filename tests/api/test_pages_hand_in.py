"""The pages of new records as the server writes them, and what they ask of the API."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook

from api.app import create_app
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
