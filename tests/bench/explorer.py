"""Measure the network explorer in headless Chromium: until it can be used, while dragging, at each step of time.

python tests/bench/explorer.py [--json] [--nodes 12000] [--edges 15000] [--at http://127.0.0.1:8000]

The network is made up: cities of preferential attachment in clusters on the globe, ties with dates. It is opened as a
file, as its user would. There is no graphics card in headless Chromium: the processor draws every pixel.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from playwright.sync_api import ViewportSize, sync_playwright

WINDOW: Final[ViewportSize] = {"width": 1280, "height": 900}
SHOWN = (300, 2000, 12000)
STEPS = 90
"""Moves of the pointer in one drag; one is sent for each frame."""

_RECORD = """() => {
    window.frames_ms = []; window.recording = true;
    let before = performance.now();
    const frame = (now) => {
        window.frames_ms.push(now - before);
        before = now;
        if (window.recording) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}"""
_STEP = """(value) => new Promise((done) => {
    const slider = document.getElementById("year"), began = performance.now();
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
_SHOW = """(count) => new Promise((done) => {
    const slider = document.getElementById("top");
    slider.value = count;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(document.getElementById("status").textContent)));
})"""


def made_up(nodes: int, edges: int, seed: int = 0) -> dict[str, Any]:
    """Return a network as the library writes it: nodes near 60 centres, most ties to nodes that have many."""
    chance = random.Random(seed)
    centres = [(chance.uniform(-120, 150), chance.uniform(-35, 60)) for _ in range(60)]
    regions = ("asia", "europe", "africa", "americas", "oceania")
    told = []
    for number in range(nodes):
        centre = chance.randrange(len(centres))
        lon, lat = (chance.gauss(middle, 5) for middle in centres[centre])
        name = {"label_en": f"City {number}", "label_zh": f"城市{number}", "kind": "City"}
        told.append({"id": f"city/{number}", **name, "lon": lon, "lat": lat, "region": regions[centre % 5]})
    pairs: set[tuple[int, int]] = set()
    ends = list(range(nodes))
    for node in chance.sample(range(nodes), nodes):
        pairs.add(_pair(node, chance.choice(ends), chance, nodes))
    while len(pairs) < edges:
        one, other = chance.choice(ends), chance.choice(ends)
        if one != other:
            pairs.add((min(one, other), max(one, other)))
            ends += (one, other)
    drawn = [
        {
            "source": f"city/{one}",
            "target": f"city/{other}",
            "layers": ["sister-city"],
            "spells": [[f"{int(chance.triangular(1950, 2026, 1995))}-06-01", None]],
        }
        for one, other in sorted(pairs)
    ]
    return {"nodes": told, "edges": drawn}


def _pair(node: int, other: int, chance: random.Random, nodes: int) -> tuple[int, int]:
    while other == node:
        other = chance.randrange(nodes)
    return min(node, other), max(node, other)


@contextmanager
def service(at: str | None) -> Iterator[str]:
    """Give the address of a service: the one at hand, or one that is started and ended."""
    if at:
        yield at.rstrip("/")
        return
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            line = next(line for line in running.stderr if "http://" in line)
            yield line[line.index("http://") :].split()[0].strip('",')
        finally:
            running.terminate()


def measure(page: Any, address: str, file: Path) -> dict[str, Any]:
    """Return what was measured: seconds until the page and the file can be used, and each view at each size."""
    page.goto(f"{address}/explore")  # once, so that what browsers keep is there
    page.locator("#explorer[data-state=ready]").wait_for()
    began = perf_counter()
    page.goto(f"{address}/explore")
    page.locator("#explorer[data-state=ready]").wait_for()
    told: dict[str, Any] = {"page_s": perf_counter() - began}
    began = perf_counter()
    page.set_input_files("#file", file)
    page.locator("#opened").wait_for()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    told["file_s"] = perf_counter() - began
    told["map"] = views(page)
    page.click("[data-view=layout]")
    began = perf_counter()
    page.locator("#progress").wait_for(state="visible")
    told["layout_first_s"] = perf_counter() - began
    page.locator("#progress").wait_for(state="hidden", timeout=300_000)
    told["layout_done_s"] = perf_counter() - began
    return told | {"layout": views(page)}


def views(page: Any) -> list[dict[str, Any]]:
    """Return for each number of nodes shown the time of a frame while dragging, and of a step of time, in ms."""
    rows = []
    for count in SHOWN:
        status = page.evaluate(_SHOW, count)
        page.wait_for_timeout(400)
        row = {"shown": count, "status": status, **drag(page), **steps(page)}
        page.click("[data-zoom='0']")
        rows.append(row)
    return rows


def drag(page: Any) -> dict[str, float]:
    """Drag the drawing across once, and return the time between frames in ms: median, 95th percentile, longest."""
    box = page.locator("#canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(_RECORD)
    for step in range(STEPS):
        page.mouse.move(x + 2.5 * step, y - 1.5 * step)
    frames = page.evaluate("() => { window.recording = false; return window.frames_ms.slice(1); }")
    page.mouse.up()
    page.wait_for_timeout(400)
    p95 = statistics.quantiles(frames, n=20)[-1]
    return {"frame_ms": statistics.median(frames), "frame_p95_ms": p95, "frame_max_ms": max(frames)}


def steps(page: Any) -> dict[str, float]:
    """Move through twelve years, and return the median time of a step, in ms."""
    last = int(page.get_attribute("#year", "max"))
    taken = [page.evaluate(_STEP, last - back) for back in range(12, -1, -1)]
    return {"step_ms": statistics.median(taken)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--nodes", type=int, default=12_000)
    parser.add_argument("--edges", type=int, default=15_000)
    parser.add_argument("--at", help="address of a service that runs already")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, service(asked.at) as address, sync_playwright() as playwright:
        file = Path(folder) / "world.json"
        file.write_text(json.dumps(made_up(asked.nodes, asked.edges)), encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--disable-gpu"], chromium_sandbox=False
        )
        told = measure(browser.new_page(viewport=WINDOW), address, file)
        browser.close()
    if asked.json:
        print(json.dumps(told))
        return
    print(f"page {told['page_s']:.2f} s, file {told['file_s']:.2f} s, layout {told['layout_done_s']:.1f} s")
    for view in ("map", "layout"):
        for row in told[view]:
            frame = ", ".join(f"{name} {row[f'frame_{name}ms']:.1f}" for name in ("", "p95_", "max_"))
            print(f"{view:>6} {row['shown']:>6} shown: frame {frame} ms, step {row['step_ms']:.0f} ms  {row['status']}")


if __name__ == "__main__":
    main()
