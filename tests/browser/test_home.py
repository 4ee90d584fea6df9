"""The first page."""

from __future__ import annotations

from typing import Any


def test_a_city_is_found_while_typing(visit: Any) -> None:
    visit.open("/")
    visit.page.fill("#finder", "里昂")
    visit.until("document.querySelector('#finder-found li')?.textContent.includes('Lyon')")
    assert visit.axe() == []
