"""An empty answer explains itself: each case is a mistake that a researcher makes on the real graph."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Triple

from gzkg import KnowledgeGraph
from gzkg.lookup.explain import AbsentTerm, Explainer, explain_empty
from gzkg.store.embedded import EmbeddedStore

PREFIXES = """PREFIX gz: <https://w3id.org/gzkg/ontology#>
PREFIX city: <https://w3id.org/gzkg/id/city/>
PREFIX country: <https://w3id.org/gzkg/id/country/>
PREFIX org: <https://w3id.org/gzkg/id/org/>
PREFIX tie-kind: <https://w3id.org/gzkg/concept/tie-kind/>
PREFIX graph: <https://w3id.org/gzkg/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
LINE = PREFIXES.count("\n") + 1
TIED = "https://w3id.org/gzkg/graph/inferred/R08-tied-with"

# what stands in the braces; the word whose place is told; how it is used, why it finds nothing; the nearest
MISTAKES = [
    # a name without its language, in another, in other letters, misspelt
    ('?c skos:prefLabel "Guangzhou"', '"Guangzhou"', "pattern", "no match", '"Guangzhou"@en'),
    ('?c skos:prefLabel "广州"', '"广州"', "pattern", "no match", '"广州"@zh'),
    ('?c skos:prefLabel "Guangzhou"@zh', '"Guangzhou"@zh', "object", "absent", '"Guangzhou"@en'),
    ('?c skos:prefLabel "guangzhou"@en', '"guangzhou"@en', "object", "absent", '"Guangzhou"@en'),
    ("?c skos:prefLabel '''Guangzho'''@en", "'''Guangzho'''@en", "object", "absent", '"Guangzhou"@en'),
    ('?c gz:wikidataId "Q16572"@en', '"Q16572"@en', "object", "absent", '"Q16572"'),
    # a name under another property
    ('?c rdfs:label "Guangzhou"@en', '"Guangzhou"@en', "pattern", "no match", "skos:prefLabel"),
    ('?c skos:prefLabel "Canton"@en', '"Canton"@en', "pattern", "no match", "skos:altLabel"),
    ('?c gz:name "Guangzhou"@en', "gz:name", "predicate", "absent", "skos:prefLabel"),
    ("?c rdfs:name ?n", "rdfs:name", "predicate", "absent", "rdfs:label"),
    ("?c skos:preflabel ?n", "skos:preflabel", "predicate", "absent", "skos:prefLabel"),
    # an id guessed, from another name, with http, of a folder
    ("city:guangzhou ?p ?o", "city:guangzhou", "subject", "absent", "city:cn-guangzhou"),
    ("?t gz:party city:lyon", "city:lyon", "object", "absent", "city:fr-lyon"),
    ("?t gz:party city:canton", "city:canton", "object", "absent", "city:cn-guangzhou"),
    ("?t gz:party city:广州", "city:广州", "object", "absent", "city:cn-guangzhou"),
    ("?c gz:inCountry country:china", "country:china", "object", "absent", "country:cn"),
    (
        "?t gz:party <http://w3id.org/gzkg/id/city/cn-guangzhou>",
        "<http://w3id.org/gzkg/id/city/cn-guangzhou>",
        "object",
        "absent",
        "city:cn-guangzhou",
    ),
    (
        "<https://w3id.org/gzkg/id/organization/uclg> ?p ?o",
        "<https://w3id.org/gzkg/id/organization/uclg>",
        "subject",
        "absent",
        "org:uclg",
    ),
    # a text where a thing stands
    ('?t gz:party "Guangzhou"@en', '"Guangzhou"@en', "pattern", "no match", "city:cn-guangzhou"),
    ('?t gz:kind "sister-city"', '"sister-city"', "pattern", "no match", "tie-kind:sister-city"),
    ('?c gz:inCountry "China"@en', '"China"@en', "pattern", "no match", "country:cn"),
    # a concept, class or property misspelt, or taken for the other
    ("?t gz:kind tie-kind:sistercity", "tie-kind:sistercity", "object", "absent", "tie-kind:sister-city"),
    ("?t gz:kind gz:Tie", "gz:Tie", "pattern", "no match", "a"),
    ("?x a gz:city", "gz:city", "class", "absent", "gz:City"),
    ("?x a gz:Memberships", "gz:Memberships", "class", "absent", "gz:Membership"),
    ("?x a gz:memberOf", "gz:memberOf", "class", "elsewhere", "gz:Membership"),
    ("?x a gz:Actor", "gz:Actor", "class", "elsewhere", "gz:Port"),
    ("?x gz:Membership ?y", "gz:Membership", "predicate", "elsewhere", "gz:member"),
    ("city:cn-guangzhou gz:sisterCity ?d", "gz:sisterCity", "predicate", "absent", "gz:sisterCityOf"),
    ("?x gz:documentedBy ?y", "gz:documentedBy", "predicate", "elsewhere", None),
    # dates and numbers
    ('?t gz:startEarliest "2018"', '"2018"', "object", "absent", '"2018-01-01"^^xsd:date'),
    ("?t gz:startEarliest 2018 .", "2018", "object", "absent", '"2018-01-01"^^xsd:date'),
    ('?t gz:startEarliest "2018"^^xsd:gYear', '"2018"^^xsd:gYear', "object", "absent", '"2018-01-01"^^xsd:date'),
    ('?t gz:startLatest "1979-05-02"', '"1979-05-02"', "object", "absent", '"1979-05-02"^^xsd:date'),
    ("?c gz:geonamesId 1809858", "1809858", "object", "absent", '"1809858"'),
    ('?c gz:value "16096724"', '"16096724"', "pattern", "no match", "16096724"),
    ('?p gz:isAbstract "true"', '"true"', "object", "absent", "true"),
    ('?c gz:isoCode "CHN"', '"CHN"', "object", "absent", '"CH"'),
    # graphs
    ("GRAPH graph:curate { ?c a gz:City }", "graph:curate", "graph", "absent", "graph:curated"),
    ("GRAPH graph:curated { ?c gz:tiedWith ?d }", "gz:tiedWith", "pattern", "no match", f"<{TIED}>"),
    ("GRAPH gz:City { ?c a gz:City }", "gz:City", "graph", "elsewhere", "graph:curated"),
    # the wrong way round, and what is not tied
    (
        "?x gz:memberOf city:cn-guangzhou",
        "city:cn-guangzhou",
        "pattern",
        "no match",
        "city:cn-guangzhou gz:memberOf ?x",
    ),
    (
        "city:cn-guangzhou gz:participant ?x",
        "gz:participant",
        "pattern",
        "no match",
        "?x gz:participant city:cn-guangzhou",
    ),
    ("city:cn-guangzhou gz:sisterCityOf city:cn-beijing", "city:cn-beijing", "pattern", "no match", "city:fr-lyon"),
    # lists, blank nodes, paths, escapes
    (
        '?c a gz:City ; gz:within ?r , ?q ; skos:altLabel "Cantone"@fr',
        '"Cantone"@fr',
        "object",
        "absent",
        '"Canton"@fr',
    ),
    ("[ a gz:Tie ; gz:party [ gz:inCountry country:france ] ]", "country:france", "object", "absent", "country:fr"),
    ("?c gz:within/gz:inCountri ?x", "gz:inCountri", "predicate", "absent", "gz:inCountry"),
    (r"?t gz:party city:cn\-guangzhuo", r"city:cn\-guangzhuo", "object", "absent", "city:cn-guangzhou"),
]


def explain(graph: KnowledgeGraph, text: str) -> list[AbsentTerm]:
    return explain_empty(graph._store, text)


@pytest.mark.parametrize(("body", "blamed", "used_as", "why", "nearest"), MISTAKES)
def test_a_mistake_is_found(
    graph: KnowledgeGraph, body: str, blamed: str, used_as: str, why: str, nearest: str | None
) -> None:
    text = f"{PREFIXES}SELECT * {{ {body} }}"
    assert list(graph.query(text)) == []
    found = explain(graph, text)
    assert len(found) == 1
    one = found[0]
    assert (one.used_as, one.why, one.nearest[:1]) == (used_as, why, (nearest,) if nearest else ())
    assert (one.line, one.column) == (LINE, len("SELECT * { ") + 1 + body.index(blamed))
    assert why == "no match" or one.term == blamed
    assert one.decisive
    assert one.message.keys() == {"en", "zh"}
    assert one.term in one.message["en"]
    assert one.term in one.message["zh"]


def test_what_is_near_mends_the_query(graph: KnowledgeGraph) -> None:
    for body, blamed, _, _, nearest in MISTAKES[:6]:
        assert list(graph.query(f"{PREFIXES}SELECT * {{ {body.replace(blamed, nearest)} }}"))


def test_the_message_says_what_to_do(graph: KnowledgeGraph) -> None:
    (one,) = explain(graph, f'{PREFIXES}SELECT * {{ ?c skos:prefLabel "Guangzhou" }}')
    assert one.message["en"].endswith(
        'The data has "Guangzhou"@en: write "Guangzhou"@en, or compare with FILTER(STR(?x) = "Guangzhou").'
    )
    assert one.message["zh"].endswith('请写 "Guangzhou"@en，或用 FILTER(STR(?x) = "Guangzhou") 比较。')
    assert one.means == '?c <http://www.w3.org/2004/02/skos/core#prefLabel> "Guangzhou"'


def test_the_place_counts_lines(graph: KnowledgeGraph) -> None:
    (one,) = explain(graph, f"{PREFIXES}SELECT *\nWHERE {{\n  # gz:nothing\n  ?c a gz:Citty .\n}}")
    assert (one.term, one.line, one.column, one.nearest[0]) == ("gz:Citty", LINE + 3, 8, "gz:City")
    with pytest.raises(FrozenInstanceError):
        one.line = 1  # type: ignore[misc]


def test_base_and_prefixes_of_the_query_count(graph: KnowledgeGraph) -> None:
    text = (
        "BASE <https://w3id.org/gzkg/id/>\nPREFIX o: <../ontology#>\nPREFIX : <city/>\nASK {{ <city/{}> o:within ?x }}"
    )
    assert explain(graph, text.format("cn-guangzhou")) == []
    (one,) = explain(graph, text.format("guangzhou"))
    assert one.means == "<https://w3id.org/gzkg/id/city/guangzhou>"
    assert one.nearest[0] == ":cn-guangzhou"


@pytest.mark.parametrize(
    "body",
    [
        '?c skos:prefLabel ?n FILTER(?n = "nowhere" && regex(?n, "^Gu") && xsd:date("2018") < ?d)',
        '?c skos:prefLabel ?n FILTER(LANG(?n) = "xx") BIND("nothing" AS ?x) BIND(xsd:gYear("2018") AS ?y)',
        "?c a gz:City ; gz:within ?r . ?r a/rdfs:subClassOf* gz:Place",
        '?t gz:startLatest ?day VALUES ?limit { "1800-01-01"^^xsd:date } FILTER(?day < ?limit)',
        '?a skos:prefLabel ?b FILTER(?a<?b&&?b>"nowhere")FILTER(DATATYPE(?b)=xsd:gYear)',
        "?c a gz:City . ?c gz:within+ ?r . ?d ^gz:within ?c . (?c ?d) ?p [] .",
        "?c a gz:City { SELECT ?c (COUNT(*) AS ?n) { ?c gz:within ?r } GROUP BY ?c HAVING(COUNT(*) > 99) }",
    ],
)
def test_what_only_a_filter_asks_is_not_blamed(graph: KnowledgeGraph, body: str) -> None:
    assert explain(graph, f"{PREFIXES}SELECT * {{ {body} }}") == []


def test_an_iri_in_a_filter_is_mentioned_last(graph: KnowledgeGraph) -> None:
    text = f"{PREFIXES}SELECT * {{ FILTER(?t = city:guangzhou || ?t IN (gz:City)) ?x gz:party ?t ; gz:kindd ?k }}"
    found = explain(graph, text)
    assert [(one.term, one.used_as, one.decisive) for one in found] == [
        ("gz:kindd", "predicate", True),
        ("city:guangzhou", "filter", False),
    ]


def test_values_stand_where_their_variable_stands(graph: KnowledgeGraph) -> None:
    one, other = explain(graph, f'{PREFIXES}SELECT * {{ VALUES ?n {{ "Guangzhou" "Lyonn"@en }} ?c skos:prefLabel ?n }}')
    assert (one.term, one.used_as, one.nearest[0], one.decisive) == ('"Lyonn"@en', "value", '"Lyon"@en', False)
    assert (other.used_as, other.nearest[0], other.decisive) == ("pattern", '"Guangzhou"@en', False)
    rows = "VALUES (?c ?k) { (city:cn-guangzhou tie-kind:sistercity) (UNDEF tie-kind:sister-city) }"
    (one,) = explain(graph, f"{PREFIXES}SELECT * {{ ?t gz:party ?c ; gz:kind ?k }} {rows}")
    assert (one.term, one.used_as, one.nearest[0]) == ("tie-kind:sistercity", "value", "tie-kind:sister-city")
    (one,) = explain(graph, f"{PREFIXES}SELECT * {{ VALUES ?p {{ gz:kindd }} ?t ?p ?c }}")
    assert (one.term, one.used_as, one.nearest[0], one.decisive) == ("gz:kindd", "value", "gz:kind", True)


def test_what_need_not_hold_is_not_decisive(graph: KnowledgeGraph) -> None:
    text = """SELECT * { { ?c gz:one ?d } UNION { ?c gz:two ?d } OPTIONAL { ?c gz:three ?d }
        FILTER(?d > 1 || NOT EXISTS { ?c gz:four ?d }) MINUS { ?c gz:five ?d } ?c gz:six* ?d }"""
    found = explain(graph, PREFIXES + text)
    assert sorted(one.term for one in found) == ["gz:five", "gz:four", "gz:one", "gz:six", "gz:three", "gz:two"]
    assert not any(one.decisive for one in found)


def test_templates_and_other_servers_are_left_alone(graph: KnowledgeGraph) -> None:
    template = "CONSTRUCT { ?c gz:nothing [ gz:none city:nowhere ] } WHERE { ?c a gz:City }"
    assert explain(graph, PREFIXES + template) == []
    assert explain(graph, f"{PREFIXES}SELECT * {{ SERVICE <http://a.example/> {{ ?c gz:nothing ?x }} }}") == []
    (one,) = explain(graph, f"{PREFIXES}CONSTRUCT WHERE {{ ?c a gz:Cities }}")
    assert one.term == "gz:Cities"


def test_describe_and_from(graph: KnowledgeGraph) -> None:
    (one,) = explain(graph, f"{PREFIXES}DESCRIBE city:guangzhou")
    assert (one.used_as, one.nearest[0]) == ("subject", "city:cn-guangzhou")
    (one,) = explain(graph, f"{PREFIXES}SELECT * FROM graph:curate {{ ?c a gz:City }}")
    assert (one.used_as, one.nearest[0]) == ("graph", "graph:curated")
    (one,) = explain(graph, f"{PREFIXES}SELECT * FROM graph:curated {{ ?c gz:tiedWith ?d }}")
    assert (one.why, one.nearest) == ("no match", (f"<{TIED}>",))
    assert explain(graph, f"{PREFIXES}SELECT * FROM graph:curated {{ ?c a gz:City }}") == []
    (one,) = explain(graph, f"{PREFIXES}SELECT * FROM NAMED graph:curated {{ ?c a gz:City }}")
    assert one.nearest == ("graph:curated",)


def test_a_reference_that_cannot_be_resolved_is_kept(graph: KnowledgeGraph) -> None:
    (one,) = explain(graph, "BASE <http://a.example/> ASK { ?x <//[> ?y }")
    assert (one.means, one.why) == ("<//[>", "absent")


def test_nothing_near(graph: KnowledgeGraph) -> None:
    (one,) = explain(graph, "ASK { ?x <urn:q:zzzzzzzzzzzzzz> ?y }")
    assert one.nearest == ()
    assert one.message["en"] == "<urn:q:zzzzzzzzzzzzzz> occurs nowhere in the data. Nothing near it occurs."


def test_a_query_with_answers_has_nothing_decisive(graph: KnowledgeGraph) -> None:
    explainer = Explainer(graph._store)
    for question in graph.questions():
        if question.sparql.count("COUNT(") == 0 and next(iter(graph.query(question.sparql)), None):
            assert not [one for one in explainer.explain(question.sparql) if one.decisive], question.id


def test_findings_are_few(graph: KnowledgeGraph) -> None:
    many = " ".join(f"?a <http://a.example/p{i}> <http://a.example/o{i}> ." for i in range(2000))
    assert len(explain(graph, f"SELECT * {{ {many} }}")) == 10
    assert explain(graph, "# " + "x" * 1_000_000) == []


# ---- any dataset, any text


@pytest.fixture(scope="module")
def foreign() -> EmbeddedStore:
    """A dataset of other people, in the default graph, without the vocabulary of this one."""
    store, ex = EmbeddedStore(), "http://shop.example/"
    knows, name = NamedNode(ex + "knows"), NamedNode("http://xmlns.com/foaf/0.1/name")
    ann, bob = NamedNode(ex + "person/ann"), NamedNode(ex + "person/bob")
    triples = [
        Triple(ann, knows, bob),
        Triple(ann, name, Literal("Ann Lee")),
        Triple(bob, name, Literal("Bob", language="en")),
    ]
    store._store.extend(Quad(*triple) for triple in triples)
    return store


@pytest.mark.parametrize(
    ("body", "term", "nearest"),
    [
        ("?x s:know ?y", "s:know", "s:knows"),
        ("p:anne ?p ?o", "p:anne", "p:ann"),
        ("p:ann-lee ?p ?o", "p:ann-lee", "p:ann"),
        ('?x f:name "Ann Lee"@en', '"Ann Lee"@en', '"Ann Lee"'),
        ('?x ?p "bob"', '"bob"', '"Bob"@en'),
        ("p:bob s:knows ?x", "p:bob s:knows ?x", "?x s:knows p:bob"),
        ("?x a s:Person", "a", ""),
        ("GRAPH ?g { ?x s:knows ?y }", "?g", ""),
        ("GRAPH s:g { ?x s:knows ?y }", "s:g", ""),
        ('p:ann s:knows "Bob"@en', 'p:ann s:knows "Bob"@en', "p:bob"),
    ],
)
def test_any_dataset(foreign: EmbeddedStore, body: str, term: str, nearest: str) -> None:
    prefixes = "PREFIX s: <http://shop.example/> PREFIX p: <http://shop.example/person/> PREFIX f: <http://xmlns.com/foaf/0.1/>"
    found = explain_empty(foreign, f"{prefixes} SELECT * {{ {body} }}")
    assert (found[0].term, (found[0].nearest or ("",))[0]) == (term, nearest)


def test_an_empty_store_explains_itself() -> None:
    (one,) = explain_empty(EmbeddedStore(), 'SELECT * { ?s ?p "x" }')
    assert one.nearest == ()


PIECES = r"""
SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE FROM NAMED WHERE GRAPH OPTIONAL UNION MINUS NOT EXISTS FILTER BIND VALUES
UNDEF SERVICE AS true a { } ( ) [ ] . ; , / | ^ ! * + ? ^^ << >> < > = && ?x $y gz: gz:City :a _:b a\: x:%41
<http://a.example/> <b> <> <http://[> <urn:a b> @en @e--n "x" 'y' '\'\'z "\ "\ud800" '\U99999999'
"2018" 5 -.5 1e5 # é 广 \u0041 "x"@ "x"^^<y> "x"^^
"""
SOUP = st.lists(st.sampled_from([*PIECES.split(), '"""', "\ud800"]) | st.text(max_size=3), max_size=60)


@settings(max_examples=300, deadline=None)
@given(words=SOUP, gap=st.sampled_from([" ", "\n", ""]), head=st.sampled_from(["", PREFIXES, "SELECT * { ?x "]))
def test_any_text_is_borne(foreign: EmbeddedStore, words: list[str], gap: str, head: str) -> None:
    text = head + gap.join(words)
    for one in explain_empty(foreign, text):
        assert text[_offset(text, one) :].startswith(one.term) or one.why == "no match"


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters()))
def test_any_characters_are_borne(foreign: EmbeddedStore, text: str) -> None:
    explain_empty(foreign, text)


@settings(max_examples=100, deadline=None)
@given(cut=st.data())
def test_a_broken_query_is_borne(graph: KnowledgeGraph, explainer: Explainer, cut: Any) -> None:
    text = cut.draw(st.sampled_from(graph.questions())).sparql
    start, end = sorted(cut.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    explainer.explain(text[:start] + text[end:])


@pytest.fixture(scope="module")
def explainer(graph: KnowledgeGraph) -> Explainer:
    return Explainer(graph._store)


def _offset(text: str, one: AbsentTerm) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: one.line - 1]) + one.column - 1


def test_the_graphs_that_the_caller_names_are_those_that_are_asked(graph: KnowledgeGraph) -> None:
    text = PREFIXES + "SELECT ?a { ?a gz:tiedWith ?b }"
    explainer = Explainer(graph._store)
    assert explainer.why_empty(text) == []
    found = explainer.why_empty(text, ["https://w3id.org/gzkg/graph/curated"])
    assert [(term.used_as, term.why) for term in found] == [("pattern", "no match")]
    assert TIED in str(found[0])
