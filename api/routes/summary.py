"""How much the graph holds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import Graph
from gzkg import plain

router = APIRouter(tags=["System"])


@router.get("/summary")
def summary(graph: Graph) -> Any:
    """Count what the graph holds: things per class and totals."""
    return plain(graph.summary())
