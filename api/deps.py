"""What a route may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from gzkg import KnowledgeGraph


def get_graph(request: Request) -> KnowledgeGraph:
    """Return the graph that the lifespan opened."""
    graph: KnowledgeGraph = request.app.state.graph
    return graph


Graph = Annotated[KnowledgeGraph, Depends(get_graph)]
