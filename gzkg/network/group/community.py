"""Groups of nodes that are tied closely (Louvain, Leiden), what they hold, and whether they follow the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import comb

from gzkg.errors import BadOption
from gzkg.network.arrays import Arrays, arrays_of
from gzkg.network.group.louvain import louvain
from gzkg.network.table import Table

Ints = NDArray[np.int64]

_MOST_RESOLUTION: Final = 1e6
"""Beyond it nothing changes but the size of the sums."""


@dataclass(frozen=True)
class Communities:
    """A partition of the nodes: labels from 0, by size, then by the first id; its modularity.

    `table` has the label of each node; `groups` a row for each community: size, the country and region of the world of
    most of its members with their shares, edges inside and leading out; its name is that region and its member with
    most edges. `agreement` compares the partition with regions and countries over the nodes that have one.
    """

    nodes: Sequence[str]
    labels: Ints
    modularity: float
    table: Table
    groups: Table
    agreement: dict[str, float]


def communities(
    network: nx.Graph[Any],
    *,
    method: Literal["louvain", "leiden"] = "leiden",
    seed: int = 0,
    resolution: float = 1.0,
    weighted: bool = False,
) -> Communities:
    """Return the communities of a network; the same for the same seed, whatever the order of its nodes.

    Directed networks are read without direction, an edge both ways counting twice. A node without edges is a community
    of its own. Modularity: Q = Σ L(c)/m - γ (d(c)/2m)²; 0 without an edge. References: Blondel et al. (2008), J. Stat.
    Mech. P10008; Traag et al. (2019), Scientific Reports 9, 5233; Newman (2006), PNAS 103, 8577-8582.

    Raises: BadNetwork, BadOption.
    """
    if method not in ("louvain", "leiden"):
        raise BadOption(f"method is '{method}'; it must be louvain or leiden.")
    if not 0 < resolution <= _MOST_RESOLUTION:
        raise BadOption(f"resolution is {resolution}; it must be above 0 and at most {_MOST_RESOLUTION:.0f}.")
    arrays = arrays_of(network)
    order = np.array(sorted(range(arrays.size), key=lambda place: str(arrays.nodes[place])), dtype=np.int64)
    ties = _ties(arrays, weighted)
    sorted_ties = csr_array(ties[order][:, order])
    sorted_ties.sort_indices()  # scipy keeps the old order inside a row, and the engines see it
    found = (_leiden if method == "leiden" else louvain)(sorted_ties, resolution=resolution, seed=seed)
    labels = np.empty(arrays.size, dtype=np.int64)
    labels[order] = _by_size(found)
    nodes = [str(node) for node in arrays.nodes]
    return Communities(
        nodes,
        labels,
        modularity(ties, labels, resolution),
        _table(arrays, nodes, labels),
        _groups(arrays, ties, labels),
        _agreement(arrays, labels),
    )


def _ties(arrays: Arrays, weighted: bool) -> csr_array:
    """Return the symmetric matrix, weights as shares of the largest: no sum of them overflows, or is lost."""
    ties = csr_array(arrays.matrix / arrays.matrix.max()) if weighted and arrays.edge_count else arrays.pattern
    return csr_array(ties + ties.T) if arrays.directed else ties


def modularity(ties: csr_array, labels: Ints, resolution: float = 1.0) -> float:
    """Return the modularity of a partition of a symmetric matrix; 0 without an edge."""
    total = float(ties.sum())
    if not total:
        return 0.0
    ends = ties.tocoo()
    inside = float(ends.data[labels[ends.row] == labels[ends.col]].sum())
    degrees = np.bincount(labels, weights=ties.sum(axis=1), minlength=1)
    return inside / total - resolution * float((degrees**2).sum()) / total**2


def _leiden(ties: csr_array, *, resolution: float, seed: int) -> Ints:
    import graspologic_native

    size = ties.shape[0]
    if not ties.nnz:
        return np.arange(size, dtype=np.int64)
    parts = ties.indptr.astype(np.int64), ties.indices.astype(np.int32), ties.data.astype(np.float64)
    _, found = graspologic_native.leiden_csr(*parts, size, resolution=resolution, iterations=5, seed=seed)
    return np.array([found.get(place, size + place) for place in range(size)], dtype=np.int64)


def _by_size(found: Ints) -> Ints:
    """Return labels from 0, the largest community first, of equal ones that with the first node."""
    _, first, inverse, sizes = np.unique(found, return_index=True, return_inverse=True, return_counts=True)
    number = np.empty(len(sizes), dtype=np.int64)
    number[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return number[inverse] if len(found) else found


def _table(arrays: Arrays, nodes: Sequence[str], labels: Ints) -> Table:
    order = sorted(range(arrays.size), key=lambda place: (labels[place], nodes[place]))
    named = {name: arrays.attributes.get(name, [None] * arrays.size) for name in ("label_en", "label_zh", "country")}
    return Table(
        {
            "community": [int(labels[place]) for place in order],
            "id": [nodes[place] for place in order],
            **{name: [values[place] for place in order] for name, values in named.items()},
        }
    )


def _groups(arrays: Arrays, ties: csr_array, labels: Ints) -> Table:
    many = int(labels.max(initial=-1)) + 1
    source, target = (labels[ends] for ends in arrays.matrix.nonzero())
    same, once = source == target, 1 if arrays.directed else 2
    inside = np.bincount(source[same], minlength=many) // once
    outside = (np.bincount(source[~same], minlength=many) + np.bincount(target[~same], minlength=many)) // once
    degrees = np.diff(ties.indptr)
    members: list[list[int]] = [[] for _ in range(many)]
    for place, label in enumerate(labels.tolist()):
        members[label].append(place)
    first = [min(group, key=lambda place: (-degrees[place], str(arrays.nodes[place]))) for group in members]
    most = {by: [_most(arrays, by, group) for group in members] for by in ("region", "country")}
    return Table(
        {
            "community": list(range(many)),
            "size": [len(group) for group in members],
            **{f"label_{tongue}": _names(arrays, f"label_{tongue}", first, most["region"]) for tongue in ("en", "zh")},
            **{by: [name for name, _ in found] for by, found in most.items()},
            **{f"{by}_share": [share for _, share in found] for by, found in most.items()},
            "inside": inside.tolist(),
            "outside": outside.tolist(),
        }
    )


def _most(arrays: Arrays, by: str, group: Sequence[int]) -> tuple[str | None, float | None]:
    """Return what most members have, the first in the alphabet of equals, and the share of those with any."""
    values = arrays.attributes.get(by)
    if values is None:
        return None, None
    counted = Counter(value for place in group if (value := values[place]) is not None)
    if not counted:
        return None, None
    name, number = min(counted.items(), key=lambda item: (-item[1], str(item[0])))
    return name, number / counted.total()


def _names(
    arrays: Arrays, label: str, first: Sequence[int], regions: Sequence[tuple[str | None, float | None]]
) -> list[str]:
    labels = arrays.attributes.get(label, [None] * arrays.size)
    hubs = [labels[place] or str(arrays.nodes[place]) for place in first]
    return [f"{region}: {hub}" if region else hub for hub, (region, _) in zip(hubs, regions, strict=True)]


def _agreement(arrays: Arrays, labels: Ints) -> dict[str, float]:
    """Return normalised mutual information (over the mean of both entropies) and adjusted Rand index."""
    found: dict[str, float] = {}
    for by in ("region", "country"):
        values = arrays.attributes.get(by, [None] * arrays.size)
        there = [place for place, value in enumerate(values) if value is not None]
        if len(there) > 1:
            _, groups = np.unique([str(values[place]) for place in there], return_inverse=True)
            counts = np.zeros((int(labels.max()) + 1, int(groups.max()) + 1))
            np.add.at(counts, (labels[there], groups), 1)
            found |= {f"{by}_nmi": mutual_information(counts), f"{by}_adjusted_rand": adjusted_rand(counts)}
    return found


def mutual_information(counts: NDArray[np.float64]) -> float:
    """Return the normalised mutual information of a table of counts: 2 I / (H + H'); 1 when both are trivial.

    Reference: Danon et al. (2005), J. Stat. Mech. P09008.
    """
    shares = counts / counts.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    entropy = sum(-float((p[p > 0] * np.log(p[p > 0])).sum()) for p in (rows, columns))
    joint = shares > 0
    mutual = float((shares[joint] * np.log(shares[joint] / np.outer(rows, columns)[joint])).sum())
    return 2 * mutual / entropy if entropy else 1.0


def adjusted_rand(counts: NDArray[np.float64]) -> float:
    """Return the adjusted Rand index of a table of counts; 1 when both are trivial.

    Reference: Hubert and Arabie (1985), Journal of Classification 2, 193-218.
    """
    pairs, rows, columns = (float(comb(each, 2).sum()) for each in (counts, counts.sum(axis=1), counts.sum(axis=0)))
    chance = rows * columns / float(comb(counts.sum(), 2))
    most = (rows + columns) / 2
    return (pairs - chance) / (most - chance) if most != chance else 1.0
