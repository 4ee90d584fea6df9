"""Results about a batch become sentences at the row and cell of the newcomer that causes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from gzkg import Finding, vocab
from gzkg.checks.focus.validator import Validator
from gzkg.checks.result import Result
from gzkg.checks.wording import Wording
from gzkg.model import Term
from gzkg.rdf.files import Folders
from gzkg.records.batch import Batch, Place
from gzkg.records.guard import Guard
from gzkg.records.words import findings_of, settle
from gzkg.store.infer import open_store

REPO = Path(__file__).resolve().parents[3]
PREFIXES = "".join(f"@prefix {name}: <{space}> ." for name, space in vocab.PREFIXES.items())
FUKUOKA = "tie/sister-city/cn-guangzhou--jp-fukuoka"
NICE = "tie/sister-city/cn-guangzhou--fr-nice"
CITY = '<city/fr-nice> a gz:City ; skos:prefLabel "Nice"@en , "尼斯"@zh ; gz:within <country/fr> . '
TIE = f"<{NICE}> a gz:Tie ; gz:kind tie-kind:sister-city ; gz:party <city/cn-guangzhou> , <city/fr-nice>"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    root = tmp_path_factory.mktemp("tiny")
    (root / "ontology").symlink_to(REPO / "ontology")
    (root / "graph").symlink_to(REPO / "tests" / "data" / "tiny" / "graph")
    return Folders(root)


class Steward:
    """Hands in Turtle and hears what the checks say of it."""

    def __init__(self, folders: Folders) -> None:
        self.store = open_store(folders, date(2026, 11, 24))
        self.wording = Wording(self.store, folders)
        self.guard = Guard(self.store, folders, self.wording)
        self.validator = Validator(self.store, folders)

    def findings(self, turtle: str, places: Mapping[tuple[str, str], Place] | None = None) -> list[Finding]:
        given = {(vocab.ID + subject, name): place for (subject, name), place in (places or {}).items()}
        batch = Batch("new.ttl", triples_of(turtle), places=given)
        objections, kept = self.guard.inspect(batch)
        results = self.validator.results(kept)
        return settle([*objections, *findings_of(results, batch, self.wording, told=objections)])


def triples_of(turtle: str) -> list[Triple]:
    text = f"{PREFIXES} {turtle} ."
    return [quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE, base_iri=vocab.ID)]


@pytest.fixture(scope="module")
def steward(folders: Folders) -> Steward:
    return Steward(folders)


def only(findings: list[Finding], check: str) -> Finding:
    (found,) = (finding for finding in findings if finding.check == check)
    return found


def test_a_date_is_found_in_its_cell_and_the_swap_is_suggested(steward: Steward) -> None:
    end = vocab.GZ + "endLatest"
    dates = 'gz:startEarliest "2020-01-01"^^xsd:date ; gz:endLatest "2010-12-31"^^xsd:date'
    places = {(NICE, ""): Place(3), (NICE, end): Place(3, "end", "2010")}
    finding = only(steward.findings(f"{CITY} {TIE} ; {dates}", places), "C01-end-not-before-start")
    assert (finding.line, finding.column, finding.value, finding.suggestion) == (3, "end", "2010", "2020-01-01")
    assert finding.message["en"] == (
        'Tie "Guangzhou – Nice (sister city)": It ends (2010-12-31) before it starts (2020-01-01).'
    )
    assert finding.message["zh"].startswith("结好关系“广州—尼斯（友好城市）”：")


def test_a_duplicate_is_one_finding_at_the_newcomer(steward: Steward) -> None:
    again = f"<{FUKUOKA}--2> a gz:Tie ; gz:kind tie-kind:sister-city ; gz:party <city/cn-guangzhou> , <city/jp-fukuoka>"
    finding = only(steward.findings(again, {(f"{FUKUOKA}--2", ""): Place(7)}), "C10-no-duplicate-tie")
    assert (finding.subject, finding.line, finding.value) == (f"{FUKUOKA}--2", 7, FUKUOKA)
    assert FUKUOKA in finding.message["en"]


def test_a_thing_that_is_there_is_no_newcomer_though_it_stands_in_the_file(steward: Steward) -> None:
    city = f'{CITY.rstrip(" .")} ; gz:wikidataId "Q16572" . <city/cn-guangzhou> a gz:City ; gz:note "n"@en'
    finding = only(steward.findings(city), "C07-one-entity-per-external-id")
    assert (finding.subject, finding.value) == ("city/fr-nice", "city/cn-guangzhou")


def test_two_newcomers_that_are_the_same_are_told_once(steward: Steward) -> None:
    other = TIE.replace(NICE, f"{NICE}--2")
    only(steward.findings(f"{CITY} {TIE} . {other}"), "C10-no-duplicate-tie")


def test_what_a_new_claim_does_to_an_old_record_stands_at_the_claim(steward: Steward) -> None:
    claim = f"{FUKUOKA}/claim/2"
    said = (
        f"<{claim}> a gz:Claim ; gz:about <{FUKUOKA}> ; gz:rank rank:normal ; gz:claimStatus claim-status:planned ; "
        'gz:statedOn "2000-01-01"^^xsd:date'
    )
    finding = only(steward.findings(said, {(claim, ""): Place(2)}), "C12-unsettled-status")
    assert (finding.subject, finding.line) == (claim, 2)
    assert finding.message["en"].startswith('Tie "Guangzhou – Fukuoka (sister city)": ')


def test_a_mirrored_result_alone_is_attributed_to_the_newcomer_that_it_names(steward: Steward) -> None:
    batch = Batch("new.ttl", places={(vocab.ID + NICE, ""): Place(4)})
    batch.triples = triples_of(TIE)
    values = {"value": Term(vocab.ID + NICE, "iri")}
    result = Result(vocab.SHAPES + "C10-no-duplicate-tie", "violation", vocab.ID + FUKUOKA, values)
    (finding,) = findings_of([result], batch, steward.wording)
    assert (finding.subject, finding.line) == (NICE, 4)


def test_two_results_that_differ_in_a_day_are_both_told(steward: Steward) -> None:
    claim, value = vocab.ID + f"{FUKUOKA}/claim/1", Term(vocab.ID + FUKUOKA, "iri")
    days = [{"value": value, "own": Term(day), "adopted": Term("1979-05-02")} for day in ("1978-01-01", "1980-01-01")]
    results = [Result(vocab.SHAPES + "C19-claim-dates-conflict", "warning", claim, values) for values in days]
    assert len(settle(findings_of(results, Batch("new.ttl"), steward.wording))) == 2


def test_what_nobody_caused_stands_with_the_thing_itself(steward: Steward) -> None:
    result = Result(vocab.SHAPES + "C04-record-has-source", "violation", vocab.ID + FUKUOKA)
    (finding,) = findings_of([result], Batch("new.ttl"), steward.wording)
    assert (finding.subject, finding.line, finding.file) == (FUKUOKA, None, "new.ttl")


def test_a_claim_without_a_place_of_its_own_stands_in_the_row_of_its_record(steward: Steward) -> None:
    claim = f"<{NICE}/claim/1> a gz:Claim ; gz:about <{NICE}>"
    findings = steward.findings(f"{CITY} {TIE} . {claim}", {(NICE, ""): Place(5)})
    assert only(findings, "Claim-locator").line == 5


def test_core_results_name_the_values_that_are_there(steward: Steward) -> None:
    city = '<city/fr-nice> a gz:City ; skos:prefLabel "Nice"@en , "Nissa"@en , "尼斯"@zh ; gz:within <city/fr-lyon>'
    tie = f"<{NICE}> a gz:Tie ; gz:kind tie-kind:sister-city ; gz:party <city/fr-nice>"
    findings = steward.findings(f"{city} . {tie} . <{NICE}/claim/1> a gz:Claim ; gz:source <city/fr-lyon>")
    messages = {(finding.check, finding.subject): finding.message for finding in findings}
    assert '(Found: "Lyon".)' in messages["Claim-source", f"{NICE}/claim/1"]["en"]
    assert "（实际为“里昂”。）" in messages["Claim-source", f"{NICE}/claim/1"]["zh"]
    assert '(Found: "Nice".)' in messages["Tie-party", NICE]["en"]
    assert "(Found: nothing.)" in messages["Claim-statedOn", f"{NICE}/claim/1"]["en"]
    assert '"Nissa" (en)' in messages["Entity-prefLabel", "city/fr-nice"]["en"]


def test_what_the_guard_said_is_not_said_again(steward: Steward) -> None:
    checks = [
        finding.check
        for finding in steward.findings(f"{CITY} {TIE.replace('tie-kind:sister-city', 'tie-kind:sister-cty')}")
        if finding.severity == "violation"
    ]
    assert checks == ["C04-record-has-source", "G13-unknown-term"]


def test_what_follows_from_a_thing_left_out_is_not_said(steward: Steward) -> None:
    turtle = f"{CITY} {TIE}".replace("fr-nice", "fr-Nice").replace("guangzhou--fr-Nice", "guangzhou--fr-nice")
    checks = {finding.check for finding in steward.findings(turtle)}
    assert "G04-id-pattern" in checks
    assert not checks & {"Tie-party", "C03-tie-party-class"}


@pytest.mark.parametrize(
    ("said", "check", "suggestion"),
    [
        ('gz:wikidataId "http://www.wikidata.org/entity/Q33959"', "Entity-wikidataId", "Q33959"),
        ('gz:note " padded "@en', "Entity-note", "padded"),
    ],
)
def test_the_likely_value_is_suggested(steward: Steward, said: str, check: str, suggestion: str) -> None:
    finding = only(steward.findings(f"{CITY.rstrip(' .')} ; {said}"), check)
    assert finding.suggestion == suggestion


def test_findings_come_by_line_the_gravest_first_and_each_once() -> None:
    def finding(check: str, line: int | None, severity: str = "violation", subject: str | None = "city/a") -> Finding:
        text = {"en": f"{check} {line}", "zh": f"{check} {line}"}
        return Finding(check, severity, "t.csv", line, subject, text, text)  # type: ignore[arg-type]  # of three words

    given = [finding("b", None), finding("b", 3), finding("a", 3, "warning"), finding("b", 3), finding("c", 2)]
    assert [(one.line, one.check) for one in settle(given)] == [(2, "c"), (3, "b"), (3, "a"), (None, "b")]


def test_many_findings_of_one_kind_about_one_thing_are_counted_after_the_twentieth() -> None:
    text = [{"en": f"number {n}", "zh": f"第 {n}"} for n in range(50)]
    many = [Finding("a", "violation", "t.ttl", n + 1, "city/a", text[n], {}) for n in range(50)]
    other = [Finding("a", "violation", "t.ttl", n + 1, f"city/{n}", text[n], {}) for n in range(50)]
    assert len(settle(other)) == 50
    found = settle(many)
    assert len(found) == 21
    assert found[-1].message == {"en": "The same is wrong 30 more times.", "zh": "另有 30 处相同问题。"}


def test_every_shape_has_words_in_both_languages(steward: Steward) -> None:
    for shape in steward.wording.paths:
        message, repair = steward.wording.texts(Result(shape, "violation", vocab.ID + FUKUOKA))
        assert all(message[language] for language in ("en", "zh")), shape
        assert all(repair[language] for language in ("en", "zh")), shape
        assert message["en"] != message["zh"]


def test_a_newcomer_is_named_by_its_ends(steward: Steward) -> None:
    triples = triples_of(f"{CITY} {TIE}")
    expected = {"en": "Guangzhou – Nice (sister city)", "zh": "广州—尼斯（友好城市）"}
    assert steward.wording.beside(triples).name(vocab.ID + NICE) == expected
    assert steward.wording.name(vocab.ID + "city/fr-lyon") == {"en": "Lyon", "zh": "里昂"}
    assert steward.wording.name(vocab.ID + "city/xx-nowhere")["zh"] == "city/xx-nowhere"
