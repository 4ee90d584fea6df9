"""The `gzkg` command: the library's commands, and `serve`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from gzkg import Endpoint, KnowledgeGraph, Settings
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
@click.option("--data", is_flag=True, help="Serve the FILES as a plain SPARQL dataset, without the curated graph.")
@click.option("--verbose", is_flag=True, help="Log each query's text too.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def serve(settings: Settings, host: str, port: int, data: bool, verbose: bool, files: tuple[Path, ...]) -> None:
    """Serve the graph: web page, SPARQL endpoint, JSON API.

    With --data, serve any RDF files instead: triples into the default graph, named graphs (TriG, N-Quads, JSON-LD)
    under their names, as the standard has it.
    """
    if data != bool(files):
        raise click.UsageError("--data and files go together: gzkg serve --data FILE…")
    from api.app import create_app, create_sparql_app
    from api.server import server_of

    with suppress(KeyboardInterrupt):  # so a person stops it
        if data:
            endpoint = Endpoint.over_files(files, settings.limits)
            endpoint.load()
            server_of(create_sparql_app(endpoint), verbose=verbose, host=host, port=port).run()
            return
        with KnowledgeGraph(settings) as graph:
            graph.load()
            server_of(create_app(graph), verbose=verbose, host=host, port=port).run()
