"""Lengths of ties: great circles by hand, and networks that are near, far or random on purpose."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest

from gzkg.errors import BadNetwork, BadOption
from gzkg.network.arrays import arrays_of
from gzkg.network.whole.geography import EARTH_KM, distances, great_circle_km, random_pairs

CITIES = {
    "guangzhou": (23.1291, 113.2644, "CN", "asia"),
    "fukuoka": (33.5902, 130.4017, "JP", "asia"),
    "lyon": (45.7640, 4.8357, "FR", "europe"),
    "frankfurt": (50.1109, 8.6821, "DE", "europe"),
}


def world(*ties):
    network = nx.Graph(ties)
    for city, (lat, lon, country, region) in CITIES.items():
        if city in network:
            network.add_node(city, lat=lat, lon=lon, country=country, region=region)
    return network


def between(first, second):
    return great_circle_km(np.array([first], float), np.array([second], float))[0]


def test_great_circles_by_hand():
    assert between((0, 0), (0, 90)) == pytest.approx(EARTH_KM * math.pi / 2)
    assert between((90, 0), (-90, 77)) == pytest.approx(EARTH_KM * math.pi)
    assert between((0, 179), (0, -179)) == pytest.approx(EARTH_KM * math.radians(2))
    assert between((12, 34), (12, 34)) == 0


def test_guangzhou_to_fukuoka():
    # Spherical law of cosines: cos d = sin φ sin φ' + cos φ cos φ' cos Δλ = 0.2173 + 0.7320 = 0.9493, d = 18.32°.
    a, b = math.radians(23.1291), math.radians(33.5902)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(130.4017 - 113.2644))
    assert between((23.1291, 113.2644), (33.5902, 130.4017)) == pytest.approx(EARTH_KM * math.acos(cosine))
    assert between((23.1291, 113.2644), (33.5902, 130.4017)) == pytest.approx(2037, abs=5)


def test_figures_of_a_network():
    answer = distances(world(("guangzhou", "fukuoka"), ("guangzhou", "lyon"), ("lyon", "frankfurt")), draws=2)
    km = sorted(answer.details["edges"].columns["km"])
    assert answer.figures == pytest.approx(
        {
            "located_nodes": 4,
            "located_edges": 3,
            "mean_km": sum(km) / 3,
            "first_quartile_km": (km[0] + km[1]) / 2,
            "median_km": km[1],
            "third_quartile_km": (km[1] + km[2]) / 2,
            "within_country": 0,
            "within_region": 2 / 3,
        }
    )


def test_nodes_without_a_place_are_left_out_and_counted():
    network = world(("guangzhou", "lyon"), ("guangzhou", "nowhere"), ("nowhere", "elsewhere"))
    network.nodes["elsewhere"]["lat"] = float("nan")
    answer = distances(network, draws=2)
    assert (answer.figures["located_nodes"], answer.figures["located_edges"]) == (2, 1)
    assert (answer.method["left_out_nodes"], answer.method["left_out_edges"]) == (2, 2)


@pytest.mark.parametrize("network", [nx.Graph(), nx.DiGraph(), nx.path_graph(3), world(("lyon", "nowhere"))])
def test_no_located_edges(network):
    answer = distances(network, draws=2)
    assert answer.figures["mean_km"] is None
    assert all(row["z"] is None for row in answer.details["against_pairs"])


def scattered(size, seed):
    rng, network = np.random.default_rng(seed), nx.Graph()
    for node, lat, lon in zip(range(size), rng.uniform(-60, 60, size), rng.uniform(-180, 180, size), strict=True):
        network.add_node(node, lat=lat, lon=lon)
    return network


def test_neighbours_are_nearer_than_chance():
    network = scattered(80, 1)
    places = np.array([(told["lat"], told["lon"]) for _, told in network.nodes(data=True)])
    for node in network:
        near = np.argsort(great_circle_km(np.tile(places[node], (80, 1)), places))[1:4]
        network.add_edges_from((node, int(other)) for other in near)
    answer = distances(network, draws=30)
    for against in ("against_pairs", "against_rewired"):
        rows = {row["figure"]: row for row in answer.details[against]}
        assert rows["mean_km"]["z"] < -10
        assert rows["mean_km"]["p"] == pytest.approx(1 / 31)


def test_random_ties_are_as_far_as_chance():
    network = scattered(80, 2)
    network.add_edges_from(nx.gnm_random_graph(80, 200, seed=3).edges())
    answer = distances(network, draws=60)
    for against in ("against_pairs", "against_rewired"):
        assert all(abs(row["z"]) < 4 for row in answer.details[against] if row["z"] is not None)


def test_the_mean_of_random_pairs_is_that_of_all_pairs():
    network = scattered(30, 4)
    network.add_edges_from(nx.gnm_random_graph(30, 60, seed=1).edges())
    points = np.array([(told["lat"], told["lon"]) for _, told in network.nodes(data=True)])
    first, second = np.triu_indices(30, 1)
    row = next(iter(distances(network, draws=200).details["against_pairs"]))
    expected = great_circle_km(points[first], points[second]).mean()
    assert row["mean"] == pytest.approx(expected, abs=5 * row["sd"] / 200**0.5)


@pytest.mark.parametrize("size", [2, 3, 6, 7])
@pytest.mark.parametrize("directed", [False, True])
def test_all_pairs_are_drawn_once(size, directed):
    network = nx.complete_graph(size, nx.DiGraph if directed else nx.Graph)
    drawn = next(random_pairs(arrays_of(network), False, np.random.default_rng(1))).tolist()
    pairs = {tuple(pair) if directed else frozenset(pair) for pair in drawn}
    assert len(drawn) == len(pairs) == network.number_of_edges()
    assert all(a != b for a, b in drawn)


def test_two_mode_pairs_join_the_sides():
    network = nx.complete_bipartite_graph(3, 4)
    nx.set_node_attributes(network, dict(network.nodes(data="bipartite")), "side")
    drawn = next(random_pairs(arrays_of(network), True, np.random.default_rng(1)))
    assert {tuple(pair) for pair in drawn.tolist()} == {(a, b) for a in range(3) for b in range(3, 7)}


def test_two_mode_networks_are_measured():
    network = world(("guangzhou", "lyon"), ("fukuoka", "frankfurt"))
    nx.set_node_attributes(network, {"guangzhou": 0, "fukuoka": 0, "lyon": 1, "frankfurt": 1}, "side")
    network.graph["two_mode"] = True
    rows = list(distances(network, draws=20).details["against_rewired"])
    assert rows[0]["draws"] == 20


def test_the_seed_fixes_the_numbers():
    network = world(("guangzhou", "fukuoka"), ("lyon", "frankfurt"))
    first, again = (distances(network, draws=5, seed=3) for _ in range(2))
    assert first.details == again.details
    assert first.details != distances(network, draws=5, seed=4).details


@pytest.mark.parametrize("lat", [91, -90.5, "23", float("inf")])
def test_coordinates_that_are_none_are_refused(lat):
    network = world(("guangzhou", "lyon"))
    network.nodes["lyon"]["lat"] = lat
    with pytest.raises(BadNetwork, match="'lyon' has lat"):
        distances(network)


def test_no_draws_are_refused():
    with pytest.raises(BadOption, match="draws"):
        distances(world(("guangzhou", "lyon")), draws=0)
