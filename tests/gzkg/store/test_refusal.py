"""No query leaves this server, names a graph that is not here, or nests so deep that it fells the engine."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gzkg.errors import BadQuery, ForbiddenQuery
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.refusal import MAX_DEPTH, refuse_depth, refuse_graphs, refuse_service

HERE = "http://x/here"
GRAPHS = (HERE, "http://x/a(b", "urn:other")


def nest(depth: int, opening: str = "(", closing: str = ")") -> str:
    return f"SELECT * {{ FILTER {opening * (depth - 1)} 1 {closing * (depth - 1)} }}"


@pytest.mark.parametrize("pair", ["()", "{}", "[]"])
def test_a_depth_is_allowed_and_one_more_is_not(pair: str) -> None:
    refuse_depth(nest(MAX_DEPTH, *pair))
    with pytest.raises(BadQuery, match=f"deeper than {MAX_DEPTH} levels"):
        refuse_depth(nest(MAX_DEPTH + 1, *pair))


def test_too_deep_is_told_with_its_place() -> None:
    with pytest.raises(BadQuery) as caught:
        refuse_depth("SELECT *\n" + "{" * (MAX_DEPTH + 2))
    assert (caught.value.line, caught.value.column) == (2, MAX_DEPTH + 1)
    assert str(caught.value).startswith(f"Line 2, column {MAX_DEPTH + 1}: ")


def test_many_brackets_beside_each_other_are_no_depth() -> None:
    refuse_depth("SELECT * {" + "{ ?s ?p [ ] } " * 1000 + "}")


@pytest.mark.parametrize(
    "quoted",
    ["'{}'", '"{}"', "'''{}'''", '"""{}"""', "'\\'{}'", '"\\"{}"', "'''it''s {}'''", '"""a""b{}"""', "# {}\n", "#{}\r"],
)
def test_brackets_in_texts_and_comments_do_not_count(quoted: str) -> None:
    refuse_depth(f"SELECT * {{ ?s ?p {quoted.replace('{}', '({[' * MAX_DEPTH)} }}")


def test_brackets_in_iris_do_not_add_up() -> None:
    refuse_depth("SELECT * {" + "?s <http://x/a(b> ?o ; <http://x/c[d> ?o . " * (2 * MAX_DEPTH) + "}")


@pytest.mark.parametrize("around", ["1<{},2>1", "1<{}&&2>1", "<a:a><{},2>1"])
def test_a_nest_between_less_and_greater_is_seen(around: str) -> None:
    # Without spaces that is a shape of an IRI; the engine would read it, and overflow its stack.
    deep = around.replace("{}", "(" * 5000 + "1" + ")" * 5000)
    with pytest.raises(BadQuery, match="deeper"):
        refuse_depth(f"SELECT * {{ BIND(IF({deep},3) AS ?x) }}")


def test_what_is_let_through_does_not_fell_the_engine() -> None:
    script = (
        "from gzkg.store.embedded import EmbeddedStore\n"
        f"for query in {[nest(MAX_DEPTH, *pair) for pair in ('()', '{}')]!r}:\n"
        "    try: list(EmbeddedStore().query(query))\n"
        "    except Exception as error: print(error)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {\n  SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service\tsilent\n?x{ ?s ?p ?o } }",
        "SELECT * { SERVICE $x # {\n { ?s ?p ?o } }",
        "SELECT * { SER\\u0056ICE <u:u> { ?s ?p ?o } }",
        "SELECT * { SER\\U00000056ICE <u:u> { ?s ?p ?o } }",
        "SELECT * { 'SERVICE <u:u> {' }",
    ],
)
def test_a_service_call_is_refused(text: str) -> None:
    with pytest.raises(ForbiddenQuery, match=r"^Line \d+, column \d+: .*SERVICE is not run") as caught:
        refuse_service(text)
    assert caught.value.construct == "SERVICE"
    with pytest.raises(ForbiddenQuery):
        EmbeddedStore().query("SELECT * { SERVICE <u:u> { ?s ?p ?o } }")


@pytest.mark.parametrize("text", ["ASK { ?s <http://x/service> '\\u0041\\UFFFFFFFF' }", "ASK {}", "# SERVICE <u:u>"])
def test_no_service_call_is_let_through(text: str) -> None:
    refuse_service(text)


def refuse(text: str, *asked: str) -> None:
    refuse_graphs(text, asked, lambda: GRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * FROM <{HERE}> {{ ?s ?p ?o }}",
        f"SELECT * FROM<{HERE}>FROM NAMED<{HERE}> {{ ?s ?p ?o }}",
        f"SELECT * from\n#c <a:a>\n named # d\n <{HERE}> {{ ?s ?p ?o }}",
        "PREFIX x: <http://x/> SELECT * FROM x:here FROM NAMED x:here { ?s ?p ?o }",
        "prefix : <http://x/> SELECT * FROM :here { ?s ?p ?o }",
        "prefix : <http://x/> SELECT * FROM :a\\(b { ?s ?p ?o }",
        "BASE <http://x/y> SELECT * FROM <here> { ?s ?p ?o }",
        "BASE <http://x/y> SELECT * FROM <urn:other> { ?s ?p ?o }",
        "SELECT ?from { ?from <http://x/from> 'FROM <u:u>' } # FROM <u:u>",
    ],
)
def test_graphs_that_are_here_may_be_named(text: str) -> None:
    refuse(text)


@pytest.mark.parametrize(
    ("text", "named", "place"),
    [
        ("SELECT *\nFROM <http://x/there> { ?s ?p ?o }", "http://x/there", (2, 1)),
        (f"SELECT * FROM <{HERE}> FROM NAMED <u:u> {{ ?s ?p ?o }}", "u:u", (1, 31)),
        ("PREFIX x: <http://x/> SELECT * FROM x:there { ?s ?p ?o }", "http://x/there", (1, 32)),
        ("SELECT * FROM x:here { ?s ?p ?o }", "here", (1, 10)),
        ("BASE <http://y/> SELECT * FROM <here> { ?s ?p ?o }", "http://y/here", (1, 27)),
        ("SELECT * FROM <here> { ?s ?p ?o }", "https://w3id.org/gzkg/id/here", (1, 10)),
    ],
)
def test_a_graph_that_is_not_here_is_refused_with_its_place(text: str, named: str, place: tuple[int, int]) -> None:
    with pytest.raises(ForbiddenQuery, match="name a graph that is here") as caught:
        refuse(text)
    assert f"<{named}>" in str(caught.value)
    assert (caught.value.construct, caught.value.line, caught.value.column) == ("FROM", *place)


def test_keywords_need_no_space_between_them() -> None:
    with pytest.raises(ForbiddenQuery):
        refuse("SELECT * FROMNAMED<u:u> { ?s ?p ?o }")


def test_an_iri_with_an_escape_is_no_way_to_a_graph() -> None:
    with pytest.raises(ForbiddenQuery):
        refuse("SELECT * FROM <http://x/\\u0074here> { ?s ?p ?o }")


def test_the_caller_may_name_what_is_here() -> None:
    refuse("ASK {}", HERE, "urn:other")
    with pytest.raises(ForbiddenQuery, match="<u:u> is no graph") as caught:
        refuse("ASK {}", HERE, "u:u")
    assert caught.value.construct == "default-graph-uri"


def test_the_names_are_only_asked_for_when_needed() -> None:
    def graphs() -> list[str]:
        raise AssertionError

    refuse_graphs("ASK {}", (), graphs)
