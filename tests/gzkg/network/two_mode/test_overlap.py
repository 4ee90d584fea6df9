"""Shared partners against chance: exact probabilities by counting, and groups that are planted."""

from __future__ import annotations

from itertools import combinations
from math import comb

import networkx as nx
import numpy as np
import pytest
from scipy.stats import false_discovery_control, hypergeom

from gzkg.errors import BadNetwork, BadOption, NetworkTooLarge
from gzkg.network.two_mode import overlap as room
from gzkg.network.two_mode.overlap import KEPT_P, hypergeometric_tail, overlap

WOMEN = nx.davis_southern_women_graph()
nx.set_node_attributes(WOMEN, dict(WOMEN.nodes(data="bipartite")), "side")


def two_mode(ties):
    network = nx.Graph()
    for city, partner in ties:
        network.add_node(city, side=0)
        network.add_node(partner, side=1)
        network.add_edge(city, partner)
    return network


def test_the_tail_by_counting():
    # Of 6 partners, one node has 3, the other 2: they share both with probability C(3, 2) / C(6, 2) = 1/5.
    found = hypergeometric_tail(np.array([2, 1]), np.array([[3, 2], [2, 3]]), 6)
    assert found == pytest.approx([1 / 5, 1 - comb(3, 2) / comb(6, 2)])


def test_the_tail_is_that_of_scipy():
    cases = np.array(
        [(x, a, b) for a in range(0, 13, 3) for b in range(0, 13, 2) for x in range(min(a, b) + 1)], dtype=np.int64
    )
    found = hypergeometric_tail(cases[:, 0], cases[:, 1:], 12)
    assert found == pytest.approx(hypergeom.sf(cases[:, 0] - 1, 12, cases[:, 1], cases[:, 2]), abs=1e-12)


def probabilities(network):
    """Return p of each pair of side 0, by scipy, from the sets of their partners."""
    partners = {str(node): set(network[node]) for node, side in network.nodes(data="side") if side == 0}
    number = len(network) - len(partners)
    return {
        (a, b): hypergeom.sf(len(partners[a] & partners[b]) - 1, number, len(partners[a]), len(partners[b]))
        for a, b in combinations(sorted(partners), 2)
    }


def test_southern_women_pair_by_pair():
    answer = overlap(WOMEN)
    kept = {pair: p for pair, p in probabilities(WOMEN).items() if p <= KEPT_P}
    assert {(row["source"], row["target"]): row["p"] for row in answer} == pytest.approx(kept, abs=1e-12)
    assert answer.figures["pairs_tested"] == 153


def test_corrections_are_for_all_pairs():
    # Two groups of ten cities, each city in 6 of the 12 partners of its group; 48 more partners have one city.
    rng = np.random.default_rng(2)
    ties = [(f"c{city}", f"o{city % 2}-{one}") for city in range(20) for one in rng.choice(12, 6, replace=False)]
    ties += [("alone", f"o2-{one}") for one in range(48)]
    answer, expected = overlap(two_mode(ties)), sorted(probabilities(two_mode(ties)).values())
    rows = list(answer)
    assert [row["p"] for row in rows] == pytest.approx(expected[: len(rows)])
    assert [row["p_bonferroni"] for row in rows] == pytest.approx([min(p * 210, 1) for p in expected[: len(rows)]])
    discovery = false_discovery_control(expected)
    small = int((discovery <= KEPT_P).sum())
    assert small == answer.figures["pairs_fdr"] > answer.figures["pairs_bonferroni"] > 0
    assert [row["p_fdr"] for row in rows[:small]] == pytest.approx(discovery[:small])


def test_the_table_ends_and_the_figures_count_on(monkeypatch):
    whole = overlap(WOMEN)
    monkeypatch.setattr(room, "ROWS_MOST", 1)
    first = overlap(WOMEN)
    assert list(first) == list(whole)[:1]
    assert first.figures == whole.figures


def planted():
    """Return 60 cities, each in 6 of 60 organisations at random; two of them in the same six."""
    rng = np.random.default_rng(5)
    ties = {(f"c{city}", f"o{partner}") for city in range(60) for partner in rng.choice(60, 6, replace=False)}
    ties = {(city, partner) for city, partner in ties if city not in ("c1", "c2")}
    return two_mode(sorted(ties | {(city, f"o{partner}") for city in ("c1", "c2") for partner in range(6)}))


def test_a_planted_pair_comes_first():
    answer = overlap(planted(), draws=40, seed=1)
    first = next(iter(answer))
    assert (first["source"], first["target"], first["shared"]) == ("c1", "c2", 6)
    assert first["p"] == pytest.approx(1 / comb(60, 6))
    assert first["p_bonferroni"] == first["p_fdr"] == pytest.approx(1770 / comb(60, 6))
    assert first["random_z"] > 5
    assert first["random_p"] == pytest.approx(1 / 41)
    assert answer.figures["pairs_bonferroni"] == 1
    assert (answer.method["draws"], answer.method["seed"]) == (40, 1)


def test_popular_partners_are_no_surprise_to_random_networks():
    # All share the one organisation of everybody; of the other eight, a and b each have their own.
    ties = [(city, "all") for city in "abcdefgh"] + [(city, f"own {city}") for city in "abcdefgh"]
    answer = overlap(two_mode(ties), draws=30)
    assert all(row["random_p"] == 1.0 and row["random_z"] is None for row in answer)


def test_the_other_side():
    answer = overlap(WOMEN, onto=1)
    assert answer.figures["pairs_tested"] == 91
    assert all(str(row["source"]).startswith("E") for row in answer)


def test_small_batches_change_nothing(monkeypatch):
    whole = overlap(WOMEN)
    monkeypatch.setattr(room, "BATCH", 40)
    assert overlap(WOMEN).table == whole.table


def test_too_many_pairs_are_refused(monkeypatch):
    monkeypatch.setattr(room, "PAIRS_MOST", 0)
    with pytest.raises(NetworkTooLarge, match="0 pairs"):
        overlap(WOMEN)


@pytest.mark.parametrize("network", [nx.Graph(), two_mode([("a", "o")])])
def test_no_pairs_no_rows(network):
    answer = overlap(network, draws=2)
    assert len(answer.table) == 0
    assert answer.figures == {"pairs_tested": 0, "pairs_kept": 0, "pairs_bonferroni": 0, "pairs_fdr": 0}


def test_bad_requests_are_refused():
    with pytest.raises(BadNetwork, match="side"):
        overlap(nx.path_graph(3))
    with pytest.raises(BadOption, match="draws is -1"):
        overlap(WOMEN, draws=-1)
    with pytest.raises(BadOption, match="onto 2"):
        overlap(WOMEN, onto=2)
