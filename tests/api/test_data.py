"""`gzkg serve --data`: any RDF files as a plain SPARQL service, as a person starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

FILES = {
    "a.ttl": "<urn:a> <urn:p> 1 .",
    "b.trig": "<urn:b> <urn:p> 2 . <urn:g> { <urn:b> <urn:p> 3 }",
    "c.nq": "<urn:c> <urn:p> <urn:o> <urn:g> .\n<urn:c> <urn:p> <urn:o> .\n",
    "d.rdf": """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">
<rdf:Description rdf:about="urn:d"><u:p rdf:resource="urn:o"/></rdf:Description></rdf:RDF>""",
    "e.jsonld": '[{"@id": "urn:e", "urn:p": 5}, {"@id": "urn:h", "@graph": [{"@id": "urn:e", "urn:p": 6}]}]',
}
COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", "--data"]
SUBJECTS = "SELECT (GROUP_CONCAT(STR(?s); separator=' ') AS ?all) {{ SELECT DISTINCT ?s {} ORDER BY ?s }}"


def write(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in files]


@contextmanager
def serving(paths: list[str]) -> Iterator[httpx.Client]:
    env = {**os.environ, "GZKG_WORKERS": "2"}
    with subprocess.Popen([*COMMAND, *paths], env=env, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            found = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stderr)
            address = next(one[0] for one in found if one)
            with httpx.Client(base_url=address) as client:
                yield client
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0


def ask(client: httpx.Client, query: str, **parameters: str) -> str:
    answer = client.get("/sparql", params={"query": query, "format": "csv", **parameters})
    assert answer.status_code == 200, answer.text
    return answer.text.split("\r\n")[1]


def test_files_of_all_formats_are_served_as_they_are(tmp_path: Path) -> None:
    paths = write(tmp_path, FILES)
    with serving(paths) as client:
        assert ask(client, SUBJECTS.format("{ ?s ?p ?o }")) == "urn:a urn:b urn:c urn:d urn:e"
        assert ask(client, SUBJECTS.format("{ GRAPH <urn:g> { ?s ?p ?o } }")) == "urn:b urn:c"
        assert ask(client, SUBJECTS.format("{ GRAPH ?g { ?s ?p ?o } }")) == "urn:b urn:c urn:e"
        assert ask(client, SUBJECTS.format("{ ?s ?p ?o }"), **{"default-graph-uri": "urn:h"}) == "urn:e"
        assert ask(client, "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/gzkg/ontology#City> }") == "0"
        refused = client.get("/sparql", params={"query": "ASK {}", "as-of": "1990-01-01"})
        assert (refused.status_code, refused.json()["title"]) == (400, "BadQuery")
        assert "served as they are" in refused.json()["detail"]
        ready = client.get("/readyz").json()
        assert ready["ready"] is True
        assert ready["dataset"] == client.get("/sparql", params={"query": "ASK {}"}).headers["gzkg-version"]
        assert re.fullmatch(r"[0-9a-f]{16}", ready["dataset"])
        assert client.get("/entities", params={"q": "Lyon"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("bad.ttl", "<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> .\n", r"bad\.ttl:2: "),
        ("bad.nq", "<urn:a> <urn:p> <urn:o> .\n\nx\n", r"bad\.nq:3: "),
        ("bad.docx", "", r"bad\.docx: Its ending names no RDF format"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    paths = write(tmp_path, {"ok.ttl": "<urn:a> <urn:p> 1 .", name: text})
    done = subprocess.run([*COMMAND, *paths], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode not in (0, None)
    assert re.search(says, done.stdout + done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("more", "says"), [([], "go together"), (["nowhere.ttl"], "does not exist")])
def test_a_file_is_needed(more: list[str], says: str) -> None:
    done = subprocess.run([*COMMAND, *more], capture_output=True, text=True, check=False, timeout=20)
    assert (done.returncode, says in done.stderr) == (2, True)


def test_files_need_the_option(tmp_path: Path) -> None:
    paths = write(tmp_path, {"a.ttl": ""})
    done = subprocess.run([*COMMAND[:-1], *paths], capture_output=True, text=True, check=False, timeout=20)
    assert (done.returncode, "go together" in done.stderr) == (2, True)
