from __future__ import annotations

import pytest

from gzkg.errors import BadQuery, ForbiddenQuery
from gzkg.store.sparql import library_query, query_form, with_target


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("prefix select: <http://x/insert> ask { ?s ?p ?o }", "ASK"),
        ("# DELETE\nBASE <http://load/> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("describe <http://x/service>", "DESCRIBE"),
        ("SELECT ?service { ?s service:service \"SERVICE\", '''LOAD''' }", "SELECT"),
    ],
)
def test_form(text: str, form: str) -> None:
    assert query_form(text) == form


@pytest.mark.parametrize(
    ("text", "construct", "place"),
    [
        ("INSERT DATA { <a:a> <b:b> <c:c> }", "INSERT", (1, 1)),
        ("PREFIX a: <a>\n  delete where { ?s ?p ?o }", "DELETE", (2, 3)),
        ("LOAD <http://example.org/>", "LOAD", (1, 1)),
        ("SELECT * {\n  SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE", (2, 3)),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "SERVICE", (1, 12)),
    ],
)
def test_what_is_refused_is_named_with_its_place(text: str, construct: str, place: tuple[int, int]) -> None:
    with pytest.raises(ForbiddenQuery) as caught:
        query_form(text)
    assert (caught.value.construct, caught.value.line, caught.value.column) == (construct, *place)


def test_what_is_no_query() -> None:
    with pytest.raises(BadQuery, match="SELECT, ASK, CONSTRUCT or DESCRIBE"):
        query_form("hello")


def test_library_queries_carry_their_prefixes() -> None:
    assert library_query("labels").startswith("PREFIX ")


def test_target_goes_into_the_outermost_where() -> None:
    text = with_target("SELECT $this WHERE { { SELECT ?x WHERE { ?x ?p ?o } } }", "urn:c")
    assert text == "SELECT $this WHERE { $this a/rdfs:subClassOf* <urn:c> .  { SELECT ?x WHERE { ?x ?p ?o } } }"
