"""What tests do in the editor of the query page, and read in the table below it."""

from __future__ import annotations

from typing import Any

GZ = "PREFIX gz: <https://w3id.org/gzkg/ontology#>\n"
CITY = "PREFIX city: <https://w3id.org/gzkg/id/city/>\n"


def write(visit: Any, text: str) -> None:
    visit.page.locator(".cm-content").click()
    visit.page.keyboard.press("Control+a")
    visit.page.keyboard.press("Delete")
    visit.page.keyboard.insert_text(text)


def run(visit: Any, text: str) -> None:
    write(visit, text)
    visit.page.keyboard.press("Control+Enter")
    visit.until("!document.getElementById('run').disabled && !document.querySelector('#answer[aria-busy]')")


def shown(visit: Any) -> list[list[str]]:
    visit.page.locator("#views table").wait_for()
    cells = "[...document.querySelectorAll('#views tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))"
    rows: list[list[str]] = visit.page.evaluate(cells)
    return rows


def editor_text(visit: Any) -> str:
    text: str = visit.page.evaluate("document.getElementById('query').value")
    return text
