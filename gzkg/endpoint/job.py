"""One request worked out: what is refused, the query or dump run, its text sent in frames."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from gzkg.endpoint.wire import Frame, QueryRequest, Send
from gzkg.errors import UnsupportedFormat
from gzkg.rdf.formats import Holds, formats_for
from gzkg.settings import Limits
from gzkg.store.cut import Bounds
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.refusal import refuse_depth
from gzkg.store.sparql import HOLDS, query_form

_WORTH_BYTES: Final = 1024
"""A shorter answer is not compressed."""


def run_job(store: EmbeddedStore, request: QueryRequest, limits: Limits, until: float, send: Send) -> str | None:
    """Answer a request in frames, all but the end; return why it was cut. `until` is a time of `time.monotonic`.

    Raises: ForbiddenQuery, BadQuery, UnsupportedFormat, UnknownTerm, StoreError; no head is sent then.
    """
    if request.text is None:
        holds: Holds = "dataset" if request.graph is None else "graph"
        body = _Body(send, request, holds, "DUMP")
        store.write(body.add, body.format, request.graph)
        body.close(None)
        return None
    refuse_depth(request.text)
    form = query_form(request.text)
    body = _Body(send, request, HOLDS[form], form)
    if request.explain:
        body.explanation = _explain(store, request)
    answer = store.query(request.text, request.default_graphs, request.named_graphs)
    rows = min(request.max_rows or limits.max_rows, limits.max_rows)
    bounds = Bounds(rows, limits.max_answer_mb << 20, until)
    cut = answer.write(body.add, body.format, bounds)
    body.close(cut)
    return cut


def _explain(store: EmbeddedStore, request: QueryRequest) -> list[dict[str, Any]]:
    from gzkg.lookup.explain import explain_empty

    answer = store.query(request.text or "", request.default_graphs, request.named_graphs)
    found = next(iter(answer), None)
    if found is None or (answer.holds == "boolean" and str(found["answer"]) == "false"):
        return [asdict(term) for term in explain_empty(store, request.text or "")]
    return []


class _Body:
    """Sends pieces as frames; the first waits until it is known whether more follow, so that the head can tell."""

    def __init__(self, send: Send, request: QueryRequest, holds: Holds, form: str) -> None:
        if holds not in request.accept:
            there_are = ", ".join(entry.media_type for entry in formats_for(holds))
            raise UnsupportedFormat(
                f"No format that was asked for can hold this answer ({holds}). There are: {there_are}."
            )
        self.format = request.accept[holds]
        self._holds = holds
        self._form = form
        self.explanation: list[dict[str, Any]] = []
        self._send = send
        self._encoding = request.encoding
        self._first: bytes | None = None
        self._pack: Callable[[bytes], bytes] | None = None
        self._end: Callable[[], bytes] = lambda: b""

    def add(self, piece: bytes) -> None:
        """Take the next piece of the answer's text."""
        if self._first is None:
            self._first = piece
            return
        if self._pack is None:
            self._head(whole=False, cut=None)
        self._frame(piece)

    def close(self, cut: str | None) -> None:
        """Send what is left; `cut` says why the answer was cut, if it was."""
        if self._pack is None:
            if len(self._first or b"") < _WORTH_BYTES:
                self._encoding = ""
            self._head(whole=True, cut=cut)
        if rest := self._end():
            self._send(Frame.BODY, rest)

    def _head(self, *, whole: bool, cut: str | None) -> None:
        self._pack, self._end = _compressor(self._encoding)
        kind = {"form": self._form, "format": self.format, "holds": self._holds, "encoding": self._encoding}
        told = {**kind, "whole": whole, "cut": cut, "explanation": self.explanation}
        self._send(Frame.HEAD, json.dumps(told).encode())
        self._frame(self._first or b"")

    def _frame(self, piece: bytes) -> None:
        assert self._pack is not None
        if packed := self._pack(piece):
            self._send(Frame.BODY, packed)


def _compressor(encoding: str) -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    """Return what packs a piece, so that it can be read at once, and what gives the end."""
    match encoding:
        case "gzip":
            gzip = zlib.compressobj(5, wbits=31)
            return lambda piece: gzip.compress(piece) + gzip.flush(zlib.Z_SYNC_FLUSH), gzip.flush
        case "br":
            import brotli

            packer = brotli.Compressor(quality=4)
            return lambda piece: packer.process(piece) + packer.flush(), packer.finish
    return lambda piece: piece, lambda: b""
