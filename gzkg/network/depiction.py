"""Pictures of what was asked: a network as a map or layout, a measure through time as lines; the caption says how."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx

from gzkg.errors import UnsupportedFormat
from gzkg.network.group.community import communities
from gzkg.network.making.maker import Asked
from gzkg.network.measure.scoring import score
from gzkg.network.picture import Frame, Look, chart, draw
from gzkg.network.table import Analysis

FORMATS = ("svg", "png")


def depict(network: nx.Graph[Any], asked: Asked, look: Mapping[str, Any]) -> bytes:
    """Return a network as a picture.

    `look` holds `size_by` (a measure), `colour_by` (an attribute, or community), and what else `picture.Look` takes.

    Raises: BadOption, UnknownMeasure, NetworkTooLarge, EmptyNetwork.
    """
    chosen = {name: value for name, value in look.items() if value is not None}
    language = chosen.get("language", "en")
    if measure := chosen.pop("size_by", None):
        scores = score(network, measure, asked, most_s=asked.get("most_s"))
        chosen |= {"size_by": scores.by_node, "size_label": scores.measure.label[language]}
    if chosen.get("colour_by") == "community":
        chosen["colour_by"] = _groups(network)
    chosen.setdefault("caption", caption(network.graph.get("method", {}), language))
    return draw(network, Look(**chosen))


def depict_series(analysis: Analysis, format: str, *, language: str = "en") -> bytes:
    """Return a measure through time as lines. Raises: UnsupportedFormat, for another analysis; EmptyNetwork."""
    if analysis.name != "series":
        raise UnsupportedFormat(f"{analysis.name} has no picture; a network and a series have. Ask for csv or xlsx.")
    told = caption(analysis.method.get("network", {}), language)
    return chart(analysis.table, Frame(language=language, format=format, caption=told))


def caption(method: Mapping[str, Any], language: str) -> str:
    """Return in one line which network it is: layers, day, size, version."""
    words = {"en": "{} nodes, {} edges", "zh": "{}个节点，{}条边"}
    named = ", ".join(method.get("layer", ())) or str(method.get("file", ""))
    parts = [
        named,
        str(method.get("as_of", "")),
        words[language].format(method.get("nodes", 0), method.get("edges", 0)),
    ]
    version = method.get("version")
    return " · ".join(part for part in (*parts, f"gzkg {version}" if version else "") if part)


def _groups(network: nx.Graph[Any]) -> dict[Hashable, int]:
    found = communities(network)
    labels = dict(zip(found.nodes, found.labels.tolist(), strict=True))
    return {node: labels[str(node)] for node in network}
