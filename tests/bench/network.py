"""How fast measures of networks are: gzkg beside networkx, igraph, networkit and rustworkx, in the same run.

    python tests/bench/network.py                                    (a quarter of an hour)
    python tests/bench/network.py --only ties,two-mode --json > measured.json
    python tests/bench/network.py --only ties:closeness,ties:katz
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
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # before numpy is there

import networkx as nx
from engines import ALL_PAIRS, MEASURES, TWO_MODE, YEARLY, Inputs, Network, Run, Some

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
    parts = size * 7 // 60
    bounds = sorted(draw.sample(range(great + 1, size), parts - 1))
    for first, end in zip([great, *bounds], [*bounds, size], strict=True):
        network.add_nodes_from(range(first, end))
        network.add_edges_from((node, draw.randrange(first, node)) for node in range(first + 1, end))
    while network.number_of_edges() < edges:
        one, other = draw.choice(ends), draw.choice(ends) if draw.random() < 0.3 else draw.randrange(great)
        if one != other and not network.has_edge(one, other):
            network.add_edge(one, other)
            ends += one, other
    return network


def member_network(cities: int = 10_000, organisations: int = 500, ties: int = 60_000, seed: int = 1) -> Network:
    """Make a two-mode network whose organisations have from a few to thousands of members."""
    draw = random.Random(seed)
    network = nx.Graph(two_mode=True)
    network.add_nodes_from(range(cities), side=0)
    network.add_nodes_from(range(cities, cities + organisations), side=1)
    weights = [1 / (rank + 5) for rank in range(organisations)]
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
    """A measure of a network by one library; the time is to be multiplied by `times`."""

    run: Callable[[], Any]
    times: float = 1.0


@dataclass(frozen=True)
class Timed:
    """Seconds of CPU, and whether they are estimated from a part."""

    seconds: float
    estimated: bool


def jobs_of(case: str, measures: Mapping[str, Mapping[str, Run]], inputs: Inputs, *, full: bool) -> dict[str, Jobs]:
    """Return for each measure what each installed library has to do."""
    found: dict[str, Jobs] = {}
    size = len(inputs.networkx)
    for measure, runs in measures.items():
        found[measure] = {}
        for engine in filter(installed, runs):
            part = not full and measure in ALL_PAIRS
            if part and engine in OMITTED.get(case, ()):
                continue
            many = SOURCES.get(case, {}).get(engine, size) if part else size
            some: Some = inputs.drawn[:many] if many < size else None
            found[measure][engine] = Job(partial(runs[engine], inputs, some), size / many)
    return found


def yearly_jobs(network: Network, *, full: bool) -> dict[str, Jobs]:
    """Return what each installed library has to do for all years."""
    years = [Inputs(one) for one in yearly(network)]
    found = {}
    for engine in filter(installed, YEARLY):
        step = 1 if full else EVERY.get(engine, 1)
        parts = []
        for inputs in years[step // 2 :: step]:
            size = len(inputs.networkx)
            many = size if full else min(size, SOURCES["years"].get(engine, size))
            parts.append((inputs, Job(partial(YEARLY[engine], inputs, inputs.drawn[:many] if many < size else None), size / many)))
        found[engine] = parts
    return found
