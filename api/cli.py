"""The `gzkg` command: the library's commands, and `serve`."""

from __future__ import annotations

import click

from gzkg import KnowledgeGraph, Settings
from gzkg.cli import main

__all__ = ["main"]


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    type=click.IntRange(0, 65535),
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the graph: web page, SPARQL endpoint, JSON API."""
    import uvicorn

    from api.app import create_app

    with KnowledgeGraph(settings) as graph:
        graph.load()
        uvicorn.run(create_app(graph), host=host, port=port)
