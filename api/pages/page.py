"""One page: its template filled in, in the reader's language, under a policy that lets no foreign script in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.pages.language import COOKIE, LANGUAGES, choose_language
from api.pages.packing import pack
from api.pages.static import static_path
from api.pages.words import read_words
from gzkg import Language, plain

_YEAR_S: Final = 365 * 24 * 3600
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Only files of the service itself run or style a page; the nonce is for the styles that the editor makes."""

_templates: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(request: Request, page: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """Return a page: the template and the words of this name, filled with what is shown.

    Templates have `say(key, **values)` for words, `named(texts)` for names from the graph, `at(path)` and
    `static(path)` for addresses, `here(**changed)` for this address with other parameters, and `lang`.
    """
    language, nonce = choose_language(request), secrets.token_urlsafe(12)
    words = read_words(page, language)
    text = _templates.get_template(f"{page}.html").render(
        **shown,
        page=page,
        lang=language,
        languages=LANGUAGES,
        words=words,
        nonce=nonce,
        say=lambda key, **values: words[key].format(**values),
        named=lambda texts: name_in(language, texts),
        at=lambda path: _root(request) + path,
        static=lambda path: f"{_root(request)}{static_path()}/{path}",
        here=lambda **changed: _here(request, changed),
        island=_island,
    )
    headers = {
        "Content-Security-Policy": _POLICY.format(nonce=nonce),
        "Content-Language": language,
        "Vary": "Accept, Accept-Encoding, Accept-Language, Cookie",
        "Cache-Control": "no-cache",
        "Referrer-Policy": "same-origin",
    }
    response = HTMLResponse(text, status, headers)
    pack(request, response)
    if request.query_params.get("lang") == language:
        response.set_cookie(
            COOKIE, language, max_age=_YEAR_S, samesite="lax", httponly=True, path=_root(request) or "/"
        )
    return response


def name_in(language: Language, texts: Mapping[str, str]) -> Markup:
    """Return a name in a language; one in another language is marked as such. Empty when there is none."""
    if language in texts:
        return escape(texts[language])
    other = next(iter(texts), "")
    return Markup('<span lang="{}">{}</span>').format(other, texts[other]) if other else Markup()


def _island(value: Any) -> Markup:
    """Return a value as JSON that may stand in a `<script type="application/json">` whatever it holds."""
    text = json.dumps(plain(value), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026").replace(">", "\\u003e"))  # noqa: S704  # no markup is left in it


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")


def _here(request: Request, changed: Mapping[str, Any]) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changed]
    given = [*kept, *((name, str(value)) for name, value in changed.items() if value is not None)]
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in given)
    path = "/" + quote(request.url.path.lstrip("/"))  # with two slashes it would name a host
    return f"{path}?{query}" if query else path
