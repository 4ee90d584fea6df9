"""Which error is which HTTP status, and the one shape in which all of them are told (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from gzkg import (
    BadDate,
    BadId,
    BadQuery,
    BadToken,
    ChecksFailed,
    EmptyNetwork,
    ForbiddenQuery,
    GraphFileError,
    GzkgError,
    NetworkError,
    NetworkTooLarge,
    OutOfScope,
    OverBudget,
    Overloaded,
    QueryError,
    QueryTimeout,
    QueryTooHeavy,
    RecordRejected,
    RecordsError,
    RecordsTooLarge,
    RecordsUnwritable,
    SettingsError,
    StoreError,
    SubmissionConflict,
    UnknownEntity,
    UnknownGraph,
    UnknownQuestion,
    UnknownSubmission,
    UnknownTerm,
    UnsupportedFormat,
    WorkerLost,
    plain,
)

STATUS: Final[dict[type[GzkgError], int]] = {
    BadDate: 400,
    BadId: 400,
    QueryError: 400,
    BadQuery: 400,
    QueryTimeout: 503,
    QueryTooHeavy: 422,
    Overloaded: 503,
    OverBudget: 429,
    WorkerLost: 503,
    UnknownTerm: 400,
    NetworkError: 400,
    EmptyNetwork: 404,
    NetworkTooLarge: 422,
    ForbiddenQuery: 403,
    UnknownEntity: 404,
    UnknownGraph: 404,
    UnknownQuestion: 404,
    UnsupportedFormat: 406,
    ChecksFailed: 422,
    RecordsError: 400,
    RecordsTooLarge: 413,
    RecordRejected: 422,
    BadToken: 401,
    OutOfScope: 403,
    UnknownSubmission: 404,
    SubmissionConflict: 409,
    RecordsUnwritable: 503,
    GraphFileError: 500,
    SettingsError: 500,
    StoreError: 500,
}

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": HTTPStatus(status).phrase, "content": {"application/problem+json": {}}}
    for status in (400, 401, 403, 404, 406, 409, 413, 422, 429, 503)
}
"""What the reference says of answers that are errors."""

_log: Final = logging.getLogger("gzkg.service")

_UNWRITABLE: Final = "The journal of records cannot be used now, and nothing was taken. Try again; the log says why."
_LONGEST: Final = 200
"""Characters of an address that an error repeats."""

_EXTRAS: Final = ("line", "column", "construct", "nearest", "findings")


def status_of(error: GzkgError) -> int:
    """Return the HTTP status of an error: that of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def add_error_handlers(app: FastAPI) -> None:
    """Make every error of the service a problem document."""
    app.add_exception_handler(GzkgError, tell)
    app.add_exception_handler(HTTPException, tell)

    @app.exception_handler(RequestValidationError)
    async def tell_arguments(request: Request, error: RequestValidationError) -> JSONResponse:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
        return _problem(request, 400, "BadArguments", f"{wrong}. See /docs for what this address takes.", {})


async def tell(request: Request, error: Exception) -> JSONResponse:
    """Return the problem document of an error: of the library, or of HTTP."""
    if isinstance(error, GzkgError):
        if isinstance(error, RecordsUnwritable):  # it names the file on this machine
            _log.error("%s", error)
            return _problem(request, status_of(error), type(error).__name__, _UNWRITABLE, {})
        extras = {name: plain(value) for name in _EXTRAS if (value := getattr(error, name, None)) is not None}
        response = _problem(request, status_of(error), type(error).__name__, str(error), extras)
        if isinstance(error, Overloaded):
            response.headers["Retry-After"] = str(error.retry_after_s)
        if response.status_code == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="gzkg", error="invalid_token"'
        if isinstance(error, OverBudget):
            budget = {"Limit": f"{error.limit_s:.0f}", "Remaining": "0", "Reset": str(error.retry_after_s)}
            response.headers.update({f"RateLimit-{name}": value for name, value in budget.items()})
        return response
    assert isinstance(error, HTTPException)
    response = _problem(request, error.status_code, _phrase(error.status_code), str(error.detail), {})
    response.headers.update(error.headers or {})
    return response


def _phrase(status: int) -> str:
    return "Client Closed Request" if status == 499 else HTTPStatus(status).phrase


def _problem(request: Request, status: int, kind: str, detail: str, extras: dict[str, Any]) -> JSONResponse:
    body = {"type": f"urn:gzkg:problem:{kind.replace(' ', '')}", "title": kind, "status": status, "detail": detail}
    return JSONResponse(
        {**body, "instance": request.url.path[:_LONGEST], **extras}, status, media_type="application/problem+json"
    )
