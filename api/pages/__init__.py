"""The pages: server-rendered, in Chinese and English; scripts only where they earn their place."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from api.pages import about, entity, explore, hand_in, home, ontology, query, rankings, search, witness
from api.pages.problem import add_error_pages
from api.pages.static import Statics, static_path

_PAGES = (home, search, entity, explore, query, rankings, witness, hand_in, ontology, about)


def add_pages(app: FastAPI) -> None:
    """Serve the pages, and show errors as pages to browsers."""
    router = APIRouter(include_in_schema=False)
    for page in _PAGES:
        router.include_router(page.router)
    app.include_router(router)
    app.mount(static_path(), Statics())
    add_error_pages(app)
