"""Every check over the real graph, and what the graph promises to hold."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gzkg import Finding, KnowledgeGraph

SEED = "source/gzdaily-2021-09-13-iec"
PROLOGUE = "PREFIX gz: <https://w3id.org/gzkg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "


@pytest.fixture(scope="module")
def findings(graph: KnowledgeGraph) -> list[Finding]:
    return graph.check()


def test_no_violations(findings: list[Finding]) -> None:
    broken = [f"{f.file}:{f.line} [{f.check}] {f.message['en']}" for f in findings if f.severity == "violation"]
    assert broken == []


def test_every_warning_is_known_with_its_reason(findings: list[Finding], repo: Path) -> None:
    with (repo / "tests" / "curated" / "known_warnings.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["check"], row["subject"]) for row in csv.DictReader(file) if row["reason"]}
    assert {(f.check, f.subject) for f in findings if f.severity == "warning"} == known


def test_canonical_form(graph: KnowledgeGraph) -> None:
    assert graph.format(write=False) == []


def test_as_much_as_was_promised(graph: KnowledgeGraph) -> None:
    counted = graph.summary().classes
    organisations = ("Organization", "IntergovernmentalOrganization", "CityNetwork", "PublicBody", "OrganizationUnit")
    assert counted["City"] >= 240
    assert counted["Country"] >= 60
    assert sum(counted[name] for name in (*organisations, "DiplomaticMission", "Collaboration")) >= 100
    assert counted["Tie"] >= 90
    assert counted["Membership"] + counted["Participation"] >= 250
    assert counted["EventEdition"] + counted["AwardEdition"] >= 70
    assert counted["AwardEntry"] >= 75
    assert counted["Count"] >= 80
    assert counted["Source"] >= 300


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a record without a claim", "?x a/rdfs:subClassOf* gz:Record . FILTER NOT EXISTS { ?c gz:about ?x }"),
        ("a claim without a source", "?x a gz:Claim . FILTER NOT EXISTS { ?x gz:source ?s }"),
        ("a source without a publisher", "?x a gz:Source . FILTER NOT EXISTS { ?x gz:publisher ?p }"),
        ("an entity with one name", "?x a/rdfs:subClassOf* gz:Entity ; skos:prefLabel ?n . FILTER(LANG(?n) = 'en') "
            "FILTER NOT EXISTS { ?x skos:prefLabel ?z FILTER(LANG(?z) = 'zh') }"),
    ],
)  # fmt: skip
def test_nothing_stands_alone(graph: KnowledgeGraph, fault: str, pattern: str) -> None:
    query = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {PROLOGUE} SELECT DISTINCT ?x {{ {pattern} }}"
    assert [str(row["x"]) for row in graph.query(query)] == [], fault


def seed_rows(repo: Path) -> list[dict[str, str]]:
    with (repo / "tests" / "curated" / "seed_coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_system_of_the_seed_article_is_in_the_graph(graph: KnowledgeGraph, repo: Path) -> None:
    rows = seed_rows(repo)
    assert len({row["row_id"] for row in rows}) == 104
    query = f"""{PROLOGUE} SELECT DISTINCT ?x ?status ?paragraph {{
        ?claim gz:source <https://w3id.org/gzkg/id/{SEED}> ; gz:about ?x ; gz:locator ?paragraph .
        ?claim gz:claimStatus/skos:notation ?status .
        ?x skos:prefLabel ?zh , ?en . FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
    }}"""
    said = {(str(row["x"]), str(row["status"]), str(row["paragraph"])) for row in graph.query(query)}
    assert {(row["iri"], row["status"], row["paragraph"]) for row in rows} - said == set()


def test_the_office_is_sought_and_spoken_of_and_one_claim_is_preferred(graph: KnowledgeGraph) -> None:
    siting = "siting/metropolis-asia-pacific-office--cn-guangzhou--1"
    said = [claim for claim in graph.claims(siting) if claim.source.id == SEED]
    assert {(claim.status, claim.rank) for claim in said} == {("proposed", "preferred"), ("ongoing", "normal")}
    assert "gz:note" in graph.entity(siting).properties or any(
        "gz:note" in graph.entity(claim.id).properties for claim in said
    )
