"""The descriptions of the real graph: counted again by hand, read by a foreign editor's queries, the same each time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from gzkg import KnowledgeGraph, vocab
from gzkg.catalog import edition as editions
from gzkg.catalog.counts import read_parts, read_sizes
from gzkg.catalog.dumps import Dump, describe_dumps, dumps_of, release_of
from gzkg.catalog.edition import Edition, Place, own_edition
from gzkg.catalog.examples import declared_prefixes, describe_examples
from gzkg.catalog.service import describe_service
from gzkg.catalog.term import DCAT, SD, VOID, VOID_EXT, graph_slug, term_slug
from gzkg.catalog.void import describe_dataset
from gzkg.model import Question
from gzkg.rdf.formats import FORMATS
from gzkg.store.embedded import EmbeddedStore

PLACE = Place("https://example.org/sparql", "https://example.org/dumps/")
EDITION = own_edition("0.1.0", date(2026, 11, 24))
DESCRIBED = "https://w3id.org/gzkg/graph/void#"

EDITOR = Path(__file__).resolve().parent.parent / "data" / "editor"
"""The queries of sib-swiss/sparql-editor (packages/sparql-editor/src/metadata.ts), as the editor sends them to an
endpoint of which it knows nothing but the address."""
EDITOR_PREFIXES = (EDITOR / "prefixes.rq").read_text(encoding="utf-8")
EDITOR_EXAMPLES = (EDITOR / "examples.rq").read_text(encoding="utf-8")
EDITOR_VOID = (EDITOR / "void.rq").read_text(encoding="utf-8")
# The query of earlier versions of the editor, and of anyone who follows sib-swiss/sparql-guidelines, which counts.
GUIDELINE_SCHEMA = """PREFIX up: <http://purl.uniprot.org/core/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>

SELECT DISTINCT ?subjectsCount ?subjectClass ?prop ?objectClass ?objectsCount ?objectDatatype
WHERE {
  {
    ?cp void:class ?subjectClass ;
        void:entities ?subjectsCount ;
        void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
        {
            ?pp  void:classPartition [ void:class ?objectClass ; void:triples ?objectsCount ] .
        } UNION {
            ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
        }
    }
  } UNION {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ; void:entities ?subjectsCount ] ;
      void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ; void:entities ?objectsCount ] .
  }
}"""


def node(iri: str) -> NamedNode:
    return NamedNode(iri)


def turtle(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.TURTLE) or b""


def value(triples: Iterable[Triple], subject: str, predicate: str) -> str:
    (found,) = {t.object.value for t in triples if t.subject.value == subject and t.predicate.value == predicate}  # type: ignore[union-attr]
    return str(found)


def values(triples: Iterable[Triple], subject: str, predicate: str) -> list[str]:
    return [t.object.value for t in triples if t.subject.value == subject and t.predicate.value == predicate]  # type: ignore[union-attr]


def numbers(triples: Iterable[Triple], subject: str) -> dict[str, int]:
    integer = vocab.XSD + "integer"
    return {
        t.predicate.value.removeprefix(VOID): int(t.object.value)
        for t in triples
        if t.subject == node(subject) and isinstance(t.object, Literal) and t.object.datatype.value == integer
    }


def store_of(trig: str) -> EmbeddedStore:
    """A store of someone else's dataset."""
    store = EmbeddedStore()
    store._store.load(trig.encode(), format=RdfFormat.TRIG)
    return store


@pytest.fixture(scope="module")
def quads(graph: KnowledgeGraph) -> list[Quad]:
    return list(parse(graph.export("nquads"), RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def dumps(quads: list[Quad]) -> list[Dump]:
    return dumps_of(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))


@pytest.fixture(scope="module")
def described(graph: KnowledgeGraph, dumps: list[Dump]) -> list[Triple]:
    return describe_dataset(read_parts(graph._store), PLACE, EDITION, dumps)


@pytest.fixture(scope="module")
def ask(graph: KnowledgeGraph, quads: list[Quad], described: list[Triple]) -> Callable[[str], list[dict[str, str]]]:
    """Ask an endpoint that holds our graph and its descriptions, as a foreign editor would."""
    store = Store()
    store.bulk_extend(quads)
    stored = {
        editions.VOID_GRAPH: [*described, *describe_service(PLACE, read_sizes(graph._store))],
        editions.EXAMPLES_GRAPH: describe_examples(graph.questions(), PLACE),
    }
    for name, triples in stored.items():
        store.extend(Quad(t.subject, t.predicate, t.object, node(name)) for t in triples)

    def asked(query: str) -> list[dict[str, str]]:
        found = store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name].value for name in names if row[name] is not None} for row in found]

    return asked


# ---- VoID


def test_totals_are_those_counted_by_hand(described: list[Triple], quads: list[Quad]) -> None:
    triples = {quad.triple for quad in quads}
    assert numbers(described, PLACE.dataset) == {
        "triples": len(triples),
        "entities": len({t.subject for t in triples if isinstance(t.subject, NamedNode)}),
        "distinctSubjects": len({t.subject for t in triples}),
        "distinctObjects": len({t.object for t in triples}),
        "properties": len({t.predicate for t in triples}),
        "classes": len({t.object for t in triples if t.predicate.value == vocab.TYPE}),
    }


def test_each_named_graph_is_counted_by_hand(described: list[Triple], quads: list[Quad]) -> None:
    graphs = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name.value].append(quad)  # type: ignore[union-attr]
    subsets = values(described, PLACE.dataset, VOID + "subset")
    assert sorted(subsets) == sorted(value(described, graph, SD + "graph") for graph in graphs)
    for graph, held in graphs.items():
        counted = numbers(described, value(described, graph, SD + "graph"))
        assert counted["triples"] == len(held)
        assert counted["distinctSubjects"] == len({quad.subject for quad in held})
        assert counted["distinctObjects"] == len({quad.object for quad in held})
        assert counted["properties"] == len({quad.predicate for quad in held})


def test_partitions_of_the_dataset_are_counted_by_hand(described: list[Triple], quads: list[Quad]) -> None:
    triples = {quad.triple for quad in quads}
    properties = Counter(t.predicate.value for t in triples)
    things = Counter(t.object.value for t in triples if t.predicate.value == vocab.TYPE)  # type: ignore[union-attr]
    partitions = values(described, PLACE.dataset, VOID + "propertyPartition")
    told = {value(described, part, VOID + "property"): numbers(described, part)["triples"] for part in partitions}
    assert told == properties
    partitions = values(described, PLACE.dataset, VOID + "classPartition")
    told = {value(described, part, VOID + "class"): numbers(described, part)["entities"] for part in partitions}
    assert told == things


def test_uses_of_properties_are_counted_by_hand(described: list[Triple], quads: list[Quad]) -> None:
    classes = defaultdict(set)
    for quad in quads:
        if quad.predicate.value == vocab.TYPE:
            classes[quad.subject].add(quad.object.value)  # type: ignore[union-attr]
    uses: Counter[tuple[str, ...]] = Counter()
    for quad in quads:
        for of in classes[quad.subject]:
            key = (quad.graph_name.value, of, quad.predicate.value)  # type: ignore[union-attr]
            uses[key] += 1
            if isinstance(quad.object, Literal):
                uses[(*key, quad.object.datatype.value)] += 1
            else:
                uses.update((*key, target) for target in classes[quad.object])
    assert told_uses(described) == uses


def told_uses(described: list[Triple]) -> dict[tuple[str, ...], int]:
    """What a description tells of graphs, classes, properties, and classes or datatypes of objects."""
    said = defaultdict(lambda: defaultdict(list))  # type: ignore[var-annotated]
    for t in described:
        said[t.subject.value][t.predicate.value].append(t.object.value)  # type: ignore[union-attr]
    told: dict[tuple[str, ...], int] = {}
    for graph in [subject for subject in said if said[subject][SD + "name"]]:
        for of in said[said[graph][SD + "graph"][0]][VOID + "classPartition"]:
            for use in said[of][VOID + "propertyPartition"]:
                key = (graph, said[of][VOID + "class"][0], said[use][VOID + "property"][0])
                told[key] = int(said[use][VOID + "triples"][0])
                for part in said[use][VOID + "classPartition"]:
                    told[(*key, said[part][VOID + "class"][0])] = int(said[part][VOID + "triples"][0])
                for part in said[use][VOID_EXT + "datatypePartition"]:
                    told[(*key, said[part][VOID_EXT + "datatype"][0])] = int(said[part][VOID + "triples"][0])
    return told


def test_the_dataset_says_what_it_is(described: list[Triple], dumps: list[Dump]) -> None:
    said = set(described)
    dataset = node(PLACE.dataset)
    assert len(said) == len(described)
    expected: list[tuple[str, NamedNode | Literal]] = [
        (vocab.DCTERMS + "title", Literal("城市外交知识图谱", language="zh")),
        (vocab.DCTERMS + "title", Literal("City diplomacy knowledge graph", language="en")),
        (vocab.DCTERMS + "license", node("https://creativecommons.org/licenses/by/4.0/")),
        (vocab.DCTERMS + "modified", Literal("2026-11-24", datatype=node(vocab.XSD + "date"))),
        (DCAT + "version", Literal("0.1.0")),
        (VOID + "uriSpace", Literal("https://w3id.org/gzkg/id/")),
        (VOID + "sparqlEndpoint", node("https://example.org/sparql")),
        (VOID + "dataDump", node("https://example.org/dumps/dataset.nq.gz")),
        (VOID + "vocabulary", node(vocab.GZ)),
        (VOID + "vocabulary", node(vocab.SKOS)),
    ]
    for predicate, told in expected:
        assert Triple(dataset, node(predicate), told) in said
    assert values(described, DESCRIBED + "curated", VOID + "dataDump") == [
        "https://example.org/dumps/curated.ttl",
        "https://example.org/dumps/curated.nt.gz",
    ]


def test_examples_and_roots_are_in_the_graph(graph: KnowledgeGraph) -> None:
    for iri in (*EDITION.examples, *EDITION.roots):
        assert graph.entity(iri).iri == iri


FOREIGN = """@prefix ex: <http://example.org/> .
ex:a a ex:Town ; ex:twin ex:b ; ex:name "A"@fr , "a" .
ex:b a ex:Town , ex:Port .
[] a ex:Town .
"""


def test_a_dataset_without_named_graphs_describes_itself() -> None:
    store = store_of(FOREIGN)
    described = describe_dataset(
        read_parts(store), Place(base="http://example.org/"), Edition("1", datetime(2026, 1, 2, tzinfo=UTC))
    )
    assert numbers(described, "http://example.org/dataset") == {
        "triples": 7,
        "entities": 2,
        "distinctSubjects": 3,
        "distinctObjects": 5,
        "properties": 3,
        "classes": 2,
    }
    assert not values(described, "http://example.org/dataset", VOID + "subset")
    plain = Store()
    plain.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in described)
    rows = plain.query(EDITOR_VOID)
    assert isinstance(rows, QuerySolutions)
    ex, names = "http://example.org/", ("subjectClass", "prop", "objectClass", "objectDatatype", "triples")
    found = {tuple(row[name].value if row[name] else None for name in names) for row in rows}
    assert found >= {
        (ex + "Town", ex + "twin", ex + "Town", None, "1"),
        (ex + "Town", ex + "twin", ex + "Port", None, "1"),
        (ex + "Town", ex + "name", None, vocab.RDF + "langString", "2"),
        (ex + "Town", ex + "name", None, vocab.XSD + "string", "2"),
        (ex + "Town", vocab.TYPE, None, None, "4"),
        (ex + "Port", vocab.TYPE, None, None, "2"),
    }
    assert value(described, "http://example.org/dataset", vocab.DCTERMS + "modified") == "2026-01-02T00:00:00+00:00"


def test_a_triple_of_several_graphs_counts_once_in_the_whole() -> None:
    held = "ex:a a ex:Town ; ex:twin ex:b ."
    trig = f"@prefix ex: <http://example.org/> . {held} ex:g {{ {held} }} ex:h {{ {held} ex:b a ex:Town }}"
    parts = read_parts(store_of(trig))
    assert [part.triples for part in parts.values()] == [3, 2, 3]
    assert parts[None].classes == {"http://example.org/Town": 2}
    assert parts["http://example.org/g"].uses["http://example.org/Town"]["http://example.org/twin"].triples == 1
    assert parts["http://example.org/g"].uses["http://example.org/Town"]["http://example.org/twin"].classes == {
        "http://example.org/Town": 1
    }


def test_what_is_in_no_named_graph_is_described_with_the_whole() -> None:
    trig = "@prefix ex: <http://example.org/> . ex:a a ex:Town . _:g { ex:b a ex:Town } ex:h { ex:a ex:twin ex:b }"
    parts = read_parts(store_of(trig))
    assert list(parts) == [None, "http://example.org/h"]
    assert {name: use.triples for name, use in parts[None].uses["http://example.org/Town"].items()} == {
        vocab.TYPE: 2,
        "http://example.org/twin": 1,
    }


def test_an_empty_dataset_is_described_too() -> None:
    described = describe_dataset(read_parts(EmbeddedStore()), PLACE, EDITION)
    assert set(numbers(described, PLACE.dataset).values()) == {0}
    assert read_sizes(EmbeddedStore()) == {None: 0}


# ---- a foreign editor


def test_the_editor_finds_prefixes(ask: Callable[[str], list[dict[str, str]]]) -> None:
    found = {row["prefix"]: row["namespace"] for row in ask(EDITOR_PREFIXES)}
    assert found.items() >= vocab.PREFIXES.items()
    assert found["city"] == "https://w3id.org/gzkg/id/city/"
    assert len(ask(EDITOR_PREFIXES)) == len(found)


def test_the_editor_finds_every_question_in_both_languages(
    graph: KnowledgeGraph, ask: Callable[[str], list[dict[str, str]]]
) -> None:
    found = {(row["sq"].partition("#")[2], row["comment"], row["query"]) for row in ask(EDITOR_EXAMPLES)}
    assert found == {(q.id, text, q.sparql) for q in graph.questions() for text in q.text.values()}


def test_what_the_editor_finds_can_be_run(graph: KnowledgeGraph, ask: Callable[[str], list[dict[str, str]]]) -> None:
    for row in ask(EDITOR_EXAMPLES)[:6]:
        assert graph.query(row["query"]).serialize()


def test_the_editor_completes_classes_and_properties(ask: Callable[[str], list[dict[str, str]]]) -> None:
    gz, found = vocab.GZ, ask(EDITOR_VOID)
    told = {
        (row["subjectClass"], row["prop"], row.get("objectClass"), row.get("objectDatatype"), row["graphLabel"])
        for row in found
    }
    assert told >= {
        (gz + "Tie", gz + "party", gz + "City", None, "curated"),
        (gz + "Tie", gz + "startEarliest", None, vocab.XSD + "date", "curated"),
        (gz + "City", vocab.PREF_LABEL, None, vocab.RDF + "langString", "curated"),
        (gz + "City", gz + "memberOf", gz + "CityNetwork", None, "inferred/R05-member-of"),
    }
    assert {"Tie", "结好关系"} & {row.get("subjectClassLabel") for row in found}


def test_the_guidelines_find_how_many(ask: Callable[[str], list[dict[str, str]]], quads: list[Quad]) -> None:
    gz = vocab.GZ
    ties = {q.subject for q in quads if q.predicate.value == vocab.TYPE and q.object == node(gz + "Tie")}
    cities = {q.subject for q in quads if q.predicate.value == vocab.TYPE and q.object == node(gz + "City")}
    ends = [q for q in quads if q.subject in ties and q.predicate.value == gz + "party" and q.object in cities]
    rows = [row for row in ask(GUIDELINE_SCHEMA) if (row["subjectClass"], row["prop"]) == (gz + "Tie", gz + "party")]
    (row,) = [row for row in rows if row.get("objectClass") == gz + "City"]
    assert (row["subjectsCount"], row["objectsCount"]) == (str(len(ties)), str(len(ends)))


# ---- examples


def test_each_form_of_query_has_its_property() -> None:
    texts = {
        "select": "SELECT * {?s ?p ?o}",
        "ask": "ASK {?s ?p ?o}",
        "construct": "CONSTRUCT WHERE {?s ?p ?o}",
        "describe": "DESCRIBE <http://example.org/a>",
    }
    questions = [Question(f"CQ-{form}", {"en": form}, "tooling seed", (), text) for form, text in texts.items()]
    described = describe_examples(questions, Place())
    for form, text in texts.items():
        subject = f"https://w3id.org/gzkg/graph/examples#CQ-{form}"
        (said,) = [t for t in described if t.subject.value == subject and t.object == Literal(text)]  # type: ignore[union-attr]
        assert said.predicate.value.endswith(f"#{form}")
        assert f"SPARQL{form.capitalize()}Executable" in " ".join(values(described, subject, vocab.TYPE))
        assert values(described, subject, "https://schema.org/keywords") == ["tooling", "seed"]
        assert not values(described, subject, "https://schema.org/target")


def test_the_prefixes_of_the_library_win() -> None:
    sparql = 'PREFIX gz: <http://example.org/>\nprefix city:<https://w3id.org/gzkg/id/city/> SELECT * {?s ?p "PREFIX"}'
    prefixes = declared_prefixes([Question("CQ-1", {}, "", (), sparql)])
    assert prefixes["gz"] == vocab.GZ
    assert prefixes["city"] == "https://w3id.org/gzkg/id/city/"


# ---- service description


def test_the_service_says_what_it_understands_answers_in_and_holds() -> None:
    curated = "https://w3id.org/gzkg/graph/curated"
    described = describe_service(PLACE, {None: 9, curated: 7})
    service, dataset, default = PLACE.endpoint, PLACE.dataset, PLACE.endpoint + "#default-graph"
    integer = node(vocab.XSD + "integer")
    expected: list[tuple[str, str, str | Literal]] = [
        (service, vocab.TYPE, SD + "Service"),
        (service, SD + "endpoint", service),
        (service, SD + "supportedLanguage", SD + "SPARQL11Query"),
        *((service, SD + "resultFormat", f"http://www.w3.org/ns/formats/{name}") for name in W3C_FORMATS),
        (service, SD + "feature", SD + "UnionDefaultGraph"),
        (service, SD + "defaultDataset", dataset),
        (dataset, vocab.TYPE, SD + "Dataset"),
        (dataset, SD + "defaultGraph", default),
        (dataset, SD + "namedGraph", curated),
        (default, vocab.TYPE, SD + "Graph"),
        (default, VOID + "triples", Literal("9", datatype=integer)),
        (curated, vocab.TYPE, SD + "NamedGraph"),
        (curated, SD + "name", curated),
        (curated, vocab.RDFS + "label", Literal("curated")),
        (curated, SD + "graph", DESCRIBED + "curated"),
        (DESCRIBED + "curated", vocab.TYPE, SD + "Graph"),
        (DESCRIBED + "curated", VOID + "triples", Literal("7", datatype=integer)),
    ]
    assert set(described) == {
        Triple(node(subject), node(predicate), node(told) if isinstance(told, str) else told)
        for subject, predicate, told in expected
    }
    assert len(described) == len(set(described))


W3C_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)


def test_the_service_names_every_format_and_claims_no_union_that_is_not() -> None:
    described = describe_service(PLACE, {None: 1}, union=False)
    assert len(values(described, PLACE.endpoint, SD + "resultFormat")) == len(
        [entry for entry in FORMATS if entry.holds & {"bindings", "boolean", "graph"}]
    )
    assert not values(described, PLACE.endpoint, SD + "feature")


def test_the_service_counts_as_the_store_does(graph: KnowledgeGraph, quads: list[Quad]) -> None:
    described = describe_service(PLACE, read_sizes(graph._store))
    assert numbers(described, PLACE.endpoint + "#default-graph") == {"triples": len({quad.triple for quad in quads})}
    held = Counter(quad.graph_name.value for quad in quads)  # type: ignore[union-attr]
    assert held == {
        name: numbers(described, value(described, name, SD + "graph"))["triples"]
        for name in values(described, PLACE.dataset, SD + "namedGraph")
    }


# ---- dumps


def test_dumps_hold_the_whole_and_each_graph(dumps: list[Dump], graph: KnowledgeGraph) -> None:
    assert dumps[:4] == [
        Dump("dataset.trig", None, "trig"),
        Dump("dataset.trig.gz", None, "trig", compressed=True),
        Dump("dataset.nq", None, "nquads"),
        Dump("dataset.nq.gz", None, "nquads", compressed=True),
    ]
    rule = vocab.INFERRED + "R05-member-of"
    assert Dump("inferred.R05-member-of.ttl", rule, "turtle") in dumps
    assert Dump("inferred.R05-member-of.nt.gz", rule, "ntriples", compressed=True) in dumps
    assert len({dump.name for dump in dumps}) == len(dumps)
    for dump in dumps[::5]:
        assert graph._store.dump(dump.format, dump.graph)


def test_the_catalogue_has_version_dates_and_downloads(dumps: list[Dump]) -> None:
    described = describe_dumps(PLACE, EDITION, dumps, {"dataset.nq.gz": 1234})
    release, file = release_of(PLACE, EDITION), "https://example.org/dumps/dataset.nq.gz"
    assert value(described, release, DCAT + "version") == "0.1.0"
    assert value(described, release, vocab.DCTERMS + "issued") == "2026-11-24"
    assert value(described, release, vocab.DCTERMS + "modified") == "2026-11-24"
    assert value(described, release, DCAT + "isVersionOf") == PLACE.dataset
    assert values(described, PLACE.catalogue, DCAT + "dataset") == [PLACE.dataset, release]
    assert values(described, release, DCAT + "distribution") == [PLACE.dumps + dump.name for dump in dumps]
    assert value(described, file, DCAT + "downloadURL") == file
    assert value(described, file, DCAT + "mediaType").endswith("/application/n-quads")
    assert value(described, file, DCAT + "compressFormat").endswith("/application/gzip")
    assert value(described, file, DCAT + "byteSize") == "1234"
    assert value(described, file, vocab.DCTERMS + "license") == editions.CC_BY
    assert values(described, file, vocab.DCTERMS + "title") == [
        "Whole dataset, N-Quads, gzip",
        "全部数据，N-Quads，gzip 压缩",
    ]
    assert len(described) == len(set(described))


def test_a_dataset_without_an_endpoint_has_no_service() -> None:
    described = describe_dumps(Place(dumps="https://example.org/"), EDITION, dumps_of([]))
    assert not [t for t in described if t.object == node(DCAT + "DataService")]


def test_the_question_about_releases_reads_our_catalogue(graph: KnowledgeGraph) -> None:
    store = Store()
    for version, day in (("2026.11", date(2026, 11, 1)), ("2026.12", date(2026, 12, 1))):
        for t in describe_dumps(PLACE, own_edition(version, day), ()):
            store.add(Quad(t.subject, t.predicate, t.object, node(editions.CATALOGUE_GRAPH)))
    changed = """@prefix prov: <http://www.w3.org/ns/prov#> . @prefix ex: <http://example.org/> .
    <https://w3id.org/gzkg/graph/provenance> {
        ex:act a prov:Activity ; prov:generated ex:c ;
            prov:endedAtTime "2026-11-20"^^<http://www.w3.org/2001/XMLSchema#date> .
        ex:c a <https://w3id.org/gzkg/ontology#Claim> }"""
    store.load(changed.encode(), format=RdfFormat.TRIG)
    rows = store.query(graph.question("CQ-B05").sparql, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    assert [(row["change"].value, row["thing"].value) for row in rows] == [("added", "http://example.org/c")]


# ---- the same each time


def test_descriptions_are_the_same_each_time(
    graph: KnowledgeGraph, quads: list[Quad], dumps: list[Dump], described: list[Triple]
) -> None:
    other = EmbeddedStore()
    other._store.bulk_extend(reversed(quads))
    assert turtle(describe_dataset(read_parts(other), PLACE, EDITION, dumps)) == turtle(described)
    sizes = read_sizes(graph._store)
    backwards = dict(reversed(sizes.items()))
    assert turtle(describe_service(PLACE, backwards)) == turtle(describe_service(PLACE, sizes))
    assert dumps_of(reversed(list(sizes)[1:])) == dumps  # type: ignore[arg-type]


def test_short_names_are_readable_or_digested_and_never_the_same() -> None:
    assert graph_slug("https://w3id.org/gzkg/graph/inferred/R08-tied-with") == "inferred.R08-tied-with"
    foreign = ["http://example.org/a/g", "http://example.org/b/g", "https://w3id.org/gzkg/graph/a.b", "urn:x:图"]
    assert len({graph_slug(iri) for iri in foreign}) == len(foreign)
    assert term_slug(vocab.GZ + "City") == "gz:City"
    assert term_slug("http://example.org/City").startswith("City-")
    for iri in foreign:
        assert NamedNode(f"http://example.org/#{graph_slug(iri)}")
