"""Which nodes of a two-mode network share more partners than chance explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import gammaln

from gzkg.errors import BadOption, NetworkTooLarge
from gzkg.model import Texts
from gzkg.network.arrays import Floats, Tick, arrays_of, quiet
from gzkg.network.measure.triangle import row_sums
from gzkg.network.table import Analysis, Table
from gzkg.network.two_mode.incidence import Incidence, Side, incidence_of
from gzkg.network.whole.rewire import HOW, rewired

PAIRS_MOST: Final = 5_000_000
"""So many pairs may have p up to KEPT_P; each takes about 100 bytes."""

ROWS_MOST: Final = 100_000
"""The table ends after so many pairs, those of smallest p."""

BATCH: Final = 4_000_000
"""Pairs of nodes compared at once, at most, unless one node has more."""

EXACT: Final = (
    "p = P(X ≥ shared), X hypergeometric: both nodes choose their partners at random, every partner equally likely "
    "(Tumminello et al. 2011, PLoS ONE 6, e17994). It keeps the degrees of the nodes, not those of the partners: where "
    "a few partners are shared by almost all, compare with random networks (draws)."
)
"""For the method record."""

KEPT_P: Final = 0.01
"""Pairs with a larger p are left out; the level of Tumminello et al. (2011)."""


def overlap(network: nx.Graph[Any], *, onto: Side = 0, draws: int = 0, seed: int = 0, tick: Tick = quiet) -> Analysis:
    """Return the pairs of nodes of one side that share more partners than chance explains, least likely first.

    p is the exact hypergeometric probability of sharing as many or more (`EXACT`); Bonferroni and false discovery rate
    (Benjamini & Hochberg 1995) correct it for all pairs of the side. Only pairs with p up to KEPT_P are kept, and
    ROWS_MOST of them told; `figures` count all of them. With `draws`, also mean, sd, z and p of the shared partners
    over random networks in which both sides keep their degrees (`rewire.HOW`); this p is never below 1 / (draws + 1).

    Raises: BadNetwork; BadOption; NetworkTooLarge, for more than PAIRS_MOST pairs.
    """
    arrays = arrays_of(network)
    incidence = incidence_of(arrays)
    if draws < 0 or seed < 0 or onto not in (0, 1):
        raise BadOption(f"draws is {draws}, seed {seed} and onto {onto}; none is below 0, and onto is 0 or 1.")
    ties, nodes = _ties(incidence, onto), (incidence.columns if onto else incidence.rows)
    pairs = _sorted(_kept_pairs(ties, quiet if draws else tick), nodes)
    tested = len(nodes) * (len(nodes) - 1) // 2
    discovery = _false_discovery(pairs.p, tested)
    figures = {
        "pairs_tested": tested,
        "pairs_kept": len(pairs.p),
        "pairs_bonferroni": int((pairs.p * tested <= KEPT_P).sum()),
        "pairs_fdr": int((discovery <= KEPT_P).sum()),
    }
    pairs = pairs[:ROWS_MOST]
    columns = _columns(pairs, ties, nodes, tested) | {"p_fdr": discovery[:ROWS_MOST].tolist()}
    if draws:
        drawn = rewired(arrays, two_mode=True, draws=draws, seed=seed, tick=tick)
        columns |= _against((_ties(incidence_of(one), onto) for one in drawn), pairs, draws)
    method: dict[str, Any] = {
        "p": EXACT,
        "kept": f"pairs with p up to {KEPT_P:g}, at most {ROWS_MOST:,}",
        "tested": "all pairs of the side",
    }
    method |= {"random_networks": HOW, "draws": draws, "seed": seed} if draws else {}
    about = {name: _ABOUT[name] for name in columns if name in _ABOUT}
    return Analysis("overlap", method, Table(columns, about), figures)


@dataclass(frozen=True)
class _Pairs:
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    shared: NDArray[np.int64]
    p: Floats

    def __getitem__(self, chosen: NDArray[Any] | slice) -> _Pairs:
        return _Pairs(self.first[chosen], self.second[chosen], self.shared[chosen], self.p[chosen])


def hypergeometric_tail(shared: NDArray[np.int64], degrees: NDArray[np.int64], partners: int) -> Floats:
    """Return P(X ≥ shared) for nodes with so many partners each (n × 2) among all `partners`, drawn at random."""
    lower, upper = degrees.min(axis=1), degrees.max(axis=1)
    log = gammaln(np.arange(partners + 2) + 1.0)

    def log_choose(size: NDArray[np.int64], chosen: NDArray[np.int64]) -> Floats:
        return np.asarray(log[size] - log[chosen] - log[size - chosen], dtype=np.float64)

    tail, whole = np.zeros(len(shared)), log_choose(np.full_like(upper, partners), lower)
    left, count = np.arange(len(shared)), shared.copy()
    while left.size:
        left = left[count[left] <= lower[left]]
        hits, up, low = count[left], upper[left], lower[left]
        possible = low - hits <= partners - up
        rest, others = (low - hits)[possible], (partners - up)[possible]
        term = log_choose(up[possible], hits[possible]) + log_choose(others, rest) - whole[left[possible]]
        tail[left[possible]] += np.exp(term)
        count[left] += 1
    return np.minimum(tail, 1)


def _ties(incidence: Incidence, onto: Side) -> csr_array:
    return csr_array(incidence.pattern.T) if onto else incidence.pattern


def _kept_pairs(ties: csr_array, tick: Tick) -> _Pairs:
    degrees, kept, count = np.diff(ties.indptr).astype(np.int64), [], 0
    step = max(1, BATCH // max(ties.shape[0], 1))
    for start in range(0, ties.shape[0], step):
        kept.append(_batch(ties, degrees, start, step))
        count += len(kept[-1].p)
        if count > PAIRS_MOST:
            raise NetworkTooLarge(
                f"More than {PAIRS_MOST:,} pairs have p up to {KEPT_P:g}. Ask for a part of the network."
            )
        tick(min(1.0, (start + step) / ties.shape[0]))
    if not kept:
        return _batch(ties, degrees, 0, 1)
    return _Pairs(
        np.concatenate([part.first for part in kept]),
        np.concatenate([part.second for part in kept]),
        np.concatenate([part.shared for part in kept]),
        np.concatenate([part.p for part in kept]),
    )


def _batch(ties: csr_array, degrees: NDArray[np.int64], start: int, step: int) -> _Pairs:
    joint = (ties[start : start + step] @ ties.T).tocoo()
    first, second = (ends.astype(np.int64) for ends in joint.coords)
    later = second > first + start
    first, second, shared = first[later] + start, second[later], joint.data[later].astype(np.int64)
    # Few combinations of degrees and overlap occur, many times each.
    both = np.sort(np.column_stack([degrees[first], degrees[second]]), axis=1)
    width = ties.shape[1] + 1
    kinds, inverse = np.unique((both[:, 0] * width + both[:, 1]) * width + shared, return_inverse=True)
    rest, overlap_of = np.divmod(kinds, width)
    p = hypergeometric_tail(overlap_of, np.column_stack(np.divmod(rest, width)), ties.shape[1])[inverse]
    return _Pairs(first, second, shared, p)[p <= KEPT_P]


def _sorted(pairs: _Pairs, nodes: Sequence[Any]) -> _Pairs:
    """Return the pairs by p, then the number shared, then name, so that the order of the network does not show."""
    name = np.argsort(np.argsort(np.array([str(node) for node in nodes], dtype=str)))
    first, second = name[pairs.first], name[pairs.second]
    swapped = first > second
    turned = _Pairs(
        np.where(swapped, pairs.second, pairs.first),
        np.where(swapped, pairs.first, pairs.second),
        pairs.shared,
        pairs.p,
    )
    return turned[np.lexsort([np.maximum(first, second), np.minimum(first, second), -pairs.shared, pairs.p])]


def _columns(pairs: _Pairs, ties: csr_array, nodes: Sequence[Any], tested: int) -> dict[str, list[Any]]:
    degrees = np.diff(ties.indptr)
    first, second = degrees[pairs.first], degrees[pairs.second]
    return {
        "source": [str(nodes[place]) for place in pairs.first.tolist()],
        "target": [str(nodes[place]) for place in pairs.second.tolist()],
        "source_partners": first.tolist(),
        "target_partners": second.tolist(),
        "shared": pairs.shared.tolist(),
        "expected": (first * second / max(ties.shape[1], 1)).tolist(),
        "p": pairs.p.tolist(),
        "p_bonferroni": np.minimum(pairs.p * tested, 1).tolist(),
    }


def _false_discovery(p: Floats, tested: int) -> Floats:
    """Return the false discovery rate at each of the smallest p of so many, exact where it is itself up to KEPT_P."""
    ranked = p * tested / np.arange(1, len(p) + 1)
    return np.minimum(np.minimum.accumulate(ranked[::-1])[::-1], 1)


def _against(drawn: Iterator[csr_array], pairs: _Pairs, draws: int) -> dict[str, list[Any]]:
    """Return mean, sd, z and p of the shared partners of each pair over random networks, summed draw by draw."""
    total, squares, as_many = (np.zeros(len(pairs.p)) for _ in range(3))
    for ties in drawn:
        shared = row_sums(ties[pairs.first].multiply(ties[pairs.second]))
        total, squares, as_many = total + shared, squares + shared**2, as_many + (shared >= pairs.shared)
    mean = total / draws
    spread = np.sqrt(np.maximum(squares - draws * mean**2, 0) / max(draws - 1, 1))
    told = spread > 1e-9
    z = np.divide(pairs.shared - mean, spread, out=np.zeros(len(mean)), where=told)
    return {
        "random_mean": mean.tolist(),
        "random_sd": spread.tolist(),
        "random_z": [value if known else None for value, known in zip(z.tolist(), told.tolist(), strict=True)],
        "random_p": ((as_many + 1) / (draws + 1)).tolist(),
    }


_ABOUT: Final[Mapping[str, Texts]] = {
    "source_partners": {"en": "number of partners of the first node", "zh": "前一节点的伙伴数"},
    "target_partners": {"en": "number of partners of the second node", "zh": "后一节点的伙伴数"},
    "shared": {"en": "number of partners they share", "zh": "两者共有的伙伴数"},
    "expected": {
        "en": "partners shared by chance: the product of both numbers divided by all partners",
        "zh": "随机情形下共有伙伴数的期望：两者伙伴数之积除以伙伴总数",
    },
    "p": {
        "en": "probability of sharing as many or more by chance (hypergeometric, exact)",
        "zh": "随机共有不少于此数的概率（超几何分布，精确值）",
    },
    "p_bonferroni": {"en": "p times the number of pairs tested, at most 1", "zh": "p乘以所检验的节点对数，不超过1"},
    "p_fdr": {
        "en": "false discovery rate among the pairs down to this one (Benjamini & Hochberg 1995)",
        "zh": "至本行为止的错误发现率（Benjamini与Hochberg，1995）",
    },
    "random_mean": {"en": "mean shared over the random networks", "zh": "随机网络中共有伙伴数的均值"},
    "random_sd": {"en": "standard deviation over the random networks (n - 1)", "zh": "随机网络中的标准差（n - 1）"},
    "random_z": {
        "en": "(shared - random mean) / random sd; empty where sd is 0",
        "zh": "（共有数 - 随机均值）／随机标准差；标准差为0时为空",
    },
    "random_p": {
        "en": "(r + 1) / (draws + 1), r the random networks where they share as many or more",
        "zh": "（r + 1）／（抽样数 + 1），r为共有数不少于实际值的随机网络数",
    },
}
