"""The JSON-LD context knows every term, and a record that goes through it comes back unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, XSD, Graph, URIRef
from rdflib.compare import isomorphic, to_isomorphic
from rdflib.plugins.shared.jsonld.context import Context

from gzkg import vocab

from .reading import ONTOLOGY, REPO

CONTEXT: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
RECORDS = sorted(
    {path.parts[len(REPO.parts) + 1]: path for path in sorted((REPO / "graph").rglob("*.ttl"), reverse=True)}.items()
)
"""One real file of each folder of the graph: folder -> the first file in it."""


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "gzkg.ttl")


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(CONTEXT)


def test_every_term_has_its_local_name_as_key(ontology: Graph, context: Context) -> None:
    types = (OWL.Class, *PROPERTIES)
    terms = {str(term) for kind in types for term in ontology.subjects(RDF.type, kind)}
    known = {key: context.expand(key) for key in CONTEXT if not key.startswith("@")}
    assert {iri for iri in known.values() if iri and iri.startswith(vocab.GZ) and iri != vocab.GZ} == terms
    assert not {key: iri for key, iri in known.items() if iri in terms and key != iri.removeprefix(vocab.GZ)}


def test_no_two_keys_mean_the_same(context: Context) -> None:
    meant = [context.expand(key) for key in CONTEXT if not key.startswith("@")]
    assert len(meant) == len(set(meant))


def test_a_key_reads_values_as_its_property_has_them(ontology: Graph, context: Context) -> None:
    """Object properties take ids; dates are typed, for a bare text would not be a date."""
    for term in context.terms.values():
        if (URIRef(term.id), RDF.type, OWL.ObjectProperty) in ontology:
            assert term.type == "@id", term.name
    dated = {"startEarliest", "startLatest", "endEarliest", "endLatest", "publishedOn", "statedOn", "asOf"}
    assert {name for name, term in context.terms.items() if term.type == str(XSD.date)} == dated


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader uses it
@pytest.mark.parametrize("path", [path for _, path in RECORDS], ids=[folder for folder, _ in RECORDS])
def test_a_real_file_comes_back_unchanged(path: Path) -> None:
    graph = Graph().parse(path)
    text = graph.serialize(format="json-ld", context=CONTEXT, auto_compact=True, ensure_ascii=False)
    again = Graph().parse(data=text, format="json-ld")
    assert isomorphic(to_isomorphic(graph), again)


def test_a_real_tie_reads_well() -> None:
    """In short keys and plain values, so that a person and a spreadsheet can read it."""
    path = REPO / "graph" / "ties" / "sister-city" / "cn-guangzhou--fr-lyon.ttl"
    text = Graph().parse(path).serialize(format="json-ld", context=CONTEXT, auto_compact=True)
    tie = next(node for node in json.loads(text)["@graph"] if node["type"] == "Tie")
    assert tie["startEarliest"] == "1988-01-19"
    assert sorted(tie["party"]) == [vocab.ID + "city/cn-guangzhou", vocab.ID + "city/fr-lyon"]
