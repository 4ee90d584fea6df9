"""Which form of a thing is asked at its address, and where its other forms are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.negotiate import find_media_type
from gzkg import UnsupportedFormat, get_format

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Form:
    """One form of a thing: its name, the ending of its address, its media type."""

    name: str
    suffix: str
    media_type: str


_RDF: Final = tuple(
    Form(name, suffix, get_format(name, "graph").media_type)
    for name, suffix in (
        ("turtle", "ttl"),
        ("jsonld", "jsonld"),
        ("ntriples", "nt"),
        ("rdfxml", "rdf"),
        ("trig", "trig"),
        ("nquads", "nq"),
    )
)
PAGE: Final = Form("html", "html", "text/html")
JSON: Final = Form("json", "json", "application/json")
FORMS: Final = (*_RDF, JSON, PAGE)
"""In order of preference: the first is for clients that do not care."""

_BY_MEDIA_TYPE: Final = {form.media_type: form for form in FORMS}
_BY_NAME: Final = {name: form for form in FORMS for name in (form.name, form.suffix, form.media_type)}


def split_suffix(path: str) -> tuple[str, str]:
    """Return the id of an address and the ending that asks for a form, "" without one."""
    entity_id, _, suffix = path.partition(".")
    return entity_id, suffix


def choose_form(request: Request, suffix: str) -> Form:
    """Return the form that an ending, `format=` or `Accept` asks for, in this order. Raises: UnsupportedFormat."""
    if named := suffix or request.query_params.get("format", ""):
        form = _BY_NAME.get(named.strip().casefold())
    else:
        accept = ",".join(request.headers.getlist("accept"))
        form = _BY_MEDIA_TYPE.get(find_media_type(accept, tuple(_BY_MEDIA_TYPE)) or "")
    if form is None:
        there_are = ", ".join(f".{form.suffix} ({form.media_type})" for form in FORMS)
        raise UnsupportedFormat(f"No form that was asked for is there. There are: {there_are}.")
    return form


def locate(request: Request, entity_id: str, form: Form) -> str:
    """Return the address of a form, with the day that is asked."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    asked = {name: request.query_params[name] for name in ("as_of", "as-of") if request.query_params.get(name)}
    return f"{root}/id/{quote(entity_id)}.{form.suffix}" + (f"?{urlencode(asked)}" if asked else "")


def headers(request: Request, entity_id: str, iri: str, form: Form) -> dict[str, str]:
    """Return the headers by which machines find the other forms, the name to cite and the licence."""
    links = [
        f'<{locate(request, entity_id, other)}>; rel="alternate"; type="{other.media_type}"'
        for other in FORMS
        if other != form
    ]
    described = locate(request, entity_id, FORMS[0])
    links += [
        f'<{iri}>; rel="canonical"',
        f'<{iri}>; rel="cite-as"',
        f'<{described}>; rel="describedby"; type="{FORMS[0].media_type}"',
        f'<{LICENCE}>; rel="license"',
    ]
    return {"Link": ", ".join(links), "Content-Location": locate(request, entity_id, form)}
