"""Measure the first view of the pages in real headless Chromium: bytes, seconds, against an empty page.

    python tests/bench/pages.py [--json FILE] [--times 5] [PAGE …]

The service serves the real graph. For each page a new window with an empty cache opens it; the figures are medians.
`paint` is when something was first drawn, `loaded` when all had come, both in ms since the address was typed;
`wire` is what came over the line, in kB (1,000 bytes), all files of the page. The peer is an empty page of Python's own
http.server in the same browser.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from addresses import ADDRESSES

EMPTY = "<!doctype html><html lang=en><meta charset=utf-8><title>empty</title><p>Nothing.</p></html>"
TIMES = """() => {
  const [seen] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const files = [seen, ...performance.getEntriesByType('resource')];
  return { server: seen.responseEnd, paint: paint?.startTime ?? 0, loaded: seen.loadEventEnd,
           wire: files.reduce((sum, file) => sum + file.transferSize, 0) / 1000, files: files.length };
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=[], help=", ".join(ADDRESSES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    with empty_page() as peer, service() as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), chromium_sandbox=False)
        figures = {"empty": measure(browser, peer, asked.times)}
        for name in asked.pages or ADDRESSES:
            figures[name] = measure(browser, at + ADDRESSES[name], asked.times)
        browser.close()
    for figure in figures.values():
        figure["ratio"] = figure["loaded"] / figures["empty"]["loaded"]
    show(figures)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1))


@contextmanager
def service() -> Iterator[str]:
    """Serve the real graph and give its address."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            line = next(line for line in running.stderr if "http://" in line)
            threading.Thread(target=running.stderr.read, daemon=True).start()
            yield line[line.index("http://") :].split()[0].strip('",')
        finally:
            running.terminate()


@contextmanager
def empty_page() -> Iterator[str]:
    """Serve an empty page with Python's own server and give its address."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "index.html").write_text(EMPTY)
        with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=folder)) as running:
            threading.Thread(target=running.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{running.server_port}/"
            running.shutdown()


def measure(browser: Browser, address: str, times: int) -> dict[str, float]:
    """Return the medians of several first views, after one that is not counted."""
    seen = [view(browser, address) for _ in range(times + 1)][1:]
    return {name: statistics.median(one[name] for one in seen) for name in seen[0]}


def view(browser: Browser, address: str) -> dict[str, float]:
    """Open an address in a new window and return what it took."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    figures: dict[str, float] = page.evaluate(TIMES)
    context.close()
    return figures


def show(figures: dict[str, dict[str, float]]) -> None:
    names = list(figures["empty"])
    print("| page | " + " | ".join(names) + " |\n|---|" + "--:|" * len(names))
    for page, figure in figures.items():
        print(f"| {page} | " + " | ".join(f"{figure[name]:.{1 if name == 'ratio' else 0}f}" for name in names) + " |")


if __name__ == "__main__":
    main()
