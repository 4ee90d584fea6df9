"""Make a picture of every page, at phone and desktop width, in both languages, for a person to judge.

python tests/browser/screenshots.py FOLDER [--only home] [--dark]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from addresses import ADDRESSES

WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
SETTLE_MS = 1500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=list(ADDRESSES))
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--at", help="address of a service that runs already")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.at:
        draw(asked.at, asked)
        return
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as service:
        try:
            assert service.stderr
            line = next(line for line in service.stderr if "http://" in line)
            threading.Thread(target=service.stderr.read, daemon=True).start()  # a full pipe would halt the service
            draw(line[line.index("http://") :].split()[0].strip('",'), asked)
        finally:
            service.terminate()


def draw(address: str, asked: argparse.Namespace) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), chromium_sandbox=False)
        for width, (across, down) in WIDTHS.items():
            for language, locale in LOCALES.items():
                context = browser.new_context(
                    viewport={"width": across, "height": down},
                    locale=locale,
                    color_scheme="dark" if asked.dark else "light",
                )
                page = context.new_page()
                for name in asked.only:
                    page.goto(address.rstrip("/") + ADDRESSES[name], wait_until="networkidle")
                    page.wait_for_timeout(SETTLE_MS)
                    path = asked.folder / f"{name}.{width}.{language}{'.dark' if asked.dark else ''}.png"
                    page.screenshot(path=path, full_page=True)
                    print(path)
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
