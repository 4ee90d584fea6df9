"""Turtle and its kin before the parser sees them: how deep they are nested, and where each property is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NoReturn

from gzkg import vocab
from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.records.batch import Place
from gzkg.records.reading.iri import resolve
from gzkg.records.reading.limit import ReadingLimits

_TOKEN: Final = re.compile(
    r"(?P<skip>[\s,]++|#[^\n\r]*+|@[A-Za-z]++-[A-Za-z0-9-]++|\^\^)"
    r'|(?P<text>"""(?:[^"\\]++|\\.|"(?!""))*+(?:"""|\Z)|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+(?:\'\'\'|\Z)'
    r'|"(?:[^"\\\n\r]++|\\.)*+"?|\'(?:[^\'\\\n\r]++|\\.)*+\'?)'
    r'|(?P<iri><(?![<(])[^\x00-\x20<>"{}|^`]*+>)'
    r"|(?P<open><<\(?|\{\||[\[({])|(?P<close>\)?>>|\|\}|[\])}])|(?P<end>;|\.(?!\d))"
    r"""|(?P<word>(?:\\.|[^\s<>"'\[\](){}|;,#.\\^]|\.(?=[\w:%\\.-]))++)|(?P<other>.)""",
    re.DOTALL,
)
"""Every alternative takes what it begins, to the end of the text if need be: the walk never goes back."""
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)")
_DIRECTIVES: Final = frozenset({"@prefix", "prefix", "@base", "base", "@version", "version"})
_SUBJECT, _PREDICATE, _OBJECT = 0, 1, 2


def walk_turtle(text: str, file: str, limits: ReadingLimits) -> Mapping[tuple[str, str], Place]:
    """Return where each subject and each of its properties is first said, in Turtle, TriG, N-Triples or N-Quads.

    A blank node has the key `_:label`, if it has a label. What is no Turtle is walked over without complaint.

    Raises: BadRecords, when it is nested beyond the limit or an IRI is too long.
    """
    walk = _Walk(text, file, limits)
    for found in _TOKEN.finditer(text):
        walk.take(found)
    return walk.places


class _Walk:
    """Follows a text from word to word and knows whether a subject, a predicate or an object comes next."""

    def __init__(self, text: str, file: str, limits: ReadingLimits) -> None:
        self.places: dict[tuple[str, str], Place] = {}
        self._text = text
        self._file = file
        self._limits = limits
        self._base = vocab.ID
        self._prefixes: dict[str, str] = {}
        self._properties: dict[str, str] = {"a": vocab.TYPE}
        self._size = 0
        self._outer: list[tuple[str | None, int]] = []
        self._subject: str | None = None
        self._next = _SUBJECT
        self._directive: list[str] = []
        self._line, self._counted = 1, 0

    def take(self, found: re.Match[str]) -> None:
        """Take the next word."""
        match found.lastgroup:
            case "iri" | "word":
                self._term(found)
            case "end":
                self._directive = []
                self._next = _PREDICATE if found[0] == ";" else _SUBJECT
            case "open":
                self._open(found)
            case "close" if self._outer:
                self._subject, self._next = self._outer.pop()

    def _term(self, found: re.Match[str]) -> None:
        word = found[0]
        if len(word) > self._limits.max_iri:
            self._refuse(found, f"an IRI has {len(word):,} characters; the most is {self._limits.max_iri:,}")
        if self._directive or (self._next == _SUBJECT and word.lower() in _DIRECTIVES):
            self._direct(word)
        elif self._next == _SUBJECT and word.lower() != "graph":
            self._subject = self._iri(word)
            self._count(self._subject)
            self._keep("", found)
            self._next = _PREDICATE
        elif self._next == _PREDICATE:
            self._keep(self._property(word), found)
            self._next = _OBJECT

    def _direct(self, word: str) -> None:
        """Take one more word of a directive, which ends with its IRI."""
        self._directive.append(word)
        if word.startswith("<"):
            iri = self._iri(word)
            self._properties = {"a": vocab.TYPE}
            if len(self._directive) > 2:
                self._prefixes[self._directive[1]] = iri
            else:
                self._base = iri
            self._directive = []

    def _open(self, found: re.Match[str]) -> None:
        bracket = found[0]
        after = _SUBJECT if bracket == "{" else _PREDICATE if self._next == _SUBJECT else _OBJECT
        self._outer.append((None if self._next == _SUBJECT else self._subject, after))
        if len(self._outer) > self._limits.max_depth:
            self._refuse(found, f"more than {self._limits.max_depth} brackets are open. Name each thing by an IRI")
        self._subject = None
        self._next = _SUBJECT if bracket == "{" else _PREDICATE if bracket in ("[", "{|") else _OBJECT

    def _property(self, word: str) -> str:
        if word not in self._properties:
            self._properties[word] = self._iri(word)
            self._count(self._properties[word])
        return self._properties[word]

    def _count(self, iri: str) -> None:
        self._size += len(iri)
        if self._size > self._limits.max_unpacked:
            raise RecordsTooLarge(f"{self._file} is too large once its prefixes are written out. Split it.")

    def _iri(self, word: str) -> str:
        if word.startswith("<"):
            return resolve(self._base, _unescaped(word[1:-1]))
        prefix, colon, local = word.partition(":")
        namespace = self._prefixes.get(prefix + colon)
        return word if namespace is None else namespace + _unescaped(local)

    def _keep(self, predicate: str, found: re.Match[str]) -> None:
        if self._subject is not None:
            self.places.setdefault((self._subject, predicate), Place(self._at(found)))

    def _at(self, found: re.Match[str]) -> int:
        self._line += self._text.count("\n", self._counted, found.start())
        self._counted = found.start()
        return self._line

    def _refuse(self, found: re.Match[str], problem: str) -> NoReturn:
        line = self._at(found)
        raise BadRecords(f"{self._file}: in line {line} {problem}.", line=line)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return found[3] if code is None else chr(min(int(code, 16), 0x10FFFF))
