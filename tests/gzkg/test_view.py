"""The graph as of a day, and as known on a day. Expected values were read from the curated files, not from a view."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from gzkg import vocab
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, open_store, read_rules, run_rules
from gzkg.store.view import set_view

TODAY = date(2026, 11, 24)
DAYS = [date(1978, 1, 1), date(1990, 1, 1), date(2012, 12, 31), TODAY]
FIRST_CLAIM = date(2000, 5, 25)
KNOWN = [
    date(1990, 1, 1),
    FIRST_CLAIM,
    date(2012, 7, 10),
    date(2014, 9, 28),
    date(2017, 7, 31),
    date(2019, 12, 31),
    date(2020, 3, 17),
    date(2021, 9, 13),
    date(2026, 11, 23),
    date.max,
]
PREFIXES = f"""
    BASE <{vocab.ID}>
    PREFIX gz: <{vocab.GZ}>
    PREFIX skos: <{vocab.SKOS}>
    PREFIX rdfs: <{vocab.RDFS}>
    PREFIX curated: <{vocab.CURATED}>
    PREFIX ontology: <{vocab.ONTOLOGY}>
"""
SISTERS_1990 = {"au-sydney", "ca-vancouver", "de-frankfurt", "fr-lyon", "it-bari"}
SISTERS_1990 |= {"jp-fukuoka", "nz-auckland", "ph-manila", "us-los-angeles"}
SISTERS = "SELECT ?city { <city/cn-guangzhou> gz:sisterCityOf ?city }"
SANTIAGO = "SELECT ?property { <city/cn-guangzhou> ?property <city/cl-santiago> }"
CO_PRESIDENT = "membership/metropolis/cn-guangzhou--co-president--1"


@pytest.fixture(scope="module")
def folders(repo: Path) -> Folders:
    return Folders(repo)


@pytest.fixture(scope="module")
def rules(folders: Folders) -> list[Rule]:
    return read_rules(folders.rules())


@pytest.fixture(scope="module")
def whole(folders: Folders) -> EmbeddedStore:
    """Never changed: views are made of copies."""
    return open_store(folders, TODAY)


def view(whole: EmbeddedStore, rules: list[Rule], as_of: date, known_on: date | None = None) -> EmbeddedStore:
    copy = EmbeddedStore()
    copy._store.bulk_extend(whole._store)
    set_view(copy, rules, as_of, known_on)
    return copy


def quads(store: EmbeddedStore) -> set[bytes]:
    return set(store.dump("nquads").splitlines())


def curated(store: EmbeddedStore) -> set[bytes]:
    return set(store.dump("ntriples", vocab.CURATED).splitlines())


def ask(store: EmbeddedStore, query: str) -> set[str]:
    """Return the rows, each as one text of local names."""
    cut = (vocab.ID, vocab.GZ, vocab.CONCEPT)
    found = set()
    for row in store.query(PREFIXES + query):
        values = [str(value) for value in row.values()]
        for prefix in cut:
            values = [value.removeprefix(prefix) for value in values]
        found.add(" ".join(values))
    return found


def test_as_of_is_what_opening_on_that_day_gives(folders: Folders, whole: EmbeddedStore, rules: list[Rule]) -> None:
    expected = {day: quads(open_store(folders, day)) for day in DAYS}
    store = view(whole, rules, TODAY)
    for day in [*DAYS, *reversed(DAYS), DAYS[1], DAYS[1], DAYS[3]]:
        set_view(store, rules, day)
        assert quads(store) == expected[day], day


@pytest.mark.parametrize("as_of", DAYS)
def test_in_the_far_future_everything_is_known(whole: EmbeddedStore, rules: list[Rule], as_of: date) -> None:
    for known_on in (TODAY, date.max):
        assert quads(view(whole, rules, as_of, known_on)) == quads(view(whole, rules, as_of))


def test_knowledge_only_grows(whole: EmbeddedStore, rules: list[Rule]) -> None:
    known = [curated(view(whole, rules, TODAY, day)) for day in KNOWN]
    assert all(less < more for less, more in pairwise(known))
    assert known[-1] == curated(whole)


def test_knowledge_may_be_taken_back_in_steps(whole: EmbeddedStore, rules: list[Rule]) -> None:
    store = view(whole, rules, TODAY)
    for day in reversed(KNOWN):
        set_view(store, rules, day, day)
        assert quads(store) == quads(view(whole, rules, day, day)), day


@pytest.mark.parametrize("day", KNOWN)
def test_what_remains_rests_on_what_was_said(whole: EmbeddedStore, rules: list[Rule], day: date) -> None:
    store = view(whole, rules, day, day)
    later = "SELECT ?claim { ?claim gz:statedOn|gz:source/gz:publishedOn ?said FILTER(STR(?said) > '%s') }"
    assert ask(store, later % day.isoformat()) == set()
    records = "?record a/rdfs:subClassOf* gz:Record . FILTER NOT EXISTS { ?claim gz:about ?record }"
    assert ask(store, f"SELECT ?record {{ {records} }}") == set()
    assert ask(store, "SELECT ?source { ?source a gz:Source FILTER NOT EXISTS { ?claim gz:source ?source } }") == set()


@pytest.mark.parametrize("day", KNOWN)
def test_nothing_that_remains_names_what_is_gone(whole: EmbeddedStore, rules: list[Rule], day: date) -> None:
    named = "?node ?property ?named . FILTER(isIRI(?named) && STRSTARTS(STR(?named), STR(<>)))"
    gone = "FILTER NOT EXISTS { GRAPH curated: { ?named a ?class } }"
    where = "GRAPH ?graph { %s } %s FILTER(?graph != ontology:)"  # roles keep the bodies that define them
    assert ask(view(whole, rules, day, day), f"SELECT ?node ?named {{ {where % (named, gone)} }}") == set()


def test_before_the_first_claim_no_relation_is_known(whole: EmbeddedStore, rules: list[Rule]) -> None:
    store = view(whole, rules, TODAY, FIRST_CLAIM - timedelta(days=1))
    assert store.graphs() == [vocab.CURATED, vocab.ONTOLOGY]
    # six universities that no claim is about and nothing names: no later source told of them, so none is taken back
    assert ask(store, "SELECT DISTINCT ?class { GRAPH curated: { ?node a ?class } }") == {"Organization"}


def test_the_first_claim_brings_a_tie_and_a_count(whole: EmbeddedStore, rules: list[Rule]) -> None:
    # People's Daily Online, 25 May 2000, of Durban: the twelfth city with friendly ties to Guangzhou
    store = view(whole, rules, FIRST_CLAIM, FIRST_CLAIM)
    assert ask(store, "SELECT ?record ?status { ?claim gz:about ?record . ?record gz:status ?status }") == {
        "tie/sister-city/cn-guangzhou--za-durban claim-status/planned",
        "count/cn-guangzhou/sister-cities/2000-05-25 claim-status/achieved",
    }
    assert ask(store, "SELECT ?city { ?city a gz:City }") == {"city/cn-guangzhou", "city/za-durban"}
    assert "country/za" in ask(store, "SELECT ?country { <city/za-durban> gz:inCountry ?country }")


@pytest.mark.parametrize("day", KNOWN)
def test_status_is_that_of_the_best_claim_then_known(whole: EmbeddedStore, rules: list[Rule], day: date) -> None:
    best: dict[str, tuple[tuple[bool, bool, str, int], str]] = {}
    said = """SELECT ?thing ?status ?rank ?day ?order ?prospective ?dated {
        ?claim gz:about ?thing ; gz:claimStatus ?status ; gz:rank ?rank ; gz:statedOn ?day ; gz:source ?source .
        ?status gz:statusOrder ?order ; skos:broader ?group .
        BIND(STRENDS(STR(?group), "/prospective") AS ?prospective)
        BIND(EXISTS { ?source gz:publishedOn|gz:startLatest ?published } AS ?dated) }"""
    for row in whole.query(PREFIXES + said):
        thing, status, rank, on, order, prospective, dated = map(str, row.values())
        if on <= day.isoformat() and not rank.endswith("/deprecated"):
            key = (rank.endswith("/preferred"), prospective == "false" or dated == "true", on, int(order))
            best[thing] = max(best.get(thing, (key, status)), (key, status))
    store = view(whole, rules, TODAY, day)
    found = {
        str(row["thing"]): str(row["status"]) for row in store.query(PREFIXES + "SELECT * {?thing gz:status ?status}")
    }
    assert found == {thing: status for thing, (_, status) in best.items()}


def test_sister_cities_of_guangzhou_in_1990(whole: EmbeddedStore, rules: list[Rule]) -> None:
    # all nine stand in the list that the city published on 18 March 2020; in this graph no source names them earlier
    cities = {f"city/{slug}" for slug in SISTERS_1990}
    in_1990 = date(1990, 1, 1)
    assert ask(view(whole, rules, in_1990), SISTERS) == cities
    assert ask(view(whole, rules, in_1990, date(2020, 3, 18)), SISTERS) == cities
    assert ask(view(whole, rules, in_1990, date(2020, 3, 17)), SISTERS) == set()
    assert ask(view(whole, rules, in_1990, in_1990), SISTERS) == set()


@pytest.mark.parametrize(
    ("as_of", "known_on", "expected"),
    [
        ("2010-12-31", None, set()),  # friendly-cooperation cities since April 2012
        ("2016-12-31", None, {"friendlyCityOf", "tiedWith"}),
        ("2018-01-01", None, {"sisterCityOf", "tiedWith"}),  # sister cities since 20 June 2017
        ("2018-01-01", "2016-12-30", set()),  # Nanfang Daily, 2016: a friendly city, to be raised to a sister city
        ("2018-01-01", "2016-12-31", {"friendlyCityOf", "tiedWith"}),
        ("2018-01-01", "2018-01-01", {"friendlyCityOf", "tiedWith"}),  # that it was raised is known from a page of 2026
        ("2018-01-01", "2026-11-24", {"sisterCityOf", "tiedWith"}),
    ],
)
def test_a_plan_and_what_became_of_it(
    whole: EmbeddedStore, rules: list[Rule], as_of: str, known_on: str | None, expected: set[str]
) -> None:
    on = None if known_on is None else date.fromisoformat(known_on)
    assert ask(view(whole, rules, date.fromisoformat(as_of), on), SANTIAGO) == expected


def test_a_plan_shows_nothing_of_its_outcome(whole: EmbeddedStore, rules: list[Rule]) -> None:
    tie = "<tie/sister-city/cl-santiago--cn-guangzhou>"
    store = view(whole, rules, TODAY, date(2018, 1, 1))
    assert ask(store, f"SELECT ?property {{ {tie} ?property ?value }}") == {vocab.TYPE, "kind", "party", "status"}
    assert ask(store, f"SELECT ?status {{ {tie} gz:status ?status }}") == {"claim-status/planned"}
    ended = "<tie/friendly-cooperation-city/cl-santiago--cn-guangzhou>"
    told = ask(store, f"SELECT ?property ?value {{ {ended} ?property ?value FILTER(!isIRI(?value)) }}")
    assert told == {"startEarliest 2012-04-01", "startLatest 2012-04-30"}  # neither the end nor the note on it


@pytest.mark.parametrize(
    ("thing", "known_on", "expected"),
    [
        # one claim gives the day of the election itself; that Guangzhou still was co-president is known from a report
        # of November 2020; the last day is the editors' and rests on all claims
        (CO_PRESIDENT, "2014-10-10", {"startEarliest 2014-10-08", "startLatest 2014-10-08"}),
        (CO_PRESIDENT, "2020-11-29", {"startEarliest 2014-10-08", "startLatest 2014-10-08"}),
        (
            CO_PRESIDENT,
            "2020-11-30",
            {"startEarliest 2014-10-08", "startLatest 2014-10-08", "endEarliest 2020-11-01"},
        ),
        (
            CO_PRESIDENT,
            "2026-11-24",
            {"startEarliest 2014-10-08", "startLatest 2014-10-08", "endEarliest 2020-11-01", "endLatest 2020-12-16"},
        ),
        # the plan of 2015 speaks of a start to come; the list read in 2026 of one in 2012
        ("tie/sister-city/cn-guangzhou--zw-harare", "2015-09-22", set()),
        (
            "tie/sister-city/cn-guangzhou--zw-harare",
            "2026-11-24",
            {"startEarliest 2012-09-03", "startLatest 2012-09-03"},
        ),
        # gone from a list read on 24 November 2026: that no claim tells, and none may be taken to
        ("membership/c40/ru-moscow--member--1", "2019-12-30", {"startLatest 2010-03-03"}),
        ("membership/c40/ru-moscow--member--1", "2026-11-23", {"startLatest 2010-03-03", "endEarliest 2016-01-01"}),
        # a plan tells days to come
        (
            "participation/understanding-china-conference/1/cpifa--host--1",
            "2013-10-28",
            {"startEarliest 2013-11-01", "startLatest 2013-11-01", "endEarliest 2013-11-03", "endLatest 2013-11-03"},
        ),
        # its one claim, of 11 November 2009: elected in October 2007, still in office; the end is the next election
        (
            "membership/uclg/cn-guangzhou--co-president--1",
            "2010-11-29",
            {"startEarliest 2007-10-01", "startLatest 2007-10-31", "endEarliest 2009-11-11"},
        ),
    ],
)
def test_a_date_is_not_known_before_it_was_told(
    whole: EmbeddedStore, rules: list[Rule], thing: str, known_on: str, expected: set[str]
) -> None:
    store = view(whole, rules, TODAY, date.fromisoformat(known_on))
    bounds = "FILTER(?property IN (gz:startEarliest, gz:startLatest, gz:endEarliest, gz:endLatest))"
    assert ask(store, f"SELECT ?property ?value {{ <{thing}> ?property ?value {bounds} }}") == expected


@pytest.mark.parametrize(
    ("known_on", "outcomes", "won"),
    [
        ("2014-09-27", set(), set()),
        ("2014-09-28", {"outcome/shortlisted"}, set()),
        ("2014-12-01", {"outcome/shortlisted"}, set()),
        ("2014-12-02", {"outcome/shortlisted", "outcome/winner"}, {"edition/guangzhou-award/2"}),
    ],
)
def test_an_award_is_not_known_from_the_shortlist(
    whole: EmbeddedStore, rules: list[Rule], known_on: str, outcomes: set[str], won: set[str]
) -> None:
    store = view(whole, rules, TODAY, date.fromisoformat(known_on))
    entry = "<entry/guangzhou-award/2/nz-christchurch>"
    assert ask(store, f"SELECT ?outcome {{ {entry} gz:outcome ?outcome }}") == outcomes
    assert ask(store, "SELECT ?edition { <city/nz-christchurch> gz:wonAt ?edition }") == won


def test_what_nobody_disputes_stays(whole: EmbeddedStore, rules: list[Rule]) -> None:
    # one claim, and it has the adopted dates: the outcome, the dates and the note stand or fall with it
    store = view(whole, rules, TODAY, date(2020, 3, 18))
    fukuoka = "<tie/sister-city/cn-guangzhou--jp-fukuoka>"
    every = f"SELECT ?property ?value {{ GRAPH curated: {{ {fukuoka} ?property ?value }} }}"
    assert ask(store, every) == ask(whole, every)


def test_a_claim_stands_from_the_day_its_source_was_published(rules: list[Rule], repo: Path, tmp_path: Path) -> None:
    (tmp_path / "late.ttl").write_text(
        f"""@base <{vocab.ID}> . @prefix gz: <{vocab.GZ}> . @prefix xsd: <{vocab.XSD}> .
        <tie/sister-city/a--b> a gz:Tie ; gz:party <city/a> , <city/b> .
        <city/a> a gz:City . <city/b> a gz:City .
        <tie/sister-city/a--b/claim/1> a gz:Claim ; gz:about <tie/sister-city/a--b> ; gz:source <source/late> ;
            gz:claimStatus <{vocab.CONCEPT}claim-status/achieved> ; gz:rank <{vocab.CONCEPT}rank/normal> ;
            gz:statedOn "2019-05-01"^^xsd:date .
        <source/late> a gz:Source ; gz:publishedOn "2021-06-01"^^xsd:date ."""
    )
    store = EmbeddedStore()
    store.load_turtle(Folders(repo).terms(), vocab.ONTOLOGY)
    store.load_turtle([tmp_path / "late.ttl"], vocab.CURATED)
    run_rules(store, rules, TODAY)
    tied = "SELECT ?city { <city/a> gz:tiedWith ?city }"
    assert ask(view(store, rules, TODAY, date(2021, 6, 1)), tied) == {"city/b"}
    assert ask(view(store, rules, TODAY, date(2021, 5, 31)), "SELECT ?node { GRAPH curated: { ?node ?p ?o } }") == set()
