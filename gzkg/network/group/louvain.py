"""The Louvain method: nodes move to the neighbouring community that gains most; communities become nodes; again."""

from __future__ import annotations

from collections import deque
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

_LEAST = 1e-7
"""A pass that gains less modularity is the last."""


def louvain(ties: csr_array, *, resolution: float = 1.0, seed: int = 0) -> NDArray[np.int64]:
    """Return a label for each node of a symmetric matrix. Reference: Blondel et al. (2008), J. Stat. Mech. P10008."""
    labels = np.arange(ties.shape[0], dtype=np.int64)
    total = float(ties.sum())
    draw = Random(seed)  # noqa: S311 - not for secrets
    while total:
        moved, gain = _move(ties, total, resolution, draw)
        _, moved = np.unique(moved, return_inverse=True)
        labels = moved[labels]
        if gain < _LEAST or moved.max() + 1 == ties.shape[0]:
            break
        to = csr_array((np.ones(len(moved)), (np.arange(len(moved)), moved)))
        ties = csr_array(to.T @ ties @ to)
    return labels


def _move(ties: csr_array, total: float, resolution: float, draw: Random) -> tuple[NDArray[np.int64], float]:
    """Let every node move until none gains; return the communities and the modularity gained."""
    size = ties.shape[0]
    starts, others, weights = ties.indptr.tolist(), ties.indices.tolist(), ties.data.tolist()
    degrees = np.asarray(ties.sum(axis=1)).tolist()
    own, sums = list(range(size)), degrees.copy()
    order = list(range(size))
    draw.shuffle(order)
    waiting, queued, gained = deque(order), [True] * size, 0.0
    while waiting:
        node = waiting.popleft()
        queued[node] = False
        begin, end, here = starts[node], starts[node + 1], own[node]
        tied: dict[int, float] = {here: 0.0}
        for place in range(begin, end):
            other = others[place]
            if other != node:
                group = own[other]
                tied[group] = tied.get(group, 0.0) + weights[place]
        pull = resolution * degrees[node] / total
        sums[here] -= degrees[node]
        best, most = here, tied[here] - pull * sums[here]
        for group, weight in tied.items():
            if (value := weight - pull * sums[group]) > most + 1e-12:
                best, most = group, value
        if best != here:
            gained += 2 * (most - (tied[here] - pull * sums[here])) / total
            own[node] = best
            for place in range(begin, end):
                other = others[place]
                if not queued[other] and own[other] != best:
                    queued[other] = True
                    waiting.append(other)
        sums[best] += degrees[node]
    return np.array(own, dtype=np.int64), gained
