"""The `gzkg` command: the library's commands, and `serve`."""

from __future__ import annotations

import click

from gzkg.cli import main

__all__ = ["main"]


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.pass_obj
def serve(settings: object, host: str, port: int) -> None:
    """Serve the graph: web page, SPARQL endpoint, JSON API."""
    import uvicorn

    from api.app import create_app
    from gzkg import Settings

    assert isinstance(settings, Settings)
    uvicorn.run(create_app(settings=settings), host=host, port=port, log_level="info")
