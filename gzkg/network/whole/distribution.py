"""How degrees are spread: their distribution, their inequality, and the power law that fits their tail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import zeta

from gzkg.network.arrays import Floats
from gzkg.network.table import Table

TAIL_LEAST: Final = 10
"""A power law is not told of a tail of fewer nodes."""

STEEPEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class PowerLaw:
    """p(x) ∝ x^-exponent for x ≥ xmin: `distance` is the Kolmogorov–Smirnov distance, `tail` the values ≥ xmin."""

    exponent: float
    xmin: int
    distance: float
    tail: int


def gini(values: Floats) -> float | None:
    """Return the Gini coefficient: 0 where all are equal, (n - 1)/n where one has all; None where the sum is 0.

    G = Σᵢ (2i - n - 1) xᵢ / (n Σ x), x sorted upwards, i from 1.
    """
    total, size = float(values.sum()), len(values)
    if not total:
        return None
    return float((2 * np.arange(1, size + 1) - size - 1) @ np.sort(values)) / (size * total)


def degree_table(degrees: Floats) -> Table:
    """Return for each degree that occurs how many nodes have it, as a share too, and what share has as many or more."""
    values, counts = np.unique(degrees.astype(np.int64), return_counts=True)
    at_least = counts[::-1].cumsum()[::-1]
    size = max(len(degrees), 1)
    columns = {
        "degree": values.tolist(),
        "nodes": counts.tolist(),
        "share": (counts / size).tolist(),
        "share_at_least": (at_least / size).tolist(),
    }
    return Table(
        columns,
        {
            "share_at_least": {
                "en": "share of the nodes with this degree or a higher one",
                "zh": "度数不低于该值的节点所占比例",
            }
        },
    )


def power_law(degrees: Floats) -> PowerLaw | None:
    """Return the discrete power law that fits the tail of the degrees best; zeros do not count.

    For each xmin the exponent of greatest likelihood (between 1 and 30), L(a) = -n ln ζ(a, xmin) - a Σ ln x; of these
    the one with the smallest Kolmogorov–Smirnov distance. None where all degrees are equal or the tail is shorter than
    TAIL_LEAST. That a power law fits best does not say that it fits well. Reference: Clauset, Shalizi & Newman
    (2009), SIAM Review 51, 661-703.
    """
    values, counts = np.unique(degrees[degrees > 0].astype(np.int64), return_counts=True)
    fits = [_fit(values[start:], counts[start:]) for start in range(len(values) - 1)]
    best = min(fits, key=lambda fit: fit.distance, default=None)
    return best if best and best.tail >= TAIL_LEAST else None


def _fit(values: NDArray[np.int64], counts: NDArray[np.int64]) -> PowerLaw:
    xmin, tail, logs = int(values[0]), int(counts.sum()), float(counts @ np.log(values))
    found = minimize_scalar(
        lambda a: tail * np.log(zeta(a, xmin)) + a * logs,
        bounds=(1 + 1e-6, STEEPEST),
        method="bounded",
        options={"xatol": 1e-8},
    )
    exponent = float(found.x)
    below = counts.cumsum() / tail
    # The empirical curve is flat between values while the fitted one climbs: look at both ends of every flat piece.
    last = np.append(values[1:] - 1, values[-1])
    fitted = 1 - zeta(exponent, np.stack([values, last]) + 1.0) / zeta(exponent, xmin)
    return PowerLaw(exponent, xmin, float(np.abs(below - fitted).max()), tail)
