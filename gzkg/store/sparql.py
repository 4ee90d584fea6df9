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

PROLOGUE: Final = "".join(
    f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in {**vocab.PREFIXES, "graph": vocab.GRAPH}.items()
)

_UPDATES: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"},
)
_FORMS: Final[dict[str, Form]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
HOLDS: Final[dict[Form, Holds]] = {
    "SELECT": "bindings",
    "ASK": "boolean",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
"""What the answer to a query of each form holds."""
_WORD: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""' r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"' r"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|<[^<>\"{}|^`\s]*+>|\#[^\n\r]*+|[?$]\w++|@[\w-]++"
    r"|(?P<run>[\w.-]++)(?P<name>:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+)?"
    r"|:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*+",
    re.DOTALL,
)  # fmt: skip
"""A token; a `run` without a `name` is a keyword, number or the like. Possessive, so that each is read once."""
_DECLARED: Final = re.compile(r"prefix\s+([\w.-]*):", re.IGNORECASE)
_BASE: Final = re.compile(r"\bbase\s*<([^>]*)>", re.IGNORECASE)
_PREFIX: Final = re.compile(r"\bprefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_AT: Final = re.compile(r"(?:error )?at (\d+):(\d+): ?(.*)", re.DOTALL)


def query_form(text: str) -> Form:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE; takes time in proportion to its length.

    Raises: ForbiddenQuery for an update, with the place; BadQuery when it is neither.
    """
    for word, start in word_places(text):
        if word in _UPDATES:
            raise forbidden(text, start, word, "The graph is read only: an update is not run. Send a query.")
        if form := _FORMS.get(word):
            return form
    raise BadQuery("This is not a query: it has no SELECT, ASK, CONSTRUCT or DESCRIBE.", line=1, column=1)


def names_dataset(text: str) -> bool:
    """Tell whether a query says itself, with FROM, which graphs it asks."""
    return "from" in text.lower() and any(word.startswith("FROM") for word, _ in word_places(text))


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


def library_names() -> list[str]:
    """Return the names of the library's own queries, sorted."""
    return sorted(
        file.name.removesuffix(".rq") for file in files("gzkg.queries").iterdir() if file.name.endswith(".rq")
    )


def with_target(text: str, target: str) -> str:
    """Return a SHACL query text as a set-wise one: `$this` ranges over all instances of the target class.

    Raises: StoreError, when the text has no "WHERE {" to put the class after.
    """
    before, where, after = text.partition("WHERE {")
    if not where:
        raise StoreError(f"A constraint or rule must say 'WHERE {{', in capitals, once at least: {text.strip()[:80]}")
    return f"{before}{where} $this a/rdfs:subClassOf* <{target}> . {after}"


def word_places(text: str) -> Iterator[tuple[str, int]]:
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


def place_of(text: str, start: int) -> tuple[int, int]:
    """Return line and column, from 1, of a place in a text."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def read_prologue(text: str) -> tuple[str, dict[str, str]]:
    """Return the BASE of a query ("" when it has none) and its prefixes."""
    base = _BASE.search(text)
    return base[1] if base else "", dict(_PREFIX.findall(text))


def forbidden(text: str, start: int, construct: str, problem: str) -> ForbiddenQuery:
    """Return the error for a construct that is refused, with its place."""
    line, column = place_of(text, start)
    return ForbiddenQuery(construct, f"Line {line}, column {column}: {problem}", line=line, column=column)
