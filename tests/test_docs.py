"""What the documents say is true: commands give what they show, links lead somewhere, both languages agree."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gzkg import KnowledgeGraph, __version__

REPO = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    *sorted(REPO.glob("*.md")),
    *(REPO / folder / "README.md" for folder in ("ontology", "graph", "gzkg", "api", "tests/data/tiny")),
]
READMES = [REPO / "README.md", REPO / "README.zh.md"]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def blocks(path: Path, language: str) -> list[str]:
    return [body for found, body in FENCE.findall(path.read_text(encoding="utf-8")) if found == language]


def sessions(path: Path) -> list[tuple[str, list[str]]]:
    """Return (command, lines shown) for each `$ gzkg …` of a document's console blocks."""
    parts = [part for block in blocks(path, "console") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, shown.splitlines()) for command, _, shown in (part.partition("\n") for part in parts)]


def squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(REPO).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    targets = [target for target in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("path", "command", "shown"),
    [(path, command, shown) for path in READMES for command, shown in sessions(path) if command.startswith("gzkg")],
    ids=lambda value: value.name if isinstance(value, Path) else None,
)
def test_commands_give_what_they_show(path: Path, command: str, shown: list[str]) -> None:
    script = "from api.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, *shlex.split(command)[1:]],
        env={**os.environ, "GZKG_REFERENCE_DATE": "2026-11-24", "COLUMNS": "200"},
        capture_output=True, text=True, check=True, cwd=REPO,
    )  # fmt: skip
    printed = [squeezed(line) for line in done.stdout.splitlines()]
    assert shown
    assert [squeezed(line) for line in shown] == printed


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_python_runs(path: Path) -> None:
    for block in blocks(path, "python"):
        subprocess.run([sys.executable, "-c", block], check=True, cwd=REPO, capture_output=True)


def test_both_languages_show_the_same_commands() -> None:
    english, chinese = READMES
    for language in ("sh", "python"):
        assert blocks(english, language) == blocks(chinese, language)
    plain = [[command.replace("--lang zh ", "") for command, _ in sessions(path)] for path in READMES]
    assert plain[0] == plain[1]


def walk(first: str) -> str:
    """Return the shell block of a steward's walk that begins so."""
    return next(block for block in blocks(REPO / "README.md", "sh") if block.startswith(first))


@pytest.fixture
def desk(tmp_path: Path) -> dict[str, str]:
    """The environment of a steward with a copy of the graph."""
    for folder in ("ontology", "graph"):
        shutil.copytree(REPO / folder, tmp_path / folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "GZKG_ROOT": str(tmp_path), "PATH": path}


def shell(text: str, desk: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", text], env=desk, cwd=desk["GZKG_ROOT"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_steward_walks_by_command_line(desk: dict[str, str]) -> None:
    told = shell(walk("export GZKG_TOKEN"), desk)
    assert '"state": "accepted"' in told
    written = Path(desk["GZKG_ROOT"]) / "graph/ties/friendly-cooperation-city/cn-guangzhou--jp-fukuoka.ttl"
    assert "1999-05-02" in written.read_text(encoding="utf-8")
    with KnowledgeGraph.open(desk["GZKG_ROOT"]) as graph:
        assert [one for one in graph.check() if one.severity == "violation"] == []


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not there")
def test_a_steward_walks_over_the_web(desk: dict[str, str]) -> None:
    begin = walk("export GZKG_TOKEN").splitlines()
    first = "\n".join([begin[0], *begin[2:4], 'echo "$GZKG_TOKEN"'])
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, env=desk, stderr=subprocess.PIPE, text=True) as service:
        try:
            assert service.stderr
            address = next(found[1] for line in service.stderr if (found := re.search(r"http://(127.0.0.1:\d+)", line)))
            desk["GZKG_TOKEN"] = shell(first, desk).split()[-1]
            told = shell(walk("at=localhost").replace("localhost:8000", address), desk)
        finally:
            service.terminate()
    assert '"state":"accepted"' in told
    assert "friendly-cooperation-city/cn-guangzhou--jp-fukuoka" in told


def test_ci_runs_the_second_command_of_the_readme() -> None:
    commands = "\n".join(blocks(REPO / "README.md", "sh"))
    script = (REPO / ".ci" / "run").read_text(encoding="utf-8")
    for part in ("install -e '.[test]'", "/pytest"):
        assert part in commands.replace('"', "'")
        assert part.replace("install -e", "-e") in script


def test_the_version_is_said_once_everywhere() -> None:
    assert f'version = "{__version__}"' in (REPO / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {__version__}" in (REPO / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_picture_is_what_its_command_draws(graph: KnowledgeGraph) -> None:
    shown = (REPO / ".pictures" / "sister-cities.svg").read_text(encoding="utf-8")
    drawn = graph.picture("map", layer="sister-city", colour_by="region").decode()
    version = re.compile(r"gzkg \d{4}-\d\d-\d\d-[0-9a-f]{16}")
    assert version.sub("", shown) == version.sub("", drawn)
