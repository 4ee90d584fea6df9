"""A network as a whole: how large, how dense, how far apart, how clustered, how unequal, how sorted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gzkg.network.arrays import Arrays, Tick, arrays_of, quiet
from gzkg.network.measure.neighbourhood import clustering, degree
from gzkg.network.measure.sweep import distances_of
from gzkg.network.measure.triangle import closed, row_sums
from gzkg.network.table import Analysis, Table
from gzkg.network.two_mode.incidence import incidence_of
from gzkg.network.two_mode.nestedness import nestedness
from gzkg.network.whole.distribution import degree_table, gini, power_law
from gzkg.network.whole.figure import figure_table
from gzkg.network.whole.mixing import assortativity, degree_assortativity, mixing_of, mixing_table
from gzkg.network.whole.periphery import Core, core_of, rich_club_table
from gzkg.network.whole.rewire import HOW, rewired

Value = float | int | None
Values = dict[str, Value]

RICH_CLUB_DRAWS: Final = 20


def structure(network: nx.Graph[Any], *, seed: int = 0, tick: Tick = quiet) -> Analysis:
    """Return the figures of a network, one row each, with their definitions; None where a figure is not defined.

    Weights do not count. What only directed or only two-mode networks have is there for these only; of a two-mode
    network triangles, core and rich club are left out, since its sides have no ties within. `details`: `degrees`,
    `country_mixing`, `region_mixing`, `rich_club` (normalised against random networks drawn with `seed`) and `core`.

    Raises: BadNetwork.
    """
    arrays, two_mode = arrays_of(network), bool(network.graph.get("two_mode"))
    core = None if two_mode else core_of(arrays)
    values = {
        **_size(arrays),
        **_distances(arrays, lambda share: tick(share / 2)),
        **_degrees(arrays),
        **mixing_figures(arrays),
        **(_two_mode(arrays) if two_mode else {**clustering_figures(arrays), **_core(core)}),
    }
    method = {"weights": "do not count", "two_mode": two_mode, "directed": arrays.directed}
    details = {"degrees": degree_table(degree(arrays))}
    details |= {f"{by}_mixing": mixing_table(mixing_of(arrays, by)) for by in ("country", "region")}
    if not two_mode:
        method |= {"rich_club": HOW, "seed": seed, "draws": RICH_CLUB_DRAWS}
        drawn = rewired(arrays, draws=RICH_CLUB_DRAWS, seed=seed, tick=lambda share: tick(0.5 + share / 2))
        details |= {"rich_club": rich_club_table(arrays, drawn), "core": _core_table(arrays, core)}
    tick(1.0)
    return Analysis("structure", method, figure_table(list(values), {"value": list(values.values())}), values, details)


def part_of(arrays: Arrays, kept: NDArray[np.bool_]) -> Arrays:
    """Return the network of some of the nodes and the edges between them."""
    places = np.flatnonzero(kept)
    attributes = {name: [told[place] for place in places.tolist()] for name, told in arrays.attributes.items()}
    matrix = csr_array(arrays.matrix[places][:, places])
    return Arrays([arrays.nodes[place] for place in places.tolist()], matrix, arrays.directed, attributes)


def clustering_figures(arrays: Arrays) -> Values:
    """Return global clustering (3 × triangles / wedges) and mean local clustering, which differ."""
    return {
        "global_clustering": _global_clustering(arrays),
        "mean_local_clustering": float(clustering(arrays).mean()) if arrays.size else None,
    }


def mixing_figures(arrays: Arrays) -> Values:
    """Return the assortativity by degree, country and region and, of a directed network, the reciprocity."""
    values: Values = {
        "degree_assortativity": degree_assortativity(arrays),
        "country_assortativity": assortativity(mixing_of(arrays, "country")),
        "region_assortativity": assortativity(mixing_of(arrays, "region")),
    }
    if arrays.directed:
        both_ways = float(arrays.pattern.multiply(arrays.pattern.T).sum())
        values["reciprocity"] = both_ways / arrays.edge_count if arrays.edge_count else None
    return values


def _size(arrays: Arrays) -> Values:
    size, edges = arrays.size, arrays.edge_count
    pairs = size * (size - 1) / (1 if arrays.directed else 2)
    largest = _parts(arrays, "weak")
    values: Values = {
        "nodes": size,
        "edges": edges,
        "density": edges / pairs if pairs else 0.0,
        "components": largest.count,
        "largest_component_nodes": largest.nodes,
        "largest_component_share": largest.nodes / size if size else None,
    }
    if arrays.directed:
        strong = _parts(arrays, "strong")
        values |= {"strong_components": strong.count, "largest_strong_component_nodes": strong.nodes}
    return values


@dataclass(frozen=True)
class _Parts:
    """The components of a network: how many, and which nodes are in the largest (of equal ones, the first)."""

    count: int
    largest: NDArray[np.bool_]

    @property
    def nodes(self) -> int:
        return int(self.largest.sum())


def _parts(arrays: Arrays, connection: Literal["weak", "strong"]) -> _Parts:
    if not arrays.size:
        return _Parts(0, np.zeros(0, bool))
    count, label = connected_components(arrays.pattern, directed=arrays.directed, connection=connection)
    # scipy numbers strong components in no order of nodes.
    sizes = np.bincount(label)[label]
    return _Parts(int(count), label == label[int(np.argmax(sizes))])


def _distances(arrays: Arrays, tick: Tick) -> Values:
    overall, largest = distances_of(arrays, tick=tick), _parts(arrays, "strong").largest
    if arrays.directed:
        within = distances_of(part_of(arrays, largest))
    else:
        names = ("reached", "total", "inverse_total", "eccentricity")
        within = replace(overall, **{name: getattr(overall, name)[largest] for name in names})
    pairs = arrays.size * (arrays.size - 1)
    return {
        "diameter": int(within.diameter) if arrays.size else None,
        "mean_path_length": _defined(within.mean),
        "reachable_diameter": int(overall.diameter) if arrays.size else None,
        "reachable_mean_path_length": _defined(overall.mean),
        "efficiency": float(overall.inverse_total.sum()) / pairs if pairs else 0.0,
    }


def _defined(value: float) -> float | None:
    return value if value == value else None


def _global_clustering(arrays: Arrays) -> float:
    ties = arrays.pattern
    if arrays.directed:
        ties = csr_array(ties + ties.T)
        ties.data[:] = 1
    near = row_sums(ties)
    wedges = float((near * (near - 1)).sum())
    return float(closed(ties, ties, where=ties).sum()) / wedges if wedges else 0.0


def _degrees(arrays: Arrays) -> Values:
    degrees = degree(arrays)
    law = power_law(degrees)
    return {
        "mean_degree": float(degrees.mean()) if arrays.size else None,
        "degree_gini": gini(degrees),
        "power_law_exponent": law.exponent if law else None,
        "power_law_xmin": law.xmin if law else None,
        "power_law_distance": law.distance if law else None,
        "power_law_tail": law.tail if law else None,
    }


def _two_mode(arrays: Arrays) -> Values:
    incidence = incidence_of(arrays)
    first, second = incidence.matrix.shape
    edges = arrays.edge_count
    return {
        "density": edges / (first * second) if first * second else 0.0,
        "side_0_nodes": first,
        "side_1_nodes": second,
        "side_0_mean_degree": edges / first if first else None,
        "side_1_mean_degree": edges / second if second else None,
        "nestedness": _defined(nestedness(incidence).total),
    }


def _core(core: Core | None) -> Values:
    return {"core_fit": core.fit, "core_nodes": len(core.places)} if core else {"core_fit": None, "core_nodes": None}


def _core_table(arrays: Arrays, core: Core | None) -> Table:
    degrees = degree(arrays)
    names = [str(node) for node in arrays.nodes]
    places = sorted(core.places.tolist() if core else [], key=lambda place: (-degrees[place], names[place]))
    about = {
        "id": {"en": "node of the core, highest degree first", "zh": "核心节点，度数高者在前"},
        "degree": {"en": "its number of ties", "zh": "其连边数"},
    }
    columns: dict[str, list[Any]] = {
        "id": [names[place] for place in places],
        "degree": [int(degrees[place]) for place in places],
    }
    return Table(columns, about)
