"""Alignments speak of our own terms, say known things of them, and never touch the terms of others."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from gzkg import vocab

from .reading import ONTOLOGY

FILES = sorted((ONTOLOGY / "alignments").glob("*.ttl"))
TABLE = ONTOLOGY / "alignments" / "wikidata.sssom.tsv"
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
CLASS_LINKS = {RDFS.subClassOf, OWL.equivalentClass}
PROPERTY_LINKS = {RDFS.subPropertyOf, OWL.equivalentProperty}


@pytest.fixture(scope="module")
def terms() -> Graph:
    """The ontology and its schemes."""
    graph = Graph()
    for path in (ONTOLOGY / "gzkg.ttl", *sorted((ONTOLOGY / "schemes").glob("*.ttl"))):
        graph.parse(path)
    return graph


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_alignment_says_known_things_of_our_terms(path: Path, terms: Graph) -> None:
    graph = Graph().parse(path)
    header = graph.value(predicate=RDF.type, object=OWL.Ontology)
    statements = [(term, link, other) for term, link, other in graph if term != header]
    assert statements
    for term, link, other in statements:
        kinds = set(terms.objects(term, RDF.type))
        assert kinds, f"{term} is not defined"
        assert isinstance(other, URIRef)
        assert not other.startswith(vocab.BASE), f"{other} is ours: its place is gzkg.ttl"
        assert link in {*MATCHES, *CLASS_LINKS, *PROPERTY_LINKS, RDFS.seeAlso}
        assert link not in CLASS_LINKS or OWL.Class in kinds
        assert link not in PROPERTY_LINKS or OWL.Class not in kinds


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_alignment_says_one_thing_of_a_pair(path: Path) -> None:
    graph = Graph().parse(path)
    pairs = Counter((term, other) for term, link, other in graph if link in MATCHES | CLASS_LINKS | PROPERTY_LINKS)
    assert not [pair for pair, number in pairs.items() if number > 1]


@pytest.fixture(scope="module")
def header() -> str:
    """The metadata of the table: the lines that begin with #."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.removeprefix("#") for line in lines if line.startswith("#"))


@pytest.fixture(scope="module")
def mappings(header: str) -> list[dict[str, str]]:
    """The rows of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"))


@pytest.fixture(scope="module")
def expand(header: str) -> dict[str, str]:
    """The prefixes that the table declares."""
    return dict(re.findall(r"^  ([\w-]+): (\S+)$", header, re.MULTILINE))


def test_the_table_says_what_it_is(header: str, mappings: list[dict[str, str]]) -> None:
    for slot in ("mapping_set_id", "mapping_set_version", "mapping_set_title", "license", "mapping_date"):
        assert re.search(rf'^{slot}: "?\S', header, re.MULTILINE), f"{slot} is missing"
    assert {"subject_id", "predicate_id", "object_id", "mapping_justification"} <= mappings[0].keys()
    assert all(None not in row and None not in row.values() for row in mappings), "a row has too few or many columns"


def test_every_curie_of_the_table_has_a_declared_prefix(mappings: list[dict[str, str]], expand: dict[str, str]) -> None:
    columns = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    used = {row[column].partition(":")[0] for row in mappings for column in columns}
    assert used <= expand.keys()
    assert expand["gz"] == vocab.GZ
    assert expand["gzc"] == vocab.CONCEPT


def test_every_subject_of_the_table_is_ours(
    mappings: list[dict[str, str]], expand: dict[str, str], terms: Graph
) -> None:
    for row in mappings:
        prefix, _, name = row["subject_id"].partition(":")
        assert _english(terms, expand[prefix] + name) == [row["subject_label"]], row["subject_id"]


def test_every_mapping_of_the_table_is_of_a_known_kind(mappings: list[dict[str, str]], expand: dict[str, str]) -> None:
    for row in mappings:
        prefix, _, name = row["predicate_id"].partition(":")
        assert URIRef(expand[prefix] + name) in MATCHES, row
        assert row["mapping_justification"].startswith("semapv:"), row
        if row["object_id"].startswith("wikidata:"):
            assert re.fullmatch(r"wikidata:[PQ][1-9]\d*", row["object_id"]), row


def test_the_table_says_one_thing_of_a_pair(mappings: list[dict[str, str]]) -> None:
    pairs = Counter((row["subject_id"], row["object_id"]) for row in mappings)
    assert not [pair for pair, number in pairs.items() if number > 1]
    order = [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in mappings]
    assert order == sorted(order)


def _english(graph: Graph, iri: str) -> list[str]:
    texts = [*graph.objects(URIRef(iri), RDFS.label), *graph.objects(URIRef(iri), SKOS.prefLabel)]
    return [str(text) for text in texts if isinstance(text, Literal) and text.language == "en"]
