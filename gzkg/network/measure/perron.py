"""The largest eigenvalue of a network and the parts that have it, also where the network falls apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, eigs, eigsh

from gzkg.network.arrays import Floats

SAME: Final = 1e-9
"""Eigenvalues that differ by less than this share are the same: parts that are alike share the first place."""

EXACT: Final = 1e-14
"""Bounds that differ by less than this share leave nothing to solve, as in a part whose nodes are all alike."""

DENSE: Final = 64
"""Up to so many nodes, the dense solver is quicker."""

ROUNDS: Final = 30


@dataclass(frozen=True, slots=True)
class Part:
    """A strongly connected part: its nodes, its largest eigenvalue, and the right vector of that within the part."""

    nodes: NDArray[np.int64]
    value: float
    vector: Floats


def leading_parts(matrix: csr_array) -> list[Part]:
    """Return the strongly connected parts that have the largest eigenvalue of a matrix without negative entries.

    Bounds (Collatz, Wielandt) from a few rounds of power iteration in all parts at once leave few parts to solve.
    Empty for a network without nodes.
    """
    count, label = connected_components(matrix, directed=True, connection="strong")
    start, low, high = _bounds(matrix, label, count)
    order = np.argsort(label, kind="stable")
    nodes = np.split(order, np.cumsum(np.bincount(label, minlength=count))[:-1])
    rivals = np.flatnonzero(high >= low.max(initial=0.0) * (1 - SAME))
    solved = high - low <= EXACT * high
    parts = [
        Part(nodes[rival], float(high[rival]), start[nodes[rival]])
        if solved[rival]
        else Part(nodes[rival], *perron(matrix[nodes[rival]][:, nodes[rival]], start[nodes[rival]]))
        for rival in rivals
    ]
    largest = max((part.value for part in parts), default=0.0)
    return [part for part in parts if part.value >= largest * (1 - SAME)]


def perron(matrix: csr_array, start: Floats) -> tuple[float, Floats]:
    """Return the largest eigenvalue of a matrix without negative entries, and its right vector, none of it negative.

    `start` is where the search begins, none of it 0. The vector is refined by power iteration, shifted
    so that two-mode networks do not swing; small entries gain most.
    """
    value, vector = _dense(matrix) if matrix.shape[0] <= DENSE else _sparse(matrix, start)
    vector = np.abs(vector)
    for _ in range(ROUNDS):
        vector = matrix @ vector + vector
        vector /= np.linalg.norm(vector)
    return max(value, 0.0), vector


def _dense(matrix: csr_array) -> tuple[float, Floats]:
    full = matrix.toarray()
    if (full == full.T).all():
        values, vectors = np.linalg.eigh(full)
        return float(values[-1]), vectors[:, -1]
    values, vectors = np.linalg.eig(full)
    first = int(np.argmax(values.real))
    return float(values[first].real), vectors[:, first].real


def _sparse(matrix: csr_array, start: Floats) -> tuple[float, Floats]:
    """Solve by Lanczos or Arnoldi; where that is slow, as along a chain, from just above the largest eigenvalue.

    What is slow for the first is thin, so that the second can factorise it.
    """
    symmetric = csr_array(matrix - matrix.T).count_nonzero() == 0
    solve: Callable[..., Any] = eigsh if symmetric else eigs
    try:
        values, vectors = solve(matrix, k=1, which="LA" if symmetric else "LR", v0=start, maxiter=100)
    except ArpackNoConvergence:
        above = float((matrix @ start / start).max()) * (1 + SAME)
        values, vectors = solve(csc_array(matrix), k=1, sigma=above, v0=start)
    return float(values[0].real), vectors[:, 0].real


def _bounds(matrix: csr_array, label: NDArray[np.int32], count: int) -> tuple[Floats, Floats, Floats]:
    """Return a vector near the leading one of every part, and bounds of the largest eigenvalue of each part."""
    edges = matrix.tocoo()
    source, target = edges.coords
    inside = label[source] == label[target]
    inner = csr_array((edges.data[inside], (source[inside], target[inside])), shape=matrix.shape)
    vector = np.ones(matrix.shape[0])
    for _ in range(ROUNDS):
        vector = inner @ vector + vector
        largest = np.zeros(count)
        np.maximum.at(largest, label, vector)
        vector /= largest[label]
    growth = inner @ vector / vector
    low, high = np.full(count, np.inf), np.zeros(count)
    np.minimum.at(low, label, growth)
    np.maximum.at(high, label, growth)
    return vector, low, high
