"""A network as rows: names of its nodes, the label of each, its edges and its nodes as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gzkg.errors import BadNetwork
from gzkg.model import Texts
from gzkg.network.format.cell import legal
from gzkg.network.table import Analysis, Table

if TYPE_CHECKING:
    import networkx as nx

ABOUT_EDGES: Final[Mapping[str, Texts]] = {
    "source": {"en": "id of the node where the edge begins", "zh": "起点标识"},
    "target": {"en": "id of the node where the edge ends", "zh": "终点标识"},
    "source_label_en": {"en": "English name of the source", "zh": "起点英文名称"},
    "target_label_en": {"en": "English name of the target", "zh": "终点英文名称"},
    "weight": {"en": "number of records, or the weight of a projection", "zh": "记录数，或投影后的权重"},
    "layers": {"en": "kinds of relation, joined by a space", "zh": "关系类型，以空格分隔"},
    "start": {"en": "first beginning that is known", "zh": "已知的最早开始日期"},
    "end": {"en": "last end; empty while one record is not known to have ended", "zh": "最后结束日期；尚未结束则为空"},
    "certainty": {"en": "whether it certainly or possibly holds then", "zh": "当时确定存在或可能存在"},
    "records": {"en": "ids of the records, joined by a space", "zh": "记录标识，以空格分隔"},
}
_NODE_ORDER: Final = ("iri", "label_en", "label_zh", "kind", "country", "region", "lat", "lon", "side")


def names_of(network: nx.Graph[Any]) -> dict[Hashable, str]:
    """Return how each node is written. Raises: BadNetwork, when two are written alike."""
    names = {node: legal(str(node)) for node in network}
    if len(set(names.values())) < len(names):
        twice = Counter(names.values()).most_common(1)[0][0]
        raise BadNetwork(f"Two nodes are both written '{twice}'. Give them ids that differ as text.")
    return names


def label_of(node: Hashable, told: Mapping[str, Any]) -> str:
    """Return what to call a node: its English name, its Chinese name, its id."""
    return legal(str(told.get("label_en") or told.get("label_zh") or node))


def network_tables(network: nx.Graph[Any]) -> Analysis:
    """Return a network as the table of its edges, and under `nodes` of its nodes."""
    nodes = Table(_nodes(network), {"id": {"en": "id of the node", "zh": "节点标识"}})
    edges = Table(_edges(network), ABOUT_EDGES)
    return Analysis("network", {"network": network.graph.get("method", {})}, edges, details={"nodes": nodes})


def _nodes(network: nx.Graph[Any]) -> dict[str, list[Any]]:
    names = names_of(network)
    given = dict.fromkeys(str(key) for node in network for key in network.nodes[node])
    columns = [*(key for key in _NODE_ORDER if key in given), *(key for key in given if key not in _NODE_ORDER)]
    told = {key: [network.nodes[node].get(key) for node in network] for key in columns if key != "id"}
    return {"id": list(names.values()), **told}


def _edges(network: nx.Graph[Any]) -> dict[str, list[Any]]:
    names, edges = names_of(network), list(network.edges(data=True))
    ends = [(source, target) for source, target, _ in edges]
    told = [facts for _, _, facts in edges]
    return {
        "source": [names[source] for source, _ in ends],
        "target": [names[target] for _, target in ends],
        "source_label_en": [network.nodes[source].get("label_en") for source, _ in ends],
        "target_label_en": [network.nodes[target].get("label_en") for _, target in ends],
        "weight": [facts.get("weight", 1.0) for facts in told],
        "layers": [facts.get("layers") for facts in told],
        "start": [_start(facts) for facts in told],
        "end": [_end(facts) for facts in told],
        "certainty": [facts.get("certainty") for facts in told],
        "records": [facts.get("records") for facts in told],
    }


def _start(facts: Mapping[str, Any]) -> str | None:
    return min((start for start, _ in facts.get("spells", ()) if start), default=None)


def _end(facts: Mapping[str, Any]) -> str | None:
    ends = [end for _, end in facts.get("spells", ())]
    return max(ends) if ends and all(ends) else None
