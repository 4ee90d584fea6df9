"""The ontology, the guide and the reference as their readers use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest


def test_a_reader_filters_the_terms(visit: Any) -> None:
    visit.open("/ontology")
    visit.page.fill("#sift", "友好城市")
    shown = visit.until(
        "[...document.querySelectorAll('tr[data-item]:not([hidden])')].map(one => one.id).filter(Boolean)"
    )
    assert "sisterCityOf" in shown
    assert "heldIn" not in shown
    assert visit.page.is_hidden("#namespaces")
    visit.page.fill("#sift", "qqqq")
    assert visit.until("document.getElementById('sifted').textContent") == "Nothing here matches."
    visit.page.fill("#sift", "")
    assert visit.page.is_visible("#heldIn")


def test_the_iri_of_a_term_lands_at_it(visit: Any) -> None:
    visit.open("/ontology#City")
    top = visit.page.evaluate("document.getElementById('City').getBoundingClientRect().top")
    assert 0 <= top < 300
    visit.page.click("#City > a:first-child")
    visit.until("document.querySelector('h1')?.textContent.startsWith('City')")
    assert visit.page.url.endswith("/ontology/City")


def test_from_a_class_to_its_example_in_chinese(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, width="phone", locale="zh-CN")
    visit.open("/ontology/City")
    assert "城市" in visit.page.text_content("h1")
    assert visit.page.get_attribute("h1 .other", "lang") == "en"
    assert "广州" in visit.page.text_content(".turtle")
    assert visit.page.get_attribute('.turtle a[href="/id/region/cn-guangdong"]', "href")


@pytest.mark.parametrize(
    "path", ["/ontology/Tie", "/ontology/sisterCityOf", "/concept/claim-status", "/concept/role/board-member"]
)
def test_the_pages_of_terms_are_sound(visiting: Callable[..., Any], server: httpx.Client, path: str) -> None:
    visit = visiting(server, width="phone", locale="zh-CN", color_scheme="dark")
    visit.open(path)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.axe() == []


def test_a_command_of_the_guide_is_copied(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, permissions=["clipboard-read", "clipboard-write"])
    visit.open("/api")
    visit.page.click('[data-copy="j2"]')
    copied = visit.until("navigator.clipboard.readText()")
    assert copied.startswith("curl 'http://127.0.0.1:")
    assert "kind=sister-city&as_of=1990-01-01" in copied


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_an_address_is_tried_in_the_reference(visiting: Callable[..., Any], server: httpx.Client, locale: str) -> None:
    visit = visiting(server, locale=locale)
    visit.open("/docs#get-entities-id-relations")
    trial = visit.page.locator("#get-entities-id-relations")
    trial.locator("[name=id]").fill("city/cn-guangzhou")
    trial.locator("[name=kind]").fill("sister-city")
    trial.locator("[name=as_of]").fill("1990-01-01")
    trial.locator("button").click()
    trial.locator(".status", has_text="200").wait_for()
    assert "tie/sister-city/cn-guangzhou--jp-fukuoka" in trial.locator(".body").text_content()
    assert trial.locator(".command").text_content().startswith("curl 'http://127.0.0.1:")
    assert visit.axe() == []


def test_a_refusal_is_shown_in_the_reference(visit: Any) -> None:
    visit.open("/docs#get-entities-id")
    trial = visit.page.locator("#get-entities-id")
    trial.locator("[name=id]").fill("city/fr-lion")
    trial.locator("button").click()
    trial.locator(".status.against", has_text="404").wait_for()
    assert "city/fr-lyon" in trial.locator(".body").text_content()
    visit.faults[:] = [fault for fault in visit.faults if "404" not in fault]  # the browser tells of it too
