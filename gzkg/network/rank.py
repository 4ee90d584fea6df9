"""Ranks and percentiles as publications give them; floating-point noise breaks no ties."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gzkg.network.arrays import Floats

SAME: Final = 1e-9
"""Values that differ by less than this share of the larger are the same value."""

NOISE: Final = 1e-14
"""So are values that differ by less than this share of the largest value of all."""


def ranks(values: Floats) -> NDArray[np.int64]:
    """Return the rank of each value: 1 for the highest; equal values share the smallest rank (1, 2, 2, 4).

    Neighbours in the order are equal if they differ by less than 1e-9 of the larger, or 1e-14 of the largest of all.
    A NaN has no rank: 0. The values that are there are finite.
    """
    places, starts = _groups(values)
    given = np.zeros(len(values), dtype=np.int64)
    given[places] = np.maximum.accumulate(np.where(starts, np.arange(1, len(places) + 1), 0))
    return given


def percentiles(values: Floats) -> Floats:
    """Return the share of the values, in per cent, that are equal to each value or below it; the highest has 100.

    Equal as in `ranks`. A NaN has no percentile, NaN, and does not count among the values.
    """
    places, starts = _groups(values)
    above = np.maximum.accumulate(np.where(starts, np.arange(len(places)), 0))
    given = np.full(len(values), np.nan)
    given[places] = 100.0 * (len(places) - above) / max(len(places), 1)
    return given


def _groups(values: Floats) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the places of the values, highest first, and which of them begin a new value."""
    there = np.flatnonzero(~np.isnan(values))
    places = there[np.argsort(-values[there], kind="stable")]
    ordered = values[places]
    size = np.abs(ordered)
    close = np.maximum(SAME * np.maximum(size[:-1], size[1:]), NOISE * size.max(initial=0.0))
    return places, np.concatenate([np.ones(min(len(places), 1), dtype=bool), ordered[:-1] - ordered[1:] > close])
