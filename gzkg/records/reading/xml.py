"""RDF/XML before the parser sees it: no document type, no entities, no deep nesting; where each property is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NoReturn
from xml.parsers import expat

from gzkg import vocab
from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.records.batch import Place
from gzkg.records.reading.iri import resolve
from gzkg.records.reading.limit import ReadingLimits

_DECLARATION: Final = re.compile(r"\A\s*<\?xml\b[^>]*?\?>")
_BASE: Final = "http://www.w3.org/XML/1998/namespace base"
_ROOT: Final = vocab.RDF + " RDF"
_MOST_NAMES: Final = 200
"""Attributes of an element, and namespaces that hold at once: the parser compares each with all others."""


@dataclass(slots=True)
class _Element:
    """An element that is open; its children are things, or properties of `subject`, or no RDF at all."""

    subject: str | None
    base: str
    children: str


def walk_xml(text: str, file: str, limits: ReadingLimits) -> tuple[str, Mapping[tuple[str, str], Place]]:
    """Return the text without its declaration of an encoding, and where each subject and property stands.

    Raises: BadRecords, when it is no XML, declares a document type, or goes beyond a limit.
    """
    blank = _DECLARATION.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    walk = _Walk(file, limits)
    walk.read(blank)
    return blank.lstrip(), walk.places


class _Walk:
    """Follows a text from element to element."""

    def __init__(self, file: str, limits: ReadingLimits) -> None:
        self.places: dict[tuple[str, str], Place] = {}
        self._file = file
        self._limits = limits
        self._open = [_Element(None, vocab.ID, "things")]
        self._names = self._size = 0
        self._iris: dict[str, str] = {}
        self._parser = parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda _name: self._open.pop()
        parser.StartDoctypeDeclHandler = self._refuse_type
        parser.StartNamespaceDeclHandler = self._name
        parser.EndNamespaceDeclHandler = self._unname

    def read(self, text: str) -> None:
        """Read to the end."""
        try:
            self._parser.Parse(text.encode(), True)
        except expat.ExpatError as error:
            problem = expat.errors.messages[error.code]
            raise BadRecords(
                f"{self._file} is no XML: {problem}, in line {error.lineno}, column {error.offset + 1}.",
                line=error.lineno,
                column=error.offset + 1,
            ) from None

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        outer = self._open[-1]
        if len(self._open) > self._limits.max_depth:
            self._refuse(f"more than {self._limits.max_depth} elements are open. Name each thing by rdf:about")
        if len(attributes) > _MOST_NAMES or len(attributes.get(_BASE, "")) > self._limits.max_iri:
            self._refuse("an element has too many attributes, or a base that is too long")
        base = resolve(outer.base, attributes[_BASE]) if _BASE in attributes else outer.base
        if outer.children == "properties":
            self._open.append(self._property(name, attributes, _Element(outer.subject, base, "things")))
        else:
            self._open.append(self._thing(name, attributes, _Element(None, base, outer.children)))

    def _thing(self, name: str, attributes: Mapping[str, str], element: _Element) -> _Element:
        if element.children != "things" or (name == _ROOT and len(self._open) == 1):
            return element
        about, fragment = attributes.get(vocab.RDF + " about"), attributes.get(vocab.RDF + " ID")
        reference = about if about is not None else None if fragment is None else "#" + fragment
        element.subject = None if reference is None else resolve(element.base, reference)
        element.children = "properties"
        self._keep(element.subject, "")
        for key in attributes:
            self._keep(element.subject, key)
        return element

    def _property(self, name: str, attributes: Mapping[str, str], element: _Element) -> _Element:
        self._keep(element.subject, name)
        parsed = attributes.get(vocab.RDF + " parseType")
        if parsed is not None:
            element.subject = None
            element.children = {"Resource": "properties", "Collection": "things"}.get(parsed, "nothing")
        return element

    def _keep(self, subject: str | None, name: str) -> None:
        """Keep where a property is; its name is its namespace and its local name, with a space between."""
        if subject is None:
            return
        if name not in self._iris:
            self._iris[name] = name.replace(" ", "")
            self._count(name)
        if not name:
            self._count(subject)
        self.places.setdefault((subject, self._iris[name]), Place(self._parser.CurrentLineNumber))

    def _count(self, iri: str) -> None:
        self._size += len(iri)
        if self._size > self._limits.max_unpacked:
            raise RecordsTooLarge(f"{self._file} is too large once its names are written out. Split it.")

    def _name(self, _prefix: str | None, iri: str | None) -> None:
        self._names += 1
        if self._names > _MOST_NAMES or len(iri or "") > self._limits.max_iri:
            self._refuse("there are too many namespaces, or one is too long")

    def _unname(self, _prefix: str | None) -> None:
        self._names -= 1

    def _refuse_type(self, *_declared: object) -> NoReturn:
        self._refuse("a document type (<!DOCTYPE>) is declared, which is not read. Save the file as Turtle")

    def _refuse(self, problem: str) -> NoReturn:
        line = self._parser.CurrentLineNumber
        raise BadRecords(f"{self._file}: in line {line} {problem}.", line=line)
