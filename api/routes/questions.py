"""Competency questions: what the graph is for, as runnable SPARQL."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.deps import Graph
from gzkg import plain

router = APIRouter(prefix="/questions", tags=["Questions"])


@router.get("")
def questions(graph: Graph) -> Any:
    """List the competency questions with their SPARQL."""
    return plain(graph.questions())


@router.get("/{id}")
def question(graph: Graph, id: str) -> Any:
    """Show one competency question with its SPARQL."""
    return plain(graph.question(id))
