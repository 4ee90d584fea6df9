"""SPARQL as text: what form a query has, what is refused, and the library's own queries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from gzkg import vocab
from gzkg.errors import BadQuery, ForbiddenQuery, StoreError
from gzkg.rdf.formats import Holds

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.PREFIXES.items())

_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"},
)
_FORMS: Final[dict[str, Form]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
_HOLDS: Final[dict[Form, Holds]] = {
    "SELECT": "bindings",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
_WORD: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""' r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"' r"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|<[^<>\"{}|^`\s]*+>|\#[^\n\r]*+|[?$]\w++|@[\w-]++"
    r"|(?P<run>[\w.-]++)(?P<name>:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+)?"
    r"|:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+",
    re.DOTALL,
)  # fmt: skip
"""A token; a `run` without a `name` is a keyword, number or the like. Possessive, so that each is read once."""
_GAP: Final = r"(?:\s|\#[^\n\r]*+(?:[\n\r]|$))*+"
_PART: Final = r"[^\x00-\x20<>\"'{}()/;,#?$|^&=!*+\[\]@~`\\:]"
_SERVICE: Final = re.compile(
    rf"service{_GAP}(?:silent{_GAP})?"
    rf"(?:<[^>]*+>|[?$]\w++|(?:{_PART}|\\.)*+:(?:{_PART}|\\.|:)*+){_GAP}\{{",
    re.IGNORECASE,
)
"""Whatever an engine could read as a SERVICE call, wherever it stands: tokens depend on their context, a call does
not. A text literal that holds one is refused too; that is rare, and a call let through is not mended."""
_DECLARED: Final = re.compile(r"prefix\s+([\w.-]*):", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_AT: Final = re.compile(r"(?:error )?at (\d+):(\d+): ?(.*)", re.DOTALL)


def query_form(text: str) -> Form:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; takes time in proportion to its length.

    Raises: ForbiddenQuery for an update, with the place; BadQuery when it is neither.
    """
    for word, start in _words(text):
        if word in _UPDATES:
            raise _forbidden(text, start, word, "The graph is read only: an update is not run. Send a query.")
        if form := _FORMS.get(word):
            return form
    raise BadQuery("This is not a query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.", line=1, column=1)


def refuse_service(text: str) -> None:
    """Raise ForbiddenQuery, with the place, when a query would ask another server, however that is spelt."""
    for spelt in (text, _ESCAPE.sub(_unescape, text)):
        if found := _SERVICE.search(spelt):
            reason = "No query leaves this server: SERVICE is not run. Ask the other endpoint yourself and join here."
            raise _forbidden(spelt, found.start(), "SERVICE", reason)


def answer_kind(text: str) -> Holds:
    """Return what the answer to a query will hold: bindings, boolean or graph. Raises: as `query_form`."""
    return _HOLDS[query_form(text)]


def names_dataset(text: str) -> bool:
    """Tell whether a query says itself, with FROM, which graphs it asks."""
    return any(word == "FROM" for word, _ in _words(text))


def bad_query(error: SyntaxError | ValueError, text: str) -> BadQuery:
    """Turn the parser's complaint about a query into ours, with line and column where it says them."""
    found = _AT.search(str(error.msg if isinstance(error, SyntaxError) else error))
    if not found:
        return BadQuery(f"This is not SPARQL 1.1: {error}")
    line, column, problem = int(found[1]), int(found[2]), _shorter(found[3].strip())
    if "Prefix not found" in found[3] and (prefix := _undeclared_prefix(text)) is not None:
        known = f"<{vocab.PREFIXES[prefix]}>" if prefix in vocab.PREFIXES else "<…>"
        problem = f"the prefix '{prefix}:' is not declared. Add: PREFIX {prefix}: {known}"
    return BadQuery(f"Line {line}, column {column}: this is not SPARQL 1.1: {problem}", line=line, column=column)


@cache
def library_query(name: str) -> str:
    """Return one of the library's own queries, `gzkg/queries/<name>.rq`, with its prefixes."""
    return PROLOGUE + files("gzkg.queries").joinpath(f"{name}.rq").read_text(encoding="utf-8")


def with_target(text: str, target: str) -> str:
    """Return a SHACL query text as a set-wise one: `$this` ranges over all instances of the target class.

    Raises: StoreError, when the text has no "WHERE {" to put the class after.
    """
    before, where, after = text.partition("WHERE {")
    if not where:
        raise StoreError(f"A constraint or rule must say 'WHERE {{', in capitals, once at least: {text.strip()[:80]}")
    return f"{before}{where} $this a/rdfs:subClassOf* <{target}> . {after}"


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Give the bare words of a query in capitals, each with its place."""
    for found in _WORD.finditer(text):
        if found["run"] and not found["name"]:
            for word in re.finditer(r"\w+", found["run"]):
                yield word[0].upper(), found.start() + word.start()


def _undeclared_prefix(text: str) -> str | None:
    declared = set(_DECLARED.findall(text))
    names = (found[0] for found in _WORD.finditer(text) if ":" in found[0] and found[0][0] not in "<\"'#@")
    return next((prefix for name in names if (prefix := name.partition(":")[0]) not in declared | {"_"}), None)


def _shorter(problem: str) -> str:
    head, *rest = problem.split(", ")
    return ", ".join([head, *rest[:7], "…"]) if len(rest) > 7 else problem


def _unescape(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number <= 0x10FFFF else ""


def _forbidden(text: str, start: int, construct: str, problem: str) -> ForbiddenQuery:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return ForbiddenQuery(construct, f"Line {line}, column {column}: {problem}", line=line, column=column)
