"""What a page works out once for each version of the graph, not for each reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request

from api.deps import endpoint_of

Made = TypeVar("Made")


def once(request: Request, name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` gives, kept under a name until the graph has another version."""
    version, state = endpoint_of(request).version, request.app.state
    kept: dict[tuple[str, str], Made] = getattr(state, "kept", {})
    if (version, name) not in kept:
        still = {key: value for key, value in kept.items() if key[0] == version}
        kept = state.kept = {**still, (version, name): make()}
    return kept[version, name]
