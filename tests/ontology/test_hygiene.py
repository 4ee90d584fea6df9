"""The ontology is clean, and every check that says so can also say no.

A check is `hygiene/<check>.rq`: it selects the faulty terms, and its first line says why they are faulty. Beside it
stands `<check>.bad.ttl`, a fault that this check and no other reports. The checks see the graphs ontology (gzkg.ttl),
schemes, alignments, shapes and rules, and the graph uses: which file names which term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from gzkg import vocab

from .reading import ONTOLOGY, REPO, expand, graph_name, read_quads, uses

CHECKS = sorted((Path(__file__).parent / "hygiene").glob("*.rq"))
GRAPHS = ("schemes", "alignments", "shapes", "rules")
TEXTS = (
    *("README.md", "context.jsonld", "gzkg.ttl", "alignments/*", "questions/*", "rules/*", "schemes/*", "shapes/**/*"),
    *("../gzkg/queries/*.rq", "../graph/**/*.ttl", "../tests/ontology/hygiene/*.rq"),
)


@pytest.fixture(scope="module")
def store() -> Store:
    """The real ontology, each folder in a graph of its own, and what every file names."""
    store = Store()
    store.extend(read_quads(ONTOLOGY / "gzkg.ttl", "ontology"))
    for folder in GRAPHS:
        for path in sorted((ONTOLOGY / folder).rglob("*.ttl")):
            store.extend(read_quads(path, folder))
    for path in sorted(path for pattern in TEXTS for path in ONTOLOGY.glob(pattern) if path.is_file()):
        name = path.resolve().relative_to(REPO).as_posix()
        store.extend(uses(name, path.read_text(encoding="utf-8")))
    return store


def findings(store: Store, check: Path) -> set[str]:
    """Return the rows of a check, each as one text."""
    found = store.query(check.read_text(encoding="utf-8"), use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return {" ".join(str(value) for value in row) for row in found}


@contextmanager
def broken(store: Store, bad: Path) -> Iterator[None]:
    """Put a fault into the store for a while.

    `# into:` names the graphs that get the statements, ontology by default; `# instead of:` a subject and a property
    whose statements go.
    """
    text = bad.read_text(encoding="utf-8")
    head = dict(re.findall(r"^# ([a-z ]+): (.*)$", text, re.MULTILINE))
    gone: list[Quad] = []
    if "instead of" in head:
        subject, predicate = (NamedNode(expand(name, text)) for name in head["instead of"].split())
        gone = list(store.quads_for_pattern(subject, predicate, None))
        assert gone, f"{bad.name} takes away what is not there"
    folders = head.get("into", "ontology").split()
    new = [quad for folder in folders for quad in read_quads(bad, folder)]
    for folder in folders:
        file = "ontology/gzkg.ttl" if folder == "ontology" else f"ontology/{folder}/bad"
        new += uses(file, re.sub(r"^# .*$", "", text, flags=re.MULTILINE))
    for quad in gone:
        store.remove(quad)
    new = [quad for quad in new if quad not in store]
    store.extend(new)
    yield
    for quad in new:
        store.remove(quad)
    store.extend(gone)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_the_ontology_is_clean(check: Path, store: Store) -> None:
    assert not findings(store, check), check.read_text(encoding="utf-8").splitlines()[0]


@pytest.fixture(scope="module")
def before(store: Store) -> dict[str, set[str]]:
    """What each check finds before anything is broken."""
    return {check.stem: findings(store, check) for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_a_check_finds_its_own_fault(check: Path, store: Store, before: dict[str, set[str]]) -> None:
    with broken(store, check.with_suffix(".bad.ttl")):
        reports = {other.stem for other in CHECKS if findings(store, other) - before[other.stem]}
    assert reports == {check.stem}


def test_a_fault_leaves_nothing_behind(store: Store) -> None:
    whole = set(store)
    for check in CHECKS:
        with broken(store, check.with_suffix(".bad.ttl")):
            pass
    assert set(store) == whole


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.stem)
def test_a_check_says_why(check: Path) -> None:
    first = check.read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"# [A-Z].*\.", first)


def test_every_fault_has_a_check() -> None:
    faults = {path.name.removesuffix(".bad.ttl") for path in CHECKS[0].parent.glob("*.bad.ttl")}
    assert faults == {check.stem for check in CHECKS}


def test_one_ontology_per_file() -> None:
    """A file says which ontology or scheme it is, by its own name."""
    kinds = {vocab.OWL + "Ontology", vocab.SKOS + "ConceptScheme"}
    heads = {}
    for path in (ONTOLOGY / "gzkg.ttl", *ONTOLOGY.glob("schemes/*.ttl"), *ONTOLOGY.glob("alignments/*.ttl")):
        quads = read_quads(path, "ontology")
        heads[path] = [quad.subject.value for quad in quads if getattr(quad.object, "value", "") in kinds]
    wanted = {ONTOLOGY / "gzkg.ttl": "ontology"}
    for path in heads:
        wanted.setdefault(path, f"{path.parent.name.removesuffix('s')}/{path.stem}")
        if path.parent.name == "alignments":
            wanted[path] = f"alignments/{path.stem}"
    assert heads == {path: [vocab.BASE + name] for path, name in wanted.items()}


@pytest.mark.parametrize("graph", ["shapes", "rules"])
def test_shapes_and_rules_are_in_their_own_namespaces(graph: str, store: Store) -> None:
    subjects = {quad.subject for quad in store.quads_for_pattern(None, None, None, graph_name(graph))}
    named = {subject.value for subject in subjects if isinstance(subject, NamedNode)}
    assert not {name for name in named if not name.startswith(f"{vocab.BASE}{graph}#")}
