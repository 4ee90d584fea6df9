"""RDF of any form to a batch: parsed within limits, without network or file system."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from gzkg import vocab
from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.ids import id_of
from gzkg.records.batch import Batch, Place
from gzkg.records.reading.character import character_finding, without_harm
from gzkg.records.reading.jsonld import walk_jsonld
from gzkg.records.reading.limit import ReadingLimits
from gzkg.records.reading.text import Decoded
from gzkg.records.reading.trouble import finding
from gzkg.records.reading.turtle import walk_turtle
from gzkg.records.reading.xml import walk_xml

_FORMATS: Final = {
    "turtle": (RdfFormat.TURTLE, "Turtle"),
    "trig": (RdfFormat.TRIG, "TriG"),
    "ntriples": (RdfFormat.N_TRIPLES, "N-Triples"),
    "nquads": (RdfFormat.N_QUADS, "N-Quads"),
    "jsonld": (RdfFormat.JSON_LD, "JSON-LD"),
    "rdfxml": (RdfFormat.RDF_XML, "RDF/XML"),
}
_WHERE: Final = re.compile(r"^Parser error at line \d+ (?:between columns \d+ and \d+|column \d+)(?: and [^:]*)?: ")
_SHOWN: Final = 300
_BEGINNING: Final = 40


def read_rdf(decoded: Decoded, kind: str, file: str, limits: ReadingLimits) -> Batch:
    """Return the statements of a text in Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML (RDF 1.1).

    Each is there once; those in named graphs are apart, in `named`. A literal that is too long is cut, and one with
    invisible characters is read without them; both are findings. Relative IRIs stand against that of ids.

    Raises: BadRecords, with line and column if known; RecordsTooLarge.
    """
    reader = _Reader(decoded.text, kind, file, limits)
    places, quads = reader.read()
    batch = Batch(name=file, places=places, notes=decoded.notes)
    batch.triples = list(dict.fromkeys(_checked(quad, batch, limits) for quad in quads if not _is_named(quad)))
    batch.named = [quad for quad in quads if _is_named(quad)]
    return batch


class _Reader:
    """Parses one text, having looked first for what the parser cannot bear."""

    def __init__(self, text: str, kind: str, file: str, limits: ReadingLimits) -> None:
        self._text = text
        self._kind = kind
        self._file = file
        self._limits = limits

    def read(self) -> tuple[Mapping[tuple[str, str], Place], list[Quad]]:
        """Return where each thing is said, and the statements.

        The parser comes first where it can, since it stops soon at what is wrong. Nested triple terms and JSON end the
        process when they are deep enough; a document type of XML could ask for files.
        """
        if self._kind == "jsonld":
            whole, places = walk_jsonld(self._text, self._file, self._limits)
            return places, list(self._quads(whole))
        if self._kind == "rdfxml":
            whole, places = walk_xml(self._text, self._file, self._limits)
            return places, list(self._quads(whole))
        if self._text.count("<<") > self._limits.max_depth:
            walk_turtle(self._text, self._file, self._limits)
        quads = list(self._quads(self._text))
        return walk_turtle(self._text, self._file, self._limits), quads

    def _quads(self, text: str) -> Iterator[Quad]:
        form, called = _FORMATS[self._kind]
        size = 0
        try:
            for many, quad in enumerate(parse(text.encode(), form, base_iri=vocab.ID), 1):
                size += self._size(quad)
                if many > self._limits.max_triples:
                    raise self._too_large(f"has more than {self._limits.max_triples:,} statements")
                if size > self._limits.max_unpacked:
                    most = self._limits.max_unpacked >> 20
                    raise self._too_large(f"is larger than {most} MB once its prefixes are written out")
                yield quad
        except (SyntaxError, ValueError) as error:
            raise self._refusal(error, called) from None
        except MemoryError:
            raise self._too_large("holds a single text that is longer than what is read") from None

    def _size(self, quad: Quad) -> int:
        """Return the characters of a statement. Raises: BadRecords, for RDF 1.2 and for an IRI that is too long."""
        terms = (quad.subject, quad.predicate, quad.object)
        if isinstance(quad.object, Triple) or (isinstance(quad.object, Literal) and quad.object.direction):
            raise BadRecords(f"{self._file}: triple terms and text directions are RDF 1.2, not read here. Use RDF 1.1.")
        for term in terms:
            if isinstance(term, NamedNode) and len(term.value) > self._limits.max_iri:
                many, most = len(term.value), self._limits.max_iri
                raise BadRecords(
                    f"{self._file}: an IRI has {many:,} characters, {term.value[:80]}…; the most is {most:,}."
                )
        return sum(len(term.value) for term in terms if isinstance(term, NamedNode | BlankNode | Literal))

    def _too_large(self, problem: str) -> RecordsTooLarge:
        return RecordsTooLarge(f"{self._file} {problem}. Split it.")

    def _refusal(self, error: SyntaxError | ValueError, called: str) -> BadRecords:
        line, column, said = None, None, str(error)
        if isinstance(error, SyntaxError):
            line, column, said = error.lineno, error.offset, error.msg
        problem = _WHERE.sub("", said)[:_SHOWN].rstrip(".")
        where = f", line {line}, column {column}," if line else ""
        return BadRecords(f"{self._file}{where} is not {called}: {problem}.", line=line, column=column)


def _is_named(quad: Quad) -> bool:
    return not isinstance(quad.graph_name, DefaultGraph)


def _checked(quad: Quad, batch: Batch, limits: ReadingLimits) -> Triple:
    """Return a statement as it is read; what is wrong with its text becomes a finding."""
    literal = quad.object
    if not isinstance(literal, Literal) or _is_plain(literal.value, limits):
        return quad.triple
    text, key = literal.value, quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
    line, subject = batch.place(key, quad.predicate.value).line, id_of(key) or key
    if len(text) > limits.max_cell:
        told: dict[str, str | int] = {"value": text[:_BEGINNING], "many": len(text), "most": limits.max_cell}
        batch.findings.append(finding("F02-too-long", batch.name, line, subject=subject, **told))
        text = text[: limits.max_cell]
    about = character_finding(batch.name, line, text, subject=subject)
    if about:
        batch.findings.append(about)
        text = without_harm(text)
    return quad.triple if text == literal.value else Triple(quad.subject, quad.predicate, _like(literal, text))


def _is_plain(text: str, limits: ReadingLimits) -> bool:
    return len(text) <= limits.max_cell and text.isascii() and text.isprintable()


def _like(literal: Literal, text: str) -> Literal:
    if literal.language:
        return Literal(text, language=literal.language)
    return Literal(text, datatype=literal.datatype)
