"""Who is tied to whom: like to like, by degree and by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from gzkg.network.arrays import Arrays, Floats
from gzkg.network.measure.triangle import row_sums
from gzkg.network.table import Table


@dataclass(frozen=True)
class Mixing:
    """Ties between groups: `counts[i, j]` from group i to group j; of an undirected network each tie is in twice.

    Ties with an end whose group is not known are left out.
    """

    groups: Sequence[str]
    counts: Floats
    directed: bool

    @property
    def edges(self) -> int:
        """Number of ties whose ends both have a group."""
        return int(self.counts.sum()) // (1 if self.directed else 2)


def mixing_of(arrays: Arrays, attribute: str) -> Mixing:
    """Return the ties between the groups that a node attribute makes, such as `country` or `region`."""
    groups, place = numbered(arrays.attributes.get(attribute, [None] * arrays.size))
    source, target = (place[ends] for ends in arrays.matrix.nonzero())
    known = (source >= 0) & (target >= 0)
    counts = coo_array((np.ones(known.sum()), (source[known], target[known])), shape=(len(groups), len(groups)))
    return Mixing(groups, counts.toarray(), arrays.directed)


def numbered(labels: Sequence[Any]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the sorted groups, and for each label its place among them, -1 where it is None."""
    groups = sorted({str(label) for label in labels if label is not None})
    place = {group: number for number, group in enumerate(groups)}
    return groups, np.array([-1 if label is None else place[str(label)] for label in labels], dtype=np.int64)


def assortativity(mixing: Mixing) -> float | None:
    """Return how much ties stay within groups: r = (Σ eᵢᵢ - Σ aᵢbᵢ) / (1 - Σ aᵢbᵢ), 1 where all do, 0 by chance.

    e is the share of ties from group i to j, a and b its row and column sums. Directed ties count one way, undirected
    both. None without ties or with all ends in one group. Reference: Newman (2003), Phys. Rev. E 67, 026126.
    """
    if not mixing.edges:
        return None
    shares = mixing.counts / mixing.counts.sum()
    chance = float(shares.sum(axis=1) @ shares.sum(axis=0))
    # One group at both ends, exactly: with shares the sum may fall short of 1 by rounding.
    alone = np.count_nonzero(mixing.counts.sum(axis=1) * mixing.counts.sum(axis=0)) == 1
    if alone and mixing.counts.trace() == mixing.counts.sum():
        return None
    return (float(shares.trace()) - chance) / (1 - chance)


def degree_assortativity(arrays: Arrays) -> float | None:
    """Return the Pearson correlation of the degrees at both ends of a tie, from -1 to 1; weights do not count.

    Undirected: each tie both ways. Directed: out-degree of the source with in-degree of the target. None without ties
    or where all ends have one degree. Reference: Newman (2002), Phys. Rev. Lett. 89, 208701.
    """
    source, target = arrays.matrix.nonzero()
    leaving, arriving = row_sums(arrays.pattern)[source], np.asarray(arrays.pattern.sum(axis=0))[target]
    if not len(source) or np.ptp(leaving) == 0 or np.ptp(arriving) == 0:
        return None
    leaving, arriving = leaving - leaving.mean(), arriving - arriving.mean()
    return float(leaving @ arriving / np.sqrt((leaving @ leaving) * (arriving @ arriving)))


def mixing_table(mixing: Mixing) -> Table:
    """Return the ties between every two groups that have any, most first, with what their degrees let expect."""
    counts = mixing.counts
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / max(counts.sum(), 1)
    if not mixing.directed:
        counts, expected = (np.triu(part) - np.diag(np.diag(part)) / 2 for part in (counts, expected))
    first, second = np.nonzero(counts)
    order = np.lexsort([second, first, -counts[first, second]])
    first, second = first[order], second[order]
    columns = {
        "source": [mixing.groups[place] for place in first.tolist()],
        "target": [mixing.groups[place] for place in second.tolist()],
        "edges": counts[first, second].astype(int).tolist(),
        "expected": expected[first, second].tolist(),
    }
    return Table(
        columns,
        {
            "source": {
                "en": "group at one end; of an undirected network the first in the alphabet",
                "zh": "一端所属的组；无向网络中为字母顺序在前者",
            },
            "target": {"en": "group at the other end", "zh": "另一端所属的组"},
            "edges": {
                "en": "ties between the two groups, each once; ties with an end of unknown group are left out",
                "zh": "两组之间的连边数，每条计一次；有一端组别未知的连边不计",
            },
            "expected": {
                "en": "ties expected if ends met at random, each group keeping its number of ends",
                "zh": "在各组端点数不变、端点随机相连时的期望连边数",
            },
        },
    )
