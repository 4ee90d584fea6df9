"""About the service itself."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import Graph
from gzkg import __version__, plain

router = APIRouter(tags=["System"])


@router.get("/healthz")
def health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok", "version": __version__}


@router.get("/summary")
def summary(graph: Graph) -> Any:
    """Count what the graph holds."""
    return plain(graph.summary())
