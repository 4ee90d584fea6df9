"""Bridging between groups: how a node's ties spread over countries, regions or communities, and whom it joins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from gzkg.errors import BadOption
from gzkg.model import Texts
from gzkg.network.arrays import Arrays, Floats, Tick, quiet
from gzkg.network.measure.definition import Measure
from gzkg.network.measure.triangle import closed, closing_s, mutual, row_sums

Groups = str | Sequence[Any]
"""Name of a node attribute (`region`, `country`, `kind`), or a label for each node in order; None is no group."""

Role = Literal["coordinator", "consultant", "gatekeeper", "representative", "liaison"]


def participation(arrays: Arrays, *, groups: Groups = "region", weighted: bool = False) -> Floats:
    """Return how evenly each node's ties spread over groups: P(i) = 1 - Σₛ (kᵢₛ / kᵢ)²; 0 when all lead to one.

    kᵢₛ is the number (with `weighted`, the weight) of i's ties to group s, kᵢ of those to any group: a contact
    without a group does not count. Directed: both directions together. At most 1 - 1/(number of groups), not
    normalised. NaN for a node without a group or without such ties.
    Reference: Guimerà and Amaral (2005), Nature 433, 895-900. Raises: BadOption.
    """
    member = _membership(arrays, groups)
    ties = csr_array(mutual(arrays, weighted=weighted) @ member)
    return _of_grouped(1 - _share(row_sums(ties.power(2)), row_sums(ties) ** 2), member)


def external_share(arrays: Arrays, *, groups: Groups = "region", weighted: bool = False) -> Floats:
    """Return the share of each node's ties that lead to other groups than its own: 1 - k(own) / k.

    Contacts without a group do not count. Directed: both directions together. NaN for a node without a group or
    without ties to a group. Reference: Krackhardt and Stern (1988), Soc. Psychol. Q. 51, 123-140, whose E-I index is
    twice this less 1. Raises: BadOption.
    """
    member = _membership(arrays, groups)
    ties = csr_array(mutual(arrays, weighted=weighted) @ member)
    return _of_grouped(1 - _share(row_sums(ties.multiply(member)), row_sums(ties)), member)


def brokerage(arrays: Arrays, *, groups: Groups = "region", role: Role | None = None, tick: Tick = quiet) -> Floats:
    """Return in how many pairs each node is the broker: a leads to it, it leads to c, and a does not lead to c.

    `role` counts one kind by the groups of a, the broker and c: coordinator AAA, consultant ABA (itinerant broker),
    gatekeeper ABB, representative AAB, liaison ABC; without it, all five. An undirected tie leads both ways, so that
    each pair counts twice, as in R's sna. Weights do not count. Nodes without a group broker nothing (NaN) and are no
    end of a pair. Not normalised.
    Reference: Gould and Fernandez (1989), Sociological Methodology 19, 89-126. Raises: BadOption.
    """
    member = _membership(arrays, groups)
    ties = _split(arrays, member)
    roles = (role,) if role else tuple(_WALKS)
    counts = [_open_walks(ties, member, role=name, tick=tick) for name in roles]
    return _of_grouped(np.sum(counts, axis=0), member)


def _open_walks(ties: Mapping[str, csr_array], member: csr_array, *, role: Role, tick: Tick) -> Floats:
    """Count the walks a, broker, c of a role: all, less those that return to a, less those that a tie closes."""
    first, second, across = _WALKS[role]
    into, out, ends = csr_array(ties[first].T), ties[second], ties[across]
    if first == second == "between":
        walks = row_sums((into @ member).multiply(out @ member))
        walks = walks if role == "consultant" else row_sums(into) * row_sums(out) - walks
    else:
        walks = row_sums(into) * row_sums(out)
    back = row_sums(into.multiply(out)) if role in ("coordinator", "consultant") else 0.0
    return walks - back - row_sums(closed(into, ends, where=out, tick=tick))


_WALKS: Final[dict[Role, tuple[str, str, str]]] = {
    "coordinator": ("within", "within", "within"),
    "consultant": ("between", "between", "within"),
    "gatekeeper": ("between", "within", "between"),
    "representative": ("within", "between", "between"),
    "liaison": ("between", "between", "between"),
}
"""Role -> where its three steps lead: from a to the broker, from the broker to c, and the missing one from a to c."""


def _membership(arrays: Arrays, groups: Groups) -> csr_array:
    """Return nodes x groups, 1 where a node belongs. Raises: BadOption, when the groups are not to be had."""
    if isinstance(groups, str) and groups not in arrays.attributes:
        known = ", ".join(arrays.attributes) or "none"
        raise BadOption(f"groups is '{groups}'; it is the name of a node attribute ({known}) or a label for each node.")
    labels = list(arrays.attributes[groups] if isinstance(groups, str) else groups)
    if len(labels) != arrays.size:
        raise BadOption(f"groups has {len(labels)} labels for {arrays.size} nodes; give one each, None for no group.")
    if labels and all(label is None for label in labels):
        raise BadOption(
            f"No node has a {groups if isinstance(groups, str) else 'group'}, so there is nothing to bridge."
        )
    number = {label: place for place, label in enumerate(dict.fromkeys(label for label in labels if label is not None))}
    places = [place for place, label in enumerate(labels) if label is not None]
    columns = [number[labels[place]] for place in places]
    return csr_array((np.ones(len(places)), (places, columns)), shape=(arrays.size, len(number)))


def _split(arrays: Arrays, member: csr_array) -> dict[str, csr_array]:
    """Return the ties within groups and those between groups; those of nodes without a group are in neither."""
    ties, grouped = coo_array(arrays.pattern), np.diff(member.indptr) > 0
    group = np.full(arrays.size, -1)
    group[grouped] = member.indices
    source, target = ties.coords
    both, same = grouped[source] & grouped[target], group[source] == group[target]
    return {"within": _those(ties, both & same), "between": _those(ties, both & ~same)}


def _those(ties: coo_array, chosen: NDArray[np.bool_]) -> csr_array:
    source, target = ties.coords
    return csr_array((ties.data[chosen], (source[chosen], target[chosen])), shape=ties.shape)


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return share


def _of_grouped(values: Floats, member: csr_array) -> Floats:
    return np.where(np.diff(member.indptr) > 0, values, np.nan)


def _brokerage(label: Texts, definition: Texts, *, role: Role | None, pair: str) -> Measure:
    counted = {
        "en": f"number of pairs that the node joins and that are not tied themselves, {definition['en']}; an "
        "undirected tie leads both ways, so each pair counts twice; no value for a node without a group",
        "zh": f"由该节点连接而彼此之间无连边的节点对数目，{definition['zh']}；"
        "无向连边视为双向，每对计两次；无分组的节点无值",
    }
    return Measure(
        role or "brokerage",
        label,
        counted,
        f"b(v) = number of (a, c) with a → v → c and no a → c{pair}",
        "none: raw counts",
        "Gould, R. V. & Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in "
        "transaction networks. Sociological Methodology 19, 89-126.",
        partial(brokerage, role=role),
        {"groups": "region"},
        lambda arrays: closing_s(arrays) * (1 if role else 2),
    )


MEASURES: Final = (
    Measure(
        "participation",
        {"en": "participation coefficient", "zh": "参与系数"},
        {
            "en": "how evenly a node's ties spread over the groups: 0 when all lead to one group; contacts without a "
            "group do not count; no value for a node without a group or without such ties",
            "zh": "节点的连边在各组之间分布的均匀程度：全部连向同一组时为0；"
            "无分组的邻居不计；自身无分组或无此类连边的节点无值",
        },
        "P(i) = 1 - Σₛ (kᵢₛ / kᵢ)², kᵢₛ the ties of i to group s",
        "none: between 0 and 1 - 1/(number of groups)",
        "Guimerà, R. & Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks. Nature 433, "
        "895-900.",
        participation,
        {"groups": "region", "weighted": False},
    ),
    Measure(
        "external-share",
        {"en": "external share", "zh": "外部连边比例"},
        {
            "en": "share of a node's ties that lead to other groups than its own; contacts without a group do not "
            "count; no value for a node without a group or without such ties",
            "zh": "节点的连边中连向其他组的比例；无分组的邻居不计；自身无分组或无此类连边的节点无值",
        },
        "x(i) = 1 - kᵢ,own / kᵢ; the E-I index is 2 x(i) - 1",
        "between 0 and 1 by definition",
        "Krackhardt, D. & Stern, R. N. (1988). Informal networks and organizational crises. Social Psychology "
        "Quarterly 51, 123-140.",
        external_share,
        {"groups": "region", "weighted": False},
    ),
    _brokerage(
        {"en": "brokerage", "zh": "中介"},
        {"en": "whatever their groups", "zh": "不论所属组别"},
        role=None,
        pair="",
    ),
    _brokerage(
        {"en": "brokerage as coordinator", "zh": "中介角色：协调者"},
        {"en": "both of the node's own group", "zh": "双方均与该节点同组"},
        role="coordinator",
        pair=", groups A A A",
    ),
    _brokerage(
        {"en": "brokerage as consultant (itinerant broker)", "zh": "中介角色：顾问（巡回中介）"},
        {"en": "both of one other group", "zh": "双方同属另一组"},
        role="consultant",
        pair=", groups A B A",
    ),
    _brokerage(
        {"en": "brokerage as gatekeeper", "zh": "中介角色：守门人"},
        {"en": "from another group into the node's own", "zh": "由他组进入该节点所在组"},
        role="gatekeeper",
        pair=", groups A B B",
    ),
    _brokerage(
        {"en": "brokerage as representative", "zh": "中介角色：代表者"},
        {"en": "from the node's own group to another", "zh": "由该节点所在组通向他组"},
        role="representative",
        pair=", groups A A B",
    ),
    _brokerage(
        {"en": "brokerage as liaison", "zh": "中介角色：联络者"},
        {"en": "of two other groups, each a different one", "zh": "双方分属另外两个不同的组"},
        role="liaison",
        pair=", groups A B C",
    ),
)
