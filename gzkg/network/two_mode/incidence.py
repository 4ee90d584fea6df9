"""A two-mode network as a matrix of its two kinds of node, and the one-mode networks projected from it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gzkg.errors import BadNetwork, BadOption, NetworkTooLarge
from gzkg.network.arrays import Arrays, Floats, arrays_of

Side = Literal[0, 1]

SHARED_MOST: Final = 200_000
"""A projection with more edges than this does not name on each what its ends share."""

EDGES_MOST: Final = 5_000_000
"""A projection may have so many edges; each takes about 350 bytes."""

WEIGHTINGS: Final[Mapping[str, Callable[[Floats], Floats]]] = {
    "simple": np.ones_like,
    "newman": lambda members: 1 / np.maximum(members - 1, 1),
    "hyperbolic": lambda members: 1 / np.maximum(members, 1),
}
"""What sharing a partner of k members adds to the weight of an edge: 1, 1/(k - 1), 1/k."""


@dataclass(frozen=True)
class Incidence:
    """Nodes of side 0 (actors, cities) by nodes of side 1 (organisations, events), in the order of the network.

    `matrix[i, j]` is the weight of the edge between row i and column j.
    """

    rows: Sequence[Hashable]
    columns: Sequence[Hashable]
    matrix: csr_array

    @cached_property
    def pattern(self) -> csr_array:
        """The matrix with 1 for every edge, whatever its weight."""
        return csr_array((np.ones(self.matrix.nnz), self.matrix.indices, self.matrix.indptr), self.matrix.shape)


def sides_of(arrays: Arrays) -> NDArray[np.int8]:
    """Return the side of each node, 0 or 1.

    Raises: BadNetwork, for a directed network, a node without a side, or an edge within one side.
    """
    if arrays.directed:
        raise BadNetwork("The network has a direction; a two-mode network has sides instead. Make it undirected.")
    told = arrays.attributes.get("side", [None] * arrays.size)
    for node, side in zip(arrays.nodes, told, strict=True):
        if side not in (0, 1):
            raise BadNetwork(f"'{node}' has the side {side!r}; in a two-mode network every node has side 0 or 1.")
    sides = np.array(told, dtype=np.int8)
    source, target = arrays.matrix.tocoo().coords
    if (within := np.flatnonzero(sides[source] == sides[target])).size:
        first, second = (arrays.nodes[int(ends[within[0]])] for ends in (source, target))
        raise BadNetwork(f"'{first}' and '{second}' are on the same side; in a two-mode network edges join the sides.")
    return sides


def incidence_of(arrays: Arrays) -> Incidence:
    """Return a two-mode network as a matrix. Raises: BadNetwork, as `sides_of`."""
    sides = sides_of(arrays)
    rows, columns = np.flatnonzero(sides == 0), np.flatnonzero(sides == 1)
    matrix = csr_array(arrays.matrix[rows][:, columns])
    of_row, of_column = ([arrays.nodes[place] for place in places.tolist()] for places in (rows, columns))
    return Incidence(of_row, of_column, matrix)


def project(network: nx.Graph[Any], onto: Side = 0, weighting: str = "simple") -> nx.Graph[Any]:
    """Return the one-mode network of the nodes of one side, joined where they share partners on the other.

    The weight of an edge is a sum over the shared partners, k being the number of members of each: `simple` adds 1;
    `newman` adds 1/(k - 1), so that a partner gives each of its members 1 in all (Newman 2001, Phys. Rev. E 64,
    016132); `hyperbolic` adds 1/k (the resource allocation index of Zhou, Lü & Zhang 2009, Eur. Phys. J. B 71,
    623-630). Some papers call Newman's weight hyperbolic. Weights of the two-mode network do not count.

    Nodes keep their attributes but `side`; those that share nothing stay. An edge has no records of its own; `shared`
    names the shared partners, where there are at most SHARED_MOST edges.

    Raises: BadNetwork, as `sides_of`; BadOption; NetworkTooLarge, for more than EDGES_MOST edges.
    """
    if weighting not in WEIGHTINGS:
        raise BadOption(f"The weighting is '{weighting}'; it must be one of {', '.join(WEIGHTINGS)}.")
    incidence = incidence_of(arrays_of(network))
    ties = csr_array(incidence.pattern.T) if onto else incidence.pattern
    nodes, partners = (incidence.columns, incidence.rows) if onto else (incidence.rows, incidence.columns)
    _require_small(ties)
    projected: nx.Graph[Any] = nx.Graph()
    projected.graph.update(network.graph, two_mode=False)
    projected.add_nodes_from(
        (node, {name: told for name, told in network.nodes[node].items() if name != "side"}) for node in nodes
    )
    projected.add_edges_from(_edges(nodes, partners, ties, shared_weights(ties, weighting)))
    return projected


def shared_weights(ties: csr_array, weighting: str) -> csr_array:
    """Return the weights of a projection onto the rows of a matrix of 0 and 1, each pair of rows once (i < j)."""
    worth = WEIGHTINGS[weighting](np.bincount(ties.indices, minlength=ties.shape[1]).astype(np.float64))
    worthy = csr_array((worth[ties.indices], ties.indices, ties.indptr), ties.shape)
    joint = csr_array(worthy @ ties.T)
    later = joint.indices > np.repeat(np.arange(joint.shape[0]), np.diff(joint.indptr))
    bounds = np.concatenate([[0], np.cumsum(later)])[joint.indptr]
    weights = csr_array((joint.data[later], joint.indices[later], bounds), joint.shape)
    weights.sort_indices()
    return weights


def _edges(
    nodes: Sequence[Hashable], partners: Sequence[Hashable], ties: csr_array, weights: csr_array
) -> Iterator[tuple[Hashable, Hashable, dict[str, Any]]]:
    pairs = weights.tocoo()
    sources, targets = (ends.tolist() for ends in pairs.coords)
    of_row = [frozenset(row.tolist()) for row in np.split(ties.indices, ties.indptr[1:-1])]
    names_shared = weights.nnz <= SHARED_MOST
    for source, target, weight in zip(sources, targets, pairs.data.tolist(), strict=True):
        told: dict[str, Any] = {"weight": weight, "layers": (), "records": ()}
        if names_shared:
            told["shared"] = tuple(partners[place] for place in sorted(of_row[source] & of_row[target]))
        yield nodes[source], nodes[target], told


def _require_small(ties: csr_array) -> None:
    members = np.bincount(ties.indices, minlength=ties.shape[1])
    most = min(int((members * (members - 1) // 2).sum()), ties.shape[0] * (ties.shape[0] - 1) // 2)
    if most > EDGES_MOST:
        raise NetworkTooLarge(
            f"The projection of {ties.shape[0]} nodes may have {most} edges; {EDGES_MOST} are the most. Leave out the "
            f"largest partner, with {members.max()} members, or measure the two-mode network itself."
        )
