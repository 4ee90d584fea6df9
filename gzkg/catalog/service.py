"""The SPARQL 1.1 Service Description of an endpoint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Triple

from gzkg import vocab
from gzkg.catalog.counts import Graph
from gzkg.catalog.edition import Place
from gzkg.catalog.term import FORMAT, SD, VOID, graph_slug, iris, number, triples, types, words
from gzkg.rdf.formats import FORMATS, Holds

_OF_QUERIES: Final = frozenset[Holds]({"bindings", "boolean", "graph"})
_FORMATS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""Our name of a format -> its name at the W3C (https://www.w3.org/ns/formats/)."""


def describe_service(place: Place, sizes: Mapping[Graph, int], *, union: bool = True) -> list[Triple]:
    """Return what an endpoint understands, answers in, and holds.

    `sizes` gives triples by named graph, and under None those of the default graph (see `counts.read_sizes`);
    `union` says that the default graph is the union of all.
    """
    formats = (FORMAT + _FORMATS[entry.name] for entry in FORMATS if entry.holds & _OF_QUERIES)
    default, named = place.endpoint + "#default-graph", sorted(graph for graph in sizes if graph)
    return [
        *triples(
            place.endpoint,
            types(SD + "Service"),
            iris(SD + "endpoint", place.endpoint),
            iris(SD + "supportedLanguage", SD + "SPARQL11Query"),
            iris(SD + "resultFormat", *formats),
            iris(SD + "feature", SD + "UnionDefaultGraph" if union else ""),
            iris(SD + "defaultDataset", place.dataset),
        ),
        *triples(
            place.dataset,
            types(SD + "Dataset"),
            iris(SD + "defaultGraph", default),
            iris(SD + "namedGraph", *named),
        ),
        *triples(default, types(SD + "Graph"), number(VOID + "triples", sizes.get(None, 0))),
        *(triple for graph in named for triple in _counted(place, graph, sizes[graph])),
    ]


def describe_graph(place: Place, graph: str) -> Iterator[Triple]:
    """Give what a named graph is called and where it is described, as this description and VoID both say it."""
    yield from triples(
        graph,
        types(SD + "NamedGraph"),
        iris(SD + "name", graph),
        words(vocab.RDFS + "label", graph_slug(graph).replace(".", "/")),
        iris(SD + "graph", part_of(place, graph)),
    )
    yield from triples(part_of(place, graph), types(SD + "Graph"))


def part_of(place: Place, graph: Graph) -> str:
    """Return the IRI under which a named graph, or for None the dataset, is described."""
    return f"{place.description}#{graph_slug(graph)}" if graph else place.dataset


def _counted(place: Place, graph: str, size: int) -> Iterator[Triple]:
    yield from describe_graph(place, graph)
    yield from triples(part_of(place, graph), number(VOID + "triples", size))
