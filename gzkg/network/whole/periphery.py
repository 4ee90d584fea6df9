"""The centre of a network: its core against its periphery, and whether those with many ties are tied to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gzkg.network.arrays import Arrays, Floats
from gzkg.network.table import Table


@dataclass(frozen=True)
class Core:
    """The nodes of the core, by place, highest degree first, and how well the ideal pattern fits, from -1 to 1."""

    places: NDArray[np.int64]
    fit: float


def core_of(arrays: Arrays) -> Core | None:
    """Return the core of the best fitting division into core and periphery; direction and weights do not count.

    The fit is the Pearson correlation, over all pairs of nodes, of ties with the ideal pattern of Borgatti & Everett
    (2000), Social Networks 21, 375-395, eq. 1: tied where either is in the core, not tied where both are periphery.
    Only cores of all nodes of degree d and above are tried, each d (degree order as in Lip 2011, arXiv:1102.5511), so
    that the same network always has the same core; a better division of another kind may exist. Of equal fits the
    smallest core. None where that leaves no choice: no ties or all, or all degrees equal.
    """
    first, second, degrees = _undirected(arrays)
    size, ties = len(degrees), len(first)
    pairs = size * (size - 1) // 2
    if ties in (0, pairs):
        return None
    order = np.argsort(-degrees, kind="stable")
    rank = np.empty(size, np.int64)
    rank[order] = np.arange(size)
    cuts = np.flatnonzero(np.diff(degrees[order])) + 1
    cuts = cuts[cuts <= size - 2]
    if not cuts.size:
        return None
    touched = np.searchsorted(np.sort(np.minimum(rank[first], rank[second])), cuts)
    ideal = cuts * (cuts - 1) / 2 + cuts * (size - cuts)
    fits = (pairs * touched - ideal * ties) / np.sqrt(ideal * (pairs - ideal) * ties * (pairs - ties))
    best = int(np.argmax(fits))
    return Core(order[: cuts[best]], float(fits[best]))


def rich_club(arrays: Arrays) -> Floats:
    """Return φ(k) for k from 0: the share of the pairs of nodes with more than k ties that are tied.

    φ(k) = 2 E₍>k₎ / (N₍>k₎ (N₍>k₎ - 1)), as long as two nodes have more than k ties. Direction and weights do not
    count. Reference: Colizza et al. (2006), Nature Physics 2, 110-115.
    """
    first, second, degrees = _undirected(arrays)
    richer = np.cumsum(np.bincount(degrees)[::-1])[::-1][1:] if len(degrees) else np.zeros(0, np.int64)
    richer = richer[richer > 1]
    lesser = np.sort(np.minimum(degrees[first], degrees[second]))
    within = len(lesser) - np.searchsorted(lesser, np.arange(len(richer)), side="right")
    return np.asarray(2 * within / (richer * (richer - 1)), dtype=np.float64)


def rich_club_table(arrays: Arrays, drawn: Iterable[Arrays]) -> Table:
    """Return φ(k), its mean over random networks with the same degrees, and the first divided by the second."""
    observed = rich_club(arrays)
    # The random networks of a directed one may have fewer pairs tied both ways, and with them longer tables.
    rows = [np.append(phi, np.zeros(len(observed)))[: len(observed)] for phi in map(rich_club, drawn)]
    expected = np.mean(rows, axis=0) if rows else np.zeros(len(observed))
    columns = {
        "degree_above": list(range(len(observed))),
        "rich_club": observed.tolist(),
        "random": expected.tolist(),
        "normalised": [float(o / e) if e else None for o, e in zip(observed, expected, strict=True)],
    }
    return Table(
        columns,
        {
            "degree_above": {"en": "nodes with more ties than this", "zh": "度数高于该值的节点"},
            "rich_club": {
                "en": "share of the pairs of these nodes that are tied (Colizza et al. 2006)",
                "zh": "这些节点两两之间实际相连的比例（Colizza等，2006）",
            },
            "random": {
                "en": "the same share, mean over random networks with the same degrees",
                "zh": "度数相同的随机网络中该比例的均值",
            },
            "normalised": {
                "en": "observed share divided by the random mean; empty where that is 0",
                "zh": "实际比例除以随机均值；均值为0时为空",
            },
        },
    )


def _undirected(arrays: Arrays) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return both ends of every pair of nodes that is tied, either way, and with how many each node is tied."""
    matrix = arrays.pattern + arrays.pattern.T if arrays.directed else arrays.pattern
    first, second = (ends.astype(np.int64) for ends in matrix.nonzero())
    kept = first < second
    return first[kept], second[kept], np.diff(matrix.indptr).astype(np.int64)
