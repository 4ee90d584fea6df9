"""Measures of distance: closeness, harmonic, eccentricity, and how many shortest paths pass (betweenness)."""

from __future__ import annotations

from typing import Final

import numpy as np

from gzkg.network.arrays import Arrays, Floats, Tick, quiet
from gzkg.network.measure.brandes import betweenness, sampled_betweenness
from gzkg.network.measure.definition import Measure
from gzkg.network.measure.sweep import distances_of

_SWEEP_S: Final = 3e-9
_BRANDES_S: Final = 2.5e-8
"""Seconds for one node and one edge on one core."""


def closeness(arrays: Arrays, *, weighted: bool = False, tick: Tick = quiet) -> Floats:
    """Return closeness: C(v) = (r/(n - 1)) · (r / Σ d(u,v)), over the r nodes u that reach v; 0 where none does.

    The first factor, of Wasserman and Faust, makes parts of different sizes comparable; as networkx has it. Directed:
    distances that lead to v. With `weighted`, an edge is 1/weight long. References: Freeman (1978), Social Networks 1,
    215-239; Wasserman and Faust (1994), p. 201.
    """
    distances = distances_of(arrays, weighted=weighted, tick=tick)
    near = np.divide(distances.reached, distances.total, out=np.zeros(arrays.size), where=distances.total > 0)
    return near * distances.reached / max(arrays.size - 1, 1)


def harmonic(arrays: Arrays, *, normalized: bool = False, weighted: bool = False, tick: Tick = quiet) -> Floats:
    """Return harmonic centrality: H(v) = Σ 1/d(u,v) over the nodes u that reach v; 0 where none does.

    With `normalized`, divided by n - 1. Directed: distances that lead to v. With `weighted`, an edge is 1/weight long.
    References: Marchiori and Latora (2000), Physica A 285, 539-546; Rochat (2009).
    """
    found = distances_of(arrays, weighted=weighted, tick=tick).inverse_total
    return found / max(arrays.size - 1, 1) if normalized else found


def eccentricity(arrays: Arrays, *, weighted: bool = False, tick: Tick = quiet) -> Floats:
    """Return the greatest distance to a node from those that reach it; NaN where none does.

    With `weighted`, an edge is 1/weight long. Reference: Hage and Harary (1995), Social Networks 17, 57-63.
    """
    distances = distances_of(arrays, weighted=weighted, tick=tick)
    return np.where(distances.reached > 0, distances.eccentricity, np.nan)


def _sampled(arrays: Arrays, *, samples: int = 256, seed: int = 0, tick: Tick = quiet) -> Floats:
    return sampled_betweenness(arrays, samples=samples, seed=seed, tick=tick)[0]


def _sweep_s(arrays: Arrays) -> float:
    return arrays.size * arrays.edge_count * _SWEEP_S


def _brandes_s(arrays: Arrays) -> float:
    return arrays.size * arrays.edge_count * _BRANDES_S


def _sampled_s(arrays: Arrays) -> float:
    return 256 * arrays.edge_count * _BRANDES_S * 3


MEASURES: Final = (
    Measure(
        "betweenness",
        {"en": "Betweenness", "zh": "中介中心性"},
        {
            "en": "Share of the shortest paths between all other pairs of nodes that pass through the node.",
            "zh": "其他所有节点对之间的最短路径中经过该节点的份额。",
        },
        "B(v) = Σ σ(s,t|v) / σ(s,t), s ≠ v ≠ t",
        "divided by (n-1)(n-2), halved when undirected; ends do not count",
        "Freeman (1977), Sociometry 40, 35-41; Brandes (2001), Journal of Mathematical Sociology 25, 163-177",
        betweenness,
        {"normalized": True, "weighted": False},
        _brandes_s,
        instead="betweenness-sampled",
        weighted_times=60.0,
    ),
    Measure(
        "betweenness-sampled",
        {"en": "Betweenness, sampled", "zh": "中介中心性（抽样）"},
        {
            "en": "Betweenness estimated from the shortest paths of sources drawn at random, with its standard error.",
            "zh": "由随机抽取的若干源节点的最短路径估计的中介中心性，附标准误。",
        },
        "B(v) ≈ n/k · Σ δ(s|v) over k sources s; what hangs as a tree from an undirected network is counted",
        "as betweenness",
        "Brandes and Pich (2007), International Journal of Bifurcation and Chaos 17, 2303-2318",
        _sampled,
        {"samples": 256, "seed": 0},
        _sampled_s,
        with_error=sampled_betweenness,
    ),
    Measure(
        "closeness",
        {"en": "Closeness", "zh": "接近中心性"},
        {
            "en": "How near a node is to those that reach it: 1 over the mean distance, times the share that does.",
            "zh": "节点与可达节点的接近程度：平均距离的倒数乘以可达节点的比例。",
        },
        "C(v) = (r/(n-1)) · (r / Σ d(u,v)) over the r nodes u that reach v",
        "Wasserman-Faust: times the share of nodes that reach v",
        "Freeman (1978), Social Networks 1, 215-239; Wasserman and Faust (1994)",
        closeness,
        {"weighted": False},
        _sweep_s,
        weighted_times=60.0,
    ),
    Measure(
        "harmonic",
        {"en": "Harmonic centrality", "zh": "调和中心性"},
        {
            "en": "Sum of the inverse distances from all nodes that reach the node.",
            "zh": "所有可达节点到该节点距离倒数之和。",
        },
        "H(v) = Σ 1/d(u,v)",
        "none: the plain sum",
        "Marchiori and Latora (2000), Physica A 285, 539-546; Rochat (2009)",
        harmonic,
        {"normalized": False, "weighted": False},
        _sweep_s,
        weighted_times=60.0,
    ),
    Measure(
        "eccentricity",
        {"en": "Eccentricity", "zh": "离心率"},
        {
            "en": "The greatest distance from any node that reaches the node.",
            "zh": "可达该节点的节点中最远的距离。",
        },
        "E(v) = max d(u,v)",
        "none",
        "Hage and Harary (1995), Social Networks 17, 57-63",
        eccentricity,
        {"weighted": False},
        _sweep_s,
        weighted_times=60.0,
    ),
)
"""The measures of this room."""
