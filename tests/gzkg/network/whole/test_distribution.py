"""Spread of degrees: values by hand, and samples of known power laws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import zeta

from gzkg.network.whole.distribution import degree_table, gini, power_law


def floats(*values):
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 1, 1, 1), 0),
        ((0, 0, 0, 8), 3 / 4),
        ((1, 2, 3, 4), 1 / 4),  # mean difference (1+2+3+1+2+1)/6 = 5/3, over twice the mean 5, times 3/4
        ((4, 1, 3, 2), 1 / 4),
        ((5,), 0),
        ((), None),
        ((0, 0), None),
    ],
)
def test_gini_by_hand(values, expected):
    assert gini(floats(*values)) == (None if expected is None else pytest.approx(expected))


def test_degrees_are_counted():
    assert list(degree_table(floats(1, 3, 1, 0))) == [
        {"degree": 0, "nodes": 1, "share": 0.25, "share_at_least": 1.0},
        {"degree": 1, "nodes": 2, "share": 0.5, "share_at_least": 0.75},
        {"degree": 3, "nodes": 1, "share": 0.25, "share_at_least": 0.25},
    ]
    assert len(degree_table(floats())) == 0


def sample(exponent, xmin, size):
    """Draw from the discrete power law by its distribution function."""
    values = np.arange(xmin, 2_000_000)
    cumulated = 1 - zeta(exponent, values + 1.0) / zeta(exponent, xmin)
    drawn = np.searchsorted(cumulated, np.random.default_rng(3).random(size))
    return values[drawn].astype(np.float64)


@pytest.mark.parametrize("exponent", [2.0, 2.5, 3.5])
def test_the_exponent_of_a_sample_is_found(exponent):
    law = power_law(sample(exponent, 1, 4000))
    assert law.exponent == pytest.approx(exponent, abs=0.12)
    assert law.distance < 0.02
    assert law.tail >= 100


def test_where_the_power_law_begins_is_found():
    body = np.random.default_rng(1).integers(1, 8, 3000).astype(np.float64)
    law = power_law(np.concatenate([body, sample(2.5, 8, 3000)]))
    assert 7 <= law.xmin <= 10
    assert law.exponent == pytest.approx(2.5, abs=0.12)


def test_the_exponent_has_the_greatest_likelihood():
    values = floats(*[1] * 60, *[2] * 20, *[3] * 9, *[4] * 6, *[7] * 4, 20)
    law = power_law(values)
    tail = values[values >= law.xmin]

    def likelihood(exponent):
        return -len(tail) * np.log(zeta(exponent, law.xmin)) - exponent * np.log(tail).sum()

    around = law.exponent + np.linspace(-0.5, 0.5, 101)
    assert likelihood(law.exponent) == pytest.approx(max(map(likelihood, around)))
    assert law.tail == len(tail)
    whole = np.arange(law.xmin, 21)
    observed = np.array([(tail <= x).mean() for x in whole])
    fitted = 1 - zeta(law.exponent, whole + 1.0) / zeta(law.exponent, law.xmin)
    assert law.distance == pytest.approx(np.abs(observed - fitted).max(), abs=1e-12)


@pytest.mark.parametrize("values", [(), (0, 0), (3,) * 50, (1, 2, 3, 4)])
def test_no_power_law_without_a_tail(values):
    assert power_law(floats(*values)) is None
