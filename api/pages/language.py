"""Which language a page speaks: that of the address, else of the last choice, else of the browser."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from gzkg import Language

LANGUAGES: Final[dict[Language, str]] = {"en": "English", "zh": "中文"}
"""Languages of the pages, each with its name for itself."""

COOKIE: Final = "lang"


def choose_language(request: Request) -> Language:
    """Return the language of a page: `?lang=`, else the cookie of the last choice, else `Accept-Language`."""
    for given in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        for language in LANGUAGES:
            if given == language:
                return language
    return _accepted(request.headers.get("accept-language", ""))


def _accepted(accept_language: str) -> Language:
    weights: dict[Language, float] = {}
    for part in accept_language.split(","):
        tag, _, quality = part.strip().lower().partition(";q=")
        for language in LANGUAGES:
            if tag.partition("-")[0] == language:
                weights[language] = max(weights.get(language, 0.0), _weight(quality))
    return max(weights, key=lambda language: weights[language], default="en")


def _weight(quality: str) -> float:
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0
