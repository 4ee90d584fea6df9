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

from gzkg.network.arrays import Arrays, arrays_of
from gzkg.network.brandes import betweenness, sampled_betweenness
from gzkg.network.closeness import closeness, harmonic
from gzkg.network.community import communities
from gzkg.network.hole import constraint
from gzkg.network.incidence import incidence_of, shared_weights
from gzkg.network.interlock import interlock
from gzkg.network.neighbourhood import clustering, degree, k_core
from gzkg.network.spectral import katz, katz_limit, pagerank
from gzkg.network.spectral import eigenvector as leading_vector
from gzkg.network.sweep import distances_of

ENGINES: Final = ("networkx", "igraph", "networkit", "rustworkx", "gzkg")
SAMPLES: Final = 256
SOURCES: Final = {"networkx": 120, "igraph": 2500}
"""From how many sources an engine's time is estimated: networkx always, igraph in "large"."""
EVERY: Final = {"networkx": 12, "igraph": 4}
"""For one in how many years an engine's time is estimated."""
REPEATED_S: Final = 5.0
YEARS: Final = 48

Network = nx.Graph
Some = list[int] | None
"""The sources to start from; None for all."""


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


class Inputs:
    """One network as each library wants it."""

    def __init__(self, network: Network) -> None:
        self.networkx = nx.convert_node_labels_to_integers(network)

    @cached_property
    def gzkg(self) -> Arrays:
        """Arrays, with the pattern made."""
        arrays = arrays_of(self.networkx)
        _ = arrays.pattern
        return arrays

    @cached_property
    def igraph(self) -> Any:
        """A graph of igraph."""
        import igraph

        return igraph.Graph(n=len(self.networkx), edges=list(self.networkx.edges))

    @cached_property
    def networkit(self) -> Any:
        """A graph of networkit, which works with one thread from then on."""
        import networkit

        networkit.setNumberOfThreads(1)
        return networkit.nxadapter.nx2nk(self.networkx)

    @cached_property
    def rustworkx(self) -> Any:
        """A graph of rustworkx."""
        import rustworkx

        graph = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(list(self.networkx))
        graph.add_edges_from_no_data(list(self.networkx.edges))
        return graph

    @cached_property
    def largest(self) -> Inputs:
        """The largest component."""
        return Inputs(self.networkx.subgraph(max(nx.connected_components(self.networkx), key=len)))

    @cached_property
    def alpha(self) -> float:
        """What gzkg takes for Katz."""
        return 0.9 * katz_limit(self.gzkg)

    @cached_property
    def drawn(self) -> list[int]:
        """All nodes in an order of chance."""
        return random.Random(2).sample(list(self.networkx), len(self.networkx))


Run = Callable[[Inputs, Some], Any]
ALL_PAIRS: Final = ("betweenness", "closeness", "harmonic", "mean path length, diameter")


def _networkx_paths(inputs: Inputs, some: Some) -> None:
    network = inputs.networkx
    for _ in ("mean", "diameter"):
        for node in network if some is None else some:
            max(nx.single_source_shortest_path_length(network, node).values())


def _networkx_projection(inputs: Inputs, _: Some) -> Any:
    cities = [node for node, side in inputs.networkx.nodes(data="side") if side == 0]
    return nx.bipartite.weighted_projected_graph(inputs.networkx, cities)


def _networkx_closeness(inputs: Inputs, some: Some) -> Any:
    return [nx.closeness_centrality(inputs.networkx, node) for node in (inputs.networkx if some is None else some)]


def _igraph_projection(inputs: Inputs) -> Any:
    sides = [bool(side) for _, side in inputs.networkx.nodes(data="side")]
    return inputs.igraph.bipartite_projection(types=sides, which=0)


def _kit(name: str, *options: Any, **named: Any) -> Run:
    def run(inputs: Inputs, _: Some) -> Any:
        import networkit

        room = networkit.community if hasattr(networkit.community, name) else networkit.centrality
        graph = inputs.networkit
        given = [option(inputs) if callable(option) else option for option in options]
        return getattr(room, name)(graph, *given, **named).run()

    return run


def _rust(name: str, **options: Any) -> Run:
    def run(inputs: Inputs, _: Some) -> Any:
        import rustworkx

        given = {key: option(inputs) if callable(option) else option for key, option in options.items()}
        return getattr(rustworkx, name)(inputs.rustworkx, **given)

    return run


def _kit_harmonic(inputs: Inputs, _: Some) -> Any:
    import networkit

    return networkit.centrality.HarmonicCloseness(inputs.networkit, False).run()


def _kit_closeness(inputs: Inputs, _: Some) -> Any:
    import networkit

    kind = networkit.centrality.ClosenessVariant.GENERALIZED
    return networkit.centrality.Closeness(inputs.networkit, False, kind).run()


def _kit_paths(inputs: Inputs, _: Some) -> Any:
    import networkit

    return networkit.distance.APSP(inputs.networkit).run()


MEASURES: Final[Mapping[str, Mapping[str, Run]]] = {
    "betweenness": {
        "networkx": lambda net, some: nx.betweenness_centrality(net.networkx, k=len(some) if some else None, seed=1),
        "igraph": lambda net, some: net.igraph.betweenness(sources=some),
        "networkit": _kit("Betweenness"),
        "rustworkx": _rust("betweenness_centrality", parallel_threshold=10**9),
        "gzkg": lambda net, _: betweenness(net.gzkg),
    },
    "betweenness, 256 sources": {
        "networkx": lambda net, _: nx.betweenness_centrality(net.networkx, k=SAMPLES, seed=1),
        "igraph": lambda net, _: net.igraph.betweenness(sources=net.drawn[:SAMPLES]),
        "networkit": _kit("EstimateBetweenness", SAMPLES),
        "gzkg": lambda net, _: sampled_betweenness(net.gzkg, samples=SAMPLES),
    },
    "closeness": {
        "networkx": _networkx_closeness,
        "igraph": lambda net, some: net.igraph.closeness(some),
        "networkit": _kit_closeness,
        "rustworkx": _rust("closeness_centrality"),
        "gzkg": lambda net, _: closeness(net.gzkg),
    },
    "harmonic": {
        "networkx": lambda net, some: nx.harmonic_centrality(net.networkx, nbunch=some),
        "igraph": lambda net, some: net.igraph.harmonic_centrality(some),
        "networkit": _kit_harmonic,
        "gzkg": lambda net, _: harmonic(net.gzkg),
    },
    "mean path length, diameter": {
        "networkx": _networkx_paths,
        "igraph": lambda net, some: [net.igraph.average_path_length(), net.igraph.diameter()],
        "networkit": _kit_paths,
        "gzkg": lambda net, _: distances_of(net.gzkg).mean,
    },
    "eigenvector": {
        "networkx": lambda net, _: nx.eigenvector_centrality(net.networkx, max_iter=5000),
        "igraph": lambda net, _: net.igraph.eigenvector_centrality(),
        "networkit": _kit("EigenvectorCentrality"),
        "rustworkx": _rust("eigenvector_centrality", max_iter=5000),
        "gzkg": lambda net, _: leading_vector(net.gzkg),
    },
    "katz": {
        "networkx": lambda net, _: nx.katz_centrality(net.networkx, alpha=net.alpha, max_iter=5000),
        "networkit": _kit("KatzCentrality", lambda net: net.alpha),
        "rustworkx": _rust("katz_centrality", alpha=lambda net: net.alpha, max_iter=5000),
        "gzkg": lambda net, _: katz(net.gzkg),
    },
    "pagerank": {
        "networkx": lambda net, _: nx.pagerank(net.networkx, tol=1e-12, max_iter=500),
        "igraph": lambda net, _: net.igraph.pagerank(),
        "networkit": _kit("PageRank", 0.85, 1e-12),
        "gzkg": lambda net, _: pagerank(net.gzkg),
    },
    "clustering": {
        "networkx": lambda net, _: nx.clustering(net.networkx),
        "igraph": lambda net, _: net.igraph.transitivity_local_undirected(mode="zero"),
        "networkit": _kit("LocalClusteringCoefficient"),
        "gzkg": lambda net, _: clustering(net.gzkg),
    },
    "k-core": {
        "networkx": lambda net, _: nx.core_number(net.networkx),
        "igraph": lambda net, _: net.igraph.coreness(),
        "networkit": _kit("CoreDecomposition"),
        "rustworkx": _rust("core_number"),
        "gzkg": lambda net, _: k_core(net.gzkg),
    },
    "constraint": {
        "networkx": lambda net, _: nx.constraint(net.networkx),
        "igraph": lambda net, _: net.igraph.constraint(),
        "gzkg": lambda net, _: constraint(net.gzkg),
    },
    "communities (Louvain)": {
        "networkx": lambda net, _: nx.community.louvain_communities(net.networkx, seed=1),
        "igraph": lambda net, _: net.igraph.community_multilevel(),
        "networkit": _kit("PLM"),
        "gzkg": lambda net, _: communities(net.networkx, method="louvain"),
    },
    "communities (Leiden)": {
        "igraph": lambda net, _: net.igraph.community_leiden("modularity", n_iterations=2),
        "networkit": _kit("ParallelLeiden"),
        "gzkg": lambda net, _: communities(net.networkx, method="leiden"),
    },
}
