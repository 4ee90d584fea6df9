"""Read a request that is no query: which format and coding it likes, and under which address it came."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.negotiate import choose_encoding, choose_formats
from api.protocol import read_include
from gzkg import QueryRequest

_HOST: Final = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
"""A name or address with a port, and nothing that would be more than that in an IRI."""


def content_request(request: Request, **asked: Any) -> QueryRequest:
    """Return a request for what `asked` says, in the format and coding that the client likes.

    Raises: UnsupportedFormat.
    """
    accept = ",".join(request.headers.getlist("accept"))
    return QueryRequest(
        accept=choose_formats(accept, tuple(request.query_params.getlist("format"))),
        encoding=choose_encoding(request.headers.get("accept-encoding", "")),
        **{"contributed": read_include(request.query_params.get("include")), **asked},
    )


def file_request(request: Request, name: str) -> QueryRequest:
    """Return a request for a dump: its name says the format; packed with gzip, it is not packed again."""
    encoding = "" if name.endswith(".gz") else choose_encoding(request.headers.get("accept-encoding", ""))
    return QueryRequest(dump=name, encoding=encoding)


def base_address(request: Request) -> str:
    """Return the address of the service, ending in `/`, as the client wrote it.

    It goes into descriptions, so a host that is none is refused. Raises: HTTPException 400.
    """
    hosts = request.headers.getlist("host")
    if len(hosts) > 1 or not all(_HOST.fullmatch(host) for host in hosts):
        raise HTTPException(400, "The Host header is no host name or address, with a port or without one.")
    return str(request.base_url)
