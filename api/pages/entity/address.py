"""Which form of a thing is asked at its address, and where its other forms are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.negotiate import find_media_type
from gzkg import Entity, UnsupportedFormat, get_format

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Form:
    """One form of a thing: its name, the ending of its address, its media type, what people call it."""

    name: str
    suffix: str
    media_type: str
    label: str


_RDF: Final = tuple(
    Form(name, suffix, get_format(name, "graph").media_type, label)
    for name, suffix, label in (
        ("turtle", "ttl", "Turtle"),
        ("jsonld", "jsonld", "JSON-LD"),
        ("ntriples", "nt", "N-Triples"),
        ("rdfxml", "rdf", "RDF/XML"),
        ("trig", "trig", "TriG"),
        ("nquads", "nq", "N-Quads"),
    )
)
PAGE: Final = Form("html", "html", "text/html", "HTML")
JSON: Final = Form("json", "json", "application/json", "JSON")
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


def locate(request: Request, entity_id: str, form: Form, as_of: str) -> str:
    """Return the address of a form, with the day, year or span that is asked."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{root}/id/{quote(entity_id)}.{form.suffix}" + (f"?{urlencode({'as_of': as_of})}" if as_of else "")


def headers(request: Request, entity: Entity, form: Form, as_of: str) -> dict[str, str]:
    """Return the headers by which machines find the other forms, the name to cite and the licence."""
    addresses = {one: locate(request, entity.id, one, as_of) for one in FORMS}
    links = [
        f'<{address}>; rel="alternate"; type="{other.media_type}"'
        for other, address in addresses.items()
        if other != form
    ]
    links += [
        f'<{entity.iri}>; rel="canonical"',
        f'<{entity.iri}>; rel="cite-as"',
        f'<{addresses[FORMS[0]]}>; rel="describedby"; type="{FORMS[0].media_type}"',
        f'<{LICENCE}>; rel="license"',
    ]
    return {"Link": ", ".join(links), "Content-Location": addresses[form]}
