"""One request worked out: the frames and their order, what the head says, how the body is packed."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from pyoxigraph import RdfFormat, parse

from gzkg.endpoint.dataset import Dataset
from gzkg.endpoint.job import run_job
from gzkg.endpoint.wire import Frame, QueryRequest
from gzkg.errors import BadQuery, ForbiddenQuery, GzkgError, UnknownGraph, UnsupportedFormat
from gzkg.settings import Limits
from gzkg.store.answer import PIECE_BYTES

ALL = {"bindings": "json", "boolean": "json", "graph": "turtle", "dataset": "trig"}
MANY = "SELECT * { ?s ?p ?o } ORDER BY ?o"
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": lambda body: zlib.decompress(body, wbits=31),
    "br": brotli.decompress,
}


def work(dataset: Dataset, request: QueryRequest, **limits: Any) -> tuple[dict[str, Any], bytes, str | None]:
    """Return head, body and why it was cut; hold the order of the frames."""
    frames: list[tuple[Frame, bytes]] = []
    cut = run_job(dataset, request, Limits(**limits), math.inf, lambda kind, body: frames.append((kind, body)))
    kinds = [kind for kind, _ in frames]
    assert kinds == [Frame.HEAD, *[Frame.BODY] * (len(kinds) - 1)]
    return json.loads(frames[0][1]), b"".join(body for _, body in frames[1:]), cut


@pytest.mark.parametrize(
    ("text", "form", "holds", "format"),
    [
        (MANY, "SELECT", "bindings", "json"),
        ("ASK {}", "ASK", "boolean", "json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT", "graph", "turtle"),
        ("DESCRIBE <urn:s:1>", "DESCRIBE", "graph", "turtle"),
    ],
)
def test_the_head_says_what_comes(dataset: Dataset, text: str, form: str, holds: str, format: str) -> None:
    head, body, _ = work(dataset, QueryRequest(text, ALL))
    assert (head["form"], head["holds"], head["format"], head["encoding"]) == (form, holds, format, "")
    assert (head["cut"], head["explanation"]) == (None, [])
    assert head["whole"] == (len(body) <= PIECE_BYTES)
    answer = dataset.store.query(text)
    assert head["holds"] == answer.holds


def test_a_short_answer_is_whole_and_a_long_one_flows(dataset: Dataset) -> None:
    assert work(dataset, QueryRequest(MANY + " LIMIT 5", ALL))[0]["whole"] is True
    assert work(dataset, QueryRequest(MANY, ALL))[0]["whole"] is False


def test_an_answer_without_a_byte_is_whole(dataset: Dataset) -> None:
    head, body, cut = work(dataset, QueryRequest("CONSTRUCT WHERE { <u:n> ?p ?o }", {"graph": "ntriples"}))
    assert (head["whole"], body, cut) == (True, b"", None)


@pytest.mark.parametrize("limit", [0, 1, 30, 400, 1000])
@pytest.mark.parametrize("encoding", UNPACK)
def test_a_packed_answer_is_the_same(dataset: Dataset, encoding: str, limit: int) -> None:
    text = f"{MANY} LIMIT {limit}"
    _, plain, _ = work(dataset, QueryRequest(text, ALL))
    head, body, _ = work(dataset, QueryRequest(text, ALL, encoding=encoding))
    assert head["encoding"] == (encoding if len(plain) >= 1024 else "")
    assert UNPACK[head["encoding"]](body) == plain
    assert not head["encoding"] or len(body) < len(plain)


@pytest.mark.parametrize("encoding", UNPACK)
def test_the_first_piece_of_a_packed_answer_can_be_read_at_once(dataset: Dataset, encoding: str) -> None:
    frames: list[tuple[Frame, bytes]] = []
    request = QueryRequest(MANY, ALL, encoding=encoding)
    run_job(dataset, request, Limits(), math.inf, lambda kind, body: frames.append((kind, body)))
    unpack: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        "gzip": zlib.decompressobj(wbits=31).decompress,
        "br": brotli.Decompressor().process,
    }
    first = unpack[encoding](frames[1][1])
    assert first.startswith(b'{"head":')
    assert len(first) > PIECE_BYTES // 2


def test_a_whole_answer_that_is_cut_says_so_in_its_head(dataset: Dataset) -> None:
    head, body, cut = work(dataset, QueryRequest(MANY, ALL, max_rows=3))
    assert head["cut"] == cut == json.loads(body)["cut"]
    assert len(json.loads(body)["results"]["bindings"]) == 3


def test_an_answer_that_flows_says_so_in_itself(dataset: Dataset) -> None:
    head, body, cut = work(dataset, QueryRequest(MANY, ALL), max_rows=800)
    assert head["cut"] is None
    assert cut == json.loads(body)["cut"]


@pytest.mark.parametrize(("asked", "limit", "rows"), [(None, 7, 7), (5, 7, 5), (9, 7, 7)])
def test_the_lower_bound_counts(dataset: Dataset, asked: int | None, limit: int, rows: int) -> None:
    _, body, _ = work(dataset, QueryRequest(MANY, ALL, max_rows=asked), max_rows=limit)
    assert len(json.loads(body)["results"]["bindings"]) == rows


def test_a_dump_of_a_graph_and_of_all(dataset: Dataset) -> None:
    for graph, format, size in (("urn:h", "turtle", 1), ("", "ntriples", 1000), (None, "nquads", 1002)):
        holds = "dataset" if graph is None else "graph"
        head, body, cut = work(dataset, QueryRequest(graph=graph, accept={holds: format}))
        assert (head["form"], head["holds"], head["format"], cut) == ("DUMP", holds, format, None)
        assert len(list(parse(body, format=getattr(RdfFormat, RDF[format])))) == size


RDF = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "nquads": "N_QUADS"}


def test_the_caller_names_the_dataset(dataset: Dataset) -> None:
    one = QueryRequest("SELECT * { ?s ?p ?o }", ALL, default_graphs=("urn:h",))
    assert len(json.loads(work(dataset, one)[1])["results"]["bindings"]) == 1
    named = QueryRequest("SELECT * { GRAPH ?g { ?s ?p ?o } }", ALL, named_graphs=("urn:h",))
    assert len(json.loads(work(dataset, named)[1])["results"]["bindings"]) == 1


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        (QueryRequest("SELECT * { ?s }", ALL), BadQuery),
        (QueryRequest("SELECT * " + "{" * 200, ALL), BadQuery),
        (QueryRequest("ASK { FILTER('\ud800' = '') }", ALL), BadQuery),
        (QueryRequest("hello", ALL), BadQuery),
        (QueryRequest("CLEAR ALL", ALL), ForbiddenQuery),
        (QueryRequest("ASK { SERVICE <u:u> {} }", ALL), ForbiddenQuery),
        (QueryRequest("ASK {}", {"graph": "turtle"}), UnsupportedFormat),
        (QueryRequest(accept={"graph": "turtle"}), UnsupportedFormat),
        (QueryRequest(accept=ALL, graph="urn:none"), UnknownGraph),
    ],
)
def test_what_is_refused_sends_nothing(dataset: Dataset, request_: QueryRequest, error: type[GzkgError]) -> None:
    sent: list[Any] = []
    with pytest.raises(error):
        run_job(dataset, request_, Limits(), math.inf, lambda *frame: sent.append(frame))
    assert sent == []


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("SELECT * { ?s <urn:q> ?o }", True),
        ("ASK { ?s <urn:q> ?o }", True),
        ("CONSTRUCT WHERE { ?s <urn:q> ?o }", True),
        ("SELECT * { ?s <urn:p> ?o }", False),
        ("ASK { ?s <urn:p> ?o }", False),
    ],
)
def test_an_empty_answer_is_explained_when_asked(dataset: Dataset, text: str, explained: bool) -> None:
    head, _, _ = work(dataset, QueryRequest(text, ALL, explain=True))
    assert bool(head["explanation"]) == explained
    if explained:
        assert "urn:q" in head["explanation"][0]["term"]
    assert work(dataset, QueryRequest(text, ALL))[0]["explanation"] == []
