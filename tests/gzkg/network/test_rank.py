"""Ranks and percentiles: ties share the smallest rank, noise breaks none, NaN has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gzkg.network.rank import percentiles, ranks

NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([7.0], [1]),
        ([5.0, 9.0, 5.0, 1.0], [2, 1, 2, 4]),
        ([1.0, 1.0, 1.0], [1, 1, 1]),
        ([0.0, -1.0, 3.0], [2, 3, 1]),
        ([NAN, 2.0, NAN, 3.0], [0, 2, 0, 1]),
        ([NAN], [0]),
        ([0.1 + 0.2, 0.3, 0.3 - 1e-8], [1, 1, 3]),
        ([1.0, 0.0, 1e-17], [1, 2, 2]),
        ([1e-12, 2e-12, 1.0], [3, 2, 1]),
    ],
)
def test_ranks(values, expected):
    assert ranks(np.array(values)).tolist() == expected


def test_percentiles():
    np.testing.assert_array_equal(percentiles(np.array([5.0, 9.0, 5.0, 1.0])), [75, 100, 75, 25])
    np.testing.assert_array_equal(percentiles(np.array([NAN, 2.0, 3.0])), [NAN, 50, 100])
    np.testing.assert_array_equal(percentiles(np.array([4.0, 4.0])), [100, 100])
    assert percentiles(np.array([])).size == 0


@given(st.lists(st.integers(-5, 5)))
def test_ranks_and_percentiles_are_counts(numbers):
    values = np.array(numbers, dtype=float)
    assert ranks(values).tolist() == [1 + sum(other > one for other in numbers) for one in numbers]
    expected = [100 * sum(other <= one for other in numbers) / len(numbers) for one in numbers]
    np.testing.assert_allclose(percentiles(values), expected)


@given(st.lists(st.integers(0, 5), min_size=1), st.randoms())
def test_noise_breaks_no_tie(numbers, chance):
    noisy = np.array([number * (1 + chance.uniform(-1e-13, 1e-13)) for number in numbers])
    np.testing.assert_array_equal(ranks(noisy), ranks(np.array(numbers, dtype=float)))
