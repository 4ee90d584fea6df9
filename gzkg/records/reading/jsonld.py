"""JSON-LD before the parser sees it: how deep it is nested, what its contexts ask for, where each subject is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NoReturn

from gzkg import vocab
from gzkg.errors import BadRecords, RecordsTooLarge
from gzkg.records.batch import Place
from gzkg.records.reading.iri import resolve
from gzkg.records.reading.limit import ReadingLimits
from gzkg.settings import default_root

CONTEXTS: Final = (vocab.BASE + "context.jsonld", vocab.BASE + "context")
"""IRIs of the only context that may be named; it is taken from `ontology/`."""

_TOKEN: Final = re.compile(
    r'(?P<text>"(?:[^"\\]++|\\.)*+"?)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<mark>[:,])', re.DOTALL
)
_IDS: Final = ("@id", "id")
_WORK: Final = 500
"""Contexts that a file may have when one of them is as large as one may be."""
_BRACKETS, _QUOTES = 4, 16
"""Brackets and quotation marks for each statement that a file may have, at most."""
_INLINE: Final = f"Write the terms into the file, or name {CONTEXTS[0]}"


@dataclass(slots=True)
class _Frame:
    """An object or list that is open: `within` is 0 outside of contexts, 1 in one, more in what defines a term."""

    within: int = 0
    is_object: bool = True
    key: str | None = None
    keys: int = 0
    terms: int = 0
    subject: tuple[str, int] | None = None


def walk_jsonld(text: str, file: str, limits: ReadingLimits) -> tuple[str, Mapping[tuple[str, str], Place]]:
    """Return the text with our own context in place of its name, and where each subject stands.

    Raises: BadRecords, when it is nested beyond the limit or a context would have to be fetched; RecordsTooLarge, when
    its contexts define too many terms.
    """
    _check(text, file, limits)
    walk = _Walk(text, file, limits)
    for found in _TOKEN.finditer(text):
        walk.take(found)
    return walk.whole(), walk.places


def _check(text: str, file: str, limits: ReadingLimits) -> None:
    """Raise BadRecords for what is no JSON, RecordsTooLarge for more of it than statements could need."""
    brackets, quotes = text.count("{") + text.count("["), text.count('"')
    if brackets > _BRACKETS * limits.max_triples or quotes > _QUOTES * limits.max_triples:
        raise RecordsTooLarge(f"{file} has more objects, lists and texts than {limits.max_triples:,} statements need.")
    try:
        json.loads(text, parse_int=len, parse_float=len)
    except json.JSONDecodeError as error:
        where, problem = f"line {error.lineno}, column {error.colno}", error.msg
        raise BadRecords(f"{file}, {where}, is no JSON: {problem}.", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise BadRecords(f"{file}: objects and lists are nested too deep. Name each thing by @id.") from None


@cache
def _own_context() -> Mapping[str, Any]:
    path = default_root() / "ontology" / "context.jsonld"
    context: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["@context"]
    return context


class _Walk:
    """Follows a text from token to token, with the objects and lists that are open."""

    def __init__(self, text: str, file: str, limits: ReadingLimits) -> None:
        self.places: dict[tuple[str, str], Place] = {}
        self._text = text
        self._file = file
        self._limits = limits
        self._frames = [_Frame()]
        self._string: re.Match[str] | None = None
        self._names: dict[str, str] = {"@base": vocab.ID}
        self._pieces: list[str] = []
        self._taken = 0
        self._contexts = self._most_terms = self._size = 0
        self._line, self._counted = 1, 0

    def whole(self) -> str:
        """Return the text as it is to be parsed."""
        return "".join(self._pieces) + self._text[self._taken :]

    def take(self, found: re.Match[str]) -> None:
        """Take the next token; whether a string is a key is known with the colon after it."""
        if self._string and found[0] == ":":
            self._key(self._string)
        elif self._string:
            self._value(self._string)
        self._string = found if found.lastgroup == "text" else None
        if found.lastgroup == "open":
            self._open(found)
        elif found.lastgroup == "close" and len(self._frames) > 1:
            self._close(self._frames.pop())

    def _key(self, found: re.Match[str]) -> None:
        frame, key = self._frames[-1], _content(found[0])
        frame.key = key
        frame.keys += 1
        if frame.within == 1 and len(key) > self._limits.max_iri:
            self._refuse(found, f"a term has {len(key):,} characters. Shorten it")
        if frame.within and key == "@import":
            self._refuse(found, f"a context is to be fetched (@import). Nothing is fetched. {_INLINE}")
        if frame.within and key == "@context":
            self._refuse(
                found, "a term has a context of its own, which is not read. Write its terms into the outer one"
            )

    def _value(self, found: re.Match[str]) -> None:
        frame, value = self._frames[-1], _content(found[0])
        if frame.within and len(value) > self._limits.max_iri:
            self._refuse(found, f"an IRI has {len(value):,} characters; the most is {self._limits.max_iri:,}")
        if self._is_context():
            self._named(found, value)
        elif frame.within == 1 and frame.key:
            self._names[frame.key] = value
        elif frame.key in _IDS and frame.is_object and not frame.within:
            frame.subject = (value, self._at(found))

    def _is_context(self) -> bool:
        """Tell whether what comes now is a context: the value of @context, or one of a list that is."""
        frame = self._frames[-1]
        return not frame.within and frame.key == "@context"

    def _named(self, found: re.Match[str], iri: str) -> None:
        if iri not in CONTEXTS:
            self._refuse(found, f"the context {iri[:200]} is to be fetched. Nothing is fetched. {_INLINE}")
        context = _own_context()
        self._pieces += [self._text[self._taken : found.start()], json.dumps(context, ensure_ascii=False)]
        self._taken = found.end()
        self._names |= {key: value for key, value in context.items() if isinstance(value, str)}
        self._define(len(context))

    def _define(self, terms: int) -> None:
        """Count the terms that hold within the object; the parser copies them all for each context within."""
        frame = next(frame for frame in reversed(self._frames) if frame.is_object)
        frame.terms += terms
        self._contexts += 1
        self._most_terms = max(self._most_terms, frame.terms)
        if (
            self._most_terms > self._limits.max_terms
            or self._contexts * self._most_terms > _WORK * self._limits.max_terms
        ):
            raise RecordsTooLarge(
                f"{self._file}: {self._contexts:,} contexts define up to {self._most_terms:,} terms. "
                "Give one context at the top."
            )

    def _open(self, found: re.Match[str]) -> None:
        frame = self._frames[-1]
        is_object = found[0] == "{"
        is_listed = self._is_context() and not is_object
        within = 1 if self._is_context() and is_object else frame.within + 1 if frame.within else 0
        self._frames.append(_Frame(within, is_object, key="@context" if is_listed else None, terms=frame.terms))
        if len(self._frames) > self._limits.max_depth + 1:
            self._refuse(
                found, f"more than {self._limits.max_depth} objects and lists are open. Name each thing by @id"
            )

    def _close(self, frame: _Frame) -> None:
        if frame.within == 1:
            self._define(frame.keys)
        elif frame.subject and frame.keys > 1:
            iri, line = frame.subject
            self._keep(self._iri(iri), line)

    def _keep(self, iri: str, line: int) -> None:
        self._size += len(iri)
        if self._size > self._limits.max_unpacked:
            raise RecordsTooLarge(f"{self._file} is too large once its prefixes are written out. Split it.")
        self.places.setdefault((iri, ""), Place(line))

    def _iri(self, value: str) -> str:
        prefix, colon, local = value.partition(":")
        namespace = self._names.get(prefix) if colon and not local.startswith("//") else None
        return resolve(self._names["@base"], value) if namespace is None else namespace + local

    def _at(self, found: re.Match[str]) -> int:
        self._line += self._text.count("\n", self._counted, found.start())
        self._counted = found.start()
        return self._line

    def _refuse(self, found: re.Match[str], problem: str) -> NoReturn:
        line = self._at(found)
        raise BadRecords(f"{self._file}: in line {line} {problem}.", line=line)


def _content(token: str) -> str:
    if "\\" not in token:
        return token.strip('"')
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token
