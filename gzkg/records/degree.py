"""How many partners things have, layer by layer, before and after some derived triples come and go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast

from pyoxigraph import NamedNode

from gzkg import vocab
from gzkg.ids import id_of
from gzkg.lookup.subject import code
from gzkg.model import Texts
from gzkg.rdf.turtle import natural
from gzkg.records.consequence import Consequences, Derivation
from gzkg.records.newcomer import Newcomers
from gzkg.store.embedded import EmbeddedStore

_LAYERS: Final = {
    vocab.GZ + "tiedWith": ("tie", vocab.GZ + "Tie"),
    vocab.GZ + "memberOf": ("membership", vocab.GZ + "Membership"),
    vocab.GZ + "participatedIn": ("participation", vocab.GZ + "Participation"),
    vocab.GZ + "sitedIn": ("siting", vocab.GZ + "Siting"),
    vocab.GZ + "wonAt": ("award-entry", vocab.GZ + "AwardEntry"),
}
"""Derived property -> the layer of networks whose ends it joins, and the term that names it."""

_Pairs = dict[tuple[str, str, str], set[tuple[str, str]]]
"""Node, rule and property -> subjects and objects of the triples in which the node is either."""


@dataclass(frozen=True, slots=True)
class Degree:
    """How many partners something that is there already has in a layer of networks, before and after.

    Partners are those that the rules join directly: by a factual record that may be in force on the reference date, or
    for participations and award entries by one that took place, or won, by then.
    """

    id: str
    label: Texts
    layer: str
    layer_label: Texts
    before: int
    after: int


def read_degrees(store: EmbeddedStore, newcomers: Newcomers, follows: Consequences) -> tuple[Degree, ...]:
    """Return the degrees that change, of what is there already, sorted by id and layer; reads its partners."""
    return tuple(sorted(_changed(store, newcomers, follows), key=lambda one: (natural(one.id), one.layer)))


def _changed(store: EmbeddedStore, newcomers: Newcomers, follows: Consequences) -> Iterator[Degree]:
    kinds = [(str(row["kind"]), str(row["property"])) for row in store.rows("shortcuts")]
    layers = _LAYERS | {name: (code(kind), kind) for kind, name in kinds}
    come, go = _pairs(follows.added), _pairs(follows.withdrawn)
    for key in come.keys() | go.keys():
        node, name = key[0], key[2]
        if name not in layers or node in newcomers:
            continue
        before = _standing(store, *key)
        after = before - go.get(key, set()) | come.get(key, set())
        numbers = [len({end for pair in pairs for end in pair} - {node}) for pairs in (before, after)]
        if numbers[0] != numbers[1]:
            layer, term = layers[name]
            yield Degree(id_of(node) or node, newcomers.label(node), layer, newcomers.label(term), *numbers)


def _pairs(derivations: Iterable[Derivation]) -> _Pairs:
    pairs: _Pairs = defaultdict(set)
    for rule, subject, name, object in derivations:
        for node in (subject, object):
            pairs[node, rule, name].add((subject, object))
    return pairs


def _standing(store: EmbeddedStore, node: str, rule: str, name: str) -> set[tuple[str, str]]:
    graph = vocab.INFERRED + rule
    both = (*store.triples(graph, node, name), *store.triples(graph, None, name, node))
    return {(cast(NamedNode, triple.subject).value, cast(NamedNode, triple.object).value) for triple in both}
