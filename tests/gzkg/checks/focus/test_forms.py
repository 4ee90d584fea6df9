"""Every form that shapes and constraints may take, on small graphs at random: the same as judging the whole graph.

The ontology of the project uses some of these forms; whoever writes the next shape may use any of them, or is told.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pyoxigraph import Triple

from gzkg.checks.focus.validator import Validator
from gzkg.errors import StoreError
from gzkg.rdf.files import Folders

from .making import triples_of
from .whole import UNRELATED, findings, judge_whole, open_whole

HEAD = """
@prefix gz: <https://w3id.org/gzkg/ontology#> . @prefix gzsh: <https://w3id.org/gzkg/shapes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PREFIXES = """gzsh:prefixes sh:declare
    [ sh:prefix "gz" ; sh:namespace "https://w3id.org/gzkg/ontology#"^^xsd:anyURI ] ,
    [ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] ."""
CONSTRAINTS = {
    "a path and back": "$this gz:p+ ?value . ?value gz:q/gz:r? $this",
    "a way of any length": "$this gz:p* ?value . ?value gz:q ?x . ?x gz:p ?value",
    "alternatives": "$this gz:p|^gz:q ?value . FILTER($this != ?value)",
    "a class below": "$this gz:p ?value . ?value a/rdfs:subClassOf* gz:A",
    "one property for two": "$this gz:p ?value ; gz:q ?value",
    "itself": "$this gz:p $this . BIND(gz:A AS ?value)",
    "not bound": "$this gz:p ?value . OPTIONAL { ?value gz:q ?x } FILTER(!BOUND(?x) || ?x = $this)",
    "one optional after another": "$this gz:p ?value . OPTIONAL { ?value gz:q ?x } OPTIONAL { ?x gz:r ?y } FILTER(?y != ?x)",
    "a filter in an optional": "$this gz:p ?value . OPTIONAL { ?value gz:q ?x . FILTER(?x != $this) } FILTER(BOUND(?x))",
    "exists": "$this gz:p ?value . FILTER EXISTS { ?value gz:q ?x . ?x gz:r ?y }",
    "exists or": "$this gz:p ?value . FILTER(EXISTS { ?value gz:q ?x } || ?value = $this)",
    "does not exist": "$this gz:p ?value . FILTER NOT EXISTS { ?value gz:q+ $this }",
    "not, not exists": "$this gz:p ?value . FILTER(!(NOT EXISTS { ?value gz:q $this }))",
    "not, exists": "$this gz:p ?value . FILTER(!EXISTS { ?value gz:q $this } && $this != ?value)",
    "none but": "$this gz:p ?value . FILTER NOT EXISTS { ?value gz:q ?x . FILTER NOT EXISTS { ?x gz:r $this } }",
    "one of two": "{ $this gz:p ?value . ?value gz:r ?x } UNION { $this gz:q ?value . FILTER NOT EXISTS { ?value gz:r ?x } }",
    "any predicate": "$this ?property ?value . ?property gz:r ?x . FILTER(?value != ?x)",
    "in a graph": "?x gz:r ?y . GRAPH ?graph { $this gz:p ?x } BIND(?y AS ?value)",
    "days": "$this gz:d ?value ; gz:e ?end . FILTER(?value > ?end)",
    "words": '$this gz:l ?value . FILTER(LANG(?value) = "en" && REGEX(STR(?value), "[a-c]") && STRLEN(STR(?value)) > 1)',
    "words that differ": "$this gz:l ?value . ?x gz:l ?other . FILTER($this != ?x && ?value = ?other)",
    "beginnings": '$this gz:p ?value . FILTER(STRSTARTS(STR(?value), STR(gz:A)) || isIRI(?value) && ?value = gz:p)',
    "what is not decided here": "$this gz:l ?value . FILTER(CONTAINS(?value, \"a\") && !REGEX(?value, \"^b\", \"i\"))",
    "far apart": "$this gz:p ?x . ?value gz:q ?x . ?value gz:r ?y . ?z gz:p ?y . FILTER(?z != $this)",
}  # fmt: skip
COUNTING = """SELECT $this (COUNT(DISTINCT ?x) AS ?value) WHERE { $this gz:p ?y . OPTIONAL { ?x gz:q ?y } }
    GROUP BY $this HAVING (COUNT(DISTINCT ?x) != 1)"""
SHAPES = {
    "against the arrow": "sh:path [ sh:inversePath gz:p ] ; sh:maxCount 1",
    "two steps": "sh:path ( gz:p gz:q ) ; sh:maxCount 1 ; sh:class gz:B",
    "either way": "sh:path [ sh:alternativePath ( gz:p [ sh:inversePath gz:q ] ) ] ; sh:maxCount 2",
    "any length": "sh:path [ sh:oneOrMorePath gz:p ] ; sh:maxCount 2",
    "not of a class": "sh:path gz:p ; sh:not [ sh:class gz:B ]",
    "one of": "sh:path gz:p ; sh:xone ( [ sh:class gz:B ] [ sh:class gz:C ] )",
    "all of": "sh:path gz:p ; sh:and ( [ sh:class gz:A ] [ sh:property [ sh:path gz:q ; sh:maxCount 1 ] ] )",
    "a shape of the value": "sh:path gz:p ; sh:node [ sh:property gzsh:detail ]",
    "some of a kind": "sh:path gz:p ; sh:qualifiedValueShape [ sh:class gz:B ] ; sh:qualifiedMaxCount 1",
    "the same values": "sh:path gz:p ; sh:equals gz:q",
    "other values": "sh:path gz:p ; sh:disjoint gz:q",
    "before": "sh:path gz:d ; sh:lessThan gz:e",
    "this one": "sh:path gz:q ; sh:hasValue <https://w3id.org/gzkg/id/n1>",
    "lengths and bounds": "sh:path gz:l ; sh:maxLength 2 ; sh:nodeKind sh:Literal",
    "no blank": "sh:path gz:p ; sh:nodeKind sh:BlankNodeOrIRI ; sh:in ( <https://w3id.org/gzkg/id/n1> gz:A )",
}
REFUSED_SHAPES = {
    "closed": "sh:closed true ; sh:ignoredProperties ( gz:p )",
    "in JavaScript": "sh:js gzsh:x",
    "a property of the value": "sh:property gzsh:detail",
}
REFUSED_CONSTRAINTS = {
    "minus": "$this gz:p ?value . MINUS { ?value gz:q ?x }",
    "compared exists": "$this gz:p ?value . FILTER((EXISTS { ?value gz:q ?x }) = true)",
    "any predicate but": "$this !gz:p ?value",
    "inner select": "$this gz:p ?value . { SELECT ?value WHERE { ?value gz:q ?x } LIMIT 1 }",
}

_DAYS = ("2001-01-01", "2002-01-01", "2001-02-30")


def write_ontology(root: Path, *, shapes: dict[str, str], texts: list[str]) -> Folders:
    """Return folders with a small ontology, a class shape and constraints of some forms."""
    folder = root / "ontology" / "shapes" / "cross-record"
    folder.mkdir(parents=True)
    (root / "ontology" / "gzkg.ttl").write_text(f"{HEAD} gz:B rdfs:subClassOf gz:A . gz:C rdfs:subClassOf gz:B .")
    (folder.parent / "prefixes.ttl").write_text(HEAD + PREFIXES)
    for number, text in enumerate(texts):
        target = "sh:targetClass gz:A" if number % 2 else "sh:targetSubjectsOf gz:p"
        (folder / f"C{number}.ttl").write_text(
            f'{HEAD} gzsh:C{number} {target} ; sh:sparql [ sh:prefixes gzsh:prefixes ; sh:select """{text}""" ] .'
        )
    properties = " ".join(
        f"gzsh:A sh:property gzsh:A-{number} . gzsh:A-{number} a sh:PropertyShape ; {said} ."
        for number, said in enumerate(shapes.values())
    )
    inner = "gzsh:detail a sh:PropertyShape ; sh:path gz:q ; sh:maxCount 1 ."
    (folder.parent / "A.ttl").write_text(f"{HEAD} gzsh:A a sh:NodeShape ; sh:targetClass gz:A . {properties} {inner}")
    return Folders(root)


def select(where: str) -> str:
    return f"SELECT DISTINCT $this ?value WHERE {{ {where} }}".replace("\\", "\\\\")


def some_triples(chance: random.Random, number: int) -> list[Triple]:
    lines = []
    for _ in range(number):
        node = f"<n{chance.randrange(6)}>"
        lines.append(
            chance.choice((
                f"{node} a gz:{chance.choice('AABC')} .",
                *[f"{node} gz:{chance.choice('ppqqr')} <n{chance.randrange(6)}> ."] * 6,
                *[f"{node} gz:{chance.choice('de')} \"{chance.choice(_DAYS)}\"^^xsd:date ."] * 2,
                f"{node} gz:l \"{chance.choice(('ab', 'bcd', 'x', ''))}\"{chance.choice(('', '@en', '@zh'))} .",
                f"gz:{chance.choice('pq')} gz:r <n{chance.randrange(6)}> .",
                f"{node} gz:p gz:A .",
                f"gz:{chance.choice('AD')} rdfs:subClassOf gz:{chance.choice('BD')} ." if not chance.randrange(4) else "",
            ))
        )  # fmt: skip
    return triples_of("\n".join(lines))


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    texts = [select(where) for where in CONSTRAINTS.values() for _ in range(2)] + [COUNTING, COUNTING]
    return write_ontology(tmp_path_factory.mktemp("forms"), shapes=SHAPES, texts=texts)


@pytest.mark.parametrize("block", range(10))
def test_all_forms_on_graphs_at_random(forms: Folders, block: int) -> None:
    for seed in range(block * 20, block * 20 + 20):
        chance = random.Random(seed)
        graph = triples_of(UNRELATED) + some_triples(chance, chance.randrange(25))
        new = some_triples(chance, chance.randrange(1, 6))
        told = findings(Validator(open_whole(forms, graph), forms).results(new))
        added = judge_whole(forms, graph + new) - judge_whole(forms, graph)
        assert told == {one for one in added if one[0] != "detail"}, seed  # a part of another result


def test_every_form_has_its_say(forms: Folders) -> None:
    chance = random.Random(0)
    validator = Validator(open_whole(forms, triples_of(UNRELATED)), forms)
    fired = {shape for _ in range(80) for shape, *_ in findings(validator.results(some_triples(chance, 40)))}
    assert {f"A-{number}" for number in range(len(SHAPES))} - fired == set()
    assert {f"C{number}" for number in range(2 * len(CONSTRAINTS) + 2)} - fired == set()


@pytest.mark.parametrize("form", REFUSED_SHAPES)
def test_a_shape_that_cannot_be_followed_is_refused(tmp_path: Path, form: str) -> None:
    folders = write_ontology(tmp_path, shapes={form: f"sh:path gz:p ; {REFUSED_SHAPES[form]}"}, texts=[])
    with pytest.raises(StoreError, match=r"cannot be followed|not told of the node itself"):
        Validator(open_whole(folders, triples_of(UNRELATED)), folders)


@pytest.mark.parametrize("form", REFUSED_CONSTRAINTS)
def test_a_constraint_that_cannot_be_followed_is_refused(tmp_path: Path, form: str) -> None:
    folders = write_ontology(tmp_path, shapes={}, texts=[select(REFUSED_CONSTRAINTS[form])])
    with pytest.raises(StoreError, match="cannot be followed"):
        Validator(open_whole(folders, triples_of(UNRELATED)), folders)
