"""Entities, their relations, claims and sources, as JSON."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.deps import Graph
from gzkg import StatusGroup, plain

router = APIRouter(prefix="/entities", tags=["Entities"])


@router.get("")
def find(
    graph: Graph,
    q: Annotated[str, Query(max_length=200, description="Name in Chinese, English, pinyin, …; misspellings too")],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> Any:
    """Find entities by name, best first, each with the reason why it matched."""
    return plain(graph.find(q, limit=limit))


@router.get("/{id:path}/relations")
def relations(
    graph: Graph,
    id: str,
    kind: Annotated[str | None, Query(description="tie, membership, … or a tie kind or role: sister-city")] = None,
    status: StatusGroup = "factual",
    as_of: Annotated[str | None, Query(description="Keep what held on this day: 1990-01-01")] = None,
    as_of_hyphen: Annotated[str | None, Query(alias="as-of", include_in_schema=False)] = None,
) -> Any:
    """List the dated records that touch an entity."""
    return plain(graph.relations(id, kind=kind, status=status, as_of=as_of or as_of_hyphen))


@router.get("/{id:path}/claims")
def claims(graph: Graph, id: str) -> Any:
    """List what sources say about an entity or record."""
    return plain(graph.claims(id))


@router.get("/{id:path}/sources")
def sources(graph: Graph, id: str) -> Any:
    """List the sources that speak of an entity or record."""
    return plain(graph.sources(id))


@router.get("/{id:path}")
def entity(graph: Graph, id: str) -> Any:
    """Show one entity or record: names, classes, properties."""
    return plain(graph.entity(id))
