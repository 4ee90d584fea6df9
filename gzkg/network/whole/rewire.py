"""Random networks in which every node keeps its number of edges: what an observed figure is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from gzkg.errors import BadOption
from gzkg.network.arrays import Arrays, Tick, quiet
from gzkg.network.two_mode.incidence import sides_of

Places = NDArray[np.int64]

SWAPS_PER_EDGE: Final = 10
DRAWS: Final = 100

HOW: Final = (
    f"Every draw starts at the observed network and tries {SWAPS_PER_EDGE} double edge swaps per edge (Maslov & "
    "Sneppen 2002, doi:10.1126/science.1065103). A swap that would make a loop or a second edge is refused; refused "
    "swaps count. Swaps are tried in rounds on disjoint pairs of edges and refused where two of a round disturb each "
    "other, so that every round is as likely as its reverse and, in the long run, all networks with these degrees are "
    "equally likely. Degrees are kept: of directed networks in and out, of two-mode networks on both sides."
)
"""For the method record."""


@dataclass(frozen=True)
class Edges:
    """The edges of a network, each once: `ends` is an m × 2 array of places; `oriented` edges keep which end is first.

    The edges of a directed network run from first to second; those of a two-mode network from side 0 to side 1.
    """

    ends: Places
    size: int
    oriented: bool

    def codes(self, ends: Places) -> Places:
        """Return one number for each pair of ends, the same for both orders unless oriented."""
        low, high = (ends[:, 0], ends[:, 1]) if self.oriented else (ends.min(axis=1), ends.max(axis=1))
        return low * self.size + high


def edges_of(arrays: Arrays, *, two_mode: bool = False) -> Edges:
    """Return the edges of a network.

    Raises: BadNetwork, as `sides_of`, for what should be a two-mode network.
    """
    rows, columns = (part.astype(np.int64) for part in arrays.matrix.nonzero())
    kept = rows < columns if not arrays.directed else np.ones(len(rows), bool)
    if two_mode:
        kept = sides_of(arrays)[rows] == 0
    return Edges(np.column_stack([rows[kept], columns[kept]]), arrays.size, two_mode or arrays.directed)


def rewired(
    arrays: Arrays, *, two_mode: bool = False, draws: int = DRAWS, seed: int = 0, tick: Tick = quiet
) -> Iterator[Arrays]:
    """Give random networks with the degrees of this one, all weights 1; the same ones for the same seed.

    `HOW` says how. Of a few directed degree sequences swaps cannot reach every network: those in which a directed
    triangle can only be turned round (Berger & Müller-Hannemann 2010).

    Raises: BadOption, for fewer draws than 1 or a negative seed; BadNetwork, as `edges_of`.
    """
    if draws < 1 or seed < 0:
        raise BadOption(f"draws is {draws} and seed {seed}; draws is at least 1 and seed at least 0.")
    edges = edges_of(arrays, two_mode=two_mode)
    return _draw(arrays, edges, np.random.SeedSequence(seed).spawn(draws), tick)


def _draw(arrays: Arrays, edges: Edges, seeds: list[np.random.SeedSequence], tick: Tick) -> Iterator[Arrays]:
    for number, seed in enumerate(seeds, 1):
        ends = swapped(edges, np.random.default_rng(seed))
        both = ends if arrays.directed else np.vstack([ends, ends[:, ::-1]])
        matrix = csr_array((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=arrays.matrix.shape)
        matrix.sort_indices()
        yield Arrays(arrays.nodes, matrix, arrays.directed, arrays.attributes)
        tick(number / len(seeds))


def swapped(edges: Edges, rng: np.random.Generator, *, swaps_per_edge: int = SWAPS_PER_EDGE) -> Places:
    """Return the ends of the edges after `swaps_per_edge` times as many tried swaps as there are edges."""
    ends = edges.ends.copy()
    left = swaps_per_edge * len(ends) if len(ends) > 1 else 0
    while left > 0:
        # A random share of the pairs: where swaps crowd each other out, rounds of few swaps still go through.
        pairs = int(rng.integers(1, len(ends) // 2 + 1))
        _swap(edges, ends, rng, rng.permutation(len(ends))[: 2 * pairs])
        left -= pairs
    return ends


def _swap(edges: Edges, ends: Places, rng: np.random.Generator, chosen: Places) -> None:
    """Swap the second ends of the chosen edges, taken two by two, wherever nothing is disturbed."""
    one, two = chosen[: len(chosen) // 2], chosen[len(chosen) // 2 :]
    first, second = ends[one], ends[two]
    if not edges.oriented:
        turned = rng.random(len(two)) < 0.5
        second[turned] = second[turned, ::-1]
    tried = np.stack([np.column_stack([first[:, 0], second[:, 1]]), np.column_stack([second[:, 0], first[:, 1]])])
    allowed = _undisturbed(edges, ends, (one, two), tried)
    ends[one[allowed]], ends[two[allowed]] = tried[0, allowed], tried[1, allowed]


def _undisturbed(edges: Edges, ends: Places, pairs: tuple[Places, Places], tried: Places) -> NDArray[np.bool_]:
    """Say which pairs may be swapped: no loop, no edge that is there or tried twice, none whose old edge is tried."""
    present = edges.codes(ends)
    codes = edges.codes(tried.reshape(-1, 2))
    order = np.sort(present)
    taken = order[np.minimum(np.searchsorted(order, codes), len(order) - 1)] == codes
    _, inverse, times = np.unique(codes, return_inverse=True, return_counts=True)
    free = ~taken & (times[inverse] == 1) & (tried[..., 0] != tried[..., 1]).ravel()
    old = np.isin(present[np.concatenate(pairs)], codes[taken])
    return np.asarray((free & ~old).reshape(2, -1).all(axis=0))
