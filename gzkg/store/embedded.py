"""The embedded Oxigraph store, in memory: named graphs in, answers out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import Final, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from gzkg import vocab
from gzkg.errors import BadQuery, GraphFileError, UnknownGraph
from gzkg.model import Term
from gzkg.rdf.files import read_triples
from gzkg.rdf.formats import get_format
from gzkg.store.answer import RDF_FORMATS, Answer, Row, buffered, told
from gzkg.store.cut import NO_BOUNDS, Outlet
from gzkg.store.pattern import Place, match, terms_of
from gzkg.store.refusal import refuse_graphs, refuse_service
from gzkg.store.sparql import library_query, names_dataset, query_form

_BASE: Final = "http://localhost/sparql"
"""What relative IRIs of queries over plain data begin with."""

_UNKNOWN_FUNCTION: Final = re.compile(r"custom function <([^>]*)> is not supported")
_NAMED: Final = 40
"""So many graphs are named at most in a message."""
Node = NamedNode | BlankNode | Literal | Triple
"""A term as the engine has it."""


class EmbeddedStore:
    """An in-memory store; readers may share it between threads, but not an answer of it.

    With `union` it is that of the knowledge graph: the default graph of a query is the union of all graphs, relative
    IRIs are ids, and what is not there is refused. Without, it is as the standard has it: a graph that is not there is
    empty, and an unknown function an error in its expression.
    """

    def __init__(self, *, union: bool = True) -> None:
        self._store = Store()
        self.union = union
        self._base = vocab.ID if union else _BASE
        self._prefixes = dict(vocab.PREFIXES) if union else {}
        self.plan: Callable[[str], str] = str
        """Gives the text to run instead of a query over the default graph; the text itself unless `plan.use_tables`."""

    def __len__(self) -> int:
        return len(self._store)

    def load_turtle(self, paths: Iterable[Path], graph: str) -> None:
        """Read Turtle files into one named graph. Raises: GraphFileError, with the line."""
        name = NamedNode(graph)
        self._store.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in read_triples(paths))

    def add(self, triples: Iterable[Triple], graph: str) -> None:
        """Put triples into one named graph."""
        name = NamedNode(graph)
        self._store.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in triples)

    def load_file(self, path: Path) -> None:
        """Read a file of any RDF format: its triples into the default graph, its named graphs under their names.

        Raises: GraphFileError, with the line.
        """
        format = RdfFormat.from_extension(path.suffix.removeprefix("."))
        if format is None:
            raise GraphFileError(path, "Its ending names no RDF format. Use .ttl, .nt, .nq, .trig, .rdf or .jsonld.")
        try:
            self._store.bulk_load(path=path, format=format, base_iri=path.resolve().as_uri())
        except SyntaxError as error:
            raise GraphFileError(path, f"This is not {format.name}: {error.msg}", line=error.lineno) from None
        except (OSError, ValueError) as error:
            raise GraphFileError(path, f"Cannot be read: {error}") from None

    def graphs(self) -> list[str]:
        """Return the names of the named graphs, sorted; a graph that has only a blank node for a name is left out."""
        return sorted(name.value for name in self._store.named_graphs() if isinstance(name, NamedNode))

    def query(self, text: str, default_graphs: Iterable[str] = (), named_graphs: Iterable[str] = ()) -> Answer:
        """Answer a SPARQL query over the default graph of this store, or over the dataset that it or the caller names.

        Raises: ForbiddenQuery, BadQuery, StoreError.
        """
        query_form(text)
        refuse_service(text)
        default, named = list(default_graphs), list(named_graphs)
        if self.union:
            refuse_graphs(text, (*default, *named), self.graphs)
        if default or named:
            return Answer(self._run(text, union=False, default=default, named=named), text, self._prefixes)
        planned = text if names_dataset(text) else self.plan(text)
        if planned != text:
            with suppress(BadQuery):  # then what was asked is at fault, and can be told where
                return self.run(planned)
        return self.run(text)

    def run(self, text: str) -> Answer:
        """Answer a query as it stands, unchecked. Raises: BadQuery, StoreError."""
        return Answer(self._run(text, union=self.union and not names_dataset(text)), text, self._prefixes)

    def lines(self) -> Iterator[bytes]:
        """Give the triples that a query meets in the default graph, in N-Triples, once for each graph they are in."""
        for graph in (DefaultGraph(), *(self._store.named_graphs() if self.union else ())):
            with TemporaryFile() as file:
                self._store.dump(file, RdfFormat.N_TRIPLES, from_graph=graph)
                file.seek(0)
                yield from file

    def rows(self, name: str, **bindings: str) -> Iterator[Row]:
        """Answer one of the library's own queries; each binding gives a variable an IRI."""
        text = library_query(name)
        return iter(Answer(self._run(text, bindings), text, self._prefixes))

    def values(self, name: str) -> Iterator[tuple[str, ...]]:
        """Answer one of the library's own queries, every column bound, with bare values: twice as fast as `rows`."""
        for solution in cast(QuerySolutions, self._run(library_query(name))):
            yield tuple([cast(NamedNode, value).value for value in solution])

    def set_wise(self, text: str) -> Iterator[Row]:
        """Answer a SHACL text that `with_target` made set-wise, with its own prefixes."""
        return iter(Answer(self._run(text), text, self._prefixes))

    def infer(self, construct: str, graph: str) -> int:
        """Run a CONSTRUCT and put its triples into a named graph; return how many there are. Raises: BadQuery."""
        found = self._run(construct)
        assert isinstance(found, QueryTriples)
        name = NamedNode(graph)
        quads = {Quad(t.subject, t.predicate, t.object, name) for t in found}
        self._store.bulk_extend(quads)
        return len(quads)

    def has(self, *pattern: Term | None) -> bool:
        """Tell whether a statement has these terms: subject, predicate, object, graph; None is any."""
        return next(match(self._store, pattern), None) is not None

    def terms(self, place: Place, *pattern: Term | None, most: int) -> set[Term]:
        """Return the IRIs and literals at one place of the statements that match; reads `most` statements."""
        return terms_of({getattr(quad, place) for quad in islice(match(self._store, pattern), most)})

    def every(self, place: Place) -> set[Term]:
        """Return the IRIs and literals at one place of all statements; reads 200,000 of them at most."""
        return terms_of(row[0] for row in cast(QuerySolutions, self._run(library_query(f"every_{place}"))))

    def drop_graphs(self, graphs: Iterable[str]) -> None:
        """Take out whole named graphs."""
        for graph in graphs:
            self._store.remove_graph(NamedNode(graph))

    def retract(self, graph: str, subject: str, predicate: str | None = None, value: str | None = None) -> None:
        """Take out of one graph what is said of a subject, or with one property, or with a value of it too."""
        term = NamedNode(predicate) if predicate else None
        for quad in list(self._store.quads_for_pattern(NamedNode(subject), term, None, NamedNode(graph))):
            if value is None or cast(NamedNode, quad.object).value == value:
                self._store.remove(quad)

    def dump(self, format: str, graph: str | None = None) -> bytes:
        """Return one named graph, or the whole dataset, as text. Raises: UnsupportedFormat, UnknownGraph."""
        pieces: list[bytes] = []
        self.write(pieces.append, format, graph)
        return b"".join(pieces)

    def write(self, send: Callable[[bytes], None], format: str, graph: str | None = None) -> None:
        """Send one named graph ("" is the default graph), or the whole dataset, as text, piece by piece.

        Raises: UnsupportedFormat, UnknownGraph.
        """
        chosen = RDF_FORMATS[get_format(format, "dataset" if graph is None else "graph").name]
        with buffered(Outlet(send)) as out:
            prefixes = self._prefixes
            if graph is None:
                self._store.dump(out, chosen, prefixes=prefixes)
            elif graph == "" and self.union:
                everything = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
                self.query(everything).write(send, get_format(format, "graph").name, NO_BOUNDS)
            else:
                name = self._graph(graph)
                self._store.dump(out, chosen, from_graph=name, prefixes=prefixes)

    def _graph(self, graph: str) -> NamedNode | DefaultGraph:
        if graph == "":
            return DefaultGraph()
        if graph not in (names := self.graphs()):
            known = ", ".join(name.removeprefix(vocab.GRAPH) for name in names[:_NAMED]) or "none"
            raise UnknownGraph(f"There is no graph '{graph.removeprefix(vocab.GRAPH)}'. There are: {known}.")
        return NamedNode(graph)

    def _run(
        self,
        text: str,
        bindings: Mapping[str, str] = MappingProxyType({}),
        *,
        union: bool = True,
        default: Iterable[str] | None = None,
        named: Iterable[str] | None = None,
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        unknown: dict[NamedNode, Callable[..., NamedNode | BlankNode | Literal | Triple | None]] = {}
        with told(text):
            while True:
                try:
                    return self._store.query(
                        text,
                        base_iri=self._base,
                        use_default_graph_as_union=union,
                        default_graph=None if default is None else [NamedNode(iri) for iri in default],
                        named_graphs=None if named is None else [NamedNode(iri) for iri in named],
                        substitutions={Variable(name): NamedNode(iri) for name, iri in bindings.items()},
                        custom_functions=unknown,
                    )
                except RuntimeError as error:
                    found = _UNKNOWN_FUNCTION.search(str(error))
                    if self.union or not found:
                        raise
                    unknown[NamedNode(found[1])] = lambda *_: None

    def triples(
        self, graph: str, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> Iterator[Triple]:
        """Give the statements of one named graph that have these IRIs; None is any."""
        s, p, o = (NamedNode(iri) if iri else None for iri in (subject, predicate, object))
        return (quad.triple for quad in self._store.quads_for_pattern(s, p, o, NamedNode(graph)))

    def quads(
        self, subject: Node | None = None, predicate: NamedNode | None = None, object: Node | None = None
    ) -> Iterator[Quad]:
        """Give the statements of all graphs that have these terms of the engine, one by one; None is any."""
        return self._store.quads_for_pattern(subject, predicate, object, None)  # type: ignore[arg-type]  # a literal subject finds nothing

    def add_quads(self, quads: Iterable[Quad]) -> None:
        """Put some statements into their graphs: for a few, much quicker than `add`."""
        self._store.extend(quads)
