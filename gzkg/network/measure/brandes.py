"""Betweenness: the algorithm of Brandes for many sources at once, level by level, as sparse times dense products.

Trees that hang from an undirected network are taken off first and counted by their sizes. Sources of different
components share a column, since they never meet. Sources that are near each other are worked on together: a node is
then at much the same distance from all of them, and few nodes take part in each level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, reverse_cuthill_mckee

from gzkg.network.arrays import Arrays, Floats, Tick, quiet
from gzkg.network.measure.sweep import lanes_of

Ints = NDArray[np.int64]

_COLUMNS: Final = 32
"""Sources that are worked on together."""


def betweenness(arrays: Arrays, *, normalized: bool = True, weighted: bool = False, tick: Tick = quiet) -> Floats:
    """Return the share of the shortest paths between all other pairs that pass through each node.

    B(v) = Σ σ(s,t|v) / σ(s,t) over s ≠ v ≠ t, where σ counts shortest paths; ends do not count. Normalised by
    (n - 1)(n - 2), halved when undirected; as networkx has it. With `weighted`, an edge is 1/weight long.
    """
    if weighted:
        return _by_length(arrays, normalized=normalized)
    if not arrays.edge_count:
        return np.zeros(arrays.size)
    trunk = _trunk(arrays)
    sums = trunk.inside
    sums[trunk.kept] += _dependencies(trunk, tick) / trunk.counted
    return sums * _scale(arrays) if normalized else sums


def sampled_betweenness(
    arrays: Arrays, *, samples: int = 256, seed: int = 0, tick: Tick = quiet
) -> tuple[Floats, Floats]:
    """Return betweenness estimated from some sources, and the standard error of each value; normalised.

    The sources are drawn without replacement; the estimate is n/k times the sum of their dependencies (Brandes and
    Pich 2007). What hangs from an undirected network as a tree is counted, not estimated. The standard error is that
    of a total over a simple random sample, with its finite correction; 0 when all nodes are sources, NaN with a single
    one. Few sources make most of a low betweenness, so that there the error is often estimated too low.
    """
    size, many = arrays.size, min(samples, arrays.size)
    if not many:
        return np.zeros(size), np.zeros(size)
    trunk = _trunk(arrays)
    drawn = np.random.default_rng(seed).choice(size, many, replace=False)
    sources = np.sort(np.searchsorted(trunk.kept, trunk.root[drawn]))
    total, squares = np.zeros(len(trunk.kept)), np.zeros(len(trunk.kept))
    for first in range(0, many, _COLUMNS):
        some = sources[first : first + _COLUMNS]
        ends = np.repeat(trunk.weight[:, np.newaxis], len(some), axis=1)
        for rows, paths, passed in _passed(trunk.ways, some, np.arange(len(some)), ends):
            passed *= paths
            total[rows] += passed.sum(axis=1)
            squares[rows] += np.einsum("ij,ij->i", passed, passed)
        tick(min(1.0, (first + _COLUMNS) / many))
    values, errors = trunk.inside, np.zeros(size)
    values[trunk.kept] += total * (size / many / trunk.counted)
    if many < size:
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = np.maximum(squares - total * total / many, 0.0) / (many - 1.0)
        errors[trunk.kept] = size / trunk.counted * np.sqrt(variance / many * (1.0 - many / size))
    return values * _scale(arrays), errors * _scale(arrays)


@dataclass(frozen=True)
class _Ways:
    """Where the edges lead from each node, and whence they come."""

    outgoing: csr_array
    incoming: csr_array

    @classmethod
    def of(cls, pattern: csr_array, *, directed: bool) -> _Ways:
        """Return the ways of a pattern; undirected, they are the same."""
        return cls(pattern, pattern.T.tocsr() if directed else pattern)


@dataclass(frozen=True)
class _Trunk:
    """What is left of a network without the trees that hang from it; all of it when directed.

    `kept` are its nodes, `ways` its edges; `weight` counts for each what hangs from it and itself. For every node of
    the network, `root` is the node of the trunk that it hangs from, `inside` the pairs whose paths pass through the
    node because one of them hangs from it. The sum over ordered pairs has each pair `counted` times.
    """

    kept: Ints
    ways: _Ways
    weight: Floats
    root: Ints
    inside: Floats
    counted: int


def _trunk(arrays: Arrays) -> _Trunk:
    nodes = np.arange(arrays.size)
    if arrays.directed:
        ways = _Ways.of(arrays.pattern, directed=True)
        return _Trunk(nodes, ways, np.ones(arrays.size), nodes, np.zeros(arrays.size), 1)
    weight, squares, root = _hang(arrays.pattern)
    kept = np.flatnonzero(root == nodes)
    while (root[root] != root).any():
        root = root[root]
    label = connected_components(arrays.pattern, directed=False)[1]
    whole = np.bincount(label)[label].astype(np.float64)
    hanging = weight - 1.0
    inside = (hanging**2 - squares) / 2 + hanging * (whole - weight)
    within = arrays.pattern[kept][:, kept].tocsr()
    return _Trunk(kept, _Ways.of(within, directed=False), weight[kept], root, inside, 2)


def _hang(pattern: csr_array) -> tuple[Floats, Floats, Ints]:
    """Take leaves off until none is left.

    Return for each node how many hang from it, itself counted; the sum of the squares of that over its branches; and
    the node it was taken off, itself for one that is left.
    """
    size = pattern.shape[0]
    degree = np.diff(pattern.indptr).astype(np.int64)
    # the sum of the numbers of a node's neighbours that are left is, for a leaf, its only neighbour
    left = np.asarray(pattern @ np.arange(size, dtype=np.float64), dtype=np.int64)
    weight, squares, stem = np.ones(size), np.zeros(size), np.arange(size)
    leaves = np.flatnonzero(degree == 1)
    while leaves.size:
        stems = left[leaves]
        alone = (degree[stems] == 1) & (stems > leaves)  # two leaves that have only each other: one stays
        leaves, stems = leaves[~alone], stems[~alone]
        stem[leaves], degree[leaves] = stems, 0
        np.add.at(weight, stems, weight[leaves])
        np.add.at(squares, stems, weight[leaves] ** 2)
        np.subtract.at(degree, stems, 1)
        np.subtract.at(left, stems, leaves)
        stems = np.unique(stems)
        leaves = stems[degree[stems] == 1]
    return weight, squares, stem


class _Level(NamedTuple):
    """The nodes at one distance from sources; their paths, 0 from other sources; the edges from the level before."""

    rows: Ints
    paths: Floats
    links: csr_array


def _dependencies(trunk: _Trunk, tick: Tick) -> Floats:
    """Return the sum over all sources s and ends t of w(s) w(t) σ(s,t|v) / σ(s,t), each ordered pair once."""
    directed = trunk.counted == 1
    pattern = trunk.ways.outgoing
    near = reverse_cuthill_mckee(pattern + trunk.ways.incoming if directed else pattern, symmetric_mode=True)
    ways, weight = _Ways.of(pattern[near][:, near].tocsr(), directed=directed), trunk.weight[near]
    lane, lanes = lanes_of(ways.outgoing)
    _, label = connected_components(ways.outgoing, directed=True, connection="weak")
    sums = np.zeros(len(weight))
    for first in range(0, lanes, _COLUMNS):
        sources = np.flatnonzero((lane >= first) & (lane < first + _COLUMNS))
        columns = lane[sources] - first
        of_source = np.zeros((int(label.max()) + 1, int(columns.max()) + 1))
        of_source[label[sources], columns] = weight[sources]
        for rows, paths, passed in _passed(ways, sources, columns, of_source[label] * weight[:, np.newaxis]):
            sums[rows] += np.einsum("ij,ij->i", passed, paths)
        tick(min(1.0, (first + _COLUMNS) / lanes))
    return sums[np.argsort(near)]


def _passed(ways: _Ways, sources: Ints, columns: Ints, ends: Floats) -> Iterator[tuple[Ints, Floats, Floats]]:
    """Give, from the last level to the first, nodes, their paths, and Σ e(t) σ(v,t) / σ(s,t) over the ends t past them.

    `ends[t, column]` is what the end t counts for the source of the column in its component, 0 without such a source.
    The product of paths and the last is the dependency. What is given may be written over.
    """
    passed = None
    for rows, paths, links in reversed(_levels(ways, sources, columns, ends)):
        there = paths > 0
        share = ends[rows]
        np.divide(share, paths, out=share, where=there)
        if passed is not None:
            share += passed
            yield rows, paths, passed
        share *= there
        passed = links.T @ share


def _levels(ways: _Ways, sources: Ints, columns: Ints, ends: Floats) -> list[_Level]:
    """Count the shortest paths from sources, each in its column; return the levels but the sources themselves."""
    paths = np.zeros_like(ends)
    paths[sources, columns] = 1.0
    missing = np.count_nonzero(ends, axis=1) - np.count_nonzero(paths, axis=1)
    rows = np.unique(sources)
    front = paths[rows]
    levels: list[_Level] = []
    while True:
        near = np.zeros(len(ends), dtype=bool)
        near[ways.outgoing[rows].indices] = True
        near_rows = np.flatnonzero(near & (missing > 0))
        links = ways.incoming[near_rows][:, rows]
        front = links @ front
        known = paths[near_rows]
        front *= known == 0
        fresh = np.count_nonzero(front, axis=1)
        if not fresh.any():
            return levels
        rows = near_rows
        missing[rows] -= fresh
        known += front
        paths[rows] = known
        levels.append(_Level(rows, front, links))


def _by_length(arrays: Arrays, *, normalized: bool) -> Floats:
    network: nx.Graph[int] = nx.DiGraph() if arrays.directed else nx.Graph()
    network.add_nodes_from(range(arrays.size))
    ends = arrays.matrix.tocoo()
    network.add_weighted_edges_from(zip(ends.row, ends.col, 1.0 / ends.data, strict=True))
    found = nx.betweenness_centrality(network, normalized=normalized, weight="weight")
    return np.array([found[place] for place in range(arrays.size)])


def _scale(arrays: Arrays) -> float:
    pairs = (arrays.size - 1) * (arrays.size - 2)
    return (1.0 if arrays.directed else 2.0) / pairs if pairs > 0 else 1.0
