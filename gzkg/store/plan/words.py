"""A query as tokens with their places; whatever is not plainly one of them is beyond us."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple


class Beyond(Exception):
    """The query, or this part of it, is left to the engine."""


class Token(NamedTuple):
    """A word of a query: its kind, its text as written, where it starts and ends.

    `key` is a keyword in capitals or a mark as it is, and empty for all else.
    """

    kind: str
    text: str
    start: int
    end: int
    key: str

    def says(self, *words: str) -> bool:
        """Tell whether it is one of these keywords, in capitals, or marks."""
        return self.key in words


_NAMES: Final = frozenset({"name", "iri"})
NOT_IN_PATTERN: Final = frozenset(
    ["CONSTRUCT", "ASK", "DESCRIBE", "GRAPH", "SERVICE", "FROM", "BIND", "UNION", "LATERAL", "BASE", "{", "*", "+"]
)
"""Keywords beyond us; `{` is where it follows another, `*` and `+` where they make a path."""
NOT_AROUND: Final = frozenset(["GRAPH", "SERVICE", "FROM", "EXISTS", "LATERAL", "BASE"])
"""Keywords that may give a sub-select another graph or another scope than it has by itself."""
_OPERANDS: Final = frozenset({"var", "name", "iri", "string", "number", "lang"})
_TOKEN: Final = re.compile(
    r"(?:\s+|\#[^\n\r]*)*"
    r"(?:(?P<var>[?$]\w+)"
    r"|(?P<name>(?:[a-zA-Z][\w-]*)?:(?:[\w:-]+(?:\.[\w:-]+)*)?)"
    r"|(?P<word>[a-zA-Z]\w*)"
    r"|(?P<iri><[a-zA-Z][\w+.-]*:[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<mark>\^\^|&&|\|\||!=|<=|>=|[{}()\[\];,.=<>!+\-*/^|?])"
    r"|(?P<string>\"(?!\"\")(?:[^\"\\\n\r]|\\.)*\"|'(?!'')(?:[^'\\\n\r]|\\.)*')"
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<lang>@[a-zA-Z]{2,3}(?:-[a-zA-Z]{2,4})?(?![\w-]))"
    r"|(?P<end>\Z))",
    re.ASCII,
)
"""Narrower than the grammar: an odd IRI, a long string or a name beyond ASCII matches nothing."""


def tokens(text: str, refused: frozenset[str]) -> list[Token]:
    """Return the tokens of a query, the gaps left out.

    Raises: Beyond, at whatever is not one of ours, and at the first word that is refused.
    """
    found, place, before = [], 0, Token("end", "", 0, 0, "")
    for match in _TOKEN.finditer(text):
        if match.start() != place:
            break
        kind, place = match.lastgroup or "", match.end()
        word = match[kind]
        key = word.upper() if kind == "word" else word if kind == "mark" else ""
        if key in refused and (kind == "word" or before.key == "{" or (key in "*+" and before.kind in _NAMES)):
            raise Beyond(word)
        before = Token(kind, word, place - len(word), place, key)
        found.append(before)
    if before.kind != "end" or not found:
        raise Beyond(text[place : place + 20])
    return [*found, before]  # the end twice, so that the next but one can be looked at


def refuse_doubt(words: Iterable[Token]) -> None:
    """Refuse an expression where `<` may begin an IRI or compare: right after an operand. Raises: Beyond."""
    for one, other in pairwise(words):
        if other.kind == "iri" and (one.kind in _OPERANDS or one.key == ")"):
            raise Beyond(other.text)
