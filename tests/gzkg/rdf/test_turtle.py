from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from gzkg import vocab
from gzkg.errors import GraphFileError
from gzkg.rdf.turtle import canonical, comment_line, natural, read_turtle, write_turtle

names = st.sampled_from(
    [
        *(vocab.ID + rest for rest in ("city/fr-lyon", "city/fr-lyon/claim/10", "a:b", "/a", "./a", "a/../b", "")),
        vocab.GZ + "City",
        vocab.CONCEPT + "role/member",
        vocab.CONCEPT + "role/a.b",
        "https://example.org/ü?q=1#x",
        "urn:x:1",
    ]
)
nodes = names.map(NamedNode)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
literals = st.one_of(
    texts.map(Literal),
    st.tuples(texts, st.sampled_from(["zh", "en", "zh-hant"])).map(lambda pair: Literal(pair[0], language=pair[1])),
    st.integers().map(Literal),
    st.booleans().map(Literal),
    st.sampled_from(["1", "01", "+1", "-0", "１２", "10²", "1.5", "x", "2020-02-30", "true", "1e3"]).flatmap(
        lambda text: st.sampled_from(["integer", "decimal", "boolean", "date", "double"]).map(
            lambda name: Literal(text, datatype=NamedNode(vocab.XSD + name))
        )
    ),
)
triples = st.lists(st.builds(Triple, nodes, nodes, st.one_of(nodes, literals)), max_size=12)


@given(triples, st.randoms())
def test_keeps_every_triple_and_forgets_the_order(found: list[Triple], dice: random.Random) -> None:
    text = write_turtle(found)
    assert {quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE)} == set(found)
    dice.shuffle(found)
    assert write_turtle(found + found) == text
    assert canonical(text.encode(), "x") == text


def test_the_form() -> None:
    given_text = """
        @prefix gz: <https://w3id.org/gzkg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <city/fr-lyon> gz:within <country/fr> ; skos:prefLabel "里昂"@zh, "Lyon"@en ; a gz:City .
        <city/fr-lyon/claim/10> gz:rank <https://w3id.org/gzkg/concept/rank/normal> .
        <city/fr-lyon/claim/2> gz:value 4 .
    """
    assert canonical(given_text.encode(), "x") == (
        "@base <https://w3id.org/gzkg/id/> .\n"
        "@prefix gz: <https://w3id.org/gzkg/ontology#> .\n"
        "@prefix rank: <https://w3id.org/gzkg/concept/rank/> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        "<city/fr-lyon>\n    a gz:City ;\n"
        '    skos:prefLabel\n        "Lyon"@en ,\n        "里昂"@zh ;\n'
        "    gz:within <country/fr> .\n\n"
        "<city/fr-lyon/claim/2>\n    gz:value 4 .\n\n"
        "<city/fr-lyon/claim/10>\n    gz:rank rank:normal .\n"
    )


def test_the_same_bytes_under_other_hash_seeds(repo: Path) -> None:
    path = repo / "tests" / "data" / "tiny" / "graph" / "ties" / "sister-city" / "cn-guangzhou--jp-fukuoka.ttl"
    script = "import sys; from gzkg.rdf.turtle import canonical; print(canonical(open(sys.argv[1], 'rb').read(), 'x'))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, str(path)], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


def test_a_mistake_is_found_at_its_line() -> None:
    with pytest.raises(GraphFileError, match=r"lyon\.ttl:3: This is not Turtle") as caught:
        read_turtle(
            b"@prefix gz: <https://w3id.org/gzkg/ontology#> .\n<city/fr-lyon>\n  a gz:City gz:within <x> .", "lyon.ttl"
        )
    assert caught.value.line == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [('<a#b> <c> "x # y", """z\n# no""" .', None), ("# yes", 1), ("<a> <b> <c> .\n\n<a> <b> <d> . # yes", 3)],
)
def test_comments_are_told_from_texts_and_addresses(text: str, line: int | None) -> None:
    assert comment_line(text.encode()) == line


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<a> <b> <c> . # why", "comment"),
        ("<a> <b> [] .", "blank node"),
        ("<a> <b> <<( <a> <b> <c> )>> .", "RDF 1.2"),
        ('<a> <b> "x"@en--ltr .', "RDF 1.2"),
    ],
)
def test_what_would_be_lost_is_refused(text: str, problem: str) -> None:
    with pytest.raises(GraphFileError, match=problem):
        canonical(text.encode(), "x")


def test_natural_order() -> None:
    assert sorted(["c/10", "c/2", "c", "b/3"], key=natural) == ["b/3", "c", "c/2", "c/10"]
