"""The dry run, on the tiny graph: Guangzhou is tied with Fukuoka, wishes for Lyon, and is in C40. Counted by hand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Triple

from gzkg import vocab
from gzkg.checks.result import Result
from gzkg.dates import Bounds
from gzkg.model import Term, plain
from gzkg.network.making.layer import read_layers
from gzkg.rdf.files import Folders
from gzkg.rdf.turtle import read_turtle
from gzkg.records.degree import Degree
from gzkg.records.newcomer import NewThing
from gzkg.records.plan import Derived, Duplicate, Plan, describe, make_plan
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, open_store, read_rules, rerun_rules

TODAY = date(2026, 11, 24)
PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in vocab.PREFIXES.items())
TIE = """
    <city/fr-nantes> a gz:City ; skos:prefLabel "Nantes"@en , "南特"@zh ; gz:within <country/fr> .
    <tie/sister-city/cn-guangzhou--fr-nantes> a gz:Tie ; gz:kind tie-kind:sister-city ;
        gz:party <city/cn-guangzhou> , <city/fr-nantes> ; gz:signedIn <city/fr-lyon> ;
        gz:startEarliest "2020-01-01"^^xsd:date ; gz:startLatest "2020-12-31"^^xsd:date .
"""
LYON = "tie/sister-city/cn-guangzhou--fr-lyon"


def claim(about: str, number: int = 1, *, status: str = "achieved", source: str = "gazette-2000-01-01") -> str:
    return f"""<{about}/claim/{number}> a gz:Claim ; gz:about <{about}> ; gz:source <source/{source}> ;
        gz:claimStatus claim-status:{status} ; gz:rank rank:normal ; gz:statedOn "2021-01-01"^^xsd:date ."""


def read(turtle: str) -> list[Triple]:
    return read_turtle((PREFIXES + turtle).encode(), "batch.ttl")


@pytest.fixture
def store(root: Path) -> EmbeddedStore:
    return open_store(Folders(root), TODAY)


@pytest.fixture(scope="module")
def rules(repo: Path) -> list[Rule]:
    return read_rules(Folders(repo).rules())


@pytest.fixture
def tie(store: EmbeddedStore, rules: list[Rule]) -> Plan:
    return make_plan(store, rules, TODAY, read(TIE + claim("tie/sister-city/cn-guangzhou--fr-nantes")))


def test_a_new_city_and_its_tie(tie: Plan) -> None:
    assert tie.entities == (
        NewThing("city/fr-nantes", "City", {"en": "City", "zh": "城市"}, {"en": "Nantes", "zh": "南特"}),
    )
    (relation,) = tie.relations
    assert (relation.id, relation.kind, relation.detail) == (
        "tie/sister-city/cn-guangzhou--fr-nantes",
        "Tie",
        "sister-city",
    )
    assert relation.kind_label == {"en": "Tie (sister city)", "zh": "结好关系（友好城市）"}
    assert [(end.property, end.id, end.label["zh"]) for end in relation.ends] == [
        ("party", "city/cn-guangzhou", "广州"),
        ("party", "city/fr-nantes", "南特"),
    ]
    assert relation.bounds == Bounds(date(2020, 1, 1), date(2020, 12, 31))
    assert (tie.sources, tie.claims, tie.duplicates) == ((), 1, ())


def test_what_follows_from_it(tie: Plan) -> None:
    guangzhou, nantes = "city/cn-guangzhou", "city/fr-nantes"
    achieved = vocab.CONCEPT + "claim-status/achieved"
    assert tie.derived == (
        Derived("R01-status", "tie/sister-city/cn-guangzhou--fr-nantes", "status", achieved),
        Derived("R02-within-place", nantes, "withinPlace", "country/fr"),
        Derived("R04-in-country", nantes, "inCountry", "country/fr"),
        Derived("R08-tied-with", guangzhou, "tiedWith", nantes),
        Derived("R08-tied-with", nantes, "tiedWith", guangzhou),
        Derived("R09-tie-shortcut", guangzhou, "sisterCityOf", nantes),
        Derived("R09-tie-shortcut", nantes, "sisterCityOf", guangzhou),
    )
    assert tie.withdrawn == ()


def test_the_partners_of_what_is_there_already(tie: Plan) -> None:
    name = {"en": "Guangzhou", "zh": "广州"}
    assert tie.degrees == (
        Degree("city/cn-guangzhou", name, "sister-city", {"en": "sister city", "zh": "友好城市"}, 1, 2),
        Degree("city/cn-guangzhou", name, "tie", {"en": "Tie", "zh": "结好关系"}, 1, 2),
    )


def test_it_can_be_told_to_people(tie: Plan) -> None:
    assert describe(tie, "en") == [
        "New: 1 × Tie (sister city), 1 × City, 1 × Claim.",
        "Derived by the rules: 7 more, 0 no longer.",
        "Partners of Guangzhou: sister city 1 → 2, Tie 1 → 2.",
    ]
    assert describe(tie, "zh") == [
        "新增：结好关系（友好城市） 1，城市 1，声明 1。",
        "按规则推导：新增 7 条，不再成立 0 条。",
        "广州的关系对象数：友好城市 1 → 2，结好关系 1 → 2。",
    ]


def test_it_can_be_sent(tie: Plan) -> None:
    sent = json.loads(json.dumps(plain(tie)))
    assert sent["relations"][0]["bounds"] == {"start_earliest": "2020-01-01", "start_latest": "2020-12-31"}
    assert sent["degrees"][0]["after"] == 2


def test_the_store_stays_as_it_is(store: EmbeddedStore, rules: list[Rule]) -> None:
    before = store.dump("nquads")
    make_plan(store, rules, TODAY, read(TIE))
    assert store.dump("nquads") == before


def test_a_wish_that_came_true(store: EmbeddedStore, rules: list[Rule]) -> None:
    plan = make_plan(store, rules, TODAY, read(claim(LYON, 2)))
    assert (plan.entities, plan.relations, plan.claims) == ((), (), 1)
    assert [(one.property, one.object.rpartition("/")[2]) for one in plan.withdrawn] == [("status", "proposed")]
    assert [(one.id, one.layer, one.before, one.after) for one in plan.degrees] == [
        ("city/cn-guangzhou", "sister-city", 1, 2),
        ("city/cn-guangzhou", "tie", 1, 2),
        ("city/fr-lyon", "sister-city", 0, 1),
        ("city/fr-lyon", "tie", 0, 1),
    ]


def test_a_tie_that_is_refuted(store: EmbeddedStore, rules: list[Rule]) -> None:
    plan = make_plan(store, rules, TODAY, read(claim("tie/sister-city/cn-guangzhou--jp-fukuoka", 2, status="refuted")))
    assert len(plan.withdrawn) == 5
    assert [(one.id, one.before, one.after) for one in plan.degrees if one.layer == "tie"] == [
        ("city/cn-guangzhou", 1, 0),
        ("city/jp-fukuoka", 1, 0),
    ]


def test_a_member_counts_for_both(store: EmbeddedStore, rules: list[Rule]) -> None:
    record = "membership/c40/jp-fukuoka--member--1"
    said = (
        f"<{record}> a gz:Membership ; gz:member <city/jp-fukuoka> ; gz:organization <org/c40> ; gz:role role:member ."
    )
    plan = make_plan(store, rules, TODAY, read(said + claim(record)))
    assert [(one.id, one.layer, one.before, one.after) for one in plan.degrees] == [
        ("city/jp-fukuoka", "membership", 0, 1),
        ("org/c40", "membership", 1, 2),
    ]
    assert [end.property for end in plan.relations[0].ends] == ["member", "organization"]


def test_a_count_and_a_source(store: EmbeddedStore, rules: list[Rule]) -> None:
    record = "count/cn-guangzhou/sister-cities/2001"
    said = f"""<source/x> a gz:Source ; skos:prefLabel "X"@en , "某"@zh ; gz:publishedOn "2001-01-01"^^xsd:date .
        <{record}> a gz:Count ; gz:subject <city/cn-guangzhou> ; gz:value 2 ; gz:asOf "no day"^^xsd:date ;
            gz:startEarliest "no day"^^xsd:date ."""
    plan = make_plan(store, rules, TODAY, read(said + claim(record, source="x")))
    assert [source.id for source in plan.sources] == ["source/x"]
    (count,) = plan.relations
    assert ([(end.property, end.id) for end in count.ends], count.bounds) == (
        [("subject", "city/cn-guangzhou")],
        Bounds(),
    )
    assert plan.degrees == ()


def test_what_is_there_already(store: EmbeddedStore, rules: list[Rule]) -> None:
    new, there = vocab.ID + LYON + "--2", vocab.ID + LYON
    said = read(
        f"<{LYON}--2> a gz:Tie ; gz:party <city/cn-guangzhou> , <city/fr-lyon> ; gz:kind tie-kind:sister-city ."
    )
    results = [
        Result(vocab.SHAPES + "C10-no-duplicate-tie", "violation", new, {"value": Term(there, "iri")}),
        Result(vocab.SHAPES + "C10-no-duplicate-tie", "violation", there, {"value": Term(new, "iri")}),
        Result(vocab.SHAPES + "C04-record-has-source", "violation", new),
    ]
    plan = make_plan(store, rules, TODAY, said, results=results)
    assert plan.duplicates == (Duplicate(LYON + "--2", LYON),)
    assert describe(plan, "en")[1] == f"{LYON}--2 is there already, or may be: {LYON}."


def test_nothing_new(store: EmbeddedStore, rules: list[Rule]) -> None:
    plan = make_plan(store, rules, TODAY, store.triples(vocab.CURATED))
    assert describe(plan, "en") == ["Nothing new."]
    assert not any((plan.derived, plan.withdrawn, plan.degrees))


def test_a_long_list_is_cut(store: EmbeddedStore, rules: list[Rule]) -> None:
    known = "".join(f"<city/fr-x{n}> a gz:City ." for n in range(30))
    store.add(read(known), vocab.CURATED)
    ties = [f"tie/sister-city/cn-guangzhou--fr-x{n}" for n in range(30)]
    said = "".join(f"<{t}> a gz:Tie ; gz:party <city/cn-guangzhou> , <city/{t.rpartition('--')[2]}> ." for t in ties)
    plan = make_plan(store, rules, TODAY, read(said + "".join(map(claim, ties))))
    lines = describe(plan, "en")
    assert lines[2] == "Partners of Guangzhou: Tie 1 → 31."
    assert lines[3] == "Partners of city/fr-x0: Tie 0 → 1."
    assert (len(lines), lines[-1]) == (23, "… and 11 more.")


def test_the_layers_are_those_of_networks(store: EmbeddedStore, rules: list[Rule]) -> None:
    said = """
        <city/fr-x> a gz:City . <org/x> a gz:Organization .
        <series/x> a gz:EventSeries . <edition/x/1> a gz:AwardEdition .
        <tie/x> a gz:Tie ; gz:party <city/fr-x> , <city/fr-lyon> ; gz:kind tie-kind:sister-port .
        <membership/x> a gz:Membership ; gz:member <city/fr-x> ; gz:organization <org/x> .
        <participation/x> a gz:Participation ; gz:participant <city/fr-x> ; gz:participatesIn <series/x> .
        <siting/x> a gz:Siting ; gz:sited <org/x> ; gz:host <city/fr-x> .
        <entry/x> a gz:AwardEntry ; gz:submittedBy <city/fr-x> ; gz:submittedTo <edition/x/1> ;
            gz:outcome outcome:winner .
    """
    things, records = read(said), ("tie/x", "membership/x", "participation/x", "siting/x", "entry/x")
    store.add(things, vocab.CURATED)
    rerun_rules(store, rules, TODAY)
    plan = make_plan(store, rules, TODAY, read("".join(map(claim, records))))
    found = {one.layer for one in plan.degrees}
    assert found == {"tie", "sister-port", "membership", "participation", "siting", "award-entry"}
    assert found <= set(read_layers(store))
