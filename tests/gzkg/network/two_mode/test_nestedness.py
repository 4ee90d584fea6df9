"""NODF: the example of Almeida-Neto et al. (2008), extremes, and its definition pair by pair."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gzkg.network.two_mode.incidence import Incidence
from gzkg.network.two_mode.nestedness import BATCH, Nestedness, nestedness


def found(table: object) -> Nestedness:
    cells = np.array(table, dtype=np.float64)
    return nestedness(Incidence(range(cells.shape[0]), range(cells.shape[1]), csr_array(cells)))


def scores(cells: NDArray[np.float64]) -> list[float]:
    """Return the score of each pair of rows, as the paper defines it."""
    given = []
    for pair in combinations(cells.astype(bool), 2):
        more, fewer = sorted(pair, key=np.sum, reverse=True)
        nested = more.sum() > fewer.sum() > 0
        given.append(100 * float((more & fewer).sum() / fewer.sum()) if nested else 0.0)
    return given


def test_the_example_of_the_paper() -> None:
    """Rows: 2/3 twice, 1/2 four times, 1 twice, 0 twice; columns: 2/3 twice, 1/2 twice, 1 four times, 0 twice."""
    paper = [[1, 0, 1, 1, 1], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 0, 0, 0], [1, 1, 0, 0, 0]]
    nodf = found(paper)
    assert nodf.rows == pytest.approx(100 * (4 / 3 + 2 + 2) / 10)
    assert nodf.columns == pytest.approx(100 * (4 / 3 + 1 + 4) / 10)
    assert (round(nodf.total), round(nodf.columns), round(nodf.rows)) == (58, 63, 53)


def test_perfect_nestedness_is_100_and_equal_or_disjoint_partners_are_0() -> None:
    assert found(np.tri(6)) == Nestedness(100, 100, 100)
    assert found(np.ones((4, 4))) == Nestedness(0, 0, 0)
    assert found(np.eye(4)) == Nestedness(0, 0, 0)


def test_without_pairs_there_is_no_nestedness() -> None:
    one = found([[1, 1, 0]])
    assert math.isnan(one.rows)
    assert one.total == one.columns == 0
    assert math.isnan(found(np.zeros((0, 0))).total)


@pytest.mark.parametrize("seed", range(6))
def test_weights_and_order_do_not_count(seed: int) -> None:
    draw = np.random.default_rng(seed)
    cells = draw.random((14, 9)) * (draw.random((14, 9)) < 0.1 + 0.15 * seed)
    rows, columns = scores(cells), scores(cells.T)
    expected = [np.mean([*rows, *columns]), np.mean(rows), np.mean(columns)]
    for table in (cells, draw.permutation(draw.permutation(cells), axis=1)):
        nodf = found(table)
        assert [nodf.total, nodf.rows, nodf.columns] == pytest.approx(expected, abs=1e-9)


def test_many_rows_are_compared_in_batches() -> None:
    cells = (np.random.default_rng(0).random((2100, 6)) < 0.5).astype(np.float64)
    assert len(cells) ** 2 > BATCH
    size = cells.sum(axis=1)
    nested = (size[:, None] > size) & (size > 0)
    expected = 100 * np.sum((cells @ cells.T)[nested] / np.broadcast_to(size, nested.shape)[nested])
    assert found(cells).rows == pytest.approx(expected / (2100 * 2099 / 2))
