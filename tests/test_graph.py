"""The door, on the real graph and on the tiny one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gzkg import (
    BadDate,
    BadId,
    BadQuery,
    ForbiddenQuery,
    GraphFileError,
    KnowledgeGraph,
    UnknownEntity,
    UnknownQuestion,
    UnknownTerm,
    UnsupportedFormat,
)

GUANGZHOU = "city/cn-guangzhou"


@pytest.mark.parametrize(
    "name", ["广州", "廣州", "Guangzhou", "Canton", "guang zhou", "guangzhuo", "GUANGZHOU", "Kanton"]
)
def test_one_box_for_every_name_of_guangzhou(graph: KnowledgeGraph, name: str) -> None:
    assert graph.find(name, limit=1)[0].id == GUANGZHOU


@pytest.mark.parametrize(
    ("name", "found", "why"),
    [
        ("里昂", "city/fr-lyon", "name"),
        ("福岡市", "city/jp-fukuoka", "word for city"),
        ("City of Guangzhou", "city/cn-guangzhou", "word for city"),
        ("舊金山", "city/us-san-francisco", "traditional characters"),
        ("fa lan ke fu", "city/de-frankfurt", "pinyin"),
        ("san francisko", "city/us-san-francisco", "1 edit away"),
        ("sao paulo", "city/br-sao-paulo", "name"),
        ("C40", "org/c40", "name"),
        ("大都市协会", "org/metropolis", "holds it"),
        ("广洲", "city/cn-guangzhou", "sounds the same"),
        ("里昻", "city/fr-lyon", "sounds the same"),
    ],
)
def test_the_answer_says_why_it_matched(graph: KnowledgeGraph, name: str, found: str, why: str) -> None:
    best = graph.find(name, limit=1)[0]
    assert best.id == found
    assert why in best.why


@pytest.mark.parametrize("name", ["", "  ", "!?", "qqqqqqqqqq"])
def test_nothing_comes_near(graph: KnowledgeGraph, name: str) -> None:
    assert graph.find(name) == []


def test_an_entity_by_id_and_by_iri(graph: KnowledgeGraph) -> None:
    found = graph.entity(GUANGZHOU)
    assert found == graph.entity(found.iri)
    assert (found.label["zh"], found.label["en"]) == ("广州", "Guangzhou")
    assert found.classes == ("City",)
    assert [term.value for term in found.properties["gz:wikidataId"]] == ["Q16572"]


def test_a_record_without_a_name_is_named_by_its_ends(graph: KnowledgeGraph) -> None:
    found = graph.entity("tie/sister-city/cn-guangzhou--jp-fukuoka")
    assert found.label == {"en": "Guangzhou – Fukuoka (sister city)", "zh": "广州—福冈（友好城市）"}


def test_an_unknown_entity_names_the_nearest(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownEntity, match="city/cn-guangzhou"):
        graph.entity("city/cn-guangzou")
    with pytest.raises(BadId):
        graph.relations("Guangzhou")


def test_sister_cities_on_a_day(graph: KnowledgeGraph) -> None:
    held = graph.relations(GUANGZHOU, kind="sister-city", as_of="1990-01-01")
    starts = {relation.id.rpartition("/")[2]: relation.bounds.start_latest for relation in held}
    assert starts == {
        "cn-guangzhou--jp-fukuoka": date(1979, 5, 2),
        "cn-guangzhou--us-los-angeles": date(1981, 12, 8),
        "cn-guangzhou--ph-manila": date(1982, 11, 5),
        "ca-vancouver--cn-guangzhou": date(1985, 3, 27),
        "au-sydney--cn-guangzhou": date(1986, 5, 12),
        "cn-guangzhou--it-bari": date(1986, 11, 12),
        "cn-guangzhou--fr-lyon": date(1988, 1, 19),
        "cn-guangzhou--de-frankfurt": date(1988, 4, 11),
        "cn-guangzhou--nz-auckland": date(1989, 2, 17),
    }
    assert all(relation.sources and relation.status == "achieved" for relation in held)


def test_the_place_of_signing_is_no_end(graph: KnowledgeGraph) -> None:
    assert graph.relations("city/cn-beijing", kind="sister-city") == []
    with pytest.raises(UnknownTerm, match="nonsense"):
        graph.relations("city/cn-beijing", kind="nonsense")


def test_an_award_entry_is_as_old_as_its_edition(graph: KnowledgeGraph) -> None:
    (entry,) = graph.relations("city/kr-seoul", kind="award-entry", as_of="2012-11-16")
    assert entry.bounds.end_latest == date(2012, 11, 16)
    assert graph.relations("city/kr-seoul", kind="award-entry", as_of="2012-11-17") == []


def test_a_query_with_from_asks_that_graph(graph: KnowledgeGraph) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}".format
    (everything,), (one,) = (
        [int(str(row["n"])) for row in graph.query(count(clause))]
        for clause in ("", "FROM <https://w3id.org/gzkg/graph/curated>")
    )
    assert everything > one
    with pytest.raises(ForbiddenQuery, match="no graph of this dataset"):
        graph.query(count("FROM <urn:none>"))


def test_a_wish_is_left_out_unless_asked_for(root: Path) -> None:
    with KnowledgeGraph.open(root, reference_date="2026-11-24") as tiny:
        assert [relation.kind for relation in tiny.relations(GUANGZHOU)] == ["Tie", "Membership"]
        (wish,) = tiny.relations(GUANGZHOU, status="prospective")
        assert (wish.ends[1].id, wish.status) == ("city/fr-lyon", "proposed")
        assert len(tiny.relations(GUANGZHOU, status="any")) == 3
        assert tiny.relations("org/c40", as_of=date(1998, 12, 31)) == []
        assert [r.certainty for r in tiny.relations("org/c40", as_of=date(1999, 6, 30))] == ["possible"]
        with pytest.raises(BadDate):
            tiny.relations(GUANGZHOU, as_of="1999-02-30")


def test_derived_triples_hold_for_the_reference_date(root: Path) -> None:
    ask = "ASK { ?a <https://w3id.org/gzkg/ontology#sisterCityOf> ?b }"
    for day, holds in (("1979-05-01", "false"), ("1979-05-02", "true")):
        with KnowledgeGraph.open(root, reference_date=day) as tiny:
            assert [str(row["answer"]) for row in tiny.query(ask)] == [holds]


def test_claims_and_sources_of_a_tie(graph: KnowledgeGraph) -> None:
    tie = "tie/sister-city/cn-guangzhou--de-frankfurt"
    claims = graph.claims(tie)
    assert [claim.stated_on for claim in claims] == sorted(claim.stated_on for claim in claims)
    assert {claim.source.id for claim in claims} == {source.id for source in graph.sources(tie)}
    assert all(claim.statement["zh"] and claim.statement["en"] and claim.about == tie for claim in claims)


def test_summary_counts(root: Path) -> None:
    with KnowledgeGraph.open(root, reference_date=date(2026, 11, 24)) as tiny:
        counted = tiny.summary()
    assert counted.classes == {
        **{"City": 3, "CityNetwork": 3, "Claim": 3, "Country": 3, "OrganizationUnit": 3},
        **{"Tie": 2, "Membership": 1, "Organization": 1, "Source": 1},
    }
    assert (counted.claims, counted.sources) == (3, 1)
    assert counted.inferred > 0


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_a_table_in_every_format(graph: KnowledgeGraph, format: str) -> None:
    assert graph.query('SELECT ("广州" AS ?name) {}').serialize(format).decode().count("广州") == 1


def test_rows_of_each_form(graph: KnowledgeGraph) -> None:
    (row,) = graph.query('SELECT ("广州"@zh AS ?name) (<a:b> AS ?iri) ?none { BIND(BNODE() AS ?blank) }')
    assert (str(row["name"]), row["name"] and row["name"].language, row["none"]) == ("广州", "zh", None)
    (triple,) = graph.query("CONSTRUCT { <a:a> <b:b> _:c } {}")
    assert (str(triple["subject"]), str(triple["predicate"])) == ("a:a", "b:b")


def test_queries_that_are_not_run(graph: KnowledgeGraph) -> None:
    with pytest.raises(BadQuery, match="Line 1, column 16") as caught:
        graph.query("SELECT * { ?s }")
    assert (caught.value.line, caught.value.column) == (1, 16)
    with pytest.raises(ForbiddenQuery):
        graph.query("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(UnsupportedFormat, match="json, xml, csv, tsv"):
        graph.query("ASK {}").serialize("turtle")


def test_an_undeclared_prefix_is_named_with_its_remedy(graph: KnowledgeGraph) -> None:
    with pytest.raises(BadQuery, match=r"PREFIX gz: <https://w3id\.org/gzkg/ontology#>"):
        graph.query("SELECT ?x { ?x gz:kind ?y }")


def test_counts_show_their_number_and_day(graph: KnowledgeGraph) -> None:
    counts = graph.relations(GUANGZHOU, kind="consulates-general", as_of="2021-09-13")
    assert [(count.value, count.certainty) for count in counts] == [("66", "certain")]


def test_export(graph: KnowledgeGraph) -> None:
    assert graph.export("nquads").count(b"\n") > 30_000
    assert b"tiedWith" in graph.export("turtle", graph="inferred/R08-tied-with")
    with pytest.raises(UnsupportedFormat):
        graph.export("turtle")


def test_questions(graph: KnowledgeGraph) -> None:
    assert graph.question("cq-x01").text["zh"]
    with pytest.raises(UnknownQuestion, match="CQ-S01"):
        graph.question("CQ-Z99")


def test_a_broken_file_stops_opening_but_not_checking(root: Path) -> None:
    lyon = root / "graph" / "cities" / "fr" / "lyon.ttl"
    lyon.write_text("<city/fr-lyon> a gz:City .", encoding="utf-8")
    with pytest.raises(GraphFileError, match=r"lyon\.ttl:1"):
        KnowledgeGraph.open(root)
    with pytest.raises(GraphFileError, match="GZKG_ROOT"):
        KnowledgeGraph.open(root / "graph")


def test_closing_lets_go_and_reading_begins_anew(root: Path) -> None:
    tiny = KnowledgeGraph.open(root, reference_date="2026-11-24")
    tiny.close()
    assert tiny.entity("city/fr-lyon").label["zh"] == "里昂"
