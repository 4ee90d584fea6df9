"""Many things at once, as JSON: what names, colours and places the rows of an answer."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Graph
from gzkg import plain

router = APIRouter(tags=["Entities"])


@router.get("/brief")
def brief(
    graph: Graph,
    id: Annotated[list[str], Query(max_length=500, description="Id or IRI; may be repeated")],
) -> Any:
    """Say what many things are called, are and where they lie; what the graph does not hold is left out."""
    return plain(graph.brief(id))
