"""What it costs to keep a batch: `python tests/bench/durability.py [FOLDER]` prints a table for that disk."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gzkg import vocab
from gzkg.records.disk import NAME
from gzkg.records.journal import Journal
from gzkg.records.model import Contribution

ENTRIES = 2000


def contribution(number: int, lines: int) -> Contribution:
    """Return a batch of ten ties, or of as many as `lines` statements make."""
    said = (
        f'<{vocab.ID}tie/{number}-{line // 10}> <{vocab.GZ}note{line % 10}> "广州 {number * line}"@zh .\n'
        for line in range(lines)
    )
    return Contribution("".join(said).encode(), "Mei", name="ties.csv", records=lines // 10)


def milliseconds(work: Callable[[int], Any], times: int) -> list[float]:
    """Return how long each of some calls took."""
    took = []
    for number in range(times):
        began = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - began) * 1000)
    return took


def show(name: str, took: list[float]) -> None:
    """Print a row: median, nineteenth of twenty, and how many in a second."""
    rate = 1000 * len(took) / sum(took)
    print(f"| {name} | {statistics.median(took):.2f} | {statistics.quantiles(took, n=20)[-1]:.2f} | {rate:,.0f} |")


def main(above: str | None) -> None:
    """Print the table."""
    print("| | ms, median | ms, 95 % | a second |\n|---|--:|--:|--:|")
    with TemporaryDirectory(dir=above) as folder, Journal(Path(folder)) as journal:
        journal.submit(contribution(-1, 10))
        show("submit 100 triples", milliseconds(lambda n: journal.submit(contribution(n, 100)), ENTRIES))
        size = (Path(folder) / NAME).stat().st_size
        ids = [one.id for one in journal.submissions()]
        show("accept", milliseconds(lambda n: journal.accept(ids[n], "Li"), ENTRIES))
        show("last_seq", milliseconds(lambda _: journal.last_seq, ENTRIES))
        show("submission", milliseconds(lambda n: journal.submission(ids[n]), ENTRIES))
        show("content", milliseconds(lambda n: journal.content(ids[n]), ENTRIES))
        show("submit 100,000 triples", milliseconds(lambda n: journal.submit(contribution(ENTRIES + n, 100_000)), 3))
        show("accepted, 2,000 in no file", milliseconds(lambda _: journal.accepted(), 3))
        show("open, 4,000 entries, 500,000 triples", milliseconds(lambda _: Journal(Path(folder)).last_seq, 3))
    print(f"\n{size / ENTRIES:,.0f} bytes a submission of {len(contribution(1, 100).triples):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
