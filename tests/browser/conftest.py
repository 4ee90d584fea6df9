"""Real headless Chromium over the real service: what a page shows, whom it asks, what its console says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-dev-shm-usage", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Flags with which the browser itself asks nobody; every host but this machine is unknown to it."""

WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}


@dataclass
class Visit:
    """One open page, and all that it did that no page may do."""

    page: Any
    address: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        """Open an address of the service and wait until the page is quiet; return the response."""
        response = self.page.goto(self.address + path, wait_until="networkidle")
        assert response is not None
        return response

    def until(self, expression: str, timeout_s: float = 10) -> Any:
        """Wait until an expression is true, and return its value; a strict policy lets nothing else wait for one."""
        for _ in range(int(timeout_s * 20)):
            if value := self.page.evaluate(expression):
                return value
            self.page.wait_for_timeout(50)
        raise AssertionError(f"Never came true: {expression}")

    def axe(self) -> list[str]:
        """Return the serious and critical faults that axe finds, each with its place."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [
            f"{fault['id']}: {node['html'][:120]}"
            for fault in found
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser; closed after each module, because while it is open no other test may run an event loop."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not there; Debian has it as the package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def visiting(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """What opens a browser window on a service: `visiting(client, width="phone", locale="zh-CN")`."""
    windows = []

    def visit(client: httpx.Client, *, width: str = "desktop", locale: str = "en-GB", **options: Any) -> Visit:
        across, down = WIDTHS[width]
        context = chromium.new_context(viewport={"width": across, "height": down}, locale=locale, **options)
        windows.append(context)
        opened = Visit(context.new_page(), str(client.base_url).rstrip("/"))
        opened.page.set_default_timeout(10_000)
        opened.page.on("pageerror", lambda error: opened.faults.append(f"error: {error}"))
        opened.page.on("console", lambda said: _hear(opened, said))
        opened.page.on("request", lambda asked: _watch(opened, asked.url))
        visits.append(opened)
        return opened

    visits: list[Visit] = []
    yield visit
    for context in windows:
        context.close()
    assert [fault for opened in visits for fault in opened.faults] == []


def _hear(opened: Visit, said: Any) -> None:
    if said.type in ("error", "warning"):
        opened.faults.append(f"console: {said.text}")


def _watch(opened: Visit, url: str) -> None:
    if not url.startswith((opened.address, "data:", "blob:")):
        opened.faults.append(f"request: {url}")


@pytest.fixture
def visit(visiting: Callable[..., Visit], server: httpx.Client) -> Visit:
    """A desktop window in English on the service over the real graph."""
    return visiting(server)
