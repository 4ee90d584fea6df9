"""What holds for pages as such: their policy, language, packing and errors, and that nothing foreign gets in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from gzkg import Settings

HTML = {"Accept": "text/html"}


def test_the_policy_lets_no_foreign_script_in(server: httpx.Client) -> None:
    policies = [server.get("/about").headers["content-security-policy"] for _ in range(2)]
    for policy in policies:
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
    assert policies[0] != policies[1]  # each with a nonce of its own


@pytest.mark.parametrize(
    ("headers", "path", "language"),
    [
        ({}, "/about", "en"),
        ({"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"}, "/about", "zh"),
        ({"Accept-Language": "fr, zh;q=0.3, en;q=0.2"}, "/about", "zh"),
        ({"Accept-Language": "en;q=x, zh;q=0.1"}, "/about", "zh"),
        ({"Accept-Language": "zh", "Cookie": "lang=en"}, "/about", "en"),
        ({"Cookie": "lang=en"}, "/about?lang=zh", "zh"),
        ({"Cookie": "lang=xx"}, "/about?lang=<b>", "en"),
    ],
)
def test_the_language(server: httpx.Client, headers: dict[str, str], path: str, language: str) -> None:
    answer = server.get(path, headers=headers)
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert {"Cookie", "Accept-Language"} <= {part.strip() for part in answer.headers["vary"].split(",")}


def test_a_choice_of_language_is_remembered_where_no_script_sees_it(server: httpx.Client) -> None:
    cookie = server.get("/about?lang=zh").headers["set-cookie"]
    assert cookie.startswith("lang=zh;")
    assert {"HttpOnly", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}
    assert "set-cookie" not in server.get("/about").headers


@pytest.mark.parametrize(
    ("wanted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", None),
        ("br, gzip;q=0", None),
        ("identity", None),
        ("*", "gzip"),
        ("gzip;q=0.1, br", "gzip"),
    ],
)
def test_pages_and_files_are_packed_for_who_takes_it(server: httpx.Client, wanted: str, coding: str | None) -> None:
    page = server.get("/about", headers={"Accept-Encoding": wanted})
    assert page.headers.get("content-encoding") == coding
    style = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert server.get(style, headers={"Accept-Encoding": wanted}).headers.get("content-encoding") == coding
    terms = server.get("/ontology", params={"format": "json"}, headers={"Accept-Encoding": wanted})
    assert terms.headers.get("content-encoding") == coding


def test_files_stay_in_the_browser_for_good(server: httpx.Client) -> None:
    style = server.get("/about").text.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = server.get(style)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert server.get(style.rpartition("/")[0] + "/../page.py").status_code == 404
    assert server.get(style.rpartition("/")[0] + "/%2e%2e/page.py").status_code == 404


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example", "/%2F%2Fevil.example"])
def test_no_link_leads_elsewhere(server: httpx.Client, path: str) -> None:
    request = httpx.Request("GET", str(server.base_url).rstrip("/") + path, headers=HTML)
    page = server.send(request)
    assert page.status_code == 404
    assert 'href="//' not in page.text


def test_errors_are_pages_for_browsers_and_problems_for_programs(server: httpx.Client) -> None:
    page = server.get("/id/city/fr-lion", headers=HTML)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert 'href="/id/city/fr-lyon"' in page.text
    assert server.get("/id/city/fr-lion").headers["content-type"] == "application/problem+json"
    long = server.get("/id/" + "a" * 5000, headers=HTML)
    assert long.status_code in (400, 404)
    assert long.elapsed.total_seconds() < 5


def test_drawings_and_xml_run_nothing(server: httpx.Client) -> None:
    query = {"query": "DESCRIBE <https://w3id.org/gzkg/id/city/fr-lyon>", "format": "rdfxml"}
    for answer in (server.get("/sparql", params=query), server.get("/explore/picture.svg")):
        assert answer.headers["content-security-policy"].endswith("sandbox")


def test_no_page_names_a_place_on_this_machine(
    serving: Callable[[FastAPI], AbstractContextManager[httpx.Client]], root: Path
) -> None:
    with serving(create_app(settings=Settings(root))) as service:
        assert service.get("/hand-in/review", headers=HTML).status_code == 200
        journal = root / ".records" / "records.sqlite3"
        journal.parent.mkdir(exist_ok=True)
        journal.write_bytes(b"this is no database" * 1000)
        page = service.get("/hand-in/review", headers=HTML)
    assert page.status_code == 503
    assert str(root) not in page.text
