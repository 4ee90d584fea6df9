"""Centralities of two-mode networks, each side measured against what it could be at most, and interlocking."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gzkg.network.arrays import Arrays, Floats, Tick, quiet
from gzkg.network.measure.brandes import betweenness as count_betweenness
from gzkg.network.measure.definition import Measure
from gzkg.network.measure.spectral import eigenvector
from gzkg.network.measure.sweep import distances_of
from gzkg.network.two_mode.incidence import incidence_of, sides_of
from gzkg.network.two_mode.interlock import interlock


def degree(arrays: Arrays) -> Floats:
    """Return the share of the other side that each node is tied to: d(i) / m, m the size of the other side.

    Weights do not count. 0 where the other side is empty. Raises: BadNetwork, as `sides_of`.
    Reference: Borgatti & Everett (1997), Social Networks 19, 243-269.
    """
    _, other = _sizes(sides_of(arrays))
    return _over(np.diff(arrays.matrix.indptr), other)


def betweenness(arrays: Arrays, *, tick: Tick = quiet) -> Floats:
    """Return the betweenness of each node over the most that a node of its side could have.

    With n nodes on its side, m on the other, s and t quotient and remainder of (n - 1) / m, that is
    (m²(s + 1)² + m(s + 1)(2t - s - 1) - t(2s - t + 3)) / 2. Weights do not count. 0 where the most is 0.
    Raises: BadNetwork, as `sides_of`. Reference: Borgatti & Everett (1997), Social Networks 19, 243-269.
    """
    sides = sides_of(arrays)
    zero, one = (int((sides == side).sum()) for side in (0, 1))
    most = np.array([_most_between(zero, one), _most_between(one, zero)])[sides]
    return _over(count_betweenness(arrays, normalized=False, tick=tick), most)


def closeness(arrays: Arrays, *, tick: Tick = quiet) -> Floats:
    """Return the least possible sum of distances of each node over its own: (m + 2(n - 1)) / Σⱼ d(i,j).

    n is the size of its side, m that of the other. In a network of several parts the sum is over the part of the
    node, and the value is multiplied by r / (n + m - 1), r the number of other nodes in that part. Weights do not
    count. 0 for an isolated node. Raises: BadNetwork, as `sides_of`.
    Reference: Borgatti & Everett (1997), Social Networks 19, 243-269; networkx for several parts.
    """
    own, other = _sizes(sides_of(arrays))
    found = distances_of(arrays, tick=tick)
    least = (other + 2 * (own - 1)) * found.reached
    return _over(least, found.total * (arrays.size - 1))


def two_mode_eigenvector(arrays: Arrays, *, weighted: bool = False) -> Floats:
    """Return the eigenvector centrality x of each node over √½, the most it can be in a two-mode network.

    The squares of either side sum to 1: its values are the first singular vector of the incidence matrix. In a
    network of several parts, those without the largest eigenvalue have 0. Raises: BadNetwork, as `sides_of`.
    References: Borgatti & Everett (1997), Social Networks 19, 243-269; Faust (1997), Social Networks 19, 157-191.
    """
    sides_of(arrays)
    return eigenvector(arrays, weighted=weighted) / math.sqrt(0.5)


def connectivity(arrays: Arrays, *, weighted: bool = False, share: bool = False) -> Floats:
    """Return the interlocking connectivity (see `interlock`) of the nodes of side 0; NaN for those of side 1.

    Raises: BadNetwork, as `sides_of`.
    """
    values = np.full(arrays.size, np.nan)
    values[sides_of(arrays) == 0] = interlock(incidence_of(arrays), weighted=weighted, share=share)
    return values


def _over(values: NDArray[Any], most: NDArray[Any]) -> Floats:
    shares = np.zeros(len(values))
    np.divide(values, most, out=shares, where=most > 0)
    return shares


def _sizes(sides: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each node the number of nodes on its side and on the other."""
    numbers = np.bincount(sides, minlength=2)
    return numbers[sides], numbers[1 - sides]


def _most_between(own: int, other: int) -> float:
    if not other:
        return 0.0
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


_BORGATTI: Final = (
    "Borgatti, S. P. & Everett, M. G. (1997). Network analysis of 2-mode data. Social Networks 19, 243-269."
)

TWO_MODE: Final = (
    Measure(
        "degree",
        {"en": "degree (two-mode)", "zh": "度中心性（二模）"},
        {
            "en": "share of the nodes of the other side that a node is tied to",
            "zh": "与该节点相连的另一类节点所占比例",
        },
        "d(i) / m, m the number of nodes of the other side",
        "by the size of the other side (Borgatti–Everett); at most 1",
        _BORGATTI,
        degree,
    ),
    Measure(
        "betweenness",
        {"en": "betweenness (two-mode)", "zh": "中介中心性（二模）"},
        {
            "en": "share of shortest paths of all pairs of nodes, of both sides, that lead through a node",
            "zh": "两类节点的所有节点对之间经过该节点的最短路径比例",
        },
        "Σ_{s<t} σ(s,t|i) / σ(s,t) over the most that a node of its side could have",
        "by the most for n nodes of its side and m of the other: (m²(s+1)² + m(s+1)(2t-s-1) - t(2s-t+3)) / 2, "
        "s and t quotient and remainder of (n-1) / m (Borgatti–Everett)",
        _BORGATTI,
        betweenness,
        seconds=lambda arrays: 2.5e-8 * arrays.size * arrays.edge_count,
    ),
    Measure(
        "closeness",
        {"en": "closeness (two-mode)", "zh": "接近中心性（二模）"},
        {
            "en": "least possible sum of distances to all other nodes, over the sum that a node has",
            "zh": "到其他所有节点距离之和的最小可能值与实际值之比",
        },
        "(m + 2(n-1)) / Σⱼ d(i,j) · r / (n+m-1)",
        "by the least sum for n nodes of its side and m of the other (Borgatti–Everett); r is the number of other "
        "nodes in its connected part, over which the sum is taken",
        _BORGATTI,
        closeness,
        seconds=lambda arrays: 6e-10 * arrays.size * arrays.edge_count,
    ),
    Measure(
        "eigenvector",
        {"en": "eigenvector (two-mode)", "zh": "特征向量中心性（二模）"},
        {
            "en": "value in proportion to the sum of the values of the nodes of the other side that a node is tied to",
            "zh": "与相连的另一类节点的数值之和成比例的数值",
        },
        "λx(i) = Σⱼ aᵢⱼ x(j), λ the largest eigenvalue",
        "divided by √½, the most in a two-mode network, so that Σ x² = 1 on either side (Borgatti–Everett)",
        _BORGATTI,
        two_mode_eigenvector,
        {"weighted": False},
    ),
    Measure(
        "interlock",
        {"en": "interlocking connectivity", "zh": "连锁网络连通度"},
        {
            "en": "sum over all other nodes of its side of the products of service values in the organisations that "
            "both belong to; the service value of a membership is 1 (weighted: its weight)",
            "zh": "与其他各同类节点在共同所属组织中的服务值乘积之和；成员关系的服务值为1（加权时为其权重）",
        },
        "GNC(a) = Σ_{b≠a} Σⱼ v(a,j) v(b,j)",
        "none: the raw sum; with share=True divided by the highest value",
        "Taylor, P. J. (2001). Specification of the world city network. Geographical Analysis 33, 181-194.",
        connectivity,
        {"weighted": False, "share": False},
    ),
)
"""The measures of two-mode networks, by the names of their one-mode fellows; `interlock` has none."""
