"""Styles, scripts and drawings of the pages, under an address that changes with any of them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.pages.packing import packed_file

FOLDER: Final = Path(__file__).parent / "static"


@cache
def static_path() -> str:
    """Return the path below which this edition of the files is served: `/static/<hash of them all>`."""
    seen = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            seen.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return f"/static/{seen.hexdigest()[:12]}"


class Statics(StaticFiles):
    """The files, to be kept by browsers for good: another edition has another address."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file."""
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and (packed := packed_file(Request(scope), Path(response.path))):
            response = Response(packed, headers={"Content-Encoding": "gzip"}, media_type=response.media_type)
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
