"""The VoID description of a dataset: how much it holds, of which classes, joined by which properties.

Laid out as SIB's void-generator does, so that editors which know its pattern find classes and properties here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Triple

from gzkg import vocab
from gzkg.catalog.counts import Graph, Part, Use
from gzkg.catalog.dumps import Dump
from gzkg.catalog.edition import Edition, Place
from gzkg.catalog.service import describe_graph, part_of
from gzkg.catalog.term import (
    DCAT,
    FOAF,
    SD,
    VOID,
    VOID_EXT,
    iris,
    moment,
    namespace_of,
    number,
    term_slug,
    texts,
    triples,
    types,
    words,
)


def describe_dataset(
    parts: Mapping[Graph, Part], place: Place, edition: Edition, dumps: Iterable[Dump] = ()
) -> list[Triple]:
    """Return what a dataset holds (see `counts.read_parts`); count first, store the descriptions after.

    The dataset has totals, class and property partitions; each named graph, a `void:subset`, has these too and says
    for each class which properties its things have, how often, and of which class or datatype the objects are. A
    dataset without named graphs says the latter itself.
    """
    files = list(dumps)
    described = [*_document(place, edition), *_dataset(place, edition, parts), *_dataset_files(place, files)]
    for graph, part in parts.items():
        if graph:
            described += describe_graph(place, graph)
            described += triples(
                part_of(place, graph),
                iris(vocab.DCTERMS + "license", edition.licence),
                iris(VOID + "dataDump", *(place.dumps + dump.name for dump in files if dump.graph == graph)),
            )
        described += _part(part_of(place, graph), f"{part_of(place, graph)}{'/' if graph else '#'}", part)
    return described


def _document(place: Place, edition: Edition) -> Iterator[Triple]:
    return triples(
        place.description,
        types(VOID + "DatasetDescription"),
        iris(FOAF + "primaryTopic", place.dataset),
        moment(vocab.DCTERMS + "modified", edition.modified),
    )


def _dataset(place: Place, edition: Edition, parts: Mapping[Graph, Part]) -> Iterator[Triple]:
    graphs = [graph for graph in parts if graph]
    terms = (*parts[None].properties, *parts[None].classes)
    return triples(
        place.dataset,
        texts(vocab.DCTERMS + "title", edition.title),
        texts(vocab.DCTERMS + "description", edition.description),
        iris(vocab.DCTERMS + "license", edition.licence),
        moment(vocab.DCTERMS + "issued", edition.issued),
        moment(vocab.DCTERMS + "modified", edition.modified),
        words(DCAT + "version", edition.version),
        words(VOID + "uriSpace", edition.uri_space),
        iris(VOID + "sparqlEndpoint", place.endpoint),
        iris(VOID + "exampleResource", *edition.examples),
        iris(VOID + "rootResource", *edition.roots),
        iris(VOID + "vocabulary", *sorted({namespace_of(term) for term in terms})),
        iris(VOID + "subset", *(part_of(place, graph) for graph in graphs)),
        types(SD + "Dataset"),
        iris(SD + "namedGraph", *graphs),
    )


def _dataset_files(place: Place, dumps: Iterable[Dump]) -> Iterator[Triple]:
    addresses = (place.dumps + dump.name for dump in dumps if dump.graph is None)
    return triples(place.dataset, iris(VOID + "dataDump", *addresses))


def _part(subject: str, below: str, part: Part) -> Iterator[Triple]:
    classes, properties = sorted(part.classes), sorted(part.properties)
    yield from triples(
        subject,
        types(VOID + "Dataset"),
        number(VOID + "triples", part.triples),
        number(VOID + "entities", part.entities),
        number(VOID + "distinctSubjects", part.subjects),
        number(VOID + "distinctObjects", part.objects),
        number(VOID + "classes", len(classes)),
        number(VOID + "properties", len(properties)),
        iris(VOID + "classPartition", *(below + term_slug(name) for name in classes)),
        iris(VOID + "propertyPartition", *(below + "any/" + term_slug(name) for name in properties)),
    )
    for name in properties:
        yield from triples(
            below + "any/" + term_slug(name),
            types(VOID + "Dataset"),
            iris(VOID + "property", name),
            number(VOID + "triples", part.properties[name]),
        )
    for name in classes:
        yield from _class(below + term_slug(name), name, part.classes[name], part.uses.get(name, {}))


def _class(subject: str, name: str, size: int, uses: Mapping[str, Use]) -> Iterator[Triple]:
    yield from triples(
        subject,
        types(VOID + "Dataset"),
        iris(VOID + "class", name),
        number(VOID + "entities", size),
        iris(VOID + "propertyPartition", *(f"{subject}/{term_slug(term)}" for term in sorted(uses))),
    )
    for term in sorted(uses):
        yield from _use(f"{subject}/{term_slug(term)}", term, uses[term])


def _use(subject: str, name: str, use: Use) -> Iterator[Triple]:
    yield from triples(
        subject,
        types(VOID + "Dataset"),
        iris(VOID + "property", name),
        number(VOID + "triples", use.triples),
        iris(VOID + "classPartition", *(f"{subject}/{term_slug(term)}" for term in sorted(use.classes))),
        iris(VOID_EXT + "datatypePartition", *(f"{subject}/{term_slug(term)}" for term in sorted(use.datatypes))),
    )
    for predicate, counted in ((VOID + "class", use.classes), (VOID_EXT + "datatype", use.datatypes)):
        for term in sorted(counted):
            yield from triples(
                f"{subject}/{term_slug(term)}",
                types(VOID + "Dataset"),
                iris(predicate, term),
                number(VOID + "triples", counted[term]),
            )
