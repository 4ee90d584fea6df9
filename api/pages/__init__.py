"""The pages: server-rendered, in Chinese and English; scripts only where they earn their place."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from api.pages import (
    about,
    entity,
    explore,
    guide,
    hand_in,
    home,
    ontology,
    query,
    rankings,
    reference,
    search,
    witness,
)
from api.pages.problem import add_error_pages
from api.pages.static import Statics, static_path

_PAGES = (home, search, explore, query, rankings, witness, hand_in, guide, reference, about)


def add_pages(app: FastAPI) -> None:
    """Serve the pages, and show errors as pages to browsers."""
    router = APIRouter(include_in_schema=False)
    for page in _PAGES:
        router.include_router(page.router)
    app.include_router(router)
    for page in (entity, ontology):  # in the reference, since machines get RDF at the same address
        app.include_router(page.router)
    app.mount(static_path(), Statics())
    add_error_pages(app)


def add_reference(app: FastAPI) -> None:
    """Serve nothing but the reference of the API."""
    app.include_router(reference.router, include_in_schema=False)
    app.mount(static_path(), Statics())
