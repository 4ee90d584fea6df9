"""The dumps of a dataset, and their DCAT 3 description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pyoxigraph import Triple

from gzkg import vocab
from gzkg.catalog.edition import Edition, Place
from gzkg.catalog.term import DCAT, MEDIA_TYPE, Said, graph_slug, iris, moment, number, texts, triples, types, words
from gzkg.rdf.formats import get_format

_ENDINGS: Final = {"trig": "trig", "nquads": "nq", "turtle": "ttl", "ntriples": "nt"}
_NAMES: Final = {"trig": "TriG", "nquads": "N-Quads", "turtle": "Turtle", "ntriples": "N-Triples"}
_OF_DATASET: Final = (("trig", False), ("trig", True), ("nquads", False), ("nquads", True))
_OF_GRAPH: Final = (("turtle", False), ("ntriples", True))
_UNKNOWN: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Dump:
    """One file to download: its name, the graph that it holds (None: the whole dataset), and how it is written.

    `compressed` means gzip.
    """

    name: str
    graph: str | None
    format: str
    compressed: bool = False


def dumps_of(graphs: Iterable[str]) -> list[Dump]:
    """Return the dumps of a dataset with these named graphs (IRIs): the whole first, then graph by graph, sorted."""
    whole = [_dump("dataset", None, format, compressed) for format, compressed in _OF_DATASET]
    return whole + [
        _dump(graph_slug(graph), graph, format, compressed)
        for graph in sorted(set(graphs))
        for format, compressed in _OF_GRAPH
    ]


def describe_dumps(
    place: Place, edition: Edition, dumps: Iterable[Dump], sizes: Mapping[str, int] = _UNKNOWN
) -> list[Triple]:
    """Return a DCAT catalogue of the dataset, its edition (version, dates), its dumps and its endpoint.

    `sizes` gives bytes by the name of a dump, where known. The dataset as such goes on; each edition is one of its
    versions, with a version name and a date of its own.
    """
    return [
        *_catalogue(place, edition),
        *_dataset(place, edition),
        *_release(place, edition, list(dumps), sizes),
        *_endpoint(place, edition),
    ]


def release_of(place: Place, edition: Edition) -> str:
    """Return the IRI of an edition as a version of the dataset."""
    return f"{place.dataset}/{edition.version}"


def _catalogue(place: Place, edition: Edition) -> Iterator[Triple]:
    return triples(
        place.catalogue,
        types(DCAT + "Catalog"),
        _about(edition),
        iris(DCAT + "dataset", place.dataset, release_of(place, edition)),
        iris(DCAT + "service", place.endpoint),
    )


def _dataset(place: Place, edition: Edition) -> Iterator[Triple]:
    release = release_of(place, edition)
    return triples(
        place.dataset,
        types(DCAT + "Dataset"),
        _about(edition),
        iris(DCAT + "hasVersion", release),
        iris(DCAT + "hasCurrentVersion", release),
    )


def _release(place: Place, edition: Edition, dumps: list[Dump], sizes: Mapping[str, int]) -> Iterator[Triple]:
    yield from triples(
        release_of(place, edition),
        types(DCAT + "Dataset"),
        _about(edition),
        words(DCAT + "version", edition.version),
        moment(vocab.DCTERMS + "issued", edition.issued or edition.modified),
        iris(DCAT + "isVersionOf", place.dataset),
        iris(DCAT + "distribution", *(place.dumps + dump.name for dump in dumps)),
    )
    for dump in dumps:
        yield from _distribution(place, edition, dump, sizes.get(dump.name))


def _distribution(place: Place, edition: Edition, dump: Dump, size_bytes: int | None) -> Iterator[Triple]:
    address, media_type = place.dumps + dump.name, get_format(dump.format, "dataset" if not dump.graph else "graph")
    return triples(
        address,
        types(DCAT + "Distribution"),
        texts(vocab.DCTERMS + "title", _title(dump)),
        iris(DCAT + "accessURL", address),
        iris(DCAT + "downloadURL", address),
        iris(DCAT + "mediaType", MEDIA_TYPE + media_type.media_type),
        iris(DCAT + "compressFormat", MEDIA_TYPE + "application/gzip" if dump.compressed else ""),
        number(DCAT + "byteSize", size_bytes, vocab.XSD + "nonNegativeInteger") if size_bytes is not None else (),
        iris(vocab.DCTERMS + "license", edition.licence),
        moment(vocab.DCTERMS + "modified", edition.modified),
    )


def _endpoint(place: Place, edition: Edition) -> Iterator[Triple]:
    if place.endpoint:
        yield from triples(
            place.endpoint,
            types(DCAT + "DataService"),
            texts(vocab.DCTERMS + "title", {tag: f"{title} · SPARQL" for tag, title in edition.title.items()}),
            iris(DCAT + "endpointURL", place.endpoint),
            iris(DCAT + "endpointDescription", place.endpoint),
            iris(DCAT + "servesDataset", place.dataset),
            iris(vocab.DCTERMS + "conformsTo", "https://www.w3.org/TR/sparql11-protocol/"),
        )


def _about(edition: Edition) -> Said:
    return (
        *texts(vocab.DCTERMS + "title", edition.title),
        *texts(vocab.DCTERMS + "description", edition.description),
        *iris(vocab.DCTERMS + "license", edition.licence),
        *moment(vocab.DCTERMS + "modified", edition.modified),
    )


def _title(dump: Dump) -> dict[str, str]:
    what = graph_slug(dump.graph).replace(".", "/") if dump.graph else ""
    name = _NAMES[dump.format]
    return {
        "en": f"{f'Graph {what}' if what else 'Whole dataset'}, {name}{', gzip' if dump.compressed else ''}",
        "zh": f"{f'图 {what}' if what else '全部数据'}，{name}{'，gzip 压缩' if dump.compressed else ''}",
    }


def _dump(stem: str, graph: str | None, format: str, compressed: bool) -> Dump:
    return Dump(f"{stem}.{_ENDINGS[format]}{'.gz' if compressed else ''}", graph, format, compressed)
