"""What no query may ask of this project: another server, a graph that is not here, a nesting that fells the engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Final
from urllib.parse import urljoin

from gzkg import vocab
from gzkg.errors import BadQuery, ForbiddenQuery
from gzkg.store.sparql import forbidden, place_of, read_prologue, word_places

MAX_DEPTH: Final = 128
"""How deep braces, parentheses and brackets of a query may nest."""

_GAP: Final = r"(?:\s|\#[^\n\r]*+(?:[\n\r]|$))*+"
_PART: Final = r"[^\x00-\x20<>\"'{}()/;,#?$|^&=!*+\[\]@~`\\:]"
_SERVICE: Final = re.compile(
    rf"service{_GAP}(?:silent{_GAP})?"
    rf"(?:<[^>]*+>|[?$](?:{_PART})++|(?:{_PART}|\\.)*+:(?:{_PART}|\\.|:)*+){_GAP}\{{",
    re.IGNORECASE,
)
"""Whatever an engine could read as a SERVICE call, wherever it stands: tokens depend on their context, a call does
not. A text literal that holds one is refused too; that is rare, and a call let through is not mended."""
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NEST: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""' r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"' r"|'(?:[^'\\\n\r]|\\.)*+'"
    r"|<[^<>\"{}|^`\s]*+>|\#[^\n\r]*+"
    r"|(?P<open>[({\[])|(?P<close>[)}\]])",
    re.DOTALL,
)  # fmt: skip
_FROM: Final = re.compile(
    rf"{_GAP}(?:named{_GAP})?(?:<(?P<iri>[^>]*)>|(?P<prefix>{_PART}*):(?P<local>(?:{_PART}|\\.|:)*))", re.IGNORECASE
)


def refuse_depth(text: str) -> None:
    """Raise BadQuery, with the place, when a query nests deeper than MAX_DEPTH."""
    if sum(map(text.count, "({[")) <= MAX_DEPTH:
        return
    depth = 0
    for found in _NEST.finditer(text):
        depth += (found["open"] is not None) - (found["close"] is not None)
        within = _deepest(found[0]) if found[0][0] == "<" else 0  # an IRI, or what stands between two comparisons
        if depth + within > MAX_DEPTH:
            line, column = place_of(text, found.start())
            problem = f"Line {line}, column {column}: the query nests deeper than {MAX_DEPTH} levels. Flatten it."
            raise BadQuery(problem, line=line, column=column)


def _deepest(token: str) -> int:
    return max(accumulate((char in "({[") - (char in ")}]") for char in token))


def refuse_service(text: str) -> None:
    """Raise ForbiddenQuery, with the place, when a query would ask another server, however that is spelt."""
    if "\\" not in text and "service" not in text.lower():
        return
    for spelt in (text, _ESCAPE.sub(_unescape, text)) if "\\" in text else (text,):
        if found := _SERVICE.search(spelt):
            reason = "No query leaves this server: SERVICE is not run. Ask the other endpoint yourself and join here."
            raise forbidden(spelt, found.start(), "SERVICE", reason)


def refuse_graphs(text: str, asked: Iterable[str], graphs: Callable[[], Iterable[str]]) -> None:
    """Raise ForbiddenQuery when the dataset that a query or its caller names holds a graph that is not here.

    `asked` are the IRIs that the caller names; `graphs` gives the names there are, and is only called when needed.
    """
    named = list(_from(text))
    if named or asked:
        there_are = frozenset(graphs())
        advice = f"Nothing is fetched: name a graph that is here. There are {len(there_are)}, such as: "
        advice += ", ".join(f"<{name}>" for name in sorted(there_are)[:5]) + "."
        for start, iri in named:
            if iri not in there_are:
                raise forbidden(text, start, "FROM", f"FROM <{iri}> is no graph of this dataset. {advice}")
        for iri in asked:
            if iri not in there_are:
                raise ForbiddenQuery("default-graph-uri", f"<{iri}> is no graph of this dataset. {advice}")


def _from(text: str) -> Iterator[tuple[int, str]]:
    if "from" not in text.lower():
        return
    base, prefixes = read_prologue(text)
    for start in (start for word, start in word_places(text) if word.startswith("FROM")):
        if found := _FROM.match(text, start + len("FROM")):
            if found["iri"] is not None:
                yield start, urljoin(base or vocab.ID, found["iri"])
            else:
                yield start, prefixes.get(found["prefix"], "") + re.sub(r"\\(.)", r"\1", found["local"])


def _unescape(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number <= 0x10FFFF else ""
