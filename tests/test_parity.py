"""One core, three guests: method = command = route."""

from __future__ import annotations

import inspect
from typing import Any

import click
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.cli import main
from api.errors import STATUS, status_of
from gzkg import OFFERS, GzkgError, KnowledgeGraph
from gzkg.cli import EXIT_CODES, exit_code

TABLE: dict[str, tuple[str | None, str | None]] = {
    "query": ("query", "/sparql"),
    "explain": ("query", "/sparql"),
    "entity": ("entity", "/entities/{id}"),
    "brief": ("brief", "/brief"),
    "find": ("find", "/entities"),
    "relations": ("relations", "/entities/{id}/relations"),
    "claims": ("claims", "/entities/{id}/claims"),
    "sources": ("sources", "/entities/{id}/sources"),
    "positions": ("positions", "/entities/{id}/positions"),
    "describe": ("describe", "/id/{id}"),
    "summary": ("summary", "/summary"),
    "ontology": ("ontology", "/ontology"),
    "questions": ("questions", "/questions"),
    "question": ("questions", "/questions/{id}"),
    **{
        offer.name: (offer.name, "/network" if offer.name == "network" else f"/network/{offer.name}")
        for offer in OFFERS
    },
    "picture": ("picture", None),
    "validate": ("validate", "/records/validate"),
    "templates": ("template", "/records/template"),
    "template": ("template", "/records/template/{kind}"),
    "submit": ("submit", "/records"),
    "submissions": ("review", "/records"),
    "submission": ("review", "/records/{id}"),
    "contribution": ("review", "/graph/{name}"),
    "accept": ("review", "/records/{id}/accept"),
    "reject": ("review", "/records/{id}/reject"),
    "feed": ("feed", "/changes"),
    "promote": ("promote", None),
    "new_token": ("token", None),
    "tokens": ("token", None),
    "revoke_token": ("token", None),
    "backup": ("backup", None),
    "restore": ("restore", None),
    "check": ("check", None),
    "format": ("fmt", None),
    "new": ("new", None),
    "export": ("export", None),
}
"""Method -> command, route. No file is written or checked over the web, and no token made."""

HOUSEKEEPING = {"open", "load", "warm", "reload", "close", "version", "endpoint"}

STEPS = {"check_token", "replay", "take", "let_in", "description_query", "statements_query"}
"""Parts of `submit`, `accept`, `describe` and `ontology` for a service, which works in processes of its own."""

SERVICE = {
    *("/healthz", "/readyz", "/metrics"),
    *("/store", "/.well-known/void", "/dumps", "/dumps/{name}"),
}
"""Routes of the service and of its dataset as a whole, which a library and a command have no need of."""


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app()


def test_every_method_is_in_the_table() -> None:
    methods = {name for name, _ in inspect.getmembers(KnowledgeGraph, callable) if not name.startswith("_")}
    assert methods - HOUSEKEEPING - STEPS == TABLE.keys()


def test_every_command_is_in_the_table() -> None:
    assert isinstance(main, click.Group)
    assert main.commands.keys() - {"serve"} == {command for command, _ in TABLE.values() if command}


def test_every_route_is_in_the_table(app: FastAPI) -> None:
    paths: dict[str, Any] = app.openapi()["paths"]
    assert paths.keys() - SERVICE == {route for _, route in TABLE.values() if route}


def subclasses(error: type[GzkgError]) -> list[type[GzkgError]]:
    return [one for child in error.__subclasses__() for one in (child, *subclasses(child))]


@pytest.mark.parametrize("error", subclasses(GzkgError), ids=lambda error: error.__name__)
def test_every_error_has_a_status_and_an_exit_code(error: type[GzkgError]) -> None:
    told = error.__new__(error)
    assert 400 <= status_of(told) < 600
    assert 1 <= exit_code(told) <= 8


def test_the_tables_hold_only_errors() -> None:
    assert {*STATUS, *EXIT_CODES} <= set(subclasses(GzkgError))
