"""The embedded Oxigraph store, in memory: named graphs in, answers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    serialize,
)

from gzkg import vocab
from gzkg.errors import StoreError, UnknownTerm
from gzkg.model import Term
from gzkg.rdf.files import read_triples
from gzkg.rdf.formats import Holds, get_format
from gzkg.store.sparql import bad_query, library_query, names_dataset, query_form, refuse_service

_RESULTS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_RDF: Final = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}
Row = dict[str, Term | None]


class Answer:
    """The answer to one query; read it once, as rows or as text, in the thread that asked.

    `holds` is bindings (SELECT), boolean (ASK) or graph (CONSTRUCT, DESCRIBE).
    """

    def __init__(self, found: QuerySolutions | QueryBoolean | QueryTriples, text: str) -> None:
        self._found = found
        self._text = text
        self.holds: Holds = "graph"
        self.columns: tuple[str, ...] = ("subject", "predicate", "object")
        if isinstance(found, QuerySolutions):
            self.holds = "bindings"
            self.columns = tuple(variable.value for variable in found.variables)
        elif isinstance(found, QueryBoolean):
            self.holds, self.columns = "boolean", ("answer",)

    def __iter__(self) -> Iterator[Row]:
        """Give rows: column -> term, None where the column is unbound; triples as subject, predicate, object."""
        with _told(self._text):
            yield from self._rows()

    def _rows(self) -> Iterator[Row]:
        if isinstance(self._found, QueryBoolean):
            yield {"answer": Term(str(bool(self._found)).lower(), datatype=vocab.XSD + "boolean")}
        elif isinstance(self._found, QuerySolutions):
            for solution in self._found:
                yield dict(zip(self.columns, (_term(value) for value in solution), strict=True))
        else:
            for triple in self._found:
                yield dict(zip(self.columns, (_term(value) for value in triple), strict=True))

    def serialize(self, format: str | None = None) -> bytes:
        """Return the answer as text in a format (see `formats`); JSON or Turtle when none is named.

        Raises: UnsupportedFormat.
        """
        chosen = get_format(format or ("turtle" if self.holds == "graph" else "json"), self.holds)
        with _told(self._text):
            if isinstance(self._found, QueryTriples):
                return serialize(self._found, format=_RDF[chosen.name], prefixes=dict(vocab.PREFIXES)) or b""
            return self._found.serialize(format=_RESULTS[chosen.name]) or b""


class EmbeddedStore:
    """An in-memory store; readers may share it between threads, but not an answer of it."""

    def __init__(self) -> None:
        self._store = Store()

    def __len__(self) -> int:
        return len(self._store)

    def load_turtle(self, paths: Iterable[Path], graph: str) -> None:
        """Read Turtle files into one named graph. Raises: GraphFileError, with the line."""
        name = NamedNode(graph)
        self._store.bulk_extend(Quad(t.subject, t.predicate, t.object, name) for t in read_triples(paths))

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query over the union of all graphs.

        Raises: ForbiddenQuery, BadQuery, StoreError.
        """
        query_form(text)
        refuse_service(text)
        return Answer(self._run(text, union=not names_dataset(text)), text)

    def rows(self, name: str, **bindings: str) -> Iterator[Row]:
        """Answer one of the library's own queries; each binding gives a variable an IRI."""
        text = library_query(name)
        return iter(Answer(self._run(text, bindings), text))

    def set_wise(self, text: str) -> Iterator[Row]:
        """Answer a SHACL text that `with_target` made set-wise, with its own prefixes."""
        return iter(Answer(self._run(text), text))

    def infer(self, construct: str, graph: str) -> int:
        """Run a CONSTRUCT and put its triples into a named graph; return how many there are. Raises: BadQuery."""
        found = self._run(construct)
        assert isinstance(found, QueryTriples)
        name = NamedNode(graph)
        quads = {Quad(t.subject, t.predicate, t.object, name) for t in found}
        self._store.bulk_extend(quads)
        return len(quads)

    def dump(self, format: str, graph: str | None = None) -> bytes:
        """Return one named graph, or the whole dataset, as text. Raises: UnsupportedFormat, UnknownTerm."""
        chosen = get_format(format, "graph" if graph else "dataset")
        prefixes = dict(vocab.PREFIXES)
        if graph:
            if not self._store.contains_named_graph(NamedNode(graph)):
                names = sorted(str(name).strip("<>").removeprefix(vocab.GRAPH) for name in self._store.named_graphs())
                wanted = graph.removeprefix(vocab.GRAPH)
                raise UnknownTerm(f"There is no graph '{wanted}'. There are: {', '.join(names)}.")
            triples = (q.triple for q in self._store.quads_for_pattern(None, None, None, NamedNode(graph)))
            return serialize(triples, format=_RDF[chosen.name], prefixes=prefixes) or b""
        return self._store.dump(format=_RDF[chosen.name], prefixes=prefixes) or b""

    def _run(
        self, text: str, bindings: Mapping[str, str] = MappingProxyType({}), *, union: bool = True
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        with _told(text):
            return self._store.query(
                text,
                use_default_graph_as_union=union,
                substitutions={Variable(name): NamedNode(iri) for name, iri in bindings.items()},
            )


@contextmanager
def _told(text: str) -> Iterator[None]:
    """Turn the engine's exceptions about a query into ours."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise bad_query(error, text) from None
    except (OSError, RuntimeError) as error:
        raise StoreError(f"The query could not be answered: {error}") from None


def _term(value: NamedNode | BlankNode | Literal | Triple | None) -> Term | None:
    match value:
        case None:
            return None
        case NamedNode():
            return Term(value.value, "iri")
        case Literal():
            return Term(value.value, "literal", value.language, value.datatype.value)
        case BlankNode():
            return Term(value.value, "blank")
    return Term(str(value))
