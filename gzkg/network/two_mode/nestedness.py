"""Nestedness of a two-mode network: whether the partners of those with few are among those of who has more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import csr_array

from gzkg.network.two_mode.incidence import Incidence

BATCH: Final = 4_000_000
"""Pairs of rows that are compared at once."""


@dataclass(frozen=True, slots=True)
class Nestedness:
    """NODF of a two-mode network, each from 0 (none) to 100 (perfectly nested); NaN where there are no pairs."""

    total: float
    rows: float
    columns: float


def nestedness(incidence: Incidence) -> Nestedness:
    """Return the nestedness metric based on overlap and decreasing fill.

    A pair of rows scores the percentage of the partners of the one with fewer that the other has too, and 0 where
    both have as many, or one has none; likewise columns. `rows` and `columns` are means over pairs, `total` is the
    mean over all pairs of both: NODF = Σ N / (n(n - 1)/2 + m(m - 1)/2). Weights do not count.
    Reference: Almeida-Neto et al. (2008), Oikos 117, 1227-1239.
    """
    pattern = incidence.pattern
    sums = _paired(pattern), _paired(csr_array(pattern.T))
    pairs = [size * (size - 1) // 2 for size in pattern.shape]
    return Nestedness(
        _mean(sum(sums), sum(pairs)),
        *(_mean(score, number) for score, number in zip(sums, pairs, strict=True)),
    )


def _paired(ties: csr_array) -> float:
    """Return the sum of the scores of all pairs of rows."""
    size = np.diff(ties.indptr).astype(np.float64)
    step = max(1, BATCH // max(ties.shape[0], 1))
    total = 0.0
    for start in range(0, ties.shape[0], step):
        overlap = (ties[start : start + step] @ ties.T).tocoo()
        larger, smaller = overlap.coords
        counts = size[larger + start] > size[smaller]
        total += float((overlap.data[counts] / size[smaller[counts]]).sum())
    return 100 * total


def _mean(score: float, pairs: int) -> float:
    return score / pairs if pairs else float("nan")
