"""Many things at once: names, classes, positions."""

from __future__ import annotations

import pytest

from gzkg import BadId, KnowledgeGraph

CITY = "https://w3id.org/gzkg/ontology#City"


def test_things_terms_and_records_in_the_order_asked(graph: KnowledgeGraph) -> None:
    tie, city, lyon = graph.brief(["tie/sister-city/cn-guangzhou--fr-lyon", CITY, "city/fr-lyon", "city/fr-lyon"])
    assert (tie.id, tie.label["en"]) == ("tie/sister-city/cn-guangzhou--fr-lyon", "Guangzhou – Lyon (sister city)")
    assert (city.id, city.iri, city.label["zh"], city.point) == (None, CITY, "城市", None)
    assert (lyon.classes, lyon.label, lyon.point) == (("City",), {"en": "Lyon", "zh": "里昂"}, (4.84789, 45.74906))


def test_what_is_not_there_is_left_out(graph: KnowledgeGraph) -> None:
    assert graph.brief(["city/fr-atlantis", "https://example.org/x"]) == []
    with pytest.raises(BadId):
        graph.brief(["Lyon!"])


def test_a_claim_is_named_by_the_record_that_it_is_about(graph: KnowledgeGraph) -> None:
    claim = "tie/sister-city/cn-guangzhou--de-frankfurt/claim/2"
    expected = "Guangzhou – Frankfurt (sister city) – City of Frankfurt, undated (frankfurt.de)"
    assert graph.entity(claim).label["en"] == graph.brief([claim])[0].label["en"] == expected
