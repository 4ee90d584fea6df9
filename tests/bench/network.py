"""How fast measures of networks are: gzkg beside networkx, igraph, networkit and rustworkx, in the same run.

    python tests/bench/network.py                                    (half an hour)
    python tests/bench/network.py --only ties,two-mode --json > measured.json
    python tests/bench/network.py --only ties:closeness,large:katz
    python tests/bench/network.py --full                             (hours: nothing is estimated or left out)

Needs `pip install igraph networkit rustworkx`; what is not installed is left out. CPU seconds of one thread, the median
of interleaved rounds; what took over 5 seconds is not repeated. Turning the network into what a library works on is not
counted. Networks are made up: "ties" is like the world's sister cities (heavy-tailed, many small components), "large"
the same at four times the nodes and seven times the edges, "two-mode" cities by organisations, "years" 48 yearly
networks that grow to "ties". A figure with ~ is estimated: the time from some of the sources, or for some of the years,
times what is left out. Use the ratios. No test depends on these figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # before numpy is there

import networkx as nx  # noqa: E402
from engines import ALL_PAIRS, MEASURES, TWO_MODE, YEARLY, Inputs, Network, Run  # noqa: E402

ENGINES: Final = ("networkx", "igraph", "networkit", "rustworkx", "gzkg")
SOURCES: Final = {"ties": {"networkx": 120}, "large": {"networkx": 60, "igraph": 2500}, "years": {"networkx": 60}}
"""From how many sources the time for all pairs is estimated."""
OMITTED: Final = {"large": ("networkit", "rustworkx")}
"""Whose all-pairs measures take too long there."""
EVERY: Final = {"networkx": 12, "igraph": 4, "networkit": 12, "rustworkx": 12}
"""From one in how many years the time for all is estimated."""
REPEATED_S: Final = 5.0
YEARS: Final = 48


def tie_network(size: int, edges: int, seed: int = 1) -> Network:
    """Make a heavy-tailed network: one component of about 80 % of the nodes, a small one for every nine nodes or so."""
    draw = random.Random(seed)
    great = size * 4 // 5
    network = nx.barabasi_albert_graph(great, 1, seed=seed)
    ends = [end for edge in network.edges for end in edge]
    parts = size * 7 // 60 - 1
    bounds = sorted(draw.sample(range(great + 1, size), parts - 1))
    for first, end in zip([great, *bounds], [*bounds, size], strict=True):
        network.add_nodes_from(range(first, end))
        network.add_edges_from((node, draw.randrange(first, node)) for node in range(first + 1, end))
    missing = edges - network.number_of_edges()
    while missing:
        one, other = draw.choice(ends), draw.choice(ends) if draw.random() < 0.3 else draw.randrange(great)
        if one != other and not network.has_edge(one, other):
            network.add_edge(one, other)
            ends += one, other
            missing -= 1
    return network


def member_network(cities: int = 10_000, organisations: int = 500, ties: int = 60_000, seed: int = 1) -> Network:
    """Make a two-mode network whose organisations have from a dozen to a thousand members."""
    draw = random.Random(seed)
    network = nx.Graph(two_mode=True)
    network.add_nodes_from(range(cities), side=0)
    network.add_nodes_from(range(cities, cities + organisations), side=1)
    weights = [1 / (rank + 20) for rank in range(organisations)]
    while network.number_of_edges() < ties:
        chosen = draw.choices(range(cities, cities + organisations), weights, k=1000)
        network.add_edges_from((int(cities * draw.random() ** 2), organisation) for organisation in chosen)
    return network


def yearly(network: Network) -> list[Network]:
    """Return the network as it was in each year: nodes and edges come evenly, in the order of their numbers."""
    edges = sorted(network.edges, key=max)
    return [nx.Graph(edges[: len(edges) * (year + 1) // YEARS]) for year in range(YEARS)]


@dataclass(frozen=True)
class Job:
    """What one library has to do for a measure: calls, and by how much the time of each is to be multiplied."""

    calls: list[tuple[Callable[[], Any], float]]

    @property
    def estimated(self) -> bool:
        """Whether some of the work is left out."""
        return any(times != 1 for _, times in self.calls)

    def seconds(self) -> float:
        """Do it and return the seconds of CPU that the whole would take."""
        total = 0.0
        for call, times in self.calls:
            start = time.process_time()
            call()
            total += (time.process_time() - start) * times
        return total


Jobs = dict[str, dict[str, Job]]
"""Measure -> library -> job."""


def installed(engine: str) -> bool:
    """Say whether a library is there."""
    return engine == "gzkg" or importlib.util.find_spec(engine) is not None


def call_of(run: Run, engine: str, inputs: Inputs, many: int | None) -> tuple[Callable[[], Any], float]:
    """Return a call from so many sources (None: all), its input prepared, and what part of the work it is."""
    size = len(inputs.networkx)
    _ = getattr(inputs, engine), inputs.alpha
    some = inputs.drawn[:many] if many and many < size else None
    return partial(run, inputs, some), size / len(some) if some else 1.0


def jobs_of(case: str, inputs: Inputs, *, full: bool) -> Jobs:
    """Return the measures of one network."""
    found: Jobs = {}
    for measure, runs in (TWO_MODE if case == "two-mode" else MEASURES).items():
        part = case if measure in ALL_PAIRS and not full else ""
        found[measure] = {
            engine: Job([call_of(run, engine, inputs, SOURCES.get(part, {}).get(engine))])
            for engine, run in runs.items()
            if installed(engine) and engine not in OMITTED.get(part, ())
        }
    return found


def yearly_jobs(network: Network, *, full: bool) -> Jobs:
    """Return what is measured of all years together."""
    years = [Inputs(one) for one in yearly(network)]
    found = {}
    for engine in filter(installed, YEARLY):
        step = 1 if full else EVERY.get(engine, 1)
        many = None if full else SOURCES["years"].get(engine)
        calls = [call_of(YEARLY[engine], engine, inputs, many) for inputs in years[step // 2 :: step]]
        found[engine] = Job([(call, times * step) for call, times in calls])
    return {"degree, betweenness, closeness": found}


def time_all(jobs: dict[str, Job], rounds: int) -> dict[str, Any]:
    """Return the median seconds of each library, the rounds interleaved."""
    taken: dict[str, list[float]] = {engine: [] for engine in jobs}
    for _ in range(rounds):
        for engine, job in jobs.items():
            if not taken[engine] or max(taken[engine]) < REPEATED_S:
                taken[engine].append(job.seconds())
    return {
        engine: {"seconds": statistics.median(times), "estimated": jobs[engine].estimated}
        for engine, times in taken.items()
    }


CASES: Final[dict[str, Callable[[bool], Jobs]]] = {
    "ties": lambda full: jobs_of("ties", Inputs(tie_network(12_000, 15_000)), full=full),
    "large": lambda full: jobs_of("large", Inputs(tie_network(50_000, 100_000)), full=full),
    "two-mode": lambda full: jobs_of("two-mode", Inputs(member_network()), full=full),
    "years": lambda full: yearly_jobs(tie_network(12_000, 15_000), full=full),
}


def table(figures: dict[str, dict[str, Any]]) -> str:
    """Return the figures as tables in Markdown; a ratio above 1 says how many times as fast gzkg is."""
    lines = []
    for case, measures in figures.items():
        lines += [
            f"**{case}**, CPU seconds",
            "",
            "| measure | " + " | ".join(ENGINES) + " | networkx / gzkg | best other / gzkg |",
        ]
        lines += ["|---|" + "--:|" * (len(ENGINES) + 2)]
        for measure, cells in measures.items():
            shown = [_cell(cells.get(engine)) for engine in ENGINES]
            ours = cells["gzkg"]["seconds"]
            others = [cell["seconds"] for engine, cell in cells.items() if engine not in ("gzkg", "networkx")]
            ratios = [_ratio([cells["networkx"]["seconds"]] if "networkx" in cells else [], ours), _ratio(others, ours)]
            lines.append(f"| {measure} | " + " | ".join(shown + ratios) + " |")
        lines.append("")
    return "\n".join(lines)


def _cell(cell: dict[str, Any] | None) -> str:
    return f"{'~' if cell['estimated'] else ''}{_short(cell['seconds'])}" if cell else "-"


def _ratio(others: list[float], ours: float) -> str:
    return _short(min(others) / ours) if others else "-"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


def options() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(CASES), help="cases, or case:measure, with commas between")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="estimate nothing, leave nothing out")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser.parse_args()


def main() -> None:
    """Measure what is asked for and print it."""
    wanted = options()
    figures: dict[str, dict[str, Any]] = {}
    for name in wanted.only.split(","):
        case, _, measure = name.partition(":")
        for found, jobs in CASES[case](wanted.full).items():
            if measure in ("", found):
                cells = figures.setdefault(case, {})[found] = time_all(jobs, wanted.rounds)
                told = ", ".join(f"{engine} {_cell(cell)}" for engine, cell in cells.items())
                print(f"{case}: {found}: {told}", file=sys.stderr)
    print(json.dumps(figures, indent=1) if wanted.json else table(figures))


if __name__ == "__main__":
    main()
