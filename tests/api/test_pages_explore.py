"""What the network page says without scripts, and what it tells its scripts."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as xml

import httpx
import pytest


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_tells_its_scripts_layers_measures_and_kinds_in_its_language(
    server: httpx.Client, language: str
) -> None:
    page = server.get("/explore", params={"lang": language})
    assert page.status_code == 200
    found = re.search(r'id="explore-told">(.*?)</script>', page.text)
    assert found
    told = json.loads(found[1])
    expected = {"en": ("sister city", "City", "Betweenness"), "zh": ("友好城市", "城市", "中介中心性")}[language]
    assert (told["layers"]["sister-city"], told["kinds"]["City"], told["measures"]["betweenness"]["label"]) == expected
    assert told["today"] == "2026-11-24"
    assert len(page.content) < 60_000


def test_without_scripts_there_is_a_picture_and_what_to_download(server: httpx.Client) -> None:
    page = server.get("/explore", params={"lang": "en"}).text
    plain = page[page.index("<noscript>") : page.index("</noscript>")]
    addresses = re.findall(r'(?:href|src)="([^"]+)"', plain)
    assert len(addresses) == 5
    for address in addresses:
        assert server.get(address.replace("&amp;", "&")).status_code == 200, address


@pytest.mark.parametrize(("language", "tag", "name"), [("en", "en", "Guangzhou"), ("zh", "zh-Hans", "广州")])
def test_the_picture_is_drawn_once_in_each_language(server: httpx.Client, language: str, tag: str, name: str) -> None:
    plain = server.get("/explore", params={"lang": language}).text
    address = re.search(r'<img [^>]*src="([^"]*picture[^"]*)"', plain)
    assert address
    drawn = server.get(address[1], headers={"Accept-Encoding": "gzip"})
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert drawn.headers["content-encoding"] == "gzip"
    picture = xml.fromstring(drawn.content)
    assert (picture.tag.endswith("svg"), picture.get("{http://www.w3.org/XML/1998/namespace}lang")) == (True, tag)
    assert name in {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    known = {"If-None-Match": drawn.headers["etag"]}
    assert server.get(address[1], headers=known).status_code == 304
    assert server.get("/explore/picture.svg", params={"lang": language}).headers["etag"] == drawn.headers["etag"]
    other = server.get("/explore/picture.svg", params={"lang": "en" if language == "zh" else "zh"}, headers=known)
    assert other.status_code == 200
