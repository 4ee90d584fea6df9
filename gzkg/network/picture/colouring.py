"""Which colour a node has: by its group, the same groups in the same colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx

from gzkg.errors import BadOption
from gzkg.network.picture.legend import Sign
from gzkg.network.picture.lettering import clean
from gzkg.network.picture.look import ORGANISATION, OTHER, PALETTE, REGIONS, UNKNOWN, Look


def colour_nodes(network: nx.Graph[Any], look: Look) -> tuple[Mapping[Hashable, str], list[Sign]]:
    """Return the colour of each node, and what the colours mean; one colour, when there is nothing to colour by.

    The largest groups have colours of their own, regions of the world always the same ones; the rest is grey. In
    two-mode networks, organisations that are in no group are dark.

    Raises: BadOption, when no node has the attribute.
    """
    squares = dict.fromkeys((node for node in network if network.nodes[node].get("side") == 1), ORGANISATION)
    if look.colour_by is None:
        return {**dict.fromkeys(network, PALETTE[0]), **squares}, []
    groups = _groups(network, look.colour_by)
    counts = Counter(group for group in groups.values() if group is not None)
    colours = _colours(counts)
    signs = [Sign(f"{_named(group, look)} ({counts[group]:,})", colour, 7) for group, colour in colours.items()]
    rest = sum(counts.values()) - sum(counts[group] for group in colours)
    unknown = sum(group is None for node, group in groups.items() if node not in squares)
    signs += [Sign(f"{look.say('other')} ({rest:,})", OTHER, 7)] if rest else []
    signs += [Sign(f"{look.say('unknown')} ({unknown:,})", UNKNOWN, 7)] if unknown else []
    plain = {node: squares.get(node, UNKNOWN) for node, group in groups.items() if group is None}
    return {**{node: colours.get(group, OTHER) for node, group in groups.items()}, **plain}, signs


def _groups(network: nx.Graph[Any], by: str | Mapping[Hashable, Any]) -> Mapping[Hashable, Any]:
    if not isinstance(by, str):
        return {node: by.get(node) for node in network}
    groups = dict(network.nodes(data=by))
    if all(group is None for group in groups.values()):
        known = sorted({name for _, attributes in network.nodes(data=True) for name in attributes})
        raise BadOption(f"No node has '{by}' to colour by; there is {', '.join(known) or 'nothing else'}.")
    return groups


def _colours(counts: Mapping[Any, int]) -> Mapping[Any, str]:
    fixed = dict(zip(REGIONS, PALETTE, strict=False))
    if counts.keys() <= fixed.keys():
        return {region: colour for region, colour in fixed.items() if region in counts}
    return dict(zip(_largest(counts), PALETTE, strict=False))


def _largest(counts: Mapping[Any, int]) -> Sequence[Any]:
    return sorted(counts, key=lambda group: (-counts[group], str(group)))[: len(PALETTE)]


def _named(group: Any, look: Look) -> str:
    if isinstance(group, int) and not isinstance(look.colour_by, str):
        return look.say("community", group)
    return look.say(group) if group in REGIONS else clean(str(group), 32)
