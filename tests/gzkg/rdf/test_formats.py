from __future__ import annotations

from typing import get_args

import pytest

from gzkg.errors import UnsupportedFormat
from gzkg.rdf.formats import FORMATS, Holds, formats_for, get_format


def test_by_name_ending_and_media_type() -> None:
    assert get_format("ttl", "graph") == get_format("text/turtle", "graph") == get_format("Turtle", "graph")
    assert get_format("application/json", "bindings").name == "json"
    assert get_format("application/json", "graph") == get_format("json", "graph") == get_format("jsonld", "dataset")


def test_a_format_that_does_not_fit_names_those_that_do() -> None:
    with pytest.raises(UnsupportedFormat, match="trig, nquads"):
        get_format("turtle", "dataset")


def test_each_kind_of_answer_has_a_format() -> None:
    assert {holds for entry in FORMATS for holds in entry.holds} == set(get_args(Holds))
    assert formats_for("bindings")[0].media_type == "application/sparql-results+json"
