"""How long the real graph takes to open, ask and check, beside rdflib doing the same in the same run.

    python tests/bench/bench_graph.py [--json]

Seconds are the best of three; memory is the peak of a process of its own (Linux). No test depends on these figures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gzkg import KnowledgeGraph

REPO = Path(__file__).resolve().parents[2]
QUESTION = "CQ-X01"


def best_of_three(work: Callable[[], object]) -> float:
    """Return the shortest of three runs, in seconds."""
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def measure() -> dict[str, float]:
    """Return every figure: seconds, ratios to rdflib, MB."""
    from rdflib import Dataset, Graph

    graph = KnowledgeGraph.open(REPO, reference_date="2026-11-24")
    turtle, dataset, sparql = graph.export("turtle", graph="curated"), Dataset(default_union=True), ""
    dataset.parse(data=graph.export("nquads"), format="nquads")
    sparql = graph.question(QUESTION).sparql
    ours_open = best_of_three(lambda: KnowledgeGraph.open(REPO, reference_date="2026-11-24"))
    ours_ask = best_of_three(lambda: list(graph.query(sparql)))
    theirs_open = best_of_three(lambda: Graph().parse(data=turtle, format="turtle"))
    theirs_ask = best_of_three(lambda: list(dataset.query(sparql)))
    return {
        "open_s": ours_open,
        "open_ratio_to_rdflib_parse": ours_open / theirs_open,
        "ask_s": ours_ask,
        "ask_ratio_to_rdflib": ours_ask / theirs_ask,
        "check_s": best_of_three(graph.check),
        "help_s": best_of_three(lambda: run("from api.cli import main; main(['--help'])")),
        "open_peak_mb": float(run("import gzkg; gzkg.KnowledgeGraph.open()\n" + PEAK).stdout.split()[-1]),
    }


PEAK = "print(next(int(l.split()[1]) / 1024 for l in open('/proc/self/status') if l.startswith('VmHWM')))"


def run(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own."""
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=REPO)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    figures = measure()
    if parser.parse_args().json:
        print(json.dumps(figures, indent=2))
    else:
        print("\n".join(f"{name:28} {value:10.4f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
