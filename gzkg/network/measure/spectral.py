"""Centralities in which a node counts for much if those tied to it do: eigenvector, PageRank, Katz."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, diags_array, eye_array
from scipy.sparse.csgraph import breadth_first_order
from scipy.sparse.linalg import cg, spsolve

from gzkg.errors import BadOption
from gzkg.network.arrays import Arrays, Floats
from gzkg.network.measure.definition import Measure
from gzkg.network.measure.perron import Part, leading_parts, perron
from gzkg.network.measure.triangle import row_sums

TOLERANCE: Final = 1e-12
SHARE: Final = 0.9
"""Katz's alpha, unless given, as a share of its limit 1/λ."""

STEPS: Final = 20_000
"""Walks of a directed network that are longer are not added up: its system is solved directly, which may be slow."""


def eigenvector(arrays: Arrays, *, weighted: bool = False) -> Floats:
    """Return x with λx(i) = Σⱼ aⱼᵢ x(j), λ the largest eigenvalue: none negative, Σ x² = 1.

    What power iteration from equal values comes to. In a network of several parts, those with the largest λ have
    values (parts that are alike have like values) and the others 0. Directed: by incoming ties; parts with the
    largest λ and what they lead to have values; all NaN where such parts lead into one another, as in a network
    without cycles. Without edges, all are equal. Reference: Bonacich (1972), J. Math. Sociol. 2, 113-120.
    """
    matrix = arrays.matrix if weighted else arrays.pattern
    inward = csr_array(matrix.T) if arrays.directed else matrix
    leaders = leading_parts(inward)
    total = np.zeros(arrays.size)
    for leader in leaders:
        reached = _reached(matrix, leader) if arrays.directed else leader.nodes
        alone = len(reached) == len(leader.nodes)
        if not alone and np.isin([other.nodes[0] for other in leaders], reached).sum() > 1:
            return np.full(arrays.size, np.nan)
        vector = leader.vector if alone else _vector(inward, reached)
        if arrays.directed and len(leaders) > 1:
            vector = vector * _weight(matrix, inward, leader, vector[np.isin(reached, leader.nodes)])
        elif len(leaders) > 1:
            vector = vector * vector.sum() / (vector @ vector)
        total[reached] += vector
    return total / np.linalg.norm(total) if arrays.size else total


def pagerank(arrays: Arrays, *, alpha: float = 0.85, weighted: bool = False) -> Floats:
    """Return the share of time that a surfer spends on each node; the sum is 1.

    With probability alpha it follows an outgoing tie (with `weighted`, in proportion to the weights), else, and where
    there is none, it goes to any node. x = α (P x + d/n) + (1 - α)/n with d the share on nodes without outgoing ties;
    the error of the sum is below 1e-12. An undirected tie leads both ways. Reference: Page et al. (1999), Stanford
    InfoLab 1999-66. Raises: BadOption, unless 0 <= alpha < 1.
    """
    if not 0 <= alpha < 1:
        raise BadOption(f"alpha is {alpha}; the damping of pagerank is at least 0 and below 1, usually 0.85.")
    matrix = arrays.matrix if weighted else arrays.pattern
    leaving = row_sums(matrix)
    stuck = leaving == 0
    follow = csr_array((diags_array(np.divide(alpha, leaving, out=np.zeros(arrays.size), where=~stuck)) @ matrix).T)
    rank = np.full(arrays.size, 1 / max(arrays.size, 1))
    for _ in range(_rounds(alpha)):
        before = rank
        rank = follow @ before + (alpha * before[stuck].sum() + 1 - alpha) / max(arrays.size, 1)
        if np.abs(rank - before).sum() * alpha <= TOLERANCE * (1 - alpha):
            break
    return rank


def katz(arrays: Arrays, *, alpha: float | None = None, weighted: bool = False) -> Floats:
    """Return x with x(i) = α Σⱼ aⱼᵢ x(j) + 1, scaled to Σ x² = 1: walks to a node, those of k steps counting αᵏ.

    alpha is below 1/λ, λ the largest eigenvalue; without one it is 0.9/λ, and 0.1 where λ is 0 (networkx's constant
    0.1 has no meaning where λ is above 10). Directed: by incoming ties. Reference: Katz (1953), Psychometrika 18,
    39-43. Raises: BadOption, unless 0 < alpha < 1/λ, or where the walks outgrow what a float holds.
    """
    matrix = arrays.matrix if weighted else arrays.pattern
    limit = katz_limit(arrays, weighted=weighted)
    if alpha is None:
        alpha = _usual_alpha(limit)
    if not 0 < alpha < limit * (1 - TOLERANCE):
        raise BadOption(
            f"alpha is {alpha}; the attenuation of katz is above 0 and, in this network, below {limit:.6g}, one over "
            "its largest eigenvalue."
        )
    return _walks(alpha * csr_array(matrix.T), alpha / limit, directed=arrays.directed)


def katz_alpha(arrays: Arrays, *, weighted: bool = False) -> float:
    """Return the alpha that katz takes when none is given."""
    return _usual_alpha(katz_limit(arrays, weighted=weighted))


def _usual_alpha(limit: float) -> float:
    return SHARE * limit if math.isfinite(limit) else 0.1


def katz_limit(arrays: Arrays, *, weighted: bool = False) -> float:
    """Return the value that Katz's alpha stays below: 1/λ, λ the largest eigenvalue; infinite where λ is 0."""
    leaders = leading_parts(arrays.matrix if weighted else arrays.pattern)
    return 1 / leaders[0].value if leaders and leaders[0].value > 0 else math.inf


def _reached(ties: csr_array, leader: Part) -> NDArray[np.int64]:
    """Return the nodes of a part and those it leads to, in order."""
    reached = breadth_first_order(ties, leader.nodes[0], directed=True, return_predecessors=False)
    return np.sort(reached).astype(np.int64)


def _vector(matrix: csr_array, nodes: NDArray[np.int64]) -> Floats:
    return perron(matrix[nodes][:, nodes], np.ones(len(nodes)))[1]


def _weight(ties: csr_array, back: csr_array, leader: Part, vector: Floats) -> float:
    """Return how much of equal values comes to a part: the sum of its left vector, over the product of left and right.

    `vector` holds the right vector's values on the part.
    """
    before = _reached(back, leader)
    left = _vector(ties, before)
    return float(left.sum() / (left[np.isin(before, leader.nodes)] @ vector))


def _walks(step: csr_array, growth: float, *, directed: bool) -> Floats:
    """Return the solution of x = step x + 1, scaled to Σ x² = 1; `growth` is the largest eigenvalue of `step`."""
    ones = np.ones(step.shape[0])
    system = csr_array(eye_array(len(ones)) - step)
    score = _sum_of_walks(step, growth, system) if directed else np.asarray(cg(system, ones, rtol=1e-14)[0])
    if not np.isfinite(score).all():
        raise BadOption("The walks of this network outgrow what can be computed. Give katz a smaller alpha.")
    score /= score.max(initial=1.0)
    return np.asarray(score / np.linalg.norm(score)) if len(ones) else ones


def _sum_of_walks(step: csr_array, growth: float, system: csr_array) -> Floats:
    """Add walks of 0, 1, 2 … steps: nothing is subtracted, so each value is exact. Near the limit, solve directly."""
    longest: Floats = np.ones(step.shape[0])
    score = longest
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(STEPS):
            longest = step @ longest
            score = score + longest
            if not (longest > 1e-15 * (1 - growth) * score).any():
                return score
    return np.asarray(spsolve(csc_array(system), np.ones(len(score))))


def _rounds(alpha: float) -> int:
    """Return after how many rounds the error of PageRank is below the tolerance: it shrinks by alpha in each."""
    return math.ceil(math.log(TOLERANCE / 2) / math.log(alpha)) if alpha else 1


def _iterating_s(arrays: Arrays) -> float:
    return 8e-7 * (arrays.size + int(arrays.matrix.nnz))


MEASURES: Final = (
    Measure(
        "eigenvector",
        {"en": "eigenvector centrality", "zh": "特征向量中心性"},
        {
            "en": "a node counts for as much as the nodes tied to it do together; in a network of several parts, the "
            "part with the largest eigenvalue has values and the others 0 (parts that are alike share them); directed: "
            "by incoming ties, and no values where there is no cycle",
            "zh": "节点的重要性与其邻居重要性之和成正比；网络不连通时，最大特征值所在部分有值，"
            "其余为0（结构相同的部分同时有值）；有向网络按入边计算，无环时无值",
        },
        "λ x(i) = Σⱼ aⱼᵢ x(j), λ the largest eigenvalue; the limit of power iteration of A + I from equal values",
        "Σᵢ x(i)² = 1, no x(i) negative",
        "Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique identification. Journal "
        "of Mathematical Sociology 2, 113-120.",
        eigenvector,
        {"weighted": False},
        _iterating_s,
    ),
    Measure(
        "pagerank",
        {"en": "PageRank", "zh": "PageRank（网页排名）"},
        {
            "en": "share of time that a surfer spends on a node who follows a tie with probability alpha, else goes to "
            "any node; from a node without outgoing ties it goes to any node",
            "zh": "随机游走者停留在该节点的时间比例：以概率alpha沿连边前行，"
            "否则跳至任一节点；在无出边的节点上跳至任一节点",
        },
        "x(i) = α (Σⱼ x(j) aⱼᵢ/d⁺(j) + Σ x(without outgoing ties)/n) + (1 - α)/n, to an error of 1e-12",
        "Σᵢ x(i) = 1",
        "Page, L., Brin, S., Motwani, R. & Winograd, T. (1999). The PageRank citation ranking. Stanford "
        "InfoLab 1999-66.",
        pagerank,
        {"alpha": 0.85, "weighted": False},
        _iterating_s,
    ),
    Measure(
        "katz",
        {"en": "Katz centrality", "zh": "Katz中心性（卡茨）"},
        {
            "en": "number of walks that lead to a node, those of k steps counting alpha to the power k; alpha is 0.9 "
            "of its limit, one over the largest eigenvalue, unless given",
            "zh": "通向该节点的路径（可重复）数目，k步路径按alpha的k次方计；"
            "未指定时alpha取其上限（最大特征值的倒数）的0.9",
        },
        "x(i) = α Σⱼ aⱼᵢ x(j) + 1; α = 0.9/λ by default (0.1 where λ = 0), λ the largest eigenvalue",
        "Σᵢ x(i)² = 1",
        "Katz, L. (1953). A new status index derived from sociometric analysis. Psychometrika 18, 39-43.",
        katz,
        {"alpha": None, "weighted": False},
        _iterating_s,
    ),
)
