"""Measures of networks as each library has them, and a network as each library wants it: what `network.py` times."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

import networkx as nx

from gzkg.network.arrays import Arrays, arrays_of
from gzkg.network.group.community import communities
from gzkg.network.measure.brandes import betweenness, sampled_betweenness
from gzkg.network.measure.closeness import closeness, harmonic
from gzkg.network.measure.hole import constraint
from gzkg.network.measure.neighbourhood import clustering, degree, k_core
from gzkg.network.measure.spectral import eigenvector, katz, katz_limit, pagerank
from gzkg.network.measure.sweep import distances_of
from gzkg.network.two_mode.incidence import incidence_of, shared_weights
from gzkg.network.two_mode.interlock import interlock

ALL_PAIRS: Final = ("betweenness", "closeness", "harmonic", "mean path length, diameter")
SAMPLES: Final = 256

Network = nx.Graph
Some = list[int] | None
"""The sources to start from; None for all."""


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
    def alpha(self) -> float:
        """What gzkg takes for Katz."""
        return 0.9 * katz_limit(self.gzkg)

    @cached_property
    def drawn(self) -> list[int]:
        """All nodes in an order of chance."""
        return random.Random(2).sample(list(self.networkx), len(self.networkx))


Run = Callable[[Inputs, Some], Any]


def _networkx_paths(inputs: Inputs, some: Some) -> None:
    network = inputs.networkx
    for _ in ("mean", "diameter"):
        for node in network if some is None else some:
            max(nx.single_source_shortest_path_length(network, node).values())


def _networkx_projection(inputs: Inputs) -> Any:
    cities = [node for node, side in inputs.networkx.nodes(data="side") if side == 0]
    return nx.bipartite.weighted_projected_graph(inputs.networkx, cities)


def _networkx_closeness(inputs: Inputs, some: Some) -> Any:
    return [nx.closeness_centrality(inputs.networkx, node) for node in (inputs.networkx if some is None else some)]


def _igraph_projection(inputs: Inputs) -> Any:
    sides = [bool(side) for _, side in inputs.networkx.nodes(data="side")]
    return inputs.igraph.bipartite_projection(types=sides, which=0)


def _kit(name: str, *options: Any) -> Run:
    """Run a class of networkit; an option may depend on the network."""

    def run(inputs: Inputs, _: Some) -> Any:
        import networkit

        room = next(
            room for room in (networkit.centrality, networkit.community, networkit.distance) if hasattr(room, name)
        )
        given = [option(inputs) if callable(option) else option for option in options]
        return getattr(room, name)(inputs.networkit, *given).run()

    return run


def _rust(name: str, **options: Any) -> Run:
    """Run a function of rustworkx; an option may depend on the network."""

    def run(inputs: Inputs, _: Some) -> Any:
        import rustworkx

        given = {key: option(inputs) if callable(option) else option for key, option in options.items()}
        return getattr(rustworkx, name)(inputs.rustworkx, **given)

    return run


def _kit_closeness(inputs: Inputs, _: Some) -> Any:
    import networkit

    return networkit.centrality.Closeness(
        inputs.networkit, False, networkit.centrality.ClosenessVariant.GENERALIZED
    ).run()


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
        "rustworkx": _rust("closeness_centrality", parallel_threshold=10**9),
        "gzkg": lambda net, _: closeness(net.gzkg),
    },
    "harmonic": {
        "networkx": lambda net, some: nx.harmonic_centrality(net.networkx, nbunch=some),
        "igraph": lambda net, some: net.igraph.harmonic_centrality(some),
        "networkit": _kit("HarmonicCloseness", False),
        "gzkg": lambda net, _: harmonic(net.gzkg),
    },
    "mean path length, diameter": {
        "networkx": _networkx_paths,
        "igraph": lambda net, some: [net.igraph.average_path_length(), net.igraph.diameter()],
        "networkit": _kit("APSP"),
        "gzkg": lambda net, _: distances_of(net.gzkg).mean,
    },
    "eigenvector": {
        "networkx": lambda net, _: nx.eigenvector_centrality(net.networkx, max_iter=5000),
        "igraph": lambda net, _: net.igraph.eigenvector_centrality(),
        "networkit": _kit("EigenvectorCentrality"),
        "rustworkx": _rust("eigenvector_centrality", max_iter=5000),
        "gzkg": lambda net, _: eigenvector(net.gzkg),
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

TWO_MODE: Final[Mapping[str, Mapping[str, Run]]] = {
    "interlocking connectivity": {
        "networkx": lambda net, _: _networkx_projection(net).degree(weight="weight"),
        "igraph": lambda net, _: _igraph_projection(net).strength(weights="weight"),
        "gzkg": lambda net, _: interlock(incidence_of(net.gzkg)),
    },
    "projection": {
        "networkx": lambda net, _: _networkx_projection(net),
        "igraph": lambda net, _: _igraph_projection(net),
        "gzkg": lambda net, _: shared_weights(incidence_of(net.gzkg).pattern, "simple"),
    },
}

YEARLY: Final[Mapping[str, Run]] = {
    "networkx": lambda net, some: [
        net.networkx.degree,
        *(MEASURES[name]["networkx"](net, some) for name in ("betweenness", "closeness")),
    ],
    "igraph": lambda net, some: [net.igraph.degree(), net.igraph.betweenness(sources=some), net.igraph.closeness(some)],
    "networkit": lambda net, some: [MEASURES[name]["networkit"](net, some) for name in ("betweenness", "closeness")],
    "rustworkx": lambda net, some: [MEASURES[name]["rustworkx"](net, some) for name in ("betweenness", "closeness")],
    "gzkg": lambda net, _: [degree(net.gzkg), betweenness(net.gzkg), closeness(net.gzkg)],
}
"""Degree, betweenness and closeness of one network of many."""
