"""What one side packs, the other unpacks."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gzkg.endpoint.wire import LENGTH, NOW, QueryRequest, pack_error, unpack_error, unpack_request
from gzkg.errors import (
    BadDate,
    BadQuery,
    ForbiddenQuery,
    GraphFileError,
    GzkgError,
    StoreError,
    UnknownGraph,
    UnsupportedFormat,
)

text = st.text(st.characters())  # lone surrogates too, which json.loads lets in
iris = st.lists(text, max_size=3).map(tuple)
day = st.none() | text


@given(
    st.builds(
        QueryRequest,
        text=st.none() | text,
        accept=st.dictionaries(st.sampled_from(["bindings", "boolean", "graph", "dataset"]), text),
        default_graphs=iris,
        named_graphs=iris,
        graph=st.none() | text,
        describe=st.sampled_from([None, "service", "void", "dumps"]),
        dump=st.none() | text,
        place=text,
        as_of=day,
        known_on=day,
        timeout_s=st.none() | st.floats(0, 100),
        max_rows=st.none() | st.integers(1),
        encoding=st.sampled_from(["", "gzip", "br"]),
        explain=st.booleans(),
    )
)
def test_a_request_comes_back_as_it_was(request: QueryRequest) -> None:
    packed = request.packed
    assert LENGTH.unpack(packed[: LENGTH.size]) == (len(packed) - LENGTH.size,)
    assert unpack_request(packed[LENGTH.size :]) == request


def test_a_lone_surrogate_comes_back() -> None:
    request = QueryRequest("ASK { ?s ?p '\ud800' }")
    assert unpack_request(request.packed[LENGTH.size :]) == request


def test_a_request_has_a_view() -> None:
    assert QueryRequest("ASK {}").view == NOW
    assert QueryRequest("ASK {}", as_of="1990-01-01", known_on="2000-01-01").view == ("1990-01-01", "2000-01-01", False)


@pytest.mark.parametrize("kind", [BadDate, UnknownGraph, UnsupportedFormat, StoreError])
def test_a_plain_error_comes_back_as_what_it_was(kind: type[GzkgError]) -> None:
    error = unpack_error(pack_error(kind("Not '\ud800' 广州.")))
    assert (type(error), str(error)) == (kind, "Not '\ud800' 广州.")


@pytest.mark.parametrize(("line", "column"), [(None, None), (3, 14)])
def test_a_bad_query_comes_back_with_its_place(line: int | None, column: int | None) -> None:
    error = unpack_error(pack_error(BadQuery("No.", line=line, column=column)))
    assert isinstance(error, BadQuery)
    assert (str(error), error.line, error.column) == ("No.", line, column)


def test_a_forbidden_query_comes_back_with_its_construct() -> None:
    error = unpack_error(pack_error(ForbiddenQuery("SERVICE", "No.", line=1, column=2)))
    assert isinstance(error, ForbiddenQuery)
    assert (error.construct, str(error), error.line, error.column) == ("SERVICE", "No.", 1, 2)


def test_any_other_error_comes_back_as_one_of_the_store() -> None:
    error = unpack_error(pack_error(GraphFileError("a.ttl", "Broken.", line=7)))
    assert (type(error), str(error)) == (StoreError, "a.ttl:7: Broken.")
    assert json.loads(pack_error(error))["error"] == "StoreError"
