"""Pages and their files, packed with gzip for clients that take it."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from api.negotiate import takes_gzip

_WORTH_BYTES: Final = 1024
"""A shorter page or file is sent as it is."""

_LEVEL: Final = 5
_PACKED: Final = frozenset({".css", ".js", ".json", ".svg", ".txt"})


def pack(request: Request, response: Response) -> None:
    """Pack the body of a page, if the client takes that."""
    if _takes(request) and len(response.body) >= _WORTH_BYTES:
        response.body = gzip.compress(response.body, _LEVEL, mtime=0)
        response.headers["Content-Length"] = str(len(response.body))
        response.headers["Content-Encoding"] = "gzip"


def packed_file(request: Request, path: Path) -> bytes | None:
    """Return a file packed, None when it is to be sent as it is."""
    worth = path.suffix in _PACKED and _takes(request) and path.stat().st_size >= _WORTH_BYTES
    return _packed(path, path.stat().st_mtime_ns) if worth else None


@lru_cache(maxsize=128)
def _packed(path: Path, modified: int) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=modified // 10**9)


def _takes(request: Request) -> bool:
    return takes_gzip(request.headers.get("accept-encoding", ""))
