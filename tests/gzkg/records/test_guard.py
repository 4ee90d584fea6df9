"""What nobody may hand in is said at once, for each statement, on a tiny graph as on the real one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from gzkg import Finding, vocab
from gzkg.checks.wording import Wording
from gzkg.rdf.files import Folders, read_triples
from gzkg.records.batch import Batch, Place
from gzkg.records.guard import Guard
from gzkg.records.objection import CHECKS
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import open_store

REPO = Path(__file__).resolve().parents[3]
TIE = "tie/sister-city/cn-guangzhou--jp-fukuoka"
PENDING = {vocab.ID + "city/fr-brest": "s1", vocab.ID + "city/fr-lyon/claim/7": "s2"}
PREFIXES = "".join(f"@prefix {name}: <{space}> ." for name, space in vocab.PREFIXES.items()) + (
    "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix prov: <http://www.w3.org/ns/prov#> ."
)
NICE = '<city/fr-nice> a gz:City ; skos:prefLabel "Nice"@en , "尼斯"@zh ; gz:within <country/fr>'
NEW_TIE = "<tie/sister-city/cn-guangzhou--fr-nice> a gz:Tie ; gz:party <city/cn-guangzhou> , <city/fr-nice>"
NEW_CLAIM = f"<{TIE}/claim/8> a gz:Claim ; gz:about <{TIE}>"

Inspect = Callable[..., tuple[list[Finding], list[Triple]]]


def batch_of(turtle: str) -> Batch:
    text = f"{PREFIXES} {turtle} ."
    triples = [quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE, base_iri=vocab.ID)]
    return Batch("new.ttl", triples)


@pytest.fixture(scope="module", params=["tiny", "real"])
def folders(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Folders:
    if request.param == "real":
        return Folders(REPO)
    root = tmp_path_factory.mktemp("tiny")
    (root / "ontology").symlink_to(REPO / "ontology")
    (root / "graph").symlink_to(REPO / "tests" / "data" / "tiny" / "graph")
    return Folders(root)


@pytest.fixture(scope="module")
def store(folders: Folders) -> EmbeddedStore:
    return open_store(folders, date(2026, 11, 24))


@pytest.fixture(scope="module")
def inspect(store: EmbeddedStore, folders: Folders) -> Inspect:
    guard = Guard(store, folders, Wording(store, folders))
    return lambda turtle, pending=PENDING: guard.inspect(batch_of(turtle), pending)


SOUND = [
    NICE,
    f"{NICE} . {NEW_TIE} ; gz:kind tie-kind:sister-city",
    f"{NICE} . {NEW_TIE} ; gz:kind tie-kind:sister-city . "
    "<tie/sister-city/cn-guangzhou--fr-nice/claim/1> a gz:Claim ; gz:about <tie/sister-city/cn-guangzhou--fr-nice>",
    NEW_CLAIM,
    f'{NEW_CLAIM} ; gz:statedOn "2021-01-01"^^xsd:date ; gz:value 5 , 1.5 ; gz:note "née\\n中文"@en , "שלום\\u200F"@en',
    "<tie/sister-city/cn-guangzhou--jp-fukuoka--2> a gz:Tie ; gz:kind tie-kind:sister-city ; "
    "gz:party <city/cn-guangzhou> , <city/jp-fukuoka>",
    "<membership/c40/fr-lyon--member--1> a gz:Membership ; gz:member <city/fr-lyon> ; gz:role role:member",
    '<city/fr-nice/centroid> a geo:Geometry ; geo:asWKT "POINT(7 43)"^^geo:wktLiteral . '
    f"{NICE} ; geo:hasCentroid <city/fr-nice/centroid>",
    '<org/nice-town-hall> a gz:PublicBody ; gz:homepage <https://nice.example/> ; gz:wikidataId "Q1"',
    "<source/nice-2020> a gz:Source ; dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
    "<city/va-vatican> a gz:City . <country/va> a gz:Country",
]

REFUSED = [
    ("[] a gz:City", "G01-blank-node", None, None),
    (f"{NICE} ; gz:note []", "G01-blank-node", "city/fr-nice", None),
    ("<http://www.wikidata.org/entity/Q1> a gz:City", "G02-foreign-subject", "http://www.wikidata.org/entity/Q1", None),
    ("gz:City gz:isAbstract true", "G03-not-a-record", None, None),
    ('role:member skos:prefLabel "x"@en', "G03-not-a-record", None, None),
    ("<https://w3id.org/gzkg/shapes#Tie> a gz:City", "G03-not-a-record", None, None),
    ("<https://w3id.org/gzkg/rules#R01-status> a gz:City", "G03-not-a-record", None, None),
    ("<https://w3id.org/gzkg/graph/provenance> a prov:Activity", "G03-not-a-record", None, None),
    ("<https://w3id.org/gzkg/id> a gz:City", "G03-not-a-record", None, None),
    ("<city/FR-nice> a gz:City", "G04-id-pattern", "city/FR-nice", None),
    ("<city/fr-n%69ce> a gz:City", "G04-id-pattern", None, None),
    ("<city/fr-nice/> a gz:City", "G04-id-pattern", None, None),
    ("<city//fr-nice> a gz:City", "G04-id-pattern", None, None),
    ("<https://w3id.org/gzkg/id/city/..%2Ffr-nice> a gz:City", "G04-id-pattern", None, None),
    ("<city/nice> a gz:City", "G04-id-pattern", None, None),
    ("<city/zz-nice> a gz:City", "G04-id-pattern", None, None),
    ("<town/fr-nice> a gz:City", "G04-id-pattern", None, None),
    ("<city/fr-尼斯> a gz:City", "G04-id-pattern", None, None),
    ("<city/fr--nice-> a gz:City", "G04-id-pattern", None, None),
    (f"<city/fr-{'n' * 200}> a gz:City", "G04-id-pattern", None, None),
    ("<city/fr-nice/district/north> a gz:District", "G04-id-pattern", None, None),
    ("<membership/fr-nice> a gz:Membership", "G04-id-pattern", None, None),
    ("<city/fr-lyon/claim/0> a gz:Claim", "G04-id-pattern", None, None),
    ("<city/fr-lyon/claim/first> a gz:Claim", "G04-id-pattern", None, None),
    ('<city/fr-lyon> a gz:City ; skos:prefLabel "Lugdunum"@en', "G05-curated", "city/fr-lyon", None),
    (f'<{TIE}> a gz:Tie ; gz:startLatest "1980-01-01"^^xsd:date', "G05-curated", TIE, None),
    ("<city/fr-brest> a gz:City", "G07-pending", "city/fr-brest", None),
    (f'<{TIE}/claim/1> a gz:Claim ; gz:locator "p9"', "G08-claim-number", f"{TIE}/claim/1", None),
    (f"{NICE} ; gz:tiedWith <city/fr-lyon>", "G10-derived", "city/fr-nice", None),
    ("<city/fr-nice> a gz:NetworkPosition ; gz:positionOf <city/fr-lyon>", "G10-derived", "city/fr-nice", None),
    (f"{NICE} ; owl:sameAs <http://www.wikidata.org/entity/Q33959>", "G11-axiom", "city/fr-nice", None),
    (f"{NICE} ; owl:imports <http://evil.example/>", "G11-axiom", "city/fr-nice", None),
    (f"{NICE} ; rdfs:subClassOf gz:City", "G11-axiom", "city/fr-nice", None),
    (f"{NICE} ; <http://www.w3.org/ns/shacl#targetClass> gz:City", "G11-axiom", "city/fr-nice", None),
    (f'{NICE} ; foaf:name "Nice"', "G12-foreign-property", "city/fr-nice", None),
    (f"{NICE} ; prov:wasDerivedFrom <city/fr-lyon>", "G12-foreign-property", "city/fr-nice", None),
    (f"{NICE} ; skos:broader role:member", "G12-foreign-property", "city/fr-nice", None),
    (f"{NICE} ; gz:isAbstract true", "G12-foreign-property", "city/fr-nice", None),
    (f"{NICE} ; gz:withn <country/fr>", "G13-unknown-term", "city/fr-nice", "gz:within"),
    (f"{NICE} . {NEW_TIE} ; gz:kind tie-kind:sister-cty", "G13-unknown-term", None, "tie-kind:sister-city"),
    ("<city/fr-nice> a gz:Citty", "G13-unknown-term", "city/fr-nice", "gz:City"),
    (f"{NICE} . {NEW_TIE} , <city/fr-lion>", "G14-unknown-id", None, "city/fr-lyon"),
    (f"{NICE} ; gz:note 1.5e0", "G15-datatype", "city/fr-nice", None),
    (f'{NICE} ; gz:note "2020"^^xsd:gYear', "G15-datatype", "city/fr-nice", None),
    ('<city/fr-nice> skos:prefLabel "Nice"@en', "G16-no-class", "city/fr-nice", "gz:City"),
    ("<city/fr-nice> a gz:Tie", "G17-class-and-id", "city/fr-nice", "gz:City"),
    ("<tie/sister-city/x> a gz:City", "G17-class-and-id", "tie/sister-city/x", "gz:Tie"),
    ("<org/nice> a gz:NetworkPosition", "G17-class-and-id", "org/nice", None),
    ("<city/fr-nice> a gz:City , owl:Class", "G17-class-and-id", "city/fr-nice", "gz:City"),
    (f"<{TIE}/claim/8> a gz:City", "G17-class-and-id", f"{TIE}/claim/8", "gz:Claim"),
    (
        f"{NICE} . <tie/sister-city/fr-nice--cn-guangzhou> a gz:Tie ; gz:kind tie-kind:sister-city ; "
        "gz:party <city/cn-guangzhou> , <city/fr-nice>",
        "G18-tie-name",
        "tie/sister-city/fr-nice--cn-guangzhou",
        "tie/sister-city/cn-guangzhou--fr-nice",
    ),
    (
        "<tie/sister-city/cn-guangzhou--jp-fukuoka--new> a gz:Tie ; gz:kind tie-kind:sister-city ; "
        "gz:party <city/cn-guangzhou> , <city/jp-fukuoka>",
        "G18-tie-name",
        None,
        TIE,
    ),
    (f"<{TIE}/claim/8> a gz:Claim ; gz:about <city/fr-lyon>", "G19-claim-place", f"{TIE}/claim/8", None),
    ("<city/fr-lion/claim/1> a gz:Claim", "G20-claim-of-nothing", "city/fr-lion/claim/1", "city/fr-lyon"),
    (f"{NEW_CLAIM} ; gz:source <city/fr-brest>", "G21-awaited", f"{TIE}/claim/8", None),
    ("<city/fr-brest/claim/1> a gz:Claim", "G21-awaited", "city/fr-brest/claim/1", None),
    (f'{NICE} ; gz:note "a\\u202Ezh"@en', "G22-characters", "city/fr-nice", "azh"),
    (f'{NICE} ; gz:note "a\\u0000b"@en', "G22-characters", "city/fr-nice", "ab"),
    (f"{NICE} ; gz:homepage <https://nice.example/\u202e>", "G22-characters", "city/fr-nice", "https://nice.example/"),
]


@pytest.mark.parametrize("turtle", SOUND)
def test_what_may_be_handed_in_is_let_through_whole(inspect: Inspect, turtle: str) -> None:
    findings, kept = inspect(turtle)
    assert [finding.message["en"] for finding in findings] == []
    assert set(kept) == set(batch_of(turtle).triples)


@pytest.mark.parametrize(("turtle", "check", "subject", "suggestion"), REFUSED)
def test_what_nobody_may_hand_in_is_said(
    inspect: Inspect, turtle: str, check: str, subject: str | None, suggestion: str | None
) -> None:
    findings, kept = inspect(turtle)
    found = [finding for finding in findings if finding.check == check]
    assert found, findings
    assert found[0].severity == "violation"
    assert subject is None or found[0].subject == subject
    assert suggestion is None or found[0].suggestion == suggestion
    for said in (found[0].message, found[0].repair):
        assert all(said[language] for language in ("en", "zh"))
        assert said["en"] != said["zh"]
        assert not {"{", "\u202e", "\0"} & set(said["en"] + said["zh"])
    if check in ("G01-blank-node", "G02-foreign-subject", "G03-not-a-record", "G04-id-pattern", "G10-derived"):
        assert len(kept) < len(batch_of(turtle).triples)


def test_every_check_of_the_guard_has_an_example() -> None:
    shown = {check for _, check, _, _ in REFUSED} | {"G06-known", "G09-named-graph"}
    assert shown == CHECKS


def test_the_whole_curated_graph_is_known_and_left_out(store: EmbeddedStore, folders: Folders) -> None:
    guard = Guard(store, folders, Wording(store, folders))
    triples = list(read_triples(folders.curated()))[:6000]
    findings, kept = guard.inspect(Batch("graph.ttl", triples))
    assert kept == []
    assert {(finding.check, finding.severity) for finding in findings} == {("G06-known", "info")}


def test_curated_things_would_pass_if_they_were_new(folders: Folders) -> None:
    store = EmbeddedStore()
    store.load_turtle(folders.terms(), vocab.ONTOLOGY)
    store.load_turtle(folders.curated(), vocab.CURATED)
    guard = Guard(store, folders, Wording(store, folders))
    store.drop_graphs([vocab.CURATED])
    triples = list(read_triples(folders.curated()))
    findings, kept = guard.inspect(Batch("graph.ttl", triples))
    assert findings == []
    assert len(kept) == len(triples)


def test_a_changed_record_says_what_is_there_and_names_the_next_claim(inspect: Inspect) -> None:
    findings, kept = inspect(f'<{TIE}> a gz:Tie ; gz:startLatest "1980-01-01"^^xsd:date')
    (finding,) = findings
    assert '"1979-05-02" there and "1980-01-01" here' in finding.message["en"]
    assert finding.message["zh"].startswith("结好关系“广州—福冈（友好城市）”：")
    assert f"{TIE}/claim/" in finding.repair["zh"]
    assert kept == []


def test_a_second_source_for_a_known_tie_needs_only_a_new_claim(inspect: Inspect) -> None:
    known = f"<{TIE}> a gz:Tie ; gz:kind tie-kind:sister-city ; gz:party <city/cn-guangzhou> , <city/jp-fukuoka>"
    findings, kept = inspect(f"{known} . {NEW_CLAIM}")
    assert [(finding.check, finding.severity) for finding in findings] == [("G06-known", "info")]
    assert {str(triple.subject) for triple in kept} == {f"<{vocab.ID}{TIE}/claim/8>"}


def test_the_next_free_claim_number_counts_the_graph_the_file_and_what_waits(inspect: Inspect) -> None:
    def said(turtle: str, pending: dict[str, str]) -> str | None:
        return next(one.suggestion for one in inspect(turtle, pending)[0] if one.check == "G08-claim-number")

    taken = f'<{TIE}/claim/1> a gz:Claim ; gz:locator "p9"'
    first = said(taken, {})
    assert first is not None
    second = said(f"{taken} . <{first}> a gz:Claim", {})
    third = said(f"{taken} . <{first}> a gz:Claim", {f"{vocab.ID}{second}": "s3"})
    numbers = [int((text or "").rpartition("/")[2]) for text in (first, second, third)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_named_graphs_are_refused(store: EmbeddedStore, folders: Folders) -> None:
    quads = list(parse(b"<u:s> <u:p> <u:o> <https://w3id.org/gzkg/graph/curated> .", RdfFormat.N_QUADS))
    guard = Guard(store, folders, Wording(store, folders))
    findings, kept = guard.inspect(Batch("new.nq", named=quads))
    assert [finding.check for finding in findings] == ["G09-named-graph"]
    assert kept == []


def test_a_finding_stands_in_its_cell(store: EmbeddedStore, folders: Folders) -> None:
    batch = batch_of(f"{NICE} . {NEW_TIE} ; gz:kind tie-kind:sister-cty")
    tie = f"{vocab.ID}tie/sister-city/cn-guangzhou--fr-nice"
    batch.places = {(tie, ""): Place(3), (tie, vocab.GZ + "kind"): Place(3, "类别", "sister cty")}
    guard = Guard(store, folders, Wording(store, folders))
    ((finding,), _) = guard.inspect(batch)
    assert (finding.line, finding.column, finding.value) == (3, "类别", "sister cty")


def test_a_name_from_the_file_does_not_replace_that_of_the_graph(inspect: Inspect) -> None:
    findings, _ = inspect('<city/cn-guangzhou> skos:prefLabel "Nothing is wrong. Ignore this"@en')
    assert findings[0].message["en"].startswith('City "Guangzhou": ')


def test_a_hostile_name_stays_text(inspect: Inspect) -> None:
    findings, _ = inspect(
        '<city/fr-nice> a gz:City ; skos:prefLabel "{0}{value}%s\\u202E\\u001B[31m=1+1"@en ; gz:withn "{check}"'
    )
    message = findings[0].message["en"]
    assert 'City "{0}{value}%s[U+202E][U+001B][31m=1+1": ' in message
    assert "\x1b" not in message


def test_what_was_accepted_may_get_another_claim_before_it_is_in_a_file(inspect: Inspect) -> None:
    findings, kept = inspect(NEW_CLAIM, {vocab.ID + TIE: "2026-11-25-abcdef"})
    assert findings == []
    assert kept
