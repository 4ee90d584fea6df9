"""Measures of a node's own ties: how many, how strong, how dense around it."""

from __future__ import annotations

from typing import Final

import numpy as np

from gzkg.errors import BadOption
from gzkg.network.arrays import Arrays, Floats, Tick, quiet
from gzkg.network.measure.definition import Measure
from gzkg.network.measure.triangle import closed, closing_s, mutual, row_sums


def degree(arrays: Arrays, *, normalized: bool = False) -> Floats:
    """Return the number of ties of each node: d(i) = Σⱼ aᵢⱼ; of a directed network, incoming and outgoing together.

    Weights do not count. With `normalized`, divided by n - 1, and 1 for a node that is alone, as networkx has it.
    Reference: Freeman (1979), Social Networks 1, 215-239.
    """
    counts = row_sums(mutual(arrays, weighted=False))
    if not normalized:
        return counts
    return counts / (arrays.size - 1) if arrays.size > 1 else np.ones(arrays.size)


def strength(arrays: Arrays) -> Floats:
    """Return the sum of the weights of each node's ties: s(i) = Σⱼ wᵢⱼ, not normalised; directed: both directions.

    Reference: Barrat et al. (2004), PNAS 101, 3747-3752.
    """
    return row_sums(mutual(arrays, weighted=True))


def in_degree(arrays: Arrays, *, weighted: bool = False) -> Floats:
    """Return the number (with `weighted`, the sum of weights) of ties that lead to each node; not normalised.

    Raises: BadOption, for a network without direction.
    """
    _require_direction(arrays, "in-degree")
    return np.asarray((arrays.matrix if weighted else arrays.pattern).sum(axis=0), dtype=np.float64)


def out_degree(arrays: Arrays, *, weighted: bool = False) -> Floats:
    """Return the number (with `weighted`, the sum of weights) of ties that lead from each node; not normalised.

    Raises: BadOption, for a network without direction.
    """
    _require_direction(arrays, "out-degree")
    return row_sums(arrays.matrix if weighted else arrays.pattern)


def k_core(arrays: Arrays) -> Floats:
    """Return the core number of each node: the largest k of a part in which every node has k ties or more.

    Weights do not count. Of a directed network, incoming and outgoing ties are added, so that a pair tied both ways
    counts two. 0 for an isolated node. References: Seidman (1983), Social Networks 5, 269-287; Batagelj and
    Zaveršnik (2003), arXiv:cs/0310049.
    """
    ties = mutual(arrays, weighted=False)
    left, core, present = row_sums(ties), np.zeros(arrays.size), np.ones(arrays.size, dtype=bool)
    order = 0.0
    while present.any():
        order = max(order, float(left[present].min()))
        near = np.arange(arrays.size)
        while (leaving := near[present[near] & (left[near] <= order)]).size:
            core[leaving], present[leaving] = order, False
            lost = ties[leaving]
            np.subtract.at(left, lost.indices, lost.data)
            near = np.unique(lost.indices)
    return core


def clustering(arrays: Arrays, *, weighted: bool = False, tick: Tick = quiet) -> Floats:
    """Return the share of the pairs of each node's contacts that are tied: c(i) = 2t(i) / (d(i)(d(i) - 1)).

    t(i) is the number of triangles. 0 for a node with fewer than two contacts, as networkx has it. With `weighted`, a
    triangle counts the cube root of the product of its weights, each divided by the largest weight of the network.
    Directed: triangles of every direction, over 2(d(d - 1) - 2r) with r ties both ways. References: Watts and Strogatz
    (1998), Nature 393, 440-442; Onnela et al. (2005), Phys. Rev. E 71, 065103; Fagiolo (2007), Phys. Rev. E 76, 026107.
    """
    matrix, pattern = arrays.matrix.copy() if weighted else arrays.pattern, arrays.pattern
    if weighted and matrix.nnz:
        matrix.data = np.cbrt(matrix.data / matrix.data.max())
    ties, near = (matrix + matrix.T, row_sums(pattern + pattern.T)) if arrays.directed else (matrix, row_sums(pattern))
    walks = row_sums(closed(ties, ties, where=ties, tick=tick))
    pairs = near * (near - 1)
    if arrays.directed:
        pairs = 2 * (pairs - 2 * row_sums(pattern.multiply(pattern.T)))
    return np.divide(walks, pairs, out=np.zeros(arrays.size), where=walks > 0)


def _require_direction(arrays: Arrays, name: str) -> None:
    if not arrays.directed:
        raise BadOption(f"{name} needs a directed network; in this one ties have no direction. Ask for degree instead.")


MEASURES: Final = (
    Measure(
        "degree",
        {"en": "degree", "zh": "度数"},
        {
            "en": "number of ties of a node; of a directed network, incoming and outgoing together",
            "zh": "节点的连边数；有向网络中为入边与出边之和",
        },
        "d(i) = Σⱼ aᵢⱼ",
        "none: the raw number of ties; with normalized=True divided by n - 1",
        "Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. Social Networks 1, 215-239.",
        degree,
        {"normalized": False},
    ),
    Measure(
        "strength",
        {"en": "strength", "zh": "强度"},
        {
            "en": "sum of the weights of a node's ties; of a directed network, incoming and outgoing together",
            "zh": "节点各连边权重之和；有向网络中为入边与出边之和",
        },
        "s(i) = Σⱼ wᵢⱼ",
        "none: the raw sum of weights",
        "Barrat, A., Barthélemy, M., Pastor-Satorras, R. & Vespignani, A. (2004). The architecture of complex weighted "
        "networks. PNAS 101, 3747-3752.",
        strength,
    ),
    Measure(
        "in-degree",
        {"en": "in-degree", "zh": "入度"},
        {
            "en": "number of ties that lead to a node (weighted: sum of their weights); directed networks only",
            "zh": "指向该节点的连边数（加权时为权重之和）；仅用于有向网络",
        },
        "d⁻(i) = Σⱼ aⱼᵢ",
        "none: the raw number of ties",
        "Wasserman, S. & Faust, K. (1994). Social Network Analysis. Cambridge University Press, section 4.3.",
        in_degree,
        {"weighted": False},
    ),
    Measure(
        "out-degree",
        {"en": "out-degree", "zh": "出度"},
        {
            "en": "number of ties that lead from a node (weighted: sum of their weights); directed networks only",
            "zh": "由该节点发出的连边数（加权时为权重之和）；仅用于有向网络",
        },
        "d⁺(i) = Σⱼ aᵢⱼ",
        "none: the raw number of ties",
        "Wasserman, S. & Faust, K. (1994). Social Network Analysis. Cambridge University Press, section 4.3.",
        out_degree,
        {"weighted": False},
    ),
    Measure(
        "k-core",
        {"en": "core number", "zh": "核数（k-核）"},
        {
            "en": "largest k such that the node lies in a part where every node has k ties or more within that part; "
            "of a directed network, incoming and outgoing ties are added",
            "zh": "节点所在的、内部每个节点至少有k条连边的子网络中最大的k；有向网络中入边与出边相加",
        },
        "c(i) = max k with i in the k-core",
        "none",
        "Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5, 269-287.",
        k_core,
    ),
    Measure(
        "clustering",
        {"en": "local clustering coefficient", "zh": "局部聚类系数"},
        {
            "en": "share of the pairs of a node's contacts that are tied to each other; 0 with fewer than two contacts",
            "zh": "节点的邻居两两之间实际存在连边的比例；邻居少于两个时为0",
        },
        "c(i) = 2 t(i) / (d(i)(d(i) - 1)), t(i) the number of triangles; weighted: each triangle counts the cube root "
        "of the product of its weights, divided by the largest weight (Onnela et al. 2005); directed: Fagiolo (2007)",
        "between 0 and 1 by definition",
        "Watts, D. J. & Strogatz, S. H. (1998). Collective dynamics of 'small-world' networks. Nature 393, 440-442.",
        clustering,
        {"weighted": False},
        closing_s,
    ),
)
