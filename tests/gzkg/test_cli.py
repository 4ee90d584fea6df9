"""The command as a person and a program meet it: a real process."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, root: Path | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `gzkg` and return what it printed and its exit code."""
    where = {"GZKG_ROOT": str(root)} if root else {}
    script = "from api.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "GZKG_REFERENCE_DATE": "2026-11-24", **where, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_tables_json_and_csv(root: Path) -> None:
    table = run("relations", "city/cn-guangzhou", "--as-of", "1990-01-01", root=root)
    assert "1979-05-02" in table.stdout
    assert "Fukuoka" in table.stdout
    found = json.loads(run("relations", "city/cn-guangzhou", "--json", root=root).stdout)
    assert [relation["kind"] for relation in found] == ["Tie", "Membership"]
    rows = list(csv.DictReader(io.StringIO(run("relations", "city/cn-guangzhou", "--csv", root=root).stdout)))
    assert rows[0]["start"] == "1979-05-02"


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("entity", "city/fr-lyon"), "里昂"),
        (("--lang", "zh", "claims", "tie/sister-city/cn-guangzhou--jp-fukuoka"), "结为友好城市"),
        (("sources", "tie/sister-city/cn-guangzhou--jp-fukuoka"), "https://example.org/gazette/1"),
        (("find", "fukuoke"), "Fukuoka"),
        (("find", "里昂", "--json"), "city/fr-lyon"),
        (("brief", "city/fr-lyon"), "里昂"),
        (("brief", "city/fr-lyon", "--json"), '"en": "Lyon"'),
        (("summary",), "City"),
        (("summary", "--json"), '"claims": 3'),
        (("entity", "city/fr-lyon", "--json"), '"zh": "里昂"'),
        (("claims", "tie/sister-city/cn-guangzhou--jp-fukuoka", "--csv"), "achieved"),
        (("sources", "tie/sister-city/cn-guangzhou--jp-fukuoka", "--json"), "gazette"),
        (("questions",), "CQ-S03"),
        (("questions", "CQ-X01", "--sparql"), "SELECT"),
        (("questions", "CQ-X01", "--json"), '"head"'),
        (("query", "SELECT ?x { BIND(1 AS ?x) }"), "1 row"),
        (("query", "SELECT ?x { BIND(1 AS ?x) }", "--csv"), "x\n1"),
        (("query", "ASK {}", "--format", "xml"), "<boolean>true"),
        (("query", "CONSTRUCT { <a:a> <b:b> <c:c> } {}"), "<a:a> <b:b> <c:c>"),
        (("export", "--format", "turtle", "--graph", "curated"), "gz:City"),
    ],
)
def test_each_command_shows_something(root: Path, arguments: tuple[str, ...], shown: str) -> None:
    done = run(*arguments, root=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert shown in done.stdout


def test_a_question_as_a_table(repo: Path) -> None:
    done = run("questions", "CQ-X01", root=repo)
    assert "Fukuoka" in done.stdout


def test_a_query_from_a_file(root: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT (COUNT(*) AS ?n) { ?s a ?c }", encoding="utf-8")
    assert run("query", "--file", str(tmp_path / "q.rq"), "--csv", root=root).stdout.startswith("n\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("query", "SELECT * {"), 4, "Line 1"),
        (("query", "DROP ALL"), 4, "read only"),
        (("query",), 2, "--file"),
        (("query", "ASK {}", "--format", "turtle"), 2, "json, xml, csv, tsv"),
        (("entity", "city/fr-lion"), 3, "city/fr-lyon"),
        (("entity", "Lyon"), 2, "<kind>/<slug>"),
        (("relations", "city/fr-lyon", "--as-of", "1990-02-30"), 2, "not in the calendar"),
        (("questions", "CQ-Z1"), 3, "CQ-S01"),
        (("new", "city/fr-lyon", "City"), 5, "already"),
        (("new", "city/fr-nantes", "Town"), 2, "no class 'Town'"),
        (("export", "--output", "/dev/null/x"), 5, "Cannot be written"),
    ],
)
def test_every_mistake_has_its_message_and_code(
    root: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = run(*arguments, root=root)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    assert run("summary", GZKG_LANG="fr").returncode == 2
    assert "GZKG_ROOT" in run("summary", root=tmp_path).stderr
    assert run("summary", root=tmp_path).returncode == 5


def test_a_new_thing_is_written_checked_and_repaired(root: Path) -> None:
    names = ("--en", "Nantes", "--zh", "南特")
    done = run("new", "city/fr-nantes", "City", *names, root=root)
    assert done.stdout.strip() == str(root / "graph" / "cities" / "fr" / "nantes.ttl")
    checked = run("check", root=root)
    assert checked.returncode == 1
    assert "graph/cities/fr/nantes.ttl:5: violation [City-within]" in checked.stdout
    (root / "graph" / "cities" / "fr" / "nantes.ttl").unlink()
    run("new", "city/fr-nantes", "City", *names, "--set", "within=country/fr", root=root)
    checked = run("check", root=root)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_fmt(root: Path) -> None:
    lyon = root / "graph" / "cities" / "fr" / "lyon.ttl"
    before = lyon.read_text(encoding="utf-8")
    lyon.write_text(before + "\n\n", encoding="utf-8")
    assert run("fmt", "--check", root=root).returncode == 1
    assert run("fmt", str(lyon), root=root).stdout.strip() == str(lyon)
    assert lyon.read_text(encoding="utf-8") == before
    assert run("fmt", "--check", root=root).returncode == 0


def test_a_graph_that_does_not_exist(root: Path) -> None:
    done = run("export", "--format", "turtle", "--graph", "nope", root=root)
    assert (done.returncode, "curated" in done.stderr, done.stdout) == (3, True, "")


def test_findings_in_chinese_and_as_csv(root: Path) -> None:
    lyon = root / "graph" / "cities" / "fr" / "lyon.ttl"
    lyon.write_text(lyon.read_text(encoding="utf-8").replace("country/fr", "country/xx"), encoding="utf-8")
    assert "没有任何事物的标识为“country/xx”" in run("--lang", "zh", "check", root=root).stdout
    rows = list(csv.DictReader(io.StringIO(run("check", "--csv", root=root).stdout)))
    assert {row["check"] for row in rows} >= {"L08-unknown-id"}


def test_help_is_quick_because_heavy_rooms_stay_shut() -> None:
    script = "import sys; import api.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pyshacl", "rdflib", "fastapi", "uvicorn", "rich", "opencc", "pypinyin"} & set(loaded)
    assert run("--help").stdout.startswith("Usage:")


def test_an_empty_answer_is_explained_when_asked(root: Path) -> None:
    text = 'SELECT ?c { ?c <http://www.w3.org/2004/02/skos/core#prefLabel> "Guangzho"@en }'
    done = run("query", "--csv", "--explain", text, root=root)
    assert (done.returncode, done.stdout.strip()) == (0, "c")
    assert '1:64: "Guangzho"@en occurs nowhere in the data. Nearest that occur: "Guangzhou"@en' in done.stderr
    assert "数据中没有" in run("--lang", "zh", "query", "--explain", text, root=root).stderr
    assert run("query", "--csv", text, root=root).stderr == ""
