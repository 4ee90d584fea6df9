"""One request worked out: what is refused, the query, description or dump made, its text sent in frames."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, Final

from gzkg.catalog.term import PREFIXES
from gzkg.endpoint.dataset import Dataset
from gzkg.endpoint.wire import Frame, QueryRequest, Send
from gzkg.errors import QueryTooHeavy, UnsupportedFormat
from gzkg.network.table import Analysis
from gzkg.rdf.formats import Holds, formats_for
from gzkg.settings import Limits
from gzkg.store.answer import write_triples
from gzkg.store.cut import Bounds
from gzkg.store.refusal import refuse_depth
from gzkg.store.sparql import HOLDS, query_form

_WORTH_BYTES: Final = 1024
"""A shorter answer is not compressed."""


def run_job(dataset: Dataset, request: QueryRequest, limits: Limits, until: float, send: Send) -> str | None:
    """Answer a request in frames, all but the end; return why it was cut. `until` is a time of `time.monotonic`.

    Raises: ForbiddenQuery, BadQuery, UnsupportedFormat, UnknownGraph, StoreError; no head is sent then.
    """
    if request.text is not None:
        return _answer(dataset, request, limits, until, send)
    if request.analysis:
        _analyse(dataset, request, limits, until, send)
        return None
    if request.batch:
        _validate(dataset, request, send)
        return None
    if request.describe:
        body = _Body(send, request, "graph", "DESCRIPTION")
        triples = dataset.descriptions.triples(request.describe, request.place)
        write_triples(triples, body.add, body.format, PREFIXES)
    else:
        graph, request = _content(dataset, request)
        body = _Body(send, request, "dataset" if graph is None else "graph", "DUMP")
        dataset.store.write(body.add, body.format, graph)
    body.close(None)
    return None


def _analyse(dataset: Dataset, request: QueryRequest, limits: Limits, until: float, send: Send) -> None:
    """Answer what is asked of a network. Raises: NetworkError; QueryTooHeavy, when the answer is too large."""
    from gzkg.network.format import write

    words = {name: values for name, values in request.words.items() if name != "table"}
    answer = dataset.analyst.answer_words(request.analysis or "", words, until - time.monotonic())
    body = _Body(send, request, "table" if isinstance(answer, Analysis) else "network", "ANALYSIS")
    text = write(answer, body.format, table="".join(request.words.get("table", ())[:1]))
    if len(text) > limits.max_answer_mb << 20:
        raise QueryTooHeavy(f"The answer is larger than {limits.max_answer_mb} MB. Ask for a part of the network.")
    body.add(text)
    body.close(None)


def _validate(dataset: Dataset, request: QueryRequest, send: Send) -> None:
    """Answer what is wrong with a batch of new records. Raises: RecordsError."""
    body = _Body(send, request, "findings", "VALIDATION")
    body.add(dataset.intake.answer(request.batch, body.format))
    body.close(None)


def _content(dataset: Dataset, request: QueryRequest) -> tuple[str | None, QueryRequest]:
    """Return which graph is to be written, and for a dump how its name says it."""
    if request.dump is None:
        return request.graph, request
    dump = dataset.descriptions.find_dump(request.dump)
    accept: dict[Holds, str] = {"dataset" if dump.graph is None else "graph": dump.format}
    return dump.graph, replace(request, accept=accept, encoding="gzip" if dump.compressed else request.encoding)


def _answer(dataset: Dataset, request: QueryRequest, limits: Limits, until: float, send: Send) -> str | None:
    assert request.text is not None
    refuse_depth(request.text)
    form = query_form(request.text)
    body = _Body(send, request, HOLDS[form], form)
    asked = request.text, request.default_graphs, request.named_graphs
    if request.explain:
        body.explanation = [asdict(term) for term in dataset.explainer.why_empty(*asked)]
    rows = min(request.max_rows or limits.max_rows, limits.max_rows)
    bounds = Bounds(rows, limits.max_answer_mb << 20, until)
    cut = dataset.store.query(*asked).write(body.add, body.format, bounds)
    body.close(cut)
    return cut


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
        self._worth_bytes = 0 if request.dump else _WORTH_BYTES  # a file called .gz is one, however short
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
            self._first = self._explained(self._first or b"")
            if len(self._first) < self._worth_bytes:
                self._encoding = ""
            self._head(whole=True, cut=cut)
        if rest := self._end():
            self._send(Frame.BODY, rest)

    def _explained(self, text: bytes) -> bytes:
        """Put the explanation of an empty answer into it where it is JSON, as a member beside the standard ones."""
        if not self.explanation or self.format != "json":
            return text
        return text.rstrip().removesuffix(b"}") + b',"explanation":' + json.dumps(self.explanation).encode() + b"}"

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
