"""Pictures of what was asked: the caption, sizes by a measure, colours by community, a series as lines."""

from __future__ import annotations

from xml.etree import ElementTree

import networkx as nx
import pytest

from gzkg import BadOption, KnowledgeGraph, NetworkTooLarge, UnknownMeasure, UnsupportedFormat
from gzkg.network.depiction import caption, depict, depict_series
from gzkg.network.door import serialize

CLIQUES = nx.relabel_nodes(nx.barbell_graph(4, 0), str)


def _texts(picture: bytes) -> str:
    return " ".join(ElementTree.fromstring(picture).itertext())


def test_the_caption_tells_which_network_it_is() -> None:
    method = {"layer": ["tie", "link"], "as_of": "1990-01-01", "nodes": 9, "edges": 12, "version": "1.2"}
    assert caption(method, "en") == "tie, link · 1990-01-01 · 9 nodes, 12 edges · gzkg 1.2"
    assert caption(method, "zh") == "tie, link · 1990-01-01 · 9个节点，12条边 · gzkg 1.2"
    assert caption({"file": "net.csv", "nodes": 2, "edges": 1, "version": None}, "en") == "net.csv · 2 nodes, 1 edges"


def test_a_picture_of_the_graph_has_its_caption(graph: KnowledgeGraph) -> None:
    network = graph.network(layer="sister-city", as_of="1990-01-01")
    text = _texts(graph.picture(layer="sister-city", as_of="1990-01-01"))
    assert f"sister-city · 1990-01-01 · {len(network)} nodes, {network.number_of_edges()} edges" in text
    assert "Guangzhou" in text
    assert serialize(network, "svg").decode().count("Guangzhou") >= 1


def test_sizes_are_by_a_measure_and_the_legend_names_it() -> None:
    text = _texts(depict(CLIQUES, {}, {"size_by": "betweenness"})).casefold()
    assert "betweenness" in text
    assert depict(CLIQUES, {}, {"size_by": "betweenness"}) != depict(CLIQUES, {}, {"size_by": None})


def test_colours_by_community_are_two_for_two_cliques() -> None:
    coloured = depict(CLIQUES, {}, {"colour_by": "community"})
    assert coloured != depict(CLIQUES, {}, {})
    fills = {mark.get("fill") for mark in ElementTree.fromstring(coloured).iter("{http://www.w3.org/2000/svg}circle")}
    assert len(fills - {None, "none", "#fff", "#ffffff"}) == 2


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(UnknownMeasure):
        depict(CLIQUES, {}, {"size_by": "fame"})
    with pytest.raises(NetworkTooLarge):
        depict(CLIQUES, {"most_s": 1e-12}, {"size_by": "betweenness"})
    with pytest.raises(BadOption):
        depict(CLIQUES, {"weighted": True}, {"size_by": "degree"})


def test_a_png_is_a_png(graph: KnowledgeGraph) -> None:
    assert graph.picture(layer="sister-city", as_of="1985", format="png").startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_series_is_drawn_as_lines(graph: KnowledgeGraph, language: str) -> None:
    analysis = graph.series("degree", layer="sister-city", node="city/cn-guangzhou", date=["1985", "1995"])
    text = _texts(depict_series(analysis, "svg", language=language))
    assert "sister-city" in text
    assert ("nodes" in text) is (language == "en")
    assert serialize(analysis, "png").startswith(b"\x89PNG")


def test_another_analysis_has_no_picture(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnsupportedFormat, match="centrality has no picture"):
        serialize(graph.centrality(layer="sister-city"), "svg")
