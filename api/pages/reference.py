"""The reference of the API: every address with its parameters, made from the OpenAPI description of the service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.pages.page import render

router = APIRouter()

_PLACES: Final = {"path": 0, "query": 1}


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter: where it goes, what it means, what it may be ("" for any text), and what it is unless said."""

    name: str
    place: str
    about: str
    kind: str
    choices: tuple[str, ...]
    required: bool
    many: bool
    default: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address does with one method: a sentence, and what follows it; `bodies` are the types it takes."""

    anchor: str
    method: str
    path: str
    about: str
    more: str
    fields: tuple[Field, ...]
    bodies: tuple[str, ...]


@router.get("/docs")
def reference(request: Request) -> Response:
    """Show the reference."""
    described: Mapping[str, Any] = request.app.openapi()
    groups: dict[str, list[Operation]] = {}
    for tag, operation in _operations(described["paths"]):
        groups.setdefault(tag, []).append(operation)
    return render(
        request,
        "reference",
        groups=groups,
        has_pages=hasattr(request.app.state, "graph"),
        edition=described["info"]["version"],
    )


def _operations(paths: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Operation]]:
    for path, methods in paths.items():
        for method, said in methods.items():
            about, _, more = (said.get("description") or said["summary"]).partition("\n\n")
            yield (
                said["tags"][0],
                Operation(
                    anchor=re.sub(r"\W+", "-", f"{method}{path}").strip("-"),
                    method=method.upper(),
                    path=path,
                    about=" ".join(about.split()),
                    more=more.strip(),
                    fields=_fields(said.get("parameters", ())),
                    bodies=tuple(said.get("requestBody", {}).get("content", ())),
                ),
            )


def _fields(parameters: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    wanted = [one for one in parameters if one["in"] in _PLACES]
    return tuple(_field(one) for one in sorted(wanted, key=lambda one: (_PLACES[one["in"]], not one.get("required"))))


def _field(parameter: Mapping[str, Any]) -> Field:
    schema = parameter.get("schema", {})
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    first = kinds[0] if kinds else {}
    many = first.get("type") == "array"
    inner = first.get("items", {}) if many else first
    default = schema.get("default")
    return Field(
        name=parameter["name"],
        place=parameter["in"],
        about=parameter.get("description") or schema.get("description") or "",
        kind=inner.get("type", "string"),
        choices=tuple(map(str, inner.get("enum", ()))),
        required=bool(parameter.get("required")),
        many=many,
        default="" if default is None else str(default),
    )
