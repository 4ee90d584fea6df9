"""Every rule derives what its good example expects and nothing from its bad ones; a SHACL processor agrees.

`tests/data/rules/<rule>/ok.ttl` gives exactly `expected.ttl` by that rule on the reference date; `bad-*.ttl` gives
nothing by it. The SHACL processor runs the same texts as SHACL-AF rules, node by node.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyshacl
import pytest
from pyoxigraph import DefaultGraph, Quad, Store
from rdflib import SH, Graph, Literal

from gzkg import vocab
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, read_rules, run_rules

from .reading import DATA, REFERENCE_DATE, REPO, copy_store, graph_name, read_quads

Triples = set[tuple[str, ...]]

FOLDERS: Final = Folders(REPO)
RULES: Final = sorted(path.stem for path in FOLDERS.rules() if path.stem != "prefixes")
GOOD: Final = sorted((DATA / "rules").glob("*/ok.ttl"))
BAD: Final = sorted((DATA / "rules").glob("*/bad-*.ttl"))
SLICE: Final = (
    *("ties/*/cn-guangzhou--*.ttl", "ties/*/*--cn-guangzhou.ttl", "memberships/c40.ttl", "memberships/uclg*.ttl"),
    *("sitings/*.ttl", "units/uclg*.ttl", "organisations/uclg.ttl", "entries/guangzhou-award/*.ttl"),
    *("editions/guangzhou-award.ttl", "editions/global-mayors-forum.ttl", "participations/global-mayors-forum.ttl"),
    *("cities/cn/*.ttl", "cities/fr/*.ttl", "regions/fr/*.ttl", "districts/cn/*.ttl", "countries/*.ttl"),
)
"""A piece of the real graph in which every rule has something to derive."""


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    return read_rules(FOLDERS.rules())


def open_files(files: list[Path]) -> EmbeddedStore:
    """Return a store with the real ontology and some curated files; no rule has run."""
    store = EmbeddedStore()
    store.load_turtle(FOLDERS.terms(), vocab.ONTOLOGY)
    store.load_turtle(files, vocab.CURATED)
    return store


def triples(quads: list[Quad]) -> Triples:
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


def derived(store: EmbeddedStore, rule: str) -> Triples:
    """Return what a rule put into its graph."""
    graph = graph_name(f"inferred/{rule}")
    return triples(list(copy_store(store).quads_for_pattern(None, None, None, graph)))


def derived_by_processor(store: EmbeddedStore) -> Triples:
    """Return what pySHACL derives from a store, with the same texts and the same reference date."""
    day = f'"{REFERENCE_DATE.isoformat()}"^^<{vocab.XSD}date>'
    shapes = Graph()
    for path in FOLDERS.rules():
        shapes.parse(path)
    for body, text in list(shapes.subject_objects(SH.construct)):
        shapes.set((body, SH.construct, Literal(text.replace("?refDate", day))))
    found = pyshacl.shacl_rules(copy_store(store), shacl_graph=shapes, inference="none")
    assert isinstance(found.impl, Store)
    return triples(list(found.impl.quads_for_pattern(None, None, None, DefaultGraph())))


@pytest.mark.parametrize("example", GOOD, ids=name_of)
def test_a_good_example_gives_what_it_expects(example: Path, rules: list[Rule]) -> None:
    store = open_files([example])
    run_rules(store, rules, REFERENCE_DATE)
    expected = triples(read_quads(example.with_name("expected.ttl"), "expected"))
    assert expected
    assert derived(store, example.parent.name) == expected


@pytest.mark.parametrize("example", BAD, ids=name_of)
def test_a_bad_example_gives_nothing(example: Path, rules: list[Rule]) -> None:
    store = open_files([example])
    run_rules(store, rules, REFERENCE_DATE)
    assert derived(store, example.parent.name) == set()


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_good_and_a_bad_example(rule: str) -> None:
    assert rule in {path.parent.name for path in GOOD}
    assert rule in {path.parent.name for path in BAD}


def test_rules_run_in_order(rules: list[Rule]) -> None:
    assert [rule.id for rule in rules] == sorted(RULES, key=lambda rule: (_order(rule), rule))


def _order(rule: str) -> int:
    shapes = Graph().parse(FOLDERS.ontology / "rules" / f"{rule}.ttl")
    orders = {int(order) for order in shapes.objects(None, SH.order)}
    assert len(orders) == 1, "the shape and its rule have the same order, or the processors differ"
    return orders.pop()


@pytest.mark.parametrize("example", GOOD, ids=name_of)
def test_a_shacl_processor_derives_the_same(example: Path, rules: list[Rule]) -> None:
    store = open_files([example])
    found = derived_by_processor(store)
    run_rules(store, rules, REFERENCE_DATE)
    assert found
    assert found == set().union(*(derived(store, rule) for rule in RULES))


def test_a_shacl_processor_derives_the_same_from_all_examples(rules: list[Rule]) -> None:
    store = open_files([*GOOD, *BAD])
    found = derived_by_processor(store)
    run_rules(store, rules, REFERENCE_DATE)
    assert found == set().union(*(derived(store, rule) for rule in RULES))


def test_a_shacl_processor_derives_the_same_from_a_piece_of_the_real_graph(rules: list[Rule]) -> None:
    files = sorted({path for pattern in SLICE for path in FOLDERS.graph.glob(pattern)})
    store = open_files(files)
    found = derived_by_processor(store)
    counts = run_rules(store, rules, REFERENCE_DATE)
    assert all(counts.values()), "choose a piece in which every rule has something to derive"
    assert found == set().union(*(derived(store, rule) for rule in RULES))
