"""What a route may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from gzkg import Endpoint, KnowledgeGraph


def get_graph(request: Request) -> KnowledgeGraph:
    """Return the graph that the lifespan opened."""
    graph: KnowledgeGraph = request.app.state.graph
    return graph


def endpoint_of(request: Request) -> Endpoint:
    """Return the endpoint that the lifespan started."""
    endpoint: Endpoint = request.app.state.endpoint
    return endpoint


Graph = Annotated[KnowledgeGraph, Depends(get_graph)]
