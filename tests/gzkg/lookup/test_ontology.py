"""What the library says of its terms, held against the files of the ontology and facts of the graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, RdfFormat, parse

from gzkg import Concept, ConceptScheme, KnowledgeGraph, Ontology, OntologyClass, OntologyProperty, UnknownTerm
from gzkg.cli import main

GZ = "https://w3id.org/gzkg/ontology#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


@pytest.fixture(scope="module")
def ontology(graph: KnowledgeGraph) -> Ontology:
    return graph.ontology()


def typed(path: Path, *kinds: str) -> set[str]:
    """Return the IRIs that a file gives one of these types."""
    wanted = {NamedNode(kind) for kind in kinds}
    triples = parse(path=path, format=RdfFormat.TURTLE, base_iri="https://w3id.org/gzkg/id/")
    return {t.subject.value for t in triples if t.predicate == TYPE and t.object in wanted}


def test_every_term_of_the_files_is_there(ontology: Ontology, repo: Path) -> None:
    owl = "http://www.w3.org/2002/07/owl#"
    file = repo / "ontology" / "gzkg.ttl"
    assert {one.iri for one in ontology.classes} == typed(file, owl + "Class")
    kinds = (owl + "ObjectProperty", owl + "DatatypeProperty", owl + "AnnotationProperty")
    assert {one.iri for one in ontology.properties if one.name.startswith("gz:")} == typed(file, *kinds)
    concept = "http://www.w3.org/2004/02/skos/core#Concept"
    files = sorted((repo / "ontology" / "schemes").glob("*.ttl"))
    assert [scheme.name for scheme in ontology.schemes] == [file.stem for file in files]
    for scheme, file in zip(ontology.schemes, files, strict=True):
        assert {one.iri for one in scheme.concepts} == typed(file, concept)


def test_every_term_of_ours_has_both_languages(ontology: Ontology) -> None:
    for term in ontology.terms():
        assert term.label.keys() >= {"en", "zh"}, term.name
        if term.iri.startswith("https://w3id.org/gzkg/"):
            assert term.definition.keys() == {"en", "zh"}, term.name


def test_rules_and_constraints(ontology: Ontology, repo: Path) -> None:
    assert [rule.name for rule in ontology.rules] == sorted(p.stem for p in (repo / "ontology/rules").glob("R*.ttl"))
    files = sorted(path.stem for path in (repo / "ontology/shapes/cross-record").glob("C*.ttl"))
    assert [one.name for one in ontology.constraints] == files
    by_name = {rule.name: rule for rule in ontology.rules}
    assert by_name["R08-tied-with"].writes == ("gz:tiedWith",)
    assert "gz:sisterCityOf" in by_name["R09-tie-shortcut"].writes
    assert {one.severity for one in ontology.constraints} <= {"violation", "warning", "info"}
    assert all(one.label["zh"] and one.definition["zh"] for one in (*ontology.rules, *ontology.constraints))


def test_a_class(ontology: Ontology, graph: KnowledgeGraph) -> None:
    tie = ontology.term("gz:Tie")
    assert isinstance(tie, OntologyClass)
    assert (tie.iri, tie.label["zh"], tie.superclasses, tie.scheme) == (
        GZ + "Tie",
        "结好关系",
        ("gz:Record",),
        "tie-kind",
    )
    assert tie.uses == graph.summary().classes["Tie"]
    party = next(one for one in tie.expectations if one.property == "gz:party")
    assert (party.least, party.most, party.values, party.severity) == (2, 2, ("gz:Actor",), "violation")
    assert party.message["zh"].startswith("结好关系须恰好连接两个不同的结好方")
    city = ontology.term("City")
    assert isinstance(city, OntologyClass)
    assert city.example == "city/cn-guangzhou"
    assert ("rdfs:subClassOf", "https://schema.org/City") in [(near.relation, near.to) for near in city.alignments]


def test_a_property_that_a_rule_derives(ontology: Ontology) -> None:
    sister = ontology.term(GZ + "sisterCityOf")
    assert isinstance(sister, OntologyProperty)
    assert (sister.kind, sister.rule, sister.is_derived) == ("object", "R09-tie-shortcut", True)
    assert sister.superproperties == ("gz:tiedWith",)
    assert "gz:City" in sister.domain
    assert sister.uses
    assert sister.uses > 2


def test_a_property_with_values_from_lists(ontology: Ontology) -> None:
    status = ontology.term("gz:claimStatus")
    assert isinstance(status, OntologyProperty)
    assert (status.domain, status.schemes) == (("gz:Claim",), ("claim-status",))
    about = ontology.term("gz:about")
    assert isinstance(about, OntologyProperty)
    assert about.schemes == ()  # what claims are about are mostly no concepts
    assert set(about.range) == {"gz:Entity", "gz:Record", "skos:Concept"}
    name = ontology.term("skos:prefLabel")
    assert isinstance(name, OntologyProperty)
    assert name.label == {"en": "name", "zh": "名称"}


def test_what_is_computed_is_not_counted(ontology: Ontology) -> None:
    betweenness = ontology.term("gz:betweenness")
    assert isinstance(betweenness, OntologyProperty)
    assert (betweenness.uses, betweenness.domain, betweenness.rule) == (None, ("gz:NetworkPosition",), None)


def test_a_scheme_and_a_concept(ontology: Ontology) -> None:
    scheme = ontology.term("tie-kind")
    assert isinstance(scheme, ConceptScheme)
    assert scheme.properties == ("gz:kind",)
    concept = ontology.term("https://w3id.org/gzkg/concept/tie-kind/sister-city")
    assert isinstance(concept, Concept)
    assert (concept.name, concept.label["zh"], concept.shortcut) == (
        "tie-kind:sister-city",
        "友好城市",
        "gz:sisterCityOf",
    )
    role = ontology.term("role:board-member")
    assert isinstance(role, Concept)
    assert role.organization == "org/metropolis"
    achieved = ontology.term("claim-status:achieved")
    assert isinstance(achieved, Concept)
    assert achieved.broader == ("claim-status:factual",)


def test_an_example_is_of_its_term(ontology: Ontology, graph: KnowledgeGraph) -> None:
    for one in ontology.classes:
        if one.example:
            assert one.name.removeprefix("gz:") in graph.entity(one.example).classes


def test_a_misspelt_term_names_the_nearest(ontology: Ontology) -> None:
    with pytest.raises(UnknownTerm, match="City"):
        ontology.term("Citty")


def test_the_command_shows_a_term_or_all(root: Path) -> None:
    def run(*arguments: str) -> str:
        told = CliRunner().invoke(main, ["--root", str(root), "--lang", "zh", "ontology", *arguments])
        assert told.exit_code == 0, told.output
        return told.stdout

    assert "两个同类行动者之间的友好结好安排。" in run("Tie", "--csv")
    assert json.loads(run("tie-kind:sister-city", "--json"))["shortcut"] == "gz:sisterCityOf"
    assert run("--csv").count("\n") > 300
    assert CliRunner().invoke(main, ["--root", str(root), "ontology", "Citty"]).exit_code == 2
