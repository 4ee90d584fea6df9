"""`gzkg serve` as a person starts it and stops it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx


def test_serve_answers_and_stops_when_asked(root: Path) -> None:
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]
    env = {**os.environ, "GZKG_ROOT": str(root)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr
        address = next(found[0] for line in process.stderr if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
        assert httpx.get(f"{address}/summary").json()["classes"]["City"] == 3
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
