"""The tokens of a query, the terms they stand for, and terms written as a query does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin

from gzkg import vocab
from gzkg.model import Term

_TOKENS: Final = 20_000
"""So many tokens are read; what follows is not looked at."""

_TOKEN: Final = re.compile(
    r'(?P<string>"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?' r"|'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n\r]++|\\.)*+"?' r"|'(?:[^'\\\n\r]++|\\.)*+'?)"
    r"|(?P<iri><[^<>\"{}|^`\x00-\x20]*+>)|(?P<gap>\s++|\#[^\n\r]*+)|(?P<variable>[?$]\w++)|(?P<language>@[\w-]++)"
    r"|(?P<number>[+-]?(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+-]?\d++)?)"
    r"|(?P<name>(?:\w[\w.-]*+)?:(?:\.*+(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))*+)|(?P<word>\w[\w.-]*+)"
    r"|(?P<mark>\^\^|[{}()\[\].,;|/^!*+?])",
    re.DOTALL,
)  # fmt: skip
"""A token; possessive, so that each is read once. A text without its closing quote ends where the query does."""
_OPERATOR: Final = re.compile(r"[?$&()]")
_SCHEME: Final = re.compile(r"[A-Za-z][\w+.-]*+:")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_BARE: Final = frozenset({vocab.XSD + "integer", vocab.XSD + "decimal", vocab.XSD + "boolean"})
_LOCAL: Final = re.compile(r"[^\W_](?:[\w-]*\w)?")
_CONTROLS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class Token(NamedTuple):
    """A token: string, iri, variable, language, number, name (with a colon), word, mark, or the end."""

    kind: str
    text: str
    start: int


class Node(NamedTuple):
    """One place of a triple pattern: as written, where, and the term; None for a variable and the like."""

    written: str
    start: int = 0
    term: Term | None = None


class Scanner:
    """Gives the tokens of a query one by one, and reads terms with the prefixes met so far."""

    def __init__(self, text: str) -> None:
        self.prefixes: dict[str, str] = {}
        self._base = ""
        self._text, self._tokens, self._place = text, list(_tokens(text)), 0

    def next(self) -> Token:
        """Return the next token, and go on; at the end, an empty one."""
        token = self.peek()
        self._place += 1
        return token

    def peek(self) -> Token:
        """Return the next token, and stay."""
        return self._tokens[self._place] if self._place < len(self._tokens) else Token("end", "", len(self._text))

    def declare(self, word: str) -> None:
        """Read what follows PREFIX or BASE."""
        prefix = self.next().text[:-1] if word == "PREFIX" else None
        iri = self._resolve(self.next().text)
        if prefix is None:
            self._base = iri
        else:
            self.prefixes[prefix] = iri

    def node(self, token: Token) -> Node:
        """Return what a token that is no word or mark stands for; a text takes its language or datatype along."""
        match token.kind:
            case "iri" | "name":
                return Node(token.text, token.start, self._iri(token))
            case "number":
                kind = "double" if "e" in token.text.lower() else "decimal" if "." in token.text else "integer"
                return Node(token.text, token.start, Term(token.text, datatype=vocab.XSD + kind))
            case "string":
                return self._literal(token)
        return Node(token.text, token.start)

    def _iri(self, token: Token) -> Term | None:
        if token.kind == "iri":
            return Term(self._resolve(token.text), "iri")
        prefix, _, local = token.text.partition(":")
        return Term(self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local), "iri") if prefix in self.prefixes else None

    def _literal(self, token: Token) -> Node:
        width = 3 if token.text[:3] in ('"""', "'''") and len(token.text) > 5 else 1
        value, end = _unescape(token.text[width:-width]), token
        term: Term | None = Term(value, datatype=vocab.XSD + "string")
        if self.peek().kind == "language":
            end = self.next()
            term = Term(value, "literal", end.text[1:].lower(), vocab.RDF + "langString")
        elif self.peek().text == "^^":
            self.next()
            end = self.next()
            kind = self._iri(end) if end.kind in ("iri", "name") else None
            term = Term(value, datatype=kind.value) if kind else None
        return Node(self._text[token.start : end.start + len(end.text)], token.start, term)

    def _resolve(self, written: str) -> str:
        iri = _unescape(written[1:-1])
        try:
            if not self._base or _SCHEME.match(iri):
                return iri
            return urljoin(self._base, iri) + "#" * iri.endswith("#")  # which urljoin drops
        except ValueError:  # a network address that is none
            return iri


def write(term: Term, prefixes: dict[str, str] | None = None) -> str:
    """Return a term as a query writes it, with the prefixes that the query declares."""
    if term.kind == "literal":
        if term.language:
            return f"{quote(term.value)}@{term.language}"
        if term.datatype in _BARE:
            return term.value
        plain = term.datatype in (None, vocab.XSD + "string")
        return quote(term.value) + ("" if plain else f"^^{write(Term(str(term.datatype), 'iri'), prefixes)}")
    for prefix, iri in sorted((prefixes or {}).items(), key=lambda pair: -len(pair[1])):
        if term.value.startswith(iri) and _LOCAL.fullmatch(term.value[len(iri) :]):
            return f"{prefix}:{term.value[len(iri) :]}"
    return "a" if term.value == vocab.TYPE else f"<{term.value}>"


def quote(value: str) -> str:
    """Return a text between quotes."""
    for char, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(char, escaped)
    return f'"{value}"'


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    for _ in range(2 * _TOKENS):
        if not (found := _TOKEN.search(text, place)):
            return
        kind, word, place = str(found.lastgroup), found[0], found.end()
        if kind == "iri" and ":" not in word and _OPERATOR.search(word):  # `?a<?b&&?c>?d` compares
            place = found.start() + 1
            continue
        if kind == "word":
            word = word.rstrip(".")
            place = found.start() + len(word)
        if kind != "gap":
            yield Token(kind, word, found.start())


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _CONTROLS.get(found[3], found[3])
    number = int(found[1] or found[2], 16)
    return chr(number) if number <= 0x10FFFF else ""
