"""Every form of RDF gives the same batch, with the line of each subject."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from gzkg import vocab
from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.records.batch import Batch
from gzkg.records.reading import ReadingLimits, read_file

CITY, TIE = vocab.ID + "city/fr-lyon", vocab.ID + "tie/a--b"
TURTLE = """@prefix gz: <https://w3id.org/gzkg/ontology#> .
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
# <city/none> a gz:City .
<city/fr-lyon> a gz:City ;
    skos:prefLabel "Lyon"@fr-FR, '''里
昂''' ;
    gz:lat 45.7 .  <tie/a--b>
    gz:party <city/fr-lyon> ,
             [ gz:note "a ; b . <x>" ] ;
    gz:startEarliest "1988-05-19"^^<http://www.w3.org/2001/XMLSchema#date> .
"""


def read(text: str, name: str, **limits: int) -> Batch:
    batch = read_file(text.encode(), name, limits=ReadingLimits(**limits))
    assert isinstance(batch, Batch)
    return batch


def line(batch: Batch, subject: str, term: str = "") -> int | None:
    return batch.place(subject, term).line


def test_turtle_tells_the_line_of_every_property() -> None:
    batch = read(TURTLE, "a.ttl")
    assert len(batch.triples) == 8
    assert [line(batch, CITY, term) for term in ("", vocab.TYPE, vocab.PREF_LABEL, vocab.GZ + "lat")] == [4, 4, 5, 7]
    places = [line(batch, TIE, vocab.GZ + term) for term in ("party", "startEarliest", "other")]
    assert places == [8, 10, 7]
    assert {subject for subject, _ in batch.places} == {CITY, TIE}


def test_trig_keeps_named_graphs_apart() -> None:
    batch = read(TURTLE + '<g> {\n <a> <b> "c" . [] <p> 1 }\nGRAPH <h>\n { <d> <e>\n "f" }\n <i> <j> 1 .', "a.trig")
    assert len(batch.triples) == 9
    assert len(batch.named) == 3
    after = TURTLE.count("\n")
    assert [line(batch, vocab.ID + name) for name in ("a", "d", "i")] == [after + 2, after + 4, after + 6]


@pytest.mark.parametrize(("name", "form"), [("a.nt", RdfFormat.N_TRIPLES), ("a.nq", RdfFormat.N_QUADS)])
def test_lines_of_triples(name: str, form: RdfFormat) -> None:
    triples = sorted((quad.triple for quad in parse(TURTLE, RdfFormat.TURTLE, base_iri=vocab.ID)), key=str)
    text = "# note\n\n" + "".join(serialize([triple], format=form).decode() for triple in triples)
    batch = read(text, name)
    assert set(batch.triples) == set(triples)
    for number, triple in enumerate(triples, 3):
        if isinstance(triple.subject, NamedNode) and triple.predicate.value != vocab.GZ + "party":
            assert (line(batch, triple.subject.value, triple.predicate.value) or 0) <= number
    assert line(batch, CITY, vocab.GZ + "lat") == 1 + next(
        number for number, text in enumerate(text.splitlines()) if "#lat" in text
    )


def test_our_context_may_be_named_and_is_taken_from_the_ontology() -> None:
    thing = {"id": "city/fr-lyon", "type": "City", "prefLabel": {"zh": "里昂", "fr": "Lyon"}}
    for context in ("https://w3id.org/gzkg/context.jsonld", ["https://w3id.org/gzkg/context", {"x": "urn:x"}]):
        text = json.dumps({"@context": context, "@graph": [{**thing, "x": "y"}]}, indent=0)
        batch = read(text, "a.jsonld")
        assert Triple(NamedNode(CITY), NamedNode(vocab.PREF_LABEL), Literal("里昂", language="zh")) in batch.triples
        assert text.splitlines()[(line(batch, CITY) or 0) - 1] == '"id": "city/fr-lyon",'


def test_the_name_of_our_context_as_a_value_stays_a_value() -> None:
    batch = read('{"@id": "urn:a", "urn:b": "https://w3id.org/gzkg/context.jsonld"}', "a.jsonld")
    assert str(batch.triples[0].object) == '"https://w3id.org/gzkg/context.jsonld"'


def test_jsonld_tells_the_line_where_a_thing_is_described_not_where_it_is_named() -> None:
    text = '[{"@id": "tie/a--b",\n "urn:p": {"@id": "city/fr-lyon"}},\n {"@id": "city/fr-lyon",\n "urn:q": 1}]'
    batch = read(text, "a.jsonld")
    assert (line(batch, TIE), line(batch, CITY)) == (1, 3)


def test_rdfxml_tells_lines() -> None:
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<r:RDF xmlns:r="{vocab.RDF}" xmlns:gz="{vocab.GZ}">
 <gz:City r:about="city/fr-lyon">
  <gz:note r:parseType="Literal"><b xmlns="urn:h">x</b></gz:note>
  <gz:within><gz:Country r:about="country/fr"
      gz:code="FR"/></gz:within>
 </gz:City>
</r:RDF>"""
    batch = read(text, "a.rdf")
    assert len(batch.triples) == 5
    assert [line(batch, CITY, vocab.GZ + term) for term in ("note", "within", "x")] == [4, 5, 3]
    assert line(batch, vocab.ID + "country/fr") == 5


def test_every_encoding_of_a_table_is_one_of_rdf() -> None:
    for codec in ("utf-8-sig", "utf-16", "gb18030"):
        batch = read_file(TURTLE.encode(codec), "a.ttl")
        assert isinstance(batch, Batch)
        assert len(batch.triples) == 8
        assert len(batch.notes) == 1


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("a.ttl", "<a> <b>\n  foo:x .", (2, 3)),
        ("a.ttl", '<a> <b> "c', (1, 9)),
        ("a.nq", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .", (2, 17)),
        ("a.jsonld", '{"@id": "urn:a",\n "b": }', (2, 7)),
        ("a.rdf", "<a>\n <b></a>", (2, 7)),
        ("a.rdf", "a", (1, 1)),
    ],
)
def test_a_mistake_is_told_with_line_and_column(name: str, text: str, where: tuple[int, int]) -> None:
    with pytest.raises(BadRecords, match=f"line {where[0]}, column {where[1]}") as refused:
        read(text, name)
    assert (refused.value.line, refused.value.column) == where
    assert name in str(refused.value)


@pytest.mark.parametrize("object", ["<<( <a> <b> <c> )>>", '"a"@ar--rtl', "<c> {| <d> <e> |}"])
def test_rdf_1_2_is_refused(object: str) -> None:
    with pytest.raises(BadRecords, match=r"RDF 1\.2"):
        read(f"<a> <b> {object} .", "a.ttl")


def test_a_literal_with_an_unseen_character_is_read_without_and_told() -> None:
    batch = read('<city/x>\n <urn:p> "Guang\\u202Ezhou"@en , "x\\u0000"^^<urn:d> .', "a.ttl")
    assert [triple.object for triple in batch.triples] == [
        Literal("Guangzhou", language="en"),
        Literal("x", datatype=NamedNode("urn:d")),
    ]
    assert [(f.line, f.subject, f.suggestion) for f in batch.findings] == [
        (2, "city/x", "Guangzhou"),
        (2, "city/x", "x"),
    ]


def test_limits_of_rdf() -> None:
    text = '<a> <b> "cccccc" . <a> <b> <dddddd> .'
    assert len(read(text, "a.ttl", max_triples=2, max_cell=6).triples) == 2
    assert [f.check for f in read(text, "a.ttl", max_cell=5).findings] == ["F02-too-long"]
    with pytest.raises(RecordsTooLarge, match="more than 1 statements"):
        read(text, "a.ttl", max_triples=1)
    with pytest.raises(BadRecords, match="an IRI has"):
        read(text, "a.ttl", max_iri=len(vocab.ID) + 5)
    with pytest.raises(RecordsTooLarge, match="MB"):
        read(text, "a.ttl", max_unpacked=100)


def test_repeated_statements_count_once() -> None:
    assert len(read("<a> <b> <c> . <a> <b> <c> .", "a.ttl").triples) == 1


def test_curated_files_are_read_as_they_are(graph: object) -> None:
    from gzkg.rdf.files import Folders
    from gzkg.rdf.turtle import read_turtle
    from gzkg.settings import default_root

    for path in sorted(Folders(default_root()).curated())[::40]:
        batch = read_file(path.read_bytes(), path.name)
        assert isinstance(batch, Batch)
        assert batch.triples == list(dict.fromkeys(read_turtle(path.read_bytes(), path)))
        assert batch.findings == []
        text = path.read_text(encoding="utf-8").splitlines()
        for (subject, term), place in batch.places.items():
            assert place.line
            if not term:
                assert text[place.line - 1] == f"<{subject.removeprefix(vocab.ID)}>"
