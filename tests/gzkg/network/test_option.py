"""What may be asked: one table for the library, the command line and the service."""

from __future__ import annotations

from typing import Any, get_type_hints

import pytest

from gzkg import OFFERS, Asking, BadOption, KnowledgeGraph, options_of
from gzkg.network.option import NETWORK, read_asked


def test_the_library_takes_what_the_table_says() -> None:
    typed = get_type_hints(Asking)
    assert {option.name for option in NETWORK} <= typed.keys()


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.name)
def test_every_offer_is_a_method_that_takes_its_options(offer: Any) -> None:
    method = getattr(KnowledgeGraph, offer.name)
    takes = {*method.__annotations__, *get_type_hints(Asking)}
    assert {option.name for option in options_of(offer.name)} <= takes


@pytest.mark.parametrize(
    ("given", "name", "value"),
    [
        ({"layer": "tie,membership"}, "layer", ("tie", "membership")),
        ({"layer": ["tie", "membership,link"]}, "layer", ("tie", "membership", "link")),
        ({"roll_up": "true"}, "roll_up", True),
        ({"roll_up": ["no"]}, "roll_up", False),
        ({"top": "5"}, "top", 5),
        ({"alpha": "0.5"}, "alpha", 0.5),
        ({"as_of": " 1990-01-01 "}, "as_of", "1990-01-01"),
        ({}, "seed", 0),
    ],
)
def test_words_become_values(given: Any, name: str, value: Any) -> None:
    assert read_asked("centrality", given)[name] == value


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"top": "0"}, "whole number, at least 1"),
        ({"top": "2.5"}, "whole number"),
        ({"alpha": "much"}, "must be a number"),
        ({"seed": "nan"}, "whole number"),
        ({"roll_up": "perhaps"}, "true or false"),
        ({"certainty": "sure"}, "possible, begun, certain"),
        ({"as_of": ["1990-01-01", "1991-01-01"]}, "more than once"),
        ({"measures": "degree"}, "Did you mean measure"),
    ],
)
def test_what_cannot_be_is_refused(given: Any, says: str) -> None:
    with pytest.raises(BadOption, match=says):
        read_asked("centrality", given)


@pytest.mark.parametrize("name", ["edges", "nodes", "network", "progress", "most_s"])
def test_nobody_elsewhere_names_files_or_hands_in_objects(name: str) -> None:
    read_asked("centrality", {name: "x"})
    with pytest.raises(BadOption):
        read_asked("centrality", {name: "x"}, here=False)
