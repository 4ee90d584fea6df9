"""SPARQL as text: what form a query has, what is refused, and the library's own queries."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from gzkg import vocab
from gzkg.errors import BadQuery, ForbiddenQuery

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
_WORD: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\s]*>|\#[^\n]*|[?$]\w+|@[\w-]+"
    r"|[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*"
    r"|(?P<word>[A-Za-z]\w*)",
    re.DOTALL,
)  # fmt: skip
_AT: Final = re.compile(r"(?:error )?at (\d+):(\d+): ?(.*)", re.DOTALL)


def query_form(text: str) -> Form:
    """Return the form of a query that may run: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises: ForbiddenQuery for an update or a SERVICE call, with the place; BadQuery when it is none of these.
    """
    form: Form | None = None
    for found in _WORD.finditer(text):
        word = (found["word"] or "").upper()
        if form is None and word in _UPDATES:
            raise _forbidden(text, found.start(), word, "The graph is read only: an update is not run. Send a query.")
        if word == "SERVICE":
            reason = "No query leaves this server: SERVICE is not run. Ask the other endpoint yourself and join here."
            raise _forbidden(text, found.start(), word, reason)
        form = form or _FORMS.get(word)
    if form is None:
        raise BadQuery("This is not a query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.", line=1, column=1)
    return form


def bad_query(error: SyntaxError | ValueError) -> BadQuery:
    """Turn the parser's complaint into ours, with line and column where it says them."""
    found = _AT.search(str(error.msg if isinstance(error, SyntaxError) else error))
    if not found:
        return BadQuery(f"This is not SPARQL 1.1: {error}")
    line, column, problem = int(found[1]), int(found[2]), found[3].strip()
    return BadQuery(f"Line {line}, column {column}: this is not SPARQL 1.1: {problem}", line=line, column=column)


@cache
def library_query(name: str) -> str:
    """Return one of the library's own queries, `gzkg/queries/<name>.rq`, with its prefixes."""
    return PROLOGUE + files("gzkg.queries").joinpath(f"{name}.rq").read_text(encoding="utf-8")


def with_target(text: str, target: str) -> str:
    """Return a SHACL query text as a set-wise one: `$this` ranges over all instances of the target class."""
    return text.replace("WHERE {", f"WHERE {{ $this a/rdfs:subClassOf* <{target}> . ", 1)


def _forbidden(text: str, start: int, construct: str, problem: str) -> ForbiddenQuery:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return ForbiddenQuery(construct, f"Line {line}, column {column}: {problem}", line=line, column=column)
