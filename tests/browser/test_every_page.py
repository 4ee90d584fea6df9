"""What holds for every page, in both languages and at both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from .addresses import ADDRESSES

WINDOWS = [("desktop", "en-GB", "light"), ("phone", "zh-CN", "dark")]


@pytest.mark.parametrize("window", WINDOWS, ids=" ".join)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_is_sound(
    visiting: Callable[..., Any], server: httpx.Client, name: str, window: tuple[str, str, str]
) -> None:
    width, locale, scheme = window
    visit = visiting(server, width=width, locale=locale, color_scheme=scheme)
    expected = 404 if name == "problem" else 200
    assert visit.open(ADDRESSES[name]).status == expected
    visit.faults[:] = [fault for fault in visit.faults if f"status of {expected}" not in fault]
    page = visit.page
    assert page.get_attribute("html", "lang") == locale[:2]
    assert page.title().endswith(" · gzkg")
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # no sideways scroll
    assert page.evaluate("[...document.scripts].filter(s => !s.src && !s.type.includes('json')).length") == 0
    assert (
        page.evaluate("document.querySelectorAll('[style]:not(.cm-editor *):not(.cm-editor), [onclick]').length") == 0
    )
    assert visit.axe() == []
