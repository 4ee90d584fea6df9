"""What the validator says of newcomers is what judging the whole graph would add: all of it and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Triple
from rdflib import RDF, SH, Graph, URIRef

from gzkg import vocab
from gzkg.checks.focus.validator import Validator
from gzkg.rdf.files import Folders, read_triples

from .faults import FAULTY, SOUND, WIDE, at_random
from .making import UNTOUCHED, Slots, make_graph, triples_of
from .whole import Finding, findings, judge_whole, open_whole

REPO = Path(__file__).resolve().parents[4]
FOLDERS = Folders(REPO)
EXAMPLES = sorted((REPO / "tests" / "data" / "shapes").rglob("*.ttl"))
SAYING_ONLY = frozenset(
    {RDF.type, SH.targetClass, SH.targetSubjectsOf, SH.property, SH.name, SH.message, SH.description, SH.severity}
)
"""What a shape may say without demanding anything."""
SMALL, LARGE = 10, 40


class Made:
    """A made-up graph: its triples, what is found in it, and a validator of it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.triples = triples_of(make_graph(size))
        self.found = judge_whole(FOLDERS, self.triples)
        self.validator = Validator(open_whole(FOLDERS, self.triples), FOLDERS)

    def added(self, newcomers: list[Triple]) -> set[Finding]:
        """Return what judging the whole graph adds."""
        return judge_whole(FOLDERS, self.triples + newcomers) - self.found

    def told(self, newcomers: list[Triple]) -> set[Finding]:
        """Return what the validator says."""
        return findings(self.validator.results(newcomers))


@pytest.fixture(scope="module")
def small() -> Made:
    return Made(SMALL)


@pytest.fixture(scope="module")
def large() -> Made:
    return Made(LARGE)


def newcomers(kinds: dict[str, str], slots: Slots) -> Iterator[tuple[str, list[Triple]]]:
    for kind, text in kinds.items():
        slots.renew()
        yield kind, triples_of(text.format_map(slots))


def heavy(found: set[Finding]) -> set[str]:
    return {shape for shape, severity, _, _ in found if severity != "info"}


def test_the_made_up_graph_is_sound(small: Made, large: Made) -> None:
    unfinished = {"Role-roleOf", "Entity-prefLabel"}  # of roles in the schemes and the one body they need
    assert heavy(small.found) <= unfinished
    assert heavy(large.found) <= unfinished


def test_there_are_many_kinds_of_fault(large: Made) -> None:
    """Each kind is found to be faulty, though some only by a hint."""
    assert len(FAULTY) + len(WIDE) >= 50
    assert [kind for kind, new in newcomers(FAULTY, Slots(LARGE, 0)) if not large.told(new)] == [
        "the same membership on behalf of two",
        "a day with a zone",
        "the same number twice",
    ]
    assert [kind for kind, new in newcomers(SOUND, Slots(LARGE, 0)) if heavy(large.told(new))] == []


@pytest.mark.parametrize("part", range(3))
def test_each_newcomer_alone(large: Made, part: int) -> None:
    """They do not meet, so what each adds by itself is together what all of them add to the whole graph."""
    kinds = dict(list((SOUND | FAULTY).items())[part::3])
    assert len(kinds) <= LARGE - UNTOUCHED
    alone: set[Finding] = set()
    together: list[Triple] = []
    for _, new in newcomers(kinds, Slots(LARGE, part)):
        alone |= large.told(new)
        together += new
    assert alone == large.added(together)
    assert alone == large.told(together)


@pytest.mark.parametrize("kind", WIDE)
def test_a_change_that_breaks_much(small: Made, kind: str) -> None:
    new = triples_of(WIDE[kind])
    assert small.told(new) == small.added(new)


@pytest.mark.parametrize("seed", range(12))
def test_many_newcomers_that_meet(small: Made, seed: int) -> None:
    """Two hundred records or so at once, with faults at random in half of them."""
    chance, slots = random.Random(seed), Slots(SMALL, seed)
    together: list[Triple] = []
    kinds = SOUND | FAULTY
    for kind in chance.choices(list(kinds), k=100):
        slots.renew()
        new = triples_of(kinds[kind].format_map(slots))
        for _ in range(chance.choice((0, 0, 1, 2))):
            new = at_random(new, chance, small.triples + new)
        together += new
    assert small.told(together) == small.added(together)


def test_all_examples_of_shapes_at_once() -> None:
    """Together they are a wild graph."""
    empty = triples_of("<x:a> <x:b> <x:c> .")
    examples = list(read_triples(EXAMPLES))
    told = findings(Validator(open_whole(FOLDERS, empty), FOLDERS).results(examples))
    assert told == judge_whole(FOLDERS, empty + examples) - judge_whole(FOLDERS, empty)


def test_every_shape_stops_its_bad_examples() -> None:
    """Each example adds what its first line says, and between them every shape has its say."""
    validator = Validator(open_whole(FOLDERS, triples_of("<x:a> <x:b> <x:c> .")), FOLDERS)
    fired = set()
    for path in EXAMPLES:
        found = findings(validator.results(read_triples([path])))
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        named = first.removeprefix("# trips: gzsh:") if first.startswith("# trips:") else None
        assert {shape for shape, severity, _, _ in found if severity != "info" or shape == named} == (
            {named} if named else set()
        ), path
        fired |= {shape for shape, _, _, _ in found}
    assert demanding_shapes() - fired == set()


def demanding_shapes() -> set[str]:
    shapes = Graph()
    for path in FOLDERS.shapes():
        shapes.parse(path)
    return {
        str(shape).removeprefix(vocab.SHAPES)
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in shapes.subjects(RDF.type, kind)
        if isinstance(shape, URIRef) and set(shapes.predicates(shape)) - SAYING_ONLY
    }
