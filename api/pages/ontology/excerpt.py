"""A thing as canonical Turtle, in pieces that know where their page is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request

from api.deps import endpoint_of
from gzkg import QueryRequest, canonical

_MOST_BYTES: Final = 1 << 20
_LINES: Final = 48
_TOKEN: Final = re.compile(r'(?P<text>"(?:[^"\\\n]|\\.)*")|<(?P<iri>[^<>\s]*)>|(?P<name>(?<![\w:])[a-z][\w-]*:[\w-]+)')


class Piece(NamedTuple):
    """A piece of Turtle: its text, what it is (text, term, thing, marked or plain), the path of its page or ""."""

    text: str
    kind: str = "plain"
    path: str = ""


async def describe(request: Request, query: str, graph: str = "curated") -> str:
    """Return what a query gives of one graph, by the end of its IRI, as canonical Turtle without its prefixes.

    Raises: what `Endpoint.answer` raises.
    """
    endpoint = endpoint_of(request)
    asked = QueryRequest(query, {"graph": "turtle"}, default_graphs=(endpoint.graph_iri(graph),))
    served = await endpoint.answer(endpoint.settle(asked), request.client.host if request.client else "")
    text = await run_in_threadpool(canonical, await served.reply.read(_MOST_BYTES), "an excerpt")
    return "\n".join(line for line in text.splitlines() if not line.startswith("@")).strip()


def only(turtle: str, name: str) -> str:
    """Return of canonical Turtle about one thing what it says with one property."""
    first, *lines = turtle.splitlines()
    kept, is_wanted = [first], False
    for line in lines:
        if not line.startswith("     "):
            is_wanted = line.split()[0] == name
        if is_wanted:
            kept.append(line)
    return "\n".join(kept).rstrip(" ;.,") + " ."


def pieces(turtle: str, path: Callable[[str], str], marked: str = "") -> list[Piece]:
    """Return Turtle in pieces, at most 48 lines of it; `path` tells the page of a term, `marked` stands out."""
    lines = turtle.splitlines()
    shown = "\n".join(lines[:_LINES]) + ("\n    …" if len(lines) > _LINES else "")
    place, found = 0, []
    for token in _TOKEN.finditer(shown):
        found += [Piece(shown[place : token.start()]), _piece(token, path, marked)]
        place = token.end()
    return [piece for piece in (*found, Piece(shown[place:])) if piece.text]


def _piece(token: re.Match[str], path: Callable[[str], str], marked: str) -> Piece:
    if token["text"]:
        return Piece(token[0], "text")
    if token["name"]:
        return Piece(token[0], "marked" if token[0] == marked else "term", path(token[0]))
    is_thing = ":" not in token["iri"]
    return Piece(token[0], "thing", f"/id/{token['iri']}" if is_thing else "")
