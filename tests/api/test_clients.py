"""Client libraries that nobody here wrote talk to the real server."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from xml.dom.minidom import Document

import httpx
import pytest
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

GZ = Namespace("https://w3id.org/gzkg/ontology#")
LYON = URIRef("https://w3id.org/gzkg/id/city/fr-lyon")
NAMES = "SELECT ?name { <https://w3id.org/gzkg/id/city/fr-lyon> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"


@pytest.fixture
def address(server: httpx.Client) -> str:
    return f"{str(server.base_url).rstrip('/')}/sparql"


@pytest.fixture
def wrapper(address: str) -> Iterator[SPARQLWrapper]:
    with warnings.catch_warnings():  # the library leaves its response to the collector
        warnings.simplefilter("ignore", ResourceWarning)
        yield SPARQLWrapper(address)


# ---- SPARQLWrapper


@pytest.mark.parametrize("method", ["GET", POST])
def test_select_json(wrapper: SPARQLWrapper, method: str) -> None:
    wrapper.setQuery(NAMES)
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    told = wrapper.queryAndConvert()
    assert {row["name"]["value"] for row in told["results"]["bindings"]} >= {"Lyon", "里昂"}


def test_select_xml(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery(NAMES)
    wrapper.setReturnFormat(XML)
    told = wrapper.queryAndConvert()
    assert isinstance(told, Document)
    assert "里昂" in {node.firstChild.data for node in told.getElementsByTagName("literal")}


@pytest.mark.parametrize("format", [CSV, TSV])
def test_select_table(wrapper: SPARQLWrapper, format: str) -> None:
    wrapper.setQuery(NAMES)
    wrapper.setReturnFormat(format)
    assert "里昂" in wrapper.queryAndConvert().decode()


@pytest.mark.parametrize("method", ["GET", POST])
def test_ask(wrapper: SPARQLWrapper, method: str) -> None:
    wrapper.setQuery(f"ASK {{ <{LYON}> a <{GZ.City}> }}")
    wrapper.setMethod(method)
    wrapper.setReturnFormat(JSON)
    assert wrapper.queryAndConvert()["boolean"] is True


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper 2.0 makes one
@pytest.mark.parametrize("query", [f"DESCRIBE <{LYON}>", f"CONSTRUCT WHERE {{ <{LYON}> ?p ?o }}"])
@pytest.mark.parametrize("format", [TURTLE, RDFXML, XML])
def test_graphs(wrapper: SPARQLWrapper, query: str, format: str) -> None:
    wrapper.setQuery(query)
    wrapper.setReturnFormat(format)
    told = wrapper.queryAndConvert()
    graph = told if isinstance(told, Graph) else Graph().parse(data=told, format="turtle")
    assert (LYON, SKOS.prefLabel, Literal("里昂", "zh")) in graph


def test_a_graph_is_named(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery("ASK { ?s a ?c }")
    wrapper.addDefaultGraph("https://w3id.org/gzkg/graph/curated")
    wrapper.setReturnFormat(JSON)
    assert wrapper.queryAndConvert()["boolean"] is True


def test_an_extra_parameter(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery("SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/gzkg/ontology#tiedWith> ?o }")
    wrapper.setReturnFormat(JSON)
    now = int(wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"])
    wrapper.addParameter("as-of", "1975-01-01")
    then = int(wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"])
    assert then < now


def test_a_mistake_is_one_for_the_library_too(wrapper: SPARQLWrapper) -> None:
    wrapper.setQuery("SELECT * {")
    wrapper.setReturnFormat(JSON)
    with pytest.raises(QueryBadFormed, match="BadQuery"):
        wrapper.query()


# ---- rdflib


@pytest.fixture
def remote(address: str) -> Graph:
    return Graph(SPARQLStore(address, returnFormat="json"))


def test_triples(remote: Graph) -> None:
    assert {str(name) for _, _, name in remote.triples((LYON, SKOS.prefLabel, None))} >= {"Lyon", "里昂"}
    assert (LYON, RDF.type, GZ.City) in remote
    assert (LYON, RDF.type, GZ.Tie) not in remote
    assert remote.value(LYON, GZ.within) == URIRef("https://w3id.org/gzkg/id/region/fr-auvergne-rhone-alpes")


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_query_with_names(address: str, format: str, method: str) -> None:
    remote = Graph(SPARQLStore(address, returnFormat=format, method=method))
    rows = remote.query("SELECT ?city { ?city a gz:City ; gz:within ?in }", initNs={"gz": GZ})
    assert LYON in {row[0] for row in rows}


def test_ask_and_construct(address: str) -> None:
    remote = Graph(SPARQLStore(address))  # only with XML, its default, does the library ask for graphs
    assert bool(remote.query(f"ASK {{ <{LYON}> ?p ?o }}")) is True
    made = remote.query(f"CONSTRUCT {{ <{LYON}> <urn:in> ?in }} WHERE {{ <{LYON}> <{GZ.within}> ?in }}").graph
    assert made is not None
    assert list(made) == [(LYON, URIRef("urn:in"), URIRef("https://w3id.org/gzkg/id/region/fr-auvergne-rhone-alpes"))]


def test_a_named_store() -> None:
    assert Graph("SPARQLStore").store.__class__ is SPARQLStore


def test_a_script_in_a_browser_reads_what_it_may(server: httpx.Client) -> None:
    answer = server.get("/sparql", params={"query": NAMES}, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert json.loads(answer.text)["head"] == {"vars": ["name"]}
