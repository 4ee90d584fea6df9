"""Read a file of new records from a request, and the token that stands for who sends it."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.content import content_request
from api.deps import endpoint_of
from api.protocol import read_body
from gzkg import BadOption, Prepared, QueryRequest

_ANY = ("", "application/octet-stream", "application/x-www-form-urlencoded")
"""Media types by which a client says that it does not know."""

_FLAGS = {"true": True, "1": True, "yes": True, "": True, "false": False, "0": False, "no": False}


async def batch_request(request: Request) -> QueryRequest:
    """Return the request to validate the body of a request. Raises: BadOption; HTTPException 408, 413, 415."""
    endpoint = endpoint_of(request)
    content = await read_body(request, endpoint.limits.max_upload_mb << 20, "Hand in the records in several files.")
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    given = request.query_params
    batch = {
        "content": base64.b64encode(content).decode(),
        "name": given.get("name", ""),
        "format": "" if media_type in _ANY else media_type,
        "kind": given.get("kind", ""),
        "sheet": given.get("sheet", ""),
        "given": {name: value for name, _, value in (pair.partition("=") for pair in given.getlist("set"))},
        "language": _language(given.get("lang", "en")),
        "dry_run": _flag("dry_run", given.get("dry_run", given.get("dry-run", "false"))),
        "rows": _flag("rows", given.get("rows", "false")),
    }
    return content_request(request, batch=batch, timeout_s=endpoint.limits.max_timeout_s)


def content_of(asked: QueryRequest) -> bytes:
    """Return the file in a request to validate one."""
    return base64.b64decode(asked.batch["content"])


async def prepare(request: Request, asked: QueryRequest) -> Prepared:
    """Return a batch as validated by a worker, with what the journal would keep of it.

    Raises: RecordsError; what `Endpoint.answer` raises.
    """
    return await run_in_threadpool(Prepared.read, await _answer(request, asked, whole=True))


async def judge(request: Request, asked: QueryRequest) -> Any:
    """Return the findings over a batch with its dry run, as JSON has them, from a worker.

    Raises: RecordsError; what `Endpoint.answer` raises.
    """
    return json.loads(await _answer(request, asked, dry_run=True))


async def _answer(request: Request, asked: QueryRequest, **wanted: bool) -> bytes:
    endpoint = endpoint_of(request)
    asked = replace(asked, accept={"findings": "json"}, encoding="", batch={**asked.batch, **wanted})
    client = request.client.host if request.client else ""
    served = await endpoint.answer(endpoint.settle(await packed(asked)), client)
    return await served.reply.read()


async def packed(asked: QueryRequest) -> QueryRequest:
    """Return a request once it is packed: of a large file that takes a while, and others are not to wait for it."""
    await run_in_threadpool(lambda: asked.packed)
    return asked


def review_request(submission: str, content: bytes, timeout_s: float) -> QueryRequest:
    """Return the request to validate once more what a submission holds, as N-Triples."""
    batch = {"content": base64.b64encode(content).decode(), "name": f"{submission}.nt", "submission": submission}
    return QueryRequest(batch=batch, timeout_s=timeout_s)


def bearer_of(request: Request) -> str:
    """Return the token of a request. Raises: HTTPException 401, without one."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        ask = {"WWW-Authenticate": 'Bearer realm="gzkg"'}
        raise HTTPException(401, "This needs a token. Send it as `Authorization: Bearer …`.", ask)
    return secret.strip()


def _language(text: str) -> str:
    if text not in ("en", "zh"):
        raise BadOption(f"lang is '{text[:40]}'; it is en or zh.")
    return text


def _flag(name: str, text: str) -> bool:
    if text.lower() not in _FLAGS:
        raise BadOption(f"{name} is '{text[:40]}'; it is true or false.")
    return _FLAGS[text.lower()]
