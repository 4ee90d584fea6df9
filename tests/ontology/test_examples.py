"""Every shape lets its good example pass and stops its bad ones, each for the reason that the example names.

`tests/data/shapes/<shape>/ok.ttl` breaks nothing; `bad-*.ttl` breaks the one shape of its first line,
`# trips: gzsh:Tie-party`, and no other. Hints (severity info) do not count unless one of them is what is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyshacl
import pytest
from pyshacl.graph_abstraction import OxigraphDataGraph
from rdflib import RDF, SH, Graph, URIRef

from gzkg import vocab
from gzkg.checks.result import Result
from gzkg.checks.rules import check_rules
from gzkg.checks.shapes import SEVERITIES, check_shapes
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, read_rules, run_rules

from .reading import DATA, REFERENCE_DATE, REPO, copy_store

Finding = tuple[str, str, str]
"""Shape, severity, focus node."""

FOLDERS: Final = Folders(REPO)
EXAMPLES: Final = sorted((DATA / "shapes").rglob("*.ttl"))
SAYING_ONLY: Final = frozenset(
    {RDF.type, SH.targetClass, SH.targetSubjectsOf, SH.property, SH.name, SH.message, SH.description, SH.severity}
)
"""What a shape may say without demanding anything."""
ACROSS: Final = [path for path in EXAMPLES if path.parent.parent.name == "cross-record"]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def trips(example: Path) -> str | None:
    """Return the shape that an example breaks; None for a good one."""
    named = re.match(r"# trips: gzsh:(\S+)\n", example.read_text(encoding="utf-8"))
    assert (named is None) == (example.name == "ok.ttl"), "a bad example, and no good one, begins with `# trips:`"
    return named[1] if named else None


class Judge:
    """Judges examples by the class shapes as `check_shapes` does, but reads ontology and shapes only once.

    It looks at the nodes of the example alone, for the ontology is the same each time.
    """

    def __init__(self) -> None:
        self.shapes, self.data = Graph(), Graph()
        for path in FOLDERS.class_shapes():
            self.shapes.parse(path)
        for path in FOLDERS.terms():
            self.data.parse(path)

    def findings(self, *examples: Path) -> set[Finding]:
        read = {triple for example in examples for triple in Graph().parse(example)}
        added = [triple for triple in read if triple not in self.data]
        for triple in added:
            self.data.add(triple)
        subjects = {str(subject) for subject, _, _ in added}
        # pySHACL also skips a value inside sh:or or sh:node that is not among the nodes it is told to look at
        nodes = subjects | {str(value) for _, _, value in added if isinstance(value, URIRef)}
        options = {"shacl_graph": self.shapes, "inference": "none", "focus_nodes": sorted(nodes)}
        _, report, text = pyshacl.validate(self.data, **options)
        for triple in added:
            self.data.remove(triple)
        assert isinstance(report, Graph), text
        return {finding for finding in report_findings(report) if finding[2] in subjects}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge()


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    return read_rules(FOLDERS.rules())


def open_examples(examples: list[Path], rules: list[Rule]) -> EmbeddedStore:
    """Return a store with the real ontology, some examples, and what the rules derive from them."""
    store = EmbeddedStore()
    store.load_turtle(FOLDERS.terms(), vocab.ONTOLOGY)
    store.load_turtle(examples, vocab.CURATED)
    run_rules(store, rules, REFERENCE_DATE)
    return store


def example_nodes(examples: list[Path]) -> set[str]:
    return {str(subject) for example in examples for subject in Graph().parse(example).subjects()}


def report_findings(report: Graph) -> set[Finding]:
    return {
        (
            str(report.value(result, SH.sourceShape)).removeprefix(vocab.SHAPES),
            SEVERITIES[str(report.value(result, SH.resultSeverity))],
            str(report.value(result, SH.focusNode)),
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def library_findings(found: Iterable[Result]) -> set[Finding]:
    return {(result.shape.removeprefix(vocab.SHAPES), result.severity, result.focus) for result in found}


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_an_example_breaks_the_shape_it_names_and_no_other(example: Path, judge: Judge, rules: list[Rule]) -> None:
    named = trips(example)
    found = judge.findings(example) | library_findings(check_rules(open_examples([example], rules), FOLDERS))
    heavy = {shape for shape, severity, _ in found if severity != "info" or shape == named}
    assert heavy == ({named} if named else set())


def test_the_judge_of_these_tests_says_what_the_library_says(judge: Judge) -> None:
    """All examples at once: together they are a wild graph, but both must find the same in it."""
    whole = library_findings(check_shapes(open_examples(EXAMPLES, []), FOLDERS))
    found = judge.findings(*EXAMPLES)
    nodes = example_nodes(EXAMPLES)
    assert found
    assert found == {finding for finding in whole if finding[2] in nodes}


def test_every_shape_has_a_bad_example() -> None:
    shapes = Graph()
    for path in FOLDERS.shapes():
        shapes.parse(path)
    demanding = {
        str(shape).removeprefix(vocab.SHAPES)
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in shapes.subjects(RDF.type, kind)
        if isinstance(shape, URIRef) and set(shapes.predicates(shape)) - SAYING_ONLY
    }
    assert demanding - {trips(example) for example in EXAMPLES} == set()


def test_every_shape_has_a_good_example() -> None:
    good = {path.parent.name for path in EXAMPLES if path.name == "ok.ttl"}
    assert {path.stem for path in FOLDERS.shapes()} - {"prefixes"} == good


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep pySHACL 0.40 from counting the whole store whenever it tests a graph for truth, once per result."""
    monkeypatch.setattr(OxigraphDataGraph, "__bool__", lambda self: True, raising=False)


def processor_findings(store: EmbeddedStore, nodes: set[str], shape_files: list[Path]) -> set[Finding]:
    """Return what pySHACL finds on some nodes of a store, with the inferred graphs in it."""
    shapes = Graph()
    for path in shape_files:
        shapes.parse(path)
    options = {"shacl_graph": shapes, "inference": "none", "focus_nodes": sorted(nodes)}
    _, report, text = pyshacl.validate(copy_store(store), **options)
    assert isinstance(report, Graph), text
    return report_findings(report)


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("example", ACROSS, ids=name_of)
def test_pyshacl_and_one_query_agree_on_a_shape(example: Path, rules: list[Rule]) -> None:
    """The SHACL processor asks for each node, our checks ask once; both find the same with the example's own shape."""
    store, nodes, shape = open_examples([example], rules), example_nodes([example]), example.parent.name
    files = [path for path in FOLDERS.rule_shapes() if path.stem in ("prefixes", shape)]
    found = library_findings(check_rules(store, FOLDERS))
    assert processor_findings(store, nodes, files) == {row for row in found if row[0] == shape and row[2] in nodes}


@pytest.mark.usefixtures("_quick")
def test_pyshacl_and_one_query_per_shape_agree_on_all_examples(rules: list[Rule]) -> None:
    """All shapes, and all examples in one store: a wild graph in which most shapes find something."""
    store, nodes = open_examples(ACROSS, rules), example_nodes(ACROSS)
    found = {row for row in library_findings(check_rules(store, FOLDERS)) if row[2] in nodes}
    assert len({shape for shape, _, _ in found}) > 20
    assert processor_findings(store, nodes, FOLDERS.rule_shapes()) == found
