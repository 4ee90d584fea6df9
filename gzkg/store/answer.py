"""The answer to one query: rows, or text in a format, whole or streamed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    serialize,
)

from gzkg import vocab
from gzkg.errors import BadQuery, StoreError
from gzkg.model import Term
from gzkg.rdf.formats import Holds, get_format
from gzkg.store.cut import Bounds, CutAnswer, CutTriples, Outlet, RowOutlet
from gzkg.store.sparql import bad_query

_RESULTS: Final = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
RDF_FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}
Row = dict[str, Term | None]

PIECE_BYTES: Final = 1 << 14
"""An answer leaves in pieces of this size."""


class Answer:
    """The answer to one query; read it once, as rows or as text, in the thread that asked.

    `holds` is bindings (SELECT), boolean (ASK) or graph (CONSTRUCT, DESCRIBE).
    """

    def __init__(
        self, found: QuerySolutions | QueryBoolean | QueryTriples, text: str, prefixes: Mapping[str, str]
    ) -> None:
        self._found = found
        self._text = text
        self._prefixes = dict(prefixes)
        self.holds: Holds = "graph"
        self.columns: tuple[str, ...] = ("subject", "predicate", "object")
        if isinstance(found, QuerySolutions):
            self.holds = "bindings"
            self.columns = tuple(variable.value for variable in found.variables)
        elif isinstance(found, QueryBoolean):
            self.holds, self.columns = "boolean", ("answer",)

    def __iter__(self) -> Iterator[Row]:
        """Give rows: column -> term, None where the column is unbound; triples as subject, predicate, object."""
        with told(self._text):
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
        with told(self._text):
            if isinstance(self._found, QueryTriples):
                return serialize(self._found, format=RDF_FORMATS[chosen.name], prefixes=self._prefixes) or b""
            return self._found.serialize(format=_RESULTS[chosen.name]) or b""

    def write(self, send: Callable[[bytes], None], format: str, bounds: Bounds) -> str | None:
        """Send the answer as text, piece by piece, until a bound is reached; say why it was cut, None when whole."""
        with told(self._text):
            if isinstance(self._found, QueryTriples):
                return self._write_triples(self._found, send, format, bounds)
            try:
                with buffered(RowOutlet(send, format, bounds)) as out:
                    self._found.serialize(out, _RESULTS[format])
            except CutAnswer as cut:
                return str(cut)
        return None

    def _write_triples(
        self, found: QueryTriples, send: Callable[[bytes], None], format: str, bounds: Bounds
    ) -> str | None:
        outlet = Outlet(send)
        kept = CutTriples(found, outlet, bounds)
        with buffered(outlet) as out:
            serialize(kept, out, format=RDF_FORMATS[format], prefixes=self._prefixes)
        return kept.cut


def write_triples(
    triples: Iterable[Triple], send: Callable[[bytes], None], format: str, prefixes: Mapping[str, str]
) -> None:
    """Send triples as text in a format, piece by piece."""
    with buffered(Outlet(send)) as out:
        serialize(triples, out, format=RDF_FORMATS[format], prefixes=dict(prefixes))


def buffered(outlet: Outlet) -> io.BufferedWriter[Any]:
    """Return a file that hands an outlet what is written in pieces of PIECE_BYTES."""
    return io.BufferedWriter(outlet, PIECE_BYTES)


@contextmanager
def told(text: str) -> Iterator[None]:
    """Turn the engine's exceptions about a query into ours."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise bad_query(error, text) from None
    except (OSError, RuntimeError) as error:
        if "custom function" in str(error):
            raise BadQuery(f"{error}. There are only the functions of SPARQL 1.1.") from None
        raise StoreError(f"The query could not be answered: {error}") from None


@lru_cache(maxsize=1 << 14)
def _iri(value: str) -> Term:
    return Term(value, "iri")


def _term(value: NamedNode | BlankNode | Literal | Triple | None) -> Term | None:
    match value:
        case None:
            return None
        case NamedNode():
            return _iri(value.value)
        case Literal():
            return Term(value.value, "literal", value.language, value.datatype.value)
        case BlankNode():
            return Term(value.value, "blank")
    return Term(str(value))
