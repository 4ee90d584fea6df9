"""Every kind of bad input gets its finding: which file, which line, what is wrong, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from gzkg import Finding, KnowledgeGraph, Settings

FUKUOKA = "ties/sister-city/cn-guangzhou--jp-fukuoka.ttl"
LYON = "cities/fr/lyon.ttl"


def check(root: Path) -> list[Finding]:
    stages: list[str] = []
    found = KnowledgeGraph(Settings(root)).check(progress=stages.append)
    readable = all(finding.check != "L01-not-turtle" for finding in found)
    assert stages == (["layout", "shapes", "rules"] if readable else ["layout"])
    return found


def replace(root: Path, file: str, old: str, new: str) -> None:
    path = root / "graph" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_tiny_graph_is_sound(root: Path) -> None:
    assert [finding for finding in check(root) if finding.severity != "info"] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected", "line"),
    [
        (LYON, "a gz:City ;", "a gz:City", "L01-not-turtle", 7),
        (LYON, "<city/fr-lyon>", "<city/fr-lyons>", "L03-path-and-iri", 5),
        (LYON, "gz:within", "# here\n    gz:within", "L04-comment", 11),
        (LYON, "<country/fr>", "[]", "L05-blank-node", None),
        (LYON, "a gz:City ;", "a gz:City  ;", "L06-not-canonical", None),
        (LYON, "gz:within", "gz:inside", "L07-unknown-term", 11),
        (LYON, "<country/fr>", "<country/xx>", "L08-unknown-id", 11),
        (LYON, '"Q456"', "456.5e1", "L09-datatype", None),
        (FUKUOKA, "<city/jp-fukuoka>", "<city/fr-lyon>", "L10-tie-name", 8),
        (
            FUKUOKA,
            "gz:about <tie/sister-city/cn-guangzhou--jp-fukuoka>",
            "gz:about <city/fr-lyon>",
            "L11-claim-place",
            17,
        ),
        (LYON, '"里昂"@zh', '""@zh', "Entity-prefLabel", 9),
        (FUKUOKA, '"1979-05-02"', '"1979-02-30"', "Record-startEarliest", 14),
        (FUKUOKA, "        <city/cn-guangzhou> ,\n", "", "Tie-party", 8),
        (LYON, '"Q456"', '"Q26600"', "C07-one-entity-per-external-id", 5),
        (LYON, '"Lyon"@en', '"里昂市"@en', "C28-label-language", 8),
        (FUKUOKA, "claim-status:achieved", "claim-status:done", "L07-unknown-term", None),
    ],
)
def test_each_mistake_is_found(root: Path, file: str, old: str, new: str, expected: str, line: int | None) -> None:
    replace(root, file, old, new)
    found = [one for one in check(root) if one.severity == "violation"]
    finding = next(one for one in found if (one.check, one.file) == (expected, f"graph/{file}"))
    if line:
        assert finding.line == line
    for language in ("en", "zh"):
        assert finding.message[language]
        assert "w3id.org" not in finding.message[language] + finding.repair.get(language, "")
        assert "{" not in finding.message[language]


def test_all_findings_come_at_once_sorted_by_file(root: Path) -> None:
    replace(root, LYON, "<country/fr>", "<country/xx>")
    replace(root, FUKUOKA, '"1979-05-02"', '"1979-02-30"')
    (root / "graph" / "notes.txt").write_text("x", encoding="utf-8")
    (root / "graph" / "towns").mkdir()
    (root / "graph" / "towns" / "x.ttl").write_text("", encoding="utf-8")
    found = check(root)
    assert {"L12-stray-file", "L02-no-place", "L08-unknown-id", "Record-startEarliest"} <= {f.check for f in found}
    assert [finding.file for finding in found] == sorted(finding.file for finding in found)


def test_one_thing_in_two_files(root: Path) -> None:
    again = root / "graph" / "memberships" / "c40" / "cn-guangzhou--member--1.ttl"
    again.parent.mkdir()
    again.write_text("<membership/c40/cn-guangzhou--member--1> <u:u> <u:u> .", encoding="utf-8")
    found = [finding for finding in check(root) if finding.check == "L13-two-files"]
    assert [finding.file for finding in found] == ["graph/memberships/c40.ttl"]
    assert "graph/memberships/c40/cn-guangzhou--member--1.ttl" in found[0].message["en"]


def test_no_finding_is_told_twice(root: Path) -> None:
    replace(root, FUKUOKA, "        <city/cn-guangzhou> ,\n", "")
    found = [(finding.check, finding.file, finding.line, finding.message["en"]) for finding in check(root)]
    assert len(found) == len(set(found))


def test_a_broken_file_is_the_only_finding_it_causes(root: Path) -> None:
    (root / "graph" / LYON).write_text("broken", encoding="utf-8")
    assert [finding.check for finding in check(root)] == ["L01-not-turtle"]


def test_the_message_shows_the_value_and_stands_at_its_line(root: Path) -> None:
    replace(root, FUKUOKA, 'gz:startLatest "1979-05-02"', 'gz:startLatest "1979-02-30"')
    (finding,) = (one for one in check(root) if one.check == "Record-startLatest")
    assert '(Found: "1979-02-30".)' in finding.message["en"]
    assert finding.message["zh"].startswith("结好关系“广州—福冈（友好城市）”：")
    assert finding.repair["zh"]


def test_a_claim_is_named_by_what_it_is_about(root: Path) -> None:
    replace(root, FUKUOKA, '    gz:locator "p1" ;\n', "")
    (finding,) = (one for one in check(root) if one.check == "Claim-locator")
    assert finding.message["en"].startswith('Claim "Guangzhou – Fukuoka (sister city)": ')


def test_a_tie_lies_in_the_folder_of_its_kind(root: Path) -> None:
    replace(root, FUKUOKA, "tie-kind:sister-city", "tie-kind:friendly-cooperation-city")
    assert "L10-tie-name" in {finding.check for finding in check(root)}


def test_an_end_before_the_start_says_both_days_in_both_languages(root: Path) -> None:
    ended = 'gz:endEarliest "1970-01-01"^^xsd:date ;\n    gz:endLatest "1970-01-01"^^xsd:date ;'
    replace(root, FUKUOKA, "a gz:Tie ;\n", f"a gz:Tie ;\n    {ended}\n")
    (finding,) = (one for one in check(root) if one.check.startswith("C01"))
    for language in ("en", "zh"):
        assert "1970-01-01" in finding.message[language]
        assert "1979-05-02" in finding.message[language]
