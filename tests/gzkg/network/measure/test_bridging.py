"""Bridging between groups: values by hand, and brokerage counted triple by triple."""

from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gzkg.errors import BadOption
from gzkg.network.arrays import arrays_of
from gzkg.network.measure.bridging import MEASURES, brokerage, external_share, participation

NAN = float("nan")
HUB = nx.Graph([("hub", other) for other in ("a", "b", "c", "d", "lost")])
REGIONS = {"hub": "asia", "a": "asia", "b": "asia", "c": "europe", "d": "africa"}
nx.set_node_attributes(HUB, REGIONS, "region")
nx.set_edge_attributes(HUB, 1.0, "weight")
HUB.edges["hub", "c"]["weight"] = 6.0
ROLES = ("coordinator", "consultant", "gatekeeper", "representative", "liaison")


@st.composite
def grouped(draw):
    network = draw(st.sampled_from([nx.Graph, nx.DiGraph]))()
    network.add_nodes_from(range(draw(st.integers(1, 7))))
    pairs = [(a, b) for a in network for b in network if a != b]
    network.add_edges_from(draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else ())
    groups = draw(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=len(network), max_size=len(network)))
    return network, [*groups[:-1], "a"]


def role_of(groups, a, broker, c):
    own = groups[broker]
    if groups[a] == groups[c]:
        return "coordinator" if groups[a] == own else "consultant"
    return "gatekeeper" if groups[c] == own else "representative" if groups[a] == own else "liaison"


def counted(network, groups):
    counts = {role: [NAN if group is None else 0.0 for group in groups] for role in ROLES}
    for a, broker, c in permutations(network, 3):
        open_walk = network.has_edge(a, broker) and network.has_edge(broker, c) and not network.has_edge(a, c)
        if open_walk and None not in (groups[a], groups[broker], groups[c]):
            counts[role_of(groups, a, broker, c)][broker] += 1
    return counts


@given(grouped())
@settings(deadline=None)
def test_brokerage_is_what_counting_gives(drawn):
    network, groups = drawn
    expected = counted(network, groups)
    arrays = arrays_of(network)
    for role in ROLES:
        np.testing.assert_array_equal(brokerage(arrays, groups=groups, role=role), expected[role])
    np.testing.assert_array_equal(brokerage(arrays, groups=groups), np.sum(list(expected.values()), axis=0))


def test_a_chain_through_three_groups():
    chain = arrays_of(nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 4)]))
    of = {role: brokerage(chain, groups=["x", "x", "y", "y", "x"], role=role).tolist() for role in ROLES}
    assert of == {
        "coordinator": [0, 0, 0, 0, 0],
        "consultant": [0, 0, 0, 0, 0],
        "gatekeeper": [0, 0, 1, 0, 0],
        "representative": [0, 1, 0, 1, 0],
        "liaison": [0, 0, 0, 0, 0],
    }
    assert brokerage(chain, groups=list("xyxyz"), role="consultant").tolist() == [0, 1, 1, 0, 0]
    assert brokerage(chain, groups=list("xyxyz"), role="liaison").tolist() == [0, 0, 0, 1, 0]


def test_ties_of_a_hub():
    # two of four ties to its own region, one each to two others; 'lost' has no region: 1 - (4 + 1 + 1) / 16
    np.testing.assert_allclose(participation(arrays_of(HUB)), [0.625, 0, 0, 0, 0, NAN])
    np.testing.assert_allclose(external_share(arrays_of(HUB)), [0.5, 0, 0, 1, 1, NAN])


def test_weights_of_a_hub():
    # 2 + 6 + 1 = 9: 1 - (4 + 36 + 1) / 81
    assert participation(arrays_of(HUB), weighted=True)[0] == pytest.approx(40 / 81)
    assert external_share(arrays_of(HUB), weighted=True)[0] == pytest.approx(7 / 9)


def test_a_node_without_ties_to_a_group_has_no_share():
    network = nx.Graph([(0, 1)])
    network.add_node(2)
    for measure in (participation, external_share):
        assert np.isnan(measure(arrays_of(network), groups=["x", None, "x"])).all()


def test_factions_of_the_karate_club():
    # Zachary (1977): 11 of the 78 ties join members who went to different clubs
    network = nx.karate_club_graph()
    sides = [network.nodes[node]["club"] for node in network]
    crossing = external_share(arrays_of(network), groups=sides) * [network.degree(node) for node in network]
    assert crossing.sum() == pytest.approx(2 * 11)


@pytest.mark.parametrize("measure", [participation, external_share, brokerage])
def test_groups_that_are_none(measure):
    arrays = arrays_of(HUB)
    with pytest.raises(BadOption, match=r"groups is 'colour'; it is the name of a node attribute .*region"):
        measure(arrays, groups="colour")
    with pytest.raises(BadOption, match="3 labels for 6 nodes"):
        measure(arrays, groups=["x", "y", "x"])
    with pytest.raises(BadOption, match="No node has a country"):
        measure(arrays, groups="country")


def test_an_empty_network_has_no_bridges():
    assert [measure.compute(arrays_of(nx.Graph())).size for measure in MEASURES] == [0] * len(MEASURES)
    assert {measure.seconds(arrays_of(nx.Graph())) for measure in MEASURES} == {0.0}
