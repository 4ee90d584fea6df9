"""How much a dataset holds, as a whole and in each named graph: read set-wise, by a few aggregates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gzkg.store.embedded import EmbeddedStore

Graph = str | None
"""IRI of a named graph; None is the whole dataset, every triple counted once."""


@dataclass(slots=True)
class Use:
    """How the things of one class use one property: triples, and how many go to each class and datatype."""

    triples: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    datatypes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Part:
    """What a graph holds: things per class, triples per property, and for each class how its things use properties.

    Of which class a thing is may stand in any graph. `entities` are the subjects that have an IRI.
    """

    entities: int = 0
    subjects: int = 0
    objects: int = 0
    classes: dict[str, int] = field(default_factory=dict)
    properties: dict[str, int] = field(default_factory=dict)
    uses: dict[str, dict[str, Use]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Use)))

    @property
    def triples(self) -> int:
        """How many triples it holds."""
        return sum(self.properties.values())


def read_parts(store: EmbeddedStore) -> dict[Graph, Part]:
    """Return what the dataset (None) and each of its named graphs hold, sorted by graph; graphs without IRI left out.

    The whole has `uses` only when some of it is in no named graph: else those of its graphs say the same.
    """
    parts: dict[Graph, Part] = defaultdict(Part)
    for graph, row, number in _counted(store, "void_sizes"):
        part = parts[graph]
        part.entities, part.subjects, part.objects = number, int(row["subjects"]), int(row["objects"])
    for graph, row, number in _counted(store, "void_properties"):
        parts[graph].properties[row["property"]] = number
    for graph, row, number in _counted(store, "void_classes"):
        parts[graph].classes[row["class"]] = number
    named = sum(part.triples for graph, part in parts.items() if graph)
    if named:
        _read_uses(store, parts, "void_graph_values", "void_graph_links")
    if named < parts[None].triples:
        _read_uses(store, parts, "void_values", "void_links")
    return {graph: parts[graph] for graph in sorted(parts, key=lambda graph: graph or "")}


def read_sizes(store: EmbeddedStore) -> dict[Graph, int]:
    """Return how many triples the dataset (None) and each of its named graphs hold, sorted by graph."""
    sizes: dict[Graph, int] = defaultdict(int, {None: 0})
    for graph, _, number in _counted(store, "void_properties"):
        sizes[graph] += number
    return {graph: sizes[graph] for graph in sorted(sizes, key=lambda graph: graph or "")}


def _read_uses(store: EmbeddedStore, parts: dict[Graph, Part], values: str, links: str) -> None:
    for graph, row, number in _counted(store, values):
        use = parts[graph].uses[row["class"]][row["property"]]
        use.triples += number
        if "datatype" in row:
            use.datatypes[row["datatype"]] = number
    for graph, row, number in _counted(store, links):
        parts[graph].uses[row["class"]][row["property"]].classes[row["target"]] = number


def _counted(store: EmbeddedStore, query: str) -> Iterator[tuple[Graph, Mapping[str, str], int]]:
    for row in store.rows(query):
        bound = {column: term.value for column, term in row.items() if term}
        graph = row.get("graph")
        if graph is None or graph.kind == "iri":
            yield (graph.value if graph else None), bound, int(bound["number"])
