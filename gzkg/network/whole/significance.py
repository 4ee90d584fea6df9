"""Figures of a network against those of random networks with the same degrees: what degrees alone do not explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx
import numpy as np

from gzkg.network.arrays import Arrays, Tick, arrays_of, quiet
from gzkg.network.table import Analysis
from gzkg.network.two_mode.incidence import incidence_of
from gzkg.network.two_mode.nestedness import nestedness
from gzkg.network.whole.figure import figure_table
from gzkg.network.whole.periphery import core_of
from gzkg.network.whole.rewire import DRAWS, HOW, rewired
from gzkg.network.whole.structure import Values, clustering_figures, mixing_figures


def significance(network: nx.Graph[Any], *, draws: int = DRAWS, seed: int = 0, tick: Tick = quiet) -> Analysis:
    """Return figures of a network with their mean, standard deviation, z-score and p over random networks.

    Clustering (global and mean local), assortativity by degree, country and region, the fit of a core and, directed,
    reciprocity; of a two-mode network assortativity and nestedness. Every node keeps its degree; see `rewire.HOW`. The
    same seed gives the same numbers. Weights do not count. `figures` are the observed ones.

    Raises: BadNetwork; BadOption, for fewer draws than 1 or a negative seed.
    """
    arrays, two_mode = arrays_of(network), bool(network.graph.get("two_mode"))
    measured = _two_mode_figures if two_mode else _figures
    observed = measured(arrays)
    drawn = map(measured, rewired(arrays, two_mode=two_mode, draws=draws, seed=seed, tick=tick))
    columns = comparison(observed, drawn)
    method = {"random_networks": HOW, "draws": draws, "seed": seed, "weights": "do not count"}
    return Analysis("significance", method, figure_table(list(observed), columns), observed)


def comparison(observed: Values, drawn: Iterable[Mapping[str, float | int | None]]) -> dict[str, list[Any]]:
    """Return the columns observed, mean, sd, z, p and draws of figures against what was drawn.

    z is (observed - mean) / sd with n - 1 under the root, None where sd is 0. p is two-sided, (r + 1) / (n + 1) with r
    draws at least as far from their mean as the observed value. Draws where a figure is None do not count for it.
    """
    draws = list(drawn)
    rows = [_compared(value, [draw[name] for draw in draws]) for name, value in observed.items()]
    names = ("observed", "mean", "sd", "z", "p", "draws")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _compared(value: float | int | None, drawn: list[float | int | None]) -> tuple[float | int | None, ...]:
    values = np.array([one for one in drawn if one is not None], dtype=np.float64)
    if value is None or not values.size:
        return value, None, None, None, None, len(values)
    mean = float(values.mean())
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    # Equal values that were summed in another order differ by rounding only.
    least = 1e-12 * max(abs(mean), abs(value))
    extreme = int((np.abs(values - mean) >= abs(value - mean) - least).sum())
    z = (value - mean) / spread if spread > least else None
    return value, mean, spread, z, (extreme + 1) / (len(values) + 1), len(values)


def _figures(arrays: Arrays) -> Values:
    core = core_of(arrays)
    return {**clustering_figures(arrays), **mixing_figures(arrays), "core_fit": core.fit if core else None}


def _two_mode_figures(arrays: Arrays) -> Values:
    nested = nestedness(incidence_of(arrays)).total
    return {**mixing_figures(arrays), "nestedness": nested if nested == nested else None}
