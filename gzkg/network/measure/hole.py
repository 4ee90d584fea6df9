"""Structural holes: how much of what a node's contacts offer it already has from the others."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.sparse import csr_array, diags_array

from gzkg.network.arrays import Arrays, Floats, Tick, quiet
from gzkg.network.measure.definition import Measure
from gzkg.network.measure.triangle import closed, closing_s, mutual, row_sums


def constraint(arrays: Arrays, *, weighted: bool = False, tick: Tick = quiet) -> Floats:
    """Return Burt's constraint: c(i) = Σⱼ (pᵢⱼ + Σ_q pᵢ_q p_qⱼ)² over the contacts j of i; low where i spans holes.

    pᵢⱼ is the share of i's ties (with `weighted`, of their weights) that goes to j; a directed network is read in
    both directions together. Not normalised; it can exceed 1 in small dense neighbourhoods. NaN for an isolated node.
    Reference: Burt (1992), Structural Holes, chapter 2.
    """
    ties = mutual(arrays, weighted=weighted)
    shares = _scaled(ties, row_sums(ties))
    invested = csr_array(shares + closed(shares, shares, where=_pattern(ties), tick=tick))
    return _of_the_tied(row_sums(invested.power(2)), ties)


def effective_size(arrays: Arrays, *, weighted: bool = False, tick: Tick = quiet) -> Floats:
    """Return Burt's effective size: e(i) = Σⱼ (1 - Σ_q pᵢ_q mⱼ_q) over the contacts j of i.

    pᵢ_q is the share of i's ties that goes to q; mⱼ_q is j's tie to q over j's strongest tie. Undirected and without
    weights it is Borgatti's d(i) - 2t(i)/d(i), with t ties among the d contacts. A directed network is read in both
    directions together. NaN for an isolated node. References: Burt (1992); Borgatti (1997), Connections 20(1), 35-38.
    """
    ties = mutual(arrays, weighted=weighted)
    shares, relative = _scaled(ties, row_sums(ties)), _scaled(ties, ties.max(axis=1).toarray() if ties.nnz else None)
    redundant = row_sums(closed(shares, csr_array(relative.T), where=_pattern(ties), tick=tick))
    return _of_the_tied(np.diff(ties.indptr) - redundant, ties)


def _scaled(ties: csr_array, scale: Floats | None) -> csr_array:
    """Divide each row; without a scale there is nothing to divide."""
    if scale is None:
        return ties
    return csr_array(diags_array(np.divide(1.0, scale, out=np.zeros(len(scale)), where=scale > 0)) @ ties)


def _pattern(ties: csr_array) -> csr_array:
    return csr_array((np.ones(ties.nnz), ties.indices, ties.indptr), ties.shape)


def _of_the_tied(values: Floats, ties: csr_array) -> Floats:
    return np.where(np.diff(ties.indptr) > 0, values, np.nan)


MEASURES: Final = (
    Measure(
        "constraint",
        {"en": "constraint (Burt)", "zh": "约束系数（伯特）"},
        {
            "en": "how far a node's ties lead back to one set of contacts; low for a node that spans structural holes; "
            "no value for an isolated node",
            "zh": "节点的联系在多大程度上集中于彼此相连的同一群邻居；数值低者占据结构洞；孤立节点无值",
        },
        "c(i) = Σⱼ (pᵢⱼ + Σ_q pᵢ_q p_qⱼ)² over contacts j of i, pᵢⱼ the share of i's ties that goes to j",
        "none; it may exceed 1 in small dense neighbourhoods",
        "Burt, R. S. (1992). Structural Holes: The Social Structure of Competition. Harvard University Press, ch. 2.",
        constraint,
        {"weighted": False},
        closing_s,
    ),
    Measure(
        "effective-size",
        {"en": "effective size (Burt)", "zh": "有效规模（伯特）"},
        {
            "en": "number of a node's contacts less what is redundant among them; no value for an isolated node",
            "zh": "节点的邻居数减去邻居之间的冗余；孤立节点无值",
        },
        "e(i) = Σⱼ (1 - Σ_q pᵢ_q mⱼ_q); undirected and unweighted: d(i) - 2t(i)/d(i), t ties among the d contacts",
        "none: between 1 and the number of contacts in an undirected network without weights",
        "Burt (1992), ch. 2; Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. "
        "Connections 20(1), 35-38.",
        effective_size,
        {"weighted": False},
        closing_s,
    ),
)
