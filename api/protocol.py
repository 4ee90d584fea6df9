"""Read a request of the SPARQL 1.1 Protocol: parameters of the address, of a form, or a query as the body."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from api.negotiate import choose_encoding, choose_formats
from gzkg import BadQuery, ForbiddenQuery, QueryRequest

Parameters = dict[str, list[str]]

_MOST_FIELDS: Final = 256
_BODY_S: Final = 10.0
"""Seconds within which the body of a request must have come."""

_READ_ONLY: Final = "The graph is read only: an update is not run. Send a query."


async def read_parameters(request: Request, most_bytes: int) -> Parameters:
    """Return all parameters of a request, a query in the body among them as `query`.

    Raises: BadQuery, ForbiddenQuery (updates); HTTPException 408, 413, 415.
    """
    parameters = _parse(request.scope["query_string"])
    if request.method != "POST":
        return parameters
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    if (charset := rest.lower().partition("charset=")[2].strip(' "')) and charset not in ("utf-8", "utf8", "us-ascii"):
        raise HTTPException(415, f"The body is in '{charset}'. Send UTF-8.")
    match kind.strip().lower():
        case "application/sparql-query":
            if "query" in parameters:
                raise BadQuery("There are two queries: one in the address and one in the body. Send one.")
            return {**parameters, "query": [_text(await read_body(request, most_bytes))]}
        case "application/x-www-form-urlencoded":
            form = _parse(await read_body(request, most_bytes))
            return {name: parameters.get(name, []) + form.get(name, []) for name in parameters.keys() | form.keys()}
        case "application/sparql-update":
            raise ForbiddenQuery("update", _READ_ONLY)
        case other:
            raise HTTPException(415, f"'{other}' cannot hold a query. Send a form or application/sparql-query.")


async def read_body(request: Request, most_bytes: int, advice: str = "Ask a shorter query.") -> bytes:
    """Return the body of a request. Raises: HTTPException 408, when it is late; 413, too large; 415, compressed."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415, "The body is compressed. Send it as it is.", {"Accept-Encoding": "identity"})
    too_large = HTTPException(413, f"The body is larger than {most_bytes} bytes. {advice}")
    if int(request.headers.get("content-length", "0")) > most_bytes:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_S):
            async for piece in request.stream():
                body += piece
                if len(body) > most_bytes:
                    raise too_large
    except ClientDisconnect:
        raise HTTPException(499, "The client left before its request was whole.") from None
    except TimeoutError:
        raise HTTPException(408, f"The body did not come within {_BODY_S:g} seconds.") from None
    return bytes(body)


def query_request(request: Request, parameters: Parameters) -> QueryRequest:
    """Return the query that parameters and headers ask for. Raises: BadQuery, ForbiddenQuery, UnsupportedFormat."""
    if "update" in parameters or "using-graph-uri" in parameters:
        raise ForbiddenQuery("update", _READ_ONLY)
    text = _one(parameters, "query")
    if text is None or not text.strip():
        raise BadQuery("There is no query. Give one as `query`, or POST it as application/sparql-query.")
    accept = ",".join(request.headers.getlist("accept"))
    return QueryRequest(
        text=text,
        accept=choose_formats(accept, (*parameters.get("format", ()), *parameters.get("output", ()))),
        default_graphs=tuple(parameters.get("default-graph-uri", ())),
        named_graphs=tuple(parameters.get("named-graph-uri", ())),
        as_of=_one(parameters, "as-of", "as_of"),
        known_on=_one(parameters, "known-on", "known_on"),
        contributed=read_include(_one(parameters, "include")),
        timeout_s=read_seconds(_one(parameters, "timeout")),
        encoding=choose_encoding(request.headers.get("accept-encoding", "")),
        explain=_explain(_one(parameters, "explain")),
    )


def _one(parameters: Parameters, *names: str) -> str | None:
    given = [value for name in names if name in parameters for value in parameters[name]]
    if len(given) > 1 and (names == ("query",) or len(set(given)) > 1):
        raise BadQuery(f"`{names[0]}` is given more than once. Give it once.")
    return given[0] if given else None


def read_seconds(text: str | None) -> float | None:
    """Return the seconds that a parameter says, None without one. Raises: BadQuery."""
    try:
        return None if text is None else float(text)
    except ValueError:
        raise BadQuery(f"timeout is '{text}'; it must be a number of seconds.") from None


def read_include(text: str | None) -> bool:
    """Tell whether a parameter asks for what waits for review too. Raises: BadQuery."""
    if text not in (None, "", "contributed"):
        raise BadQuery(f"include is '{text}'; it can only be 'contributed'.")
    return text == "contributed"


def _explain(text: str | None) -> bool:
    if text not in (None, "", "empty"):
        raise BadQuery(f"explain is '{text}'; it can only be 'empty'.")
    return text == "empty"


def _parse(encoded: bytes) -> Parameters:
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except UnicodeDecodeError:
        raise BadQuery("The parameters are not UTF-8 in percent-encoding.") from None
    except ValueError:
        raise BadQuery(f"There are more than {_MOST_FIELDS} parameters.") from None
    found: Parameters = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadQuery(f"The query is not UTF-8: byte {error.start} is no part of a character.") from None
