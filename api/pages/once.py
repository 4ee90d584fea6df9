"""What a page works out once for each state of the graph, not for each reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from starlette.requests import Request

from api.deps import get_graph

Made = TypeVar("Made")

_MOST: Final = 64
"""So much is kept; what was made first gives way."""


def once(request: Request, name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` gives, kept under a name until the graph has been read anew, or much else made."""
    known, state = get_graph(request).summary(), request.app.state  # each reading has a summary of its own
    kept: dict[str, Made]
    read, kept = getattr(state, "kept", (None, {}))
    if read is not known:
        kept = {}
    if name not in kept:
        kept = dict([*kept.items(), (name, make())][-_MOST:])
        state.kept = known, kept
    return kept[name]
