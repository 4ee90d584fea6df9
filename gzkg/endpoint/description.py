"""What an endpoint tells of itself: the service, the dataset (VoID), its edition and dumps (DCAT), example queries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from urllib.parse import unquote

from gzkg.catalog.counts import Graph, Part, read_parts, read_sizes
from gzkg.catalog.dumps import Dump, describe_dumps, dumps_of
from gzkg.catalog.edition import CATALOGUE_GRAPH, EXAMPLES_GRAPH, VOID_GRAPH, Edition, Place
from gzkg.catalog.examples import describe_examples
from gzkg.catalog.service import describe_service
from gzkg.catalog.term import Triples
from gzkg.catalog.void import describe_dataset
from gzkg.endpoint.wire import Description
from gzkg.errors import UnknownGraph
from gzkg.model import Question
from gzkg.store.embedded import EmbeddedStore


class Descriptions:
    """The descriptions of one store; what has been counted is kept.

    With `base` that is the IRI below which the dataset and its descriptions are named, else the service's address.
    """

    def __init__(self, store: EmbeddedStore, edition: Edition, base: str = "") -> None:
        self._store = store
        self._edition = edition
        self._base = base

    def keep(self, questions: Iterable[Question]) -> None:
        """Put VoID, the edition and the example queries into named graphs of the store.

        VoID counts what was there before; it names no address, since nobody has yet asked under one.
        """
        place, parts = Place(base=self._base), self._parts
        kept = {
            VOID_GRAPH: describe_dataset(parts, place, self._edition),
            CATALOGUE_GRAPH: describe_dumps(place, self._edition, ()),
            EXAMPLES_GRAPH: describe_examples(questions, place),
        }
        sizes = {graph: part.triples for graph, part in parts.items()}
        sizes[None] += len({triple for triples in kept.values() for triple in triples})
        for graph, triples in kept.items():
            self._store.add(triples, graph)
            sizes[graph] = len(set(triples))
        self._sizes = sizes

    def triples(self, kind: Description, address: str) -> Triples:
        """Return one description, for a service at an address that ends in `/`."""
        place = Place(f"{address}sparql", f"{address}dumps/", self._base or address)
        match kind:
            case "service":
                return describe_service(place, self._sizes, union=self._store.union)
            case "void":
                return describe_dataset(self._parts, place, self._edition, self.dumps.values())
        return describe_dumps(place, self._edition, self.dumps.values())

    def find_dump(self, name: str) -> Dump:
        """Return the dump of a name. Raises: UnknownGraph."""
        if name not in self.dumps:
            raise UnknownGraph(f"There is no dump '{name}'. /dumps lists those there are.")
        return self.dumps[name]

    @cached_property
    def dumps(self) -> dict[str, Dump]:
        """The dumps by name; they hold what the store holds, descriptions too."""
        named = (graph for graph in self._store.graphs() if not graph.startswith("_:"))
        return {unquote(dump.name): dump for dump in dumps_of(named)}

    @cached_property
    def _parts(self) -> dict[Graph, Part]:
        return read_parts(self._store)

    @cached_property
    def _sizes(self) -> dict[Graph, int]:
        return read_sizes(self._store)
