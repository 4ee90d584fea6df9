"""The validator at the real graph: sound records pass, the store stays as it is, and what does not count is not met."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.checks.focus.validator import Validator
from gzkg.rdf.files import Folders, read_triples
from gzkg.store.embedded import EmbeddedStore

from .faults import FAULTY
from .making import Slots, city, make_graph, tie, triples_of
from .whole import UNRELATED, findings, judge_whole, open_whole

REPO = Path(__file__).resolve().parents[4]
FOLDERS = Folders(REPO)


@pytest.fixture(scope="module")
def real() -> EmbeddedStore:
    return open_whole(FOLDERS, read_triples(FOLDERS.curated()))


@pytest.fixture(scope="module")
def validator(real: EmbeddedStore) -> Validator:
    return Validator(real, FOLDERS)


def test_the_whole_real_graph_as_a_newcomer_breaks_nothing() -> None:
    """A clean graph of forty thousand triples has no violation on this path either."""
    empty = Validator(open_whole(FOLDERS, triples_of(UNRELATED)), FOLDERS)
    assert [one for one in empty.results(read_triples(FOLDERS.curated())) if one.severity == "violation"] == []


def test_a_real_record_taken_out_and_handed_in_again_breaks_nothing(real: EmbeddedStore, validator: Validator) -> None:
    files = random.Random(5).sample(FOLDERS.curated(), 60)
    for path in files:
        triples = list(read_triples([path]))
        for subject in {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}:
            real.retract(vocab.CURATED, subject)
        found = validator.results(triples)
        real.add(triples, vocab.CURATED)
        assert [one for one in found if one.severity == "violation"] == [], path


def test_what_is_there_already_adds_nothing(validator: Validator) -> None:
    assert validator.results(read_triples(FOLDERS.curated())) == []
    assert validator.results([]) == []


def test_the_store_is_as_it_was(real: EmbeddedStore, validator: Validator) -> None:
    before = sorted(map(str, real.quads()))
    slots = Slots(5, 0)
    for text in FAULTY.values():
        slots.renew()
        validator.results(triples_of(text.format_map(slots)))
    assert sorted(map(str, real.quads())) == before


def test_the_store_is_as_it_was_after_an_error(real: EmbeddedStore, validator: Validator) -> None:
    def broken() -> Iterator[Triple]:
        yield from triples_of(city("x", "country/cn"))
        raise OSError("the file ends here")

    before = len(real)
    with pytest.raises(OSError, match="ends here"):
        validator.results(broken())
    assert len(real) == before
    assert validator.results(triples_of("<city/cn-guangzhou> a gz:City .")) == []


def test_other_graphs_do_not_count() -> None:
    """Neither what somebody else has handed in nor what is derived makes a newcomer wrong, or right."""
    graph = make_graph(4)
    store = open_whole(FOLDERS, triples_of(graph))
    validator = Validator(store, FOLDERS)
    new = triples_of(tie("new", "city/t1", "city/u2") + city("new", "region/none"))
    found = validator.results(new)
    others = triples_of(
        tie("other", "city/t1", "city/u2") + "<region/none> a gz:Region . <city/tnew> gz:memberOf <org/t1> ."
    )
    for name in (vocab.CONTRIBUTED + "7", vocab.INFERRED + "R99", vocab.GRAPH + "metrics"):
        store.add(others, name)
    assert validator.results(new) == found
    store.add(others, vocab.CURATED)
    assert validator.results(new) != found


def test_the_graph_may_change_between_two_calls() -> None:
    store = open_whole(FOLDERS, triples_of(make_graph(4)))
    validator = Validator(store, FOLDERS)
    new = triples_of(tie("new", "city/t1", "city/u2"))
    assert validator.results(new) == []
    store.add(triples_of(tie("earlier", "city/t1", "city/u2")), vocab.CURATED)
    assert [
        (one.shape.removeprefix(vocab.SHAPES), one.focus.removeprefix(vocab.ID)) for one in validator.results(new)
    ] == [
        ("C10-no-duplicate-tie", "tie/earlier"),
        ("C10-no-duplicate-tie", "tie/new"),
    ]


def test_a_name_that_hundreds_have_is_found_with_each_of_them() -> None:
    def namesake(n: object) -> str:
        return f'<award/{n}> a gz:Award ; skos:prefLabel "Prize"@en , "奖{n}"@zh .'

    graph = triples_of("\n".join(namesake(n) for n in range(100)))
    new = triples_of(namesake("new"))
    found = findings(Validator(open_whole(FOLDERS, graph), FOLDERS).results(new))
    assert len(found) == 200
    assert found == judge_whole(FOLDERS, graph + new) - judge_whole(FOLDERS, graph)


def test_terms_of_every_kind_are_judged(validator: Validator) -> None:
    """Blank nodes, unknown datatypes and languages, and a text of a megabyte have their findings."""
    award, label = NamedNode(vocab.ID + "award/x"), NamedNode(vocab.ALT_LABEL)
    new = triples_of('<award/x> a gz:Award ; skos:prefLabel "X"@en , "甲"@zh .')
    values = (
        BlankNode("b"),
        Literal("x" * 1_000_000),
        Literal("x", datatype=NamedNode("x:y")),
        Literal("x", language="qaa"),
    )
    for value in values:
        found = findings(validator.results([*new, Triple(award, label, value)]))
        assert ("Entity-altLabel" in {shape for shape, *_ in found}) == (getattr(value, "language", None) is None)


def test_derived_properties_decide_nothing() -> None:
    """No constraint rests on what is derived, so that none has to be derived again for a newcomer."""
    terms = EmbeddedStore()
    terms.load_turtle(FOLDERS.terms(), vocab.ONTOLOGY)
    derived = {quad.subject.value for quad in terms.quads(None, NamedNode(vocab.GZ + "isDerived"))}
    texts = "".join(path.read_text(encoding="utf-8") for path in FOLDERS.shapes())
    assert len(derived) > 10
    assert [iri for iri in derived if f"gz:{iri.removeprefix(vocab.GZ)} " in texts] == []
