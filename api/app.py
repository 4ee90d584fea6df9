"""The service on one page: what it opens, what it answers, what it does with errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api.cors import ReadingCors
from api.errors import PROBLEMS, add_error_handlers
from api.front import Front
from api.metrics import Metrics
from api.pages import add_pages, add_reference
from api.refresh import keep_fresh
from api.routes import brief, datasets, entities, network, questions, records, sparql, summary, system
from api.shortcut import Shortcut
from gzkg import Endpoint, KnowledgeGraph, Settings, __version__

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(graph: KnowledgeGraph | None = None, settings: Settings | None = None) -> FastAPI:
    """Return the service over a graph; without one it opens that of the settings at start and closes it at the end."""
    app = _app(_graph_lifespan(graph, settings))
    add_pages(app)
    for module in (entities, brief, network, records, questions, summary):
        app.include_router(module.router)
    return app


def create_sparql_app(endpoint: Endpoint) -> FastAPI:
    """Return a service that answers SPARQL over an endpoint's dataset and nothing else; it starts and closes it."""
    app = _app(_endpoint_lifespan(lambda: endpoint))
    add_reference(app)
    return app


def _app(lifespan: Lifespan) -> FastAPI:
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        title="gzkg",
        summary="City diplomacy as a knowledge graph",
        version=__version__,
        lifespan=lifespan,
        license_info={"name": "Code Apache-2.0, data CC BY 4.0"},
        responses=PROBLEMS,
    )
    app.state.metrics = Metrics()
    app.add_middleware(Shortcut)
    app.add_middleware(ReadingCors)
    app.add_middleware(Front, metrics=app.state.metrics)
    add_error_handlers(app)
    for router in (sparql.router, datasets.router, system.router):
        app.include_router(router)
    return app


@asynccontextmanager
async def _serving(app: FastAPI, endpoint: Endpoint) -> AsyncIterator[None]:
    app.state.endpoint = await endpoint.start()
    app.state.metrics.watch(endpoint)
    try:
        yield
    finally:
        await endpoint.close()


def _endpoint_lifespan(find: Callable[[], Endpoint]) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _serving(app, find()):
            yield

    return lifespan


def _graph_lifespan(graph: KnowledgeGraph | None, settings: Settings | None) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opened = graph or KnowledgeGraph(settings)
        try:
            await run_in_threadpool(opened.load)
            await run_in_threadpool(opened.warm)  # now, not when the first visitor waits
            app.state.graph = opened
            async with _serving(app, opened.endpoint()):
                watching = asyncio.create_task(keep_fresh(app))
                yield
                watching.cancel()
        finally:
            if graph is None:
                opened.close()

    return lifespan
