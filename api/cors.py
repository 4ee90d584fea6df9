"""Cross-origin requests: any page may read; none may hand in or decide with a browser's help."""

from __future__ import annotations

from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_EXPOSED: Final = (
    *("ETag", "Gzkg-Version", "Gzkg-Cut", "Gzkg-Explanation", "Gzkg-Cache", "Retry-After", "X-Request-Id"),
    *("Content-Disposition", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
)


class ReadingCors:
    """Lets pages of any origin read, ask and validate; a request that would change something gets no such headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["*"],
            expose_headers=_EXPOSED,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await (self._app if _writes(scope) else self._open)(scope, receive, send)


def _writes(scope: Scope) -> bool:
    if scope["type"] != "http" or not scope["path"].startswith("/records") or scope["path"] == "/records/validate":
        return False
    wanted = next((value for name, value in scope["headers"] if name == b"access-control-request-method"), b"")
    return scope["method"] not in ("GET", "HEAD", "OPTIONS") or wanted not in (b"", b"GET", b"HEAD")
