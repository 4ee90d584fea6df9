"""Shortest distances between all pairs at once: 64 sources share one machine word of every node.

One level of the search is a gather and a bitwise or over the edges. Sources of different components share a bit, since
they never meet; so there are as many bits as the largest component has nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from gzkg.network.arrays import Arrays, Floats, Tick, quiet

Counts = NDArray[np.int64]
Words = NDArray[np.uint64]

_WORDS: Final = 32
"""Machine words of every node that are worked on together."""

_SOURCES: Final = 256
"""Sources whose weighted distances are computed together."""


@dataclass(frozen=True)
class Distances:
    """Distances that lead to each node (in an undirected network: from it), over the pairs that reach each other.

    `reached` counts the other nodes that reach a node, `total` sums their distances, `inverse_total` the inverse
    distances, `eccentricity` is the greatest (0 for a node that none reaches). `histogram[d]` counts the ordered pairs
    at distance d; it is empty for weighted distances.
    """

    reached: Counts
    total: Floats
    inverse_total: Floats
    eccentricity: Floats
    histogram: Counts

    @property
    def diameter(self) -> float:
        """The greatest distance of all; 0 without a pair."""
        return float(self.eccentricity.max(initial=0.0))

    @property
    def mean(self) -> float:
        """The mean distance of the pairs that reach each other; NaN without a pair."""
        pairs = int(self.reached.sum())
        return float(self.total.sum()) / pairs if pairs else float("nan")


def distances_of(arrays: Arrays, *, weighted: bool = False, tick: Tick = quiet) -> Distances:
    """Return the distances of all pairs; with `weighted`, an edge is 1/weight long.

    Takes time in proportion to nodes times edges, and a few megabytes.
    """
    return _dijkstra(arrays, tick) if weighted else _sweep(arrays, tick)


def lanes_of(matrix: csr_array) -> tuple[NDArray[np.int64], int]:
    """Return for each node its place in its component, and the size of the largest: nodes of one place never meet."""
    _, label = connected_components(matrix, directed=matrix.nnz > 0, connection="weak")
    order = np.argsort(label, kind="stable")
    sizes = np.bincount(label, minlength=1)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    lane = np.empty(len(label), dtype=np.int64)
    lane[order] = np.arange(len(label)) - starts[label[order]]
    return lane, int(sizes.max(initial=0))


def _sweep(arrays: Arrays, tick: Tick) -> Distances:
    incoming = arrays.pattern.T.tocsr() if arrays.directed else arrays.pattern
    order = np.argsort(-np.diff(incoming.indptr), kind="stable")
    lane, lanes = lanes_of(arrays.pattern)
    lane = lane[order]
    neighbours = _neighbours(incoming, order)
    sums = _Sums(arrays.size)
    step = 64 * _WORDS
    for first in range(0, lanes, step):
        sources = np.flatnonzero((lane >= first) & (lane < first + step))
        _spread(neighbours, sources, lane[sources] - first, sums)
        tick(min(1.0, (first + step) / lanes))
    return sums.distances(np.argsort(order, kind="stable"))


def _neighbours(incoming: csr_array, order: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return the first neighbour of every node, then the second of those that have two, and so on.

    The nodes are numbered by `order`, those with most neighbours first, so that each list is shorter than the last.
    """
    number = np.argsort(order, kind="stable")
    degrees = np.diff(incoming.indptr)[order]
    starts = incoming.indptr[:-1][order]
    having = [int(np.searchsorted(-degrees, -place)) for place in range(int(degrees.max(initial=0)))]
    return [number[incoming.indices[starts[:many] + place]] for place, many in enumerate(having)]


class _Sums:
    """What is summed up over all sources."""

    def __init__(self, size: int) -> None:
        self.reached = np.zeros(size, dtype=np.int64)
        self.total = np.zeros(size)
        self.inverse = np.zeros(size)
        self.furthest = np.zeros(size)
        self.histogram: list[int] = [0]

    def add(self, level: int, new: Words) -> int:
        """Count what is new at a level; return how much that is."""
        counts = np.bitwise_count(new).sum(axis=1, dtype=np.int64)
        some = int(counts.sum())
        if some:
            self.reached += counts
            self.total += level * counts
            self.inverse += counts / level
            self.furthest[counts > 0] = np.maximum(self.furthest[counts > 0], level)
            if len(self.histogram) == level:
                self.histogram.append(0)
            self.histogram[level] += some
        return some

    def distances(self, number: NDArray[np.int64]) -> Distances:
        """Return the sums in another order of the nodes."""
        return Distances(
            self.reached[number],
            self.total[number],
            self.inverse[number],
            self.furthest[number],
            np.array(self.histogram, dtype=np.int64),
        )


def _spread(
    neighbours: list[NDArray[np.int64]], sources: NDArray[np.int64], bits: NDArray[np.int64], sums: _Sums
) -> None:
    """Let sources, each with its bit, spread along the edges, level by level, until nothing is new."""
    front: Words = np.zeros((len(sums.reached), int(bits.max(initial=0)) // 64 + 1), dtype=np.uint64)
    np.bitwise_or.at(front, (sources, bits // 64), np.uint64(1) << (bits % 64).astype(np.uint64))
    seen = front.copy()
    level = 0
    while neighbours:
        level += 1
        new = np.zeros_like(front)
        for having in neighbours:
            new[: len(having)] |= front[having]
        new &= ~seen
        if not sums.add(level, new):
            return
        seen |= new
        front = new


def _dijkstra(arrays: Arrays, tick: Tick) -> Distances:
    lengths = arrays.matrix.copy()
    lengths.data = 1.0 / lengths.data
    size = arrays.size
    reached, total = np.zeros(size, dtype=np.int64), np.zeros(size)
    inverse, furthest = np.zeros(size), np.zeros(size)
    for first in range(0, size, _SOURCES):
        some = np.arange(first, min(size, first + _SOURCES))
        away = dijkstra(lengths, directed=True, indices=some)
        away[np.arange(len(some)), some] = np.inf
        there = np.isfinite(away)
        away[~there] = 0.0
        reached += there.sum(axis=0)
        total += away.sum(axis=0)
        furthest = np.maximum(furthest, away.max(axis=0, initial=0.0))
        inverse += np.divide(1.0, away, out=np.zeros_like(away), where=there).sum(axis=0)
        tick(min(1.0, (first + _SOURCES) / size))
    return Distances(reached, total, inverse, furthest, np.zeros(0, dtype=np.int64))
