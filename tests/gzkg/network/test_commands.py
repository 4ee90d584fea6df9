"""The commands that measure networks, as a person runs them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run `gzkg` and return what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)],
        env={**os.environ, "GZKG_REFERENCE_DATE": "2026-11-24", "COLUMNS": "200"},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def karate(tmp_path: Path) -> Path:
    """Zachary's karate club as anybody would have it: an edge list."""
    path = tmp_path / "karate.csv"
    club = nx.karate_club_graph()
    path.write_text("source,target\n" + "".join(f"m{a + 1},m{b + 1}\n" for a, b in club.edges), encoding="utf-8")
    return path


def test_a_table_for_a_person_says_how_it_was_made() -> None:
    done = run(
        "centrality",
        "degree",
        "--layer",
        "membership",
        "--kind",
        "City",
        "--kind",
        "CityNetwork",
        "--onto",
        "target",
        "--top",
        "3",
    )
    shown = done.stdout.decode()
    assert done.returncode == 0, done.stderr
    assert "org/c40" in shown
    assert "two-mode network of" in shown
    assert "version 2026-11-24-" in shown


def test_an_outside_network_is_measured(karate: Path) -> None:
    done = run("centrality", "betweenness", "--edges", karate, "--top", "2", "--csv")
    rows = list(csv.DictReader(done.stdout.decode().splitlines()))
    assert [row["id"] for row in rows] == ["m1", "m34"]
    assert float(rows[0]["betweenness"]) == pytest.approx(0.437635, abs=1e-6)  # Zachary's club in Brandes (2001) terms
    told = json.loads(run("structure", "--edges", karate, "--json").stdout)
    figures = {row["figure"]: row["value"] for row in told["rows"]}
    assert told["method"]["network"]["nodes"] == 34
    assert round(figures["density"], 3) == 0.139


def test_the_ending_of_a_file_says_its_format(karate: Path, tmp_path: Path) -> None:
    for name in ("club.graphml", "club.gexf", "club.csv", "club.json"):
        assert run("network", "--edges", karate, "-o", tmp_path / name).returncode == 0
    assert nx.read_graphml(tmp_path / "club.graphml").number_of_edges() == 78
    assert nx.read_gexf(tmp_path / "club.gexf").number_of_nodes() == 34
    unknown = run("network", "--edges", karate, "-o", tmp_path / "club.grphml")
    assert unknown.returncode == 2
    assert b"graphml" in unknown.stderr
    assert not (tmp_path / "club.grphml").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("source,target,weight\na,b,1\nb,c,much\n", "3"),
        ("source,target,weight\na,b,-1\n", "2"),
        ("source,target\na,\n", "2"),
        ("", "empty"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "faulty.csv"
    path.write_text(text, encoding="utf-8")
    done = run("network", "--edges", path)
    assert done.returncode in (2, 3)
    assert done.stdout == b""
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_unknown_names_come_with_the_nearest(karate: Path) -> None:
    done = run("centrality", "betweeness", "--edges", karate)
    assert done.returncode == 2
    assert "Did you mean betweenness" in done.stderr.decode()
