from __future__ import annotations

import pytest

from gzkg.errors import BadQuery, ForbiddenQuery, StoreError
from gzkg.store.refusal import refuse_service
from gzkg.store.sparql import library_query, names_dataset, query_form, with_target


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
    ],
)
def test_what_is_refused_is_named_with_its_place(text: str, construct: str, place: tuple[int, int]) -> None:
    with pytest.raises(ForbiddenQuery) as caught:
        query_form(text)
    assert (caught.value.construct, caught.value.line, caught.value.column) == (construct, *place)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {\n  SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { # c\r SERVICE <u:u> { ?s ?p ?o } }",
        "PREFIX : <http://x/> SELECT * { SERVICE:x{ ?s ?p ?o } }",
        "PREFIX e: <http://x/> SELECT * { SERVICEe:x{ ?s ?p ?o } }",
        "PREFIX e: <http://x/> SELECT * { SERVICESILENTe:x{ ?s ?p ?o } }",
        "SELECT * { FILTER(1<2||?a<'&&?b>') SERVICE <u:u> { ?s ?p ?o FILTER('x'='x') } }",
        "SELECT * { SERVICE#c\n<u:u>#d\n{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<u:u>{ ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <u:u> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?x{ ?s ?p ?o } }",
        "PREFIX e: <http://x/> SELECT * { SERVICE e:a\\(b { ?s ?p ?o } }",
    ],
)
def test_no_spelling_of_a_service_call_gets_through(text: str) -> None:
    with pytest.raises(ForbiddenQuery, match="SERVICE is not run") as caught:
        refuse_service(text)
    assert caught.value.construct == "SERVICE"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { GRAPH ?service { ?s ?p ?o } }",
        "SELECT * { GRAPH <http://x/service/y:z> { ?s ?p ?o } }",
        "SELECT * { ?s <http://x/service> ?o . { ?a ?b ?c } }",
        "SELECT ?service { ?service a <http://x/Service> . OPTIONAL { ?service ?p ?o } }",
    ],
)
def test_what_only_looks_like_a_service_call_is_run(text: str) -> None:
    refuse_service(text)
    assert query_form(text) == "SELECT"


@pytest.mark.parametrize("unit", ["1", "a.", "service:", "#service\n", "'", '"', "<", "-", "a:"])
def test_a_megabyte_of_one_thing_is_read_once(unit: str) -> None:
    # Reading the rest again from each place would not come back for minutes.
    with pytest.raises(BadQuery):
        query_form(unit * (1_000_000 // len(unit)))


@pytest.mark.parametrize(("text", "says"), [("SELECT * FROM <u:g> { ?s ?p ?o }", True), ("SELECT ?from { }", False)])
def test_a_query_may_name_its_own_graphs(text: str, says: bool) -> None:
    assert names_dataset(text) is says


def test_what_is_no_query() -> None:
    with pytest.raises(BadQuery, match="SELECT, ASK, CONSTRUCT or DESCRIBE"):
        query_form("hello")


def test_library_queries_carry_their_prefixes() -> None:
    assert library_query("labels").startswith("PREFIX ")


def test_target_goes_into_the_outermost_where() -> None:
    text = with_target("SELECT $this WHERE { { SELECT ?x WHERE { ?x ?p ?o } } }", "urn:c")
    assert text == "SELECT $this WHERE { $this a/rdfs:subClassOf* <urn:c> .  { SELECT ?x WHERE { ?x ?p ?o } } }"


def test_a_text_without_a_place_for_the_target_is_refused() -> None:
    with pytest.raises(StoreError, match="WHERE"):
        with_target("SELECT $this where { }", "urn:c")
