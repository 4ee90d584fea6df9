"""The service on one page: what it opens, what it answers, what it does with errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi_offline import FastAPIOffline

from api import pages
from api.errors import PROBLEMS, add_error_handlers
from api.routes import entities, questions, sparql, system
from gzkg import KnowledgeGraph, Settings, __version__


def create_app(graph: KnowledgeGraph | None = None, settings: Settings | None = None) -> FastAPI:
    """Return the service over a graph; without one it opens that of the settings at start and closes it at the end."""
    app = FastAPIOffline(
        redoc_url=None,
        title="gzkg",
        summary="City diplomacy as a knowledge graph",
        version=__version__,
        lifespan=_lifespan(graph, settings),
        license_info={"name": "Code Apache-2.0, data CC BY 4.0"},
        responses=PROBLEMS,
    )
    add_error_handlers(app)
    for router in (pages.router, sparql.router, entities.router, questions.router, system.router):
        app.include_router(router)
    return app


def _lifespan(
    graph: KnowledgeGraph | None, settings: Settings | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opened = graph or KnowledgeGraph(settings)
        await run_in_threadpool(opened.load)
        await run_in_threadpool(opened.answer, "ASK {}", "json")
        app.state.graph = opened
        yield
        if graph is None:
            opened.close()

    return lifespan
