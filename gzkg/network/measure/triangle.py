"""Two-step walks that an edge closes: what clustering, constraint and brokerage are counted from."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from scipy.sparse import csr_array, vstack

from gzkg.network.arrays import Arrays, Floats, Tick, quiet

BATCH: Final = 8_000_000
"""Two-step walks looked at together: about 100 MB."""


def closed(left: csr_array, right: csr_array, *, where: csr_array, tick: Tick = quiet) -> csr_array:
    """Return `left @ right` times `where`, entry by entry, without ever holding the whole product.

    `where` says by its entries which places are wanted; nothing else of the product is kept.
    """
    ends = np.cumsum(_ones(left) @ np.diff(right.indptr))
    cuts = [0, *(np.flatnonzero(np.diff(ends // BATCH)) + 1).tolist(), left.shape[0]]
    parts = []
    for first, last in pairwise(cuts):
        parts.append((left[first:last] @ right).multiply(where[first:last]))
        tick(last / max(left.shape[0], 1))
    return csr_array(vstack(parts, format="csr"))


def mutual(arrays: Arrays, *, weighted: bool) -> csr_array:
    """Return what joins each pair of nodes, in either direction: the sum of both, 1 each without weights."""
    matrix = arrays.matrix if weighted else arrays.pattern
    return csr_array(matrix + matrix.T) if arrays.directed else matrix


def row_sums(matrix: csr_array) -> Floats:
    """Return the sum of each row."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64)


def closing_s(arrays: Arrays) -> float:
    """Estimate the seconds that `closed` takes over all edges of a network."""
    near = row_sums(mutual(arrays, weighted=False))
    return float(4e-9 * (near**2).sum() + 4e-7 * near.sum())


def _ones(matrix: csr_array) -> csr_array:
    return csr_array((np.ones(matrix.nnz), matrix.indices, matrix.indptr), matrix.shape)
