"""Finding by name: the field that offers as one types, and the page of results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

FIRST = "document.querySelector('#finder-found li')?.textContent"


def offered(visit: Any, text: str, expected: str) -> None:
    visit.page.fill("#finder", text)
    visit.until(f"{FIRST}?.includes('{expected}')")


NAMES = {"廣州": "Guangzhou", "guang zhou": "Guangzhou", "Лион": "Lyon", "fukuoke": "Fukuoka", "UCLG": "United"}


def test_names_in_any_language_are_offered(visit: Any) -> None:
    visit.open("/about")
    for text, expected in NAMES.items():
        offered(visit, text, expected)


def test_the_field_is_used_with_the_keyboard_alone(visit: Any) -> None:
    visit.open("/about")
    field = visit.page.locator("#finder")
    field.focus()
    field.press_sequentially("Frankf")
    visit.until(f"{FIRST}?.includes('Frankfurt')")
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "finder-found-0"
    assert visit.page.get_attribute("#finder-found-0", "aria-selected") == "true"
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") != "finder-found-0"
    field.press("ArrowDown")
    field.press("Enter")
    visit.page.wait_for_url("**/id/city/de-frankfurt")


def test_escape_closes_the_list_and_keeps_the_text(visit: Any) -> None:
    visit.open("/about")
    offered(visit, "Lyon", "Lyon")
    visit.page.keyboard.press("Escape")
    assert visit.page.is_hidden("#finder-found")
    assert visit.page.input_value("#finder") == "Lyon"
    visit.page.keyboard.press("ArrowDown")
    visit.page.locator("#finder-found").wait_for()
    visit.page.locator("h1").click()
    visit.page.locator("#finder-found").wait_for(state="hidden")


def test_enter_with_nothing_marked_shows_all_results(visit: Any) -> None:
    visit.open("/about")
    offered(visit, "里昂", "Lyon")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/search?q=*")
    assert visit.page.locator(".found li").count() == 6
    visit.page.click(".kinds a:has-text('City')")
    assert visit.page.locator(".found li").count() == 2
    visit.page.click(".found .name >> nth=0")
    visit.page.wait_for_url("**/id/city/fr-lyon")


def test_keys_of_an_input_method_choose_nothing(visit: Any) -> None:
    """While characters are composed, letters are not asked for and Enter belongs to the input method."""
    visit.open("/about")
    visit.page.focus("#finder")
    session = visit.page.context.new_cdp_session(visit.page)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    session.send("Input.imeSetComposition", {"text": "li ang", "selectionStart": 6, "selectionEnd": 6})
    visit.page.wait_for_timeout(400)
    assert asked == []
    session.send("Input.insertText", {"text": "里昂"})
    visit.until(f"{FIRST}?.includes('Lyon')")


def test_a_late_answer_never_replaces_a_newer_one(visit: Any) -> None:
    held: list[Any] = []
    visit.page.route("**/entities?q=Lyon*", lambda route: held.append(route))
    visit.open("/about")
    visit.page.fill("#finder", "Lyon")
    visit.page.wait_for_timeout(300)
    assert held
    offered(visit, "Fukuoka", "Fukuoka")
    held[0].abort()
    visit.page.wait_for_timeout(200)
    assert "Fukuoka" in visit.page.inner_text("#finder-found")


def test_a_service_that_fails_leaves_the_field_usable(visit: Any) -> None:
    visit.page.route("**/entities?*", lambda route: route.abort())
    visit.open("/about")
    visit.page.fill("#finder", "Lyon")
    visit.page.wait_for_timeout(400)
    assert visit.page.is_hidden("#finder-found")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/search?q=Lyon")
    visit.faults[:] = [fault for fault in visit.faults if "ERR_FAILED" not in fault]


def test_hostile_names_never_become_markup(visit: Any) -> None:
    label = {"en": "<img src=x onerror=alert(1)>", "zh": "<b>x</b>"}
    match = {"id": "city/fr-lyon", "classes": ["City"], "label": label, "matched": "<i>", "why": "", "score": 1}
    visit.page.route("**/entities?*", lambda route: route.fulfill(json=[match]))
    visit.open("/about")
    offered(visit, "x", "<img")
    assert visit.page.locator("#finder-found img, #finder-found b, #finder-found i").count() == 0


def test_nothing_found_is_said(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, locale="zh-CN")
    visit.open("/about")
    offered(visit, "zzzzqq", "没有相近的名称")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**/search?q=zzzzqq")
    assert "未找到" in visit.page.inner_text("h1")
    assert visit.axe() == []


def test_a_citation_is_copied(visiting: Callable[..., Any], server: httpx.Client) -> None:
    visit = visiting(server, permissions=["clipboard-read", "clipboard-write"])
    visit.open("/about")
    visit.page.locator("button.copy").nth(1).click()
    visit.until("document.querySelectorAll('button.copy')[1].textContent === 'Copied'")
    assert visit.page.evaluate("navigator.clipboard.readText()").startswith("@misc{gzkg,")


def test_an_unknown_address_offers_a_way_on(visit: Any) -> None:
    visit.open("/id/city/fr-lion")
    visit.page.click("main a:has-text('Lyon')")
    visit.page.wait_for_url("**/id/city/fr-lyon")
    visit.faults[:] = [fault for fault in visit.faults if "status of 404" not in fault]
