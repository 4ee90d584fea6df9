"""The network, drawn: on a map or by its ties, through time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Graph
from api.pages.language import choose_language
from api.pages.once import once
from api.pages.packing import pack
from api.pages.page import render
from gzkg import GZ, KnowledgeGraph, Language

router = APIRouter()

_SIZES: Final = ("degree", "betweenness", "closeness", "harmonic", "eigenvector", "pagerank", "katz", "k-core")
"""Measures by which nodes may be sized: those that any network has, directed or not."""


@router.get("/explore")
def explore(graph: Graph, request: Request) -> Response:
    """Show the page; what it draws, its scripts ask of `/network`."""
    language = choose_language(request)
    layers = _layers(graph, language)
    shown = graph.summary()
    told = {
        "layers": {layer["name"]: layer["label"] for group in layers for layer in (group, *group["kinds"])},
        "kinds": _names(graph, shown.classes, language),
        "measures": _measures(graph, language),
        "today": shown.reference_date,
    }
    return render(request, "explore", summary=shown, layers=layers, told=told)


@router.get("/explore/picture.svg")
def picture(graph: Graph, request: Request) -> Response:
    """Give the map of the ties of today as a picture, for those who read without scripts."""
    language = choose_language(request)
    tag, drawn = once(request, f"picture in {language}", lambda: _draw(graph, language))
    headers = {
        "Cache-Control": "no-cache",
        "Content-Language": language,
        "ETag": tag,
        "Vary": "Accept-Encoding, Accept-Language, Cookie",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    response = Response(drawn, media_type="image/svg+xml", headers=headers)
    pack(request, response)
    return response


def _draw(graph: KnowledgeGraph, language: Language) -> tuple[str, bytes]:
    """Return the picture, with what a browser that has it already knows it by."""
    drawn = graph.picture("map", layer="tie", colour_by="region", language=language)
    return f'W/"{hashlib.sha256(drawn).hexdigest()[:16]}"', drawn


def _layers(graph: KnowledgeGraph, language: Language) -> Sequence[dict[str, Any]]:
    """Return the layers of each class of record, the kinds of it inside."""
    groups: dict[str, dict[str, Any]] = {}
    for row in graph.layers():
        layer = {"name": row["layer"], "label": row[f"label_{language}"] or row["layer"], "kinds": []}
        if row["class"] not in groups:
            groups[row["class"]] = layer
        elif layer["label"] != groups[row["class"]]["label"]:  # missions are sitings, and have no name of their own
            groups[row["class"]]["kinds"].append(layer)
    return sorted(groups.values(), key=lambda group: group["name"] != "tie")


def _measures(graph: KnowledgeGraph, language: Language) -> Mapping[str, Mapping[str, str]]:
    rows = {row["measure"]: row for row in graph.measures() if row["mode"] == "one"}
    return {
        name: {"label": rows[name][f"label_{language}"], "about": rows[name][f"definition_{language}"]}
        for name in _SIZES
        if name in rows
    }


def _names(graph: KnowledgeGraph, classes: Mapping[str, int], language: Language) -> Mapping[str, str]:
    """Return what the kinds of node are called; one without a name is called by its code."""
    found = {brief.iri.removeprefix(GZ): brief for brief in graph.brief(GZ + name for name in classes)}
    return {name: brief.label.get(language, name) for name, brief in found.items()}
