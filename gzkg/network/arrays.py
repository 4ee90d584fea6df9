"""A network as arrays: what the measures compute on. The nodes keep the order of the networkx graph."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gzkg.errors import BadNetwork

Floats = NDArray[np.float64]
Tick = Callable[[float], None]
"""Hears between batches which share of the work is done (0 to 1); it ends the work by raising."""

ATTRIBUTES: Final = ("label_en", "label_zh", "kind", "country", "region", "lat", "lon", "side")
"""Node attributes that measures may ask for: names; class; ISO country code; M49 region; degrees; side 0 or 1."""


def quiet(share: float) -> None:
    """Hear of progress and say nothing."""


@dataclass(frozen=True)
class Arrays:
    """A network of n nodes; `matrix[i, j]` is the weight of the edge from node i to node j, above 0 and finite.

    Of an undirected network the matrix is symmetric. There are no self-loops. `attributes` holds node attributes as
    lists of n values, None where a node has none.
    """

    nodes: Sequence[Hashable]
    matrix: csr_array
    directed: bool = False
    attributes: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def edge_count(self) -> int:
        """Number of edges, each once."""
        return int(self.matrix.nnz) if self.directed else int(self.matrix.nnz) // 2

    @cached_property
    def pattern(self) -> csr_array:
        """The matrix with 1 for every edge, whatever its weight."""
        return csr_array((np.ones(self.matrix.nnz), self.matrix.indices, self.matrix.indptr), self.matrix.shape)

    @cached_property
    def place(self) -> Mapping[Hashable, int]:
        """Node -> its place in the arrays."""
        return {node: place for place, node in enumerate(self.nodes)}


def arrays_of(network: nx.Graph[Any]) -> Arrays:
    """Return a networkx graph as arrays; an edge without a weight has weight 1.

    Raises: BadNetwork, for a self-loop, parallel edges, or a weight that is no finite number above 0.
    """
    if network.is_multigraph():
        raise BadNetwork("The network has parallel edges. Merge them first: nx.Graph(network) keeps one of each.")
    nodes = list(network)
    place = {node: index for index, node in enumerate(nodes)}
    ends = np.array([(place[a], place[b]) for a, b in network.edges()], dtype=np.int64).reshape(-1, 2)
    weights = _weights(network)
    if (loops := np.flatnonzero(ends[:, 0] == ends[:, 1])).size:
        raise BadNetwork(f"'{nodes[ends[loops[0], 0]]}' is tied to itself. Take self-loops out of the network.")
    if not network.is_directed():
        ends, weights = np.vstack([ends, ends[:, ::-1]]), np.concatenate([weights, weights])
    matrix = csr_array((weights, (ends[:, 0], ends[:, 1])), shape=(len(nodes), len(nodes)))
    matrix.sort_indices()
    attributes = {name: [network.nodes[node].get(name) for node in nodes] for name in ATTRIBUTES}
    return Arrays(nodes, matrix, network.is_directed(), attributes)


def _weights(network: nx.Graph[Any]) -> Floats:
    given = [weight for _, _, weight in network.edges(data="weight", default=1.0)]
    try:
        weights = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        weights = np.array([np.nan])
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        wrong = next((a, b, w) for a, b, w in network.edges(data="weight", default=1.0) if not _is_weight(w))
        raise BadNetwork(f"The weight of {wrong[0]} – {wrong[1]} is {wrong[2]!r}; a weight is a finite number above 0.")
    return weights


def _is_weight(value: object) -> bool:
    return isinstance(value, int | float | np.number) and bool(np.isfinite(value)) and bool(value > 0)
