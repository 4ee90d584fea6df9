"""The same findings for people, programs, spreadsheets and SHACL tools."""

from __future__ import annotations

import csv
import io
import json

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, SH

from gzkg import Finding, vocab
from gzkg.errors import UnsupportedFormat
from gzkg.model import Severity
from gzkg.rdf.formats import formats_for
from gzkg.records.form import write_findings, write_rdf
from gzkg.records.form.shacl import report
from gzkg.records.validation import Validation
from gzkg.store.answer import RDF_FORMATS

HOSTILE = '=HYPERLINK("http://evil.example","x")'
PATHS = {vocab.SHAPES + "Tie-party": vocab.PARTY}


def finding(check: str, severity: Severity = "violation", **fields: object) -> Finding:
    given = {
        "file": "ties.csv",
        "line": 3,
        "subject": "tie/sister-city/cn-guangzhou--fr-nice",
        "message": {"en": f"{check} is wrong.", "zh": f"{check} 有误。"},
        "repair": {"en": "Correct it.", "zh": "请更正。"},
        **fields,
    }
    return Finding(check=check, severity=severity, **given)  # type: ignore[arg-type]  # as the fields are


FOUND = (
    finding("Tie-party", column="city", value=HOSTILE, suggestion="@Nice", nearest=("city/fr-nice", "city/fr-lyon")),
    finding("T09-near-name", subject=None, line=4, column="市\x1b[31m", value="guangzhuo\x00\u202e", suggestion="广州"),
    finding("C26-tie-within-one-country", "warning", line=None),
    finding("G02-foreign-subject", subject="http://x.example/a"),
    finding("City-hasCentroid", "info", repair={}),
)
VALIDATION = Validation(
    "ties.csv", "ties", FOUND, ("city/fr-nice",), 12, ({"en": "Read as GB18030.", "zh": "按 GB18030 读取。"},), PATHS
)
CLEAN = Validation("new.ttl", None, (), ("city/fr-nice",), 3)


def test_a_file_with_warnings_alone_conforms() -> None:
    assert [one.check for one in VALIDATION.violations] == ["Tie-party", "T09-near-name", "G02-foreign-subject"]
    assert [one.check for one in VALIDATION.warnings] == ["C26-tie-within-one-country"]
    assert not VALIDATION.conforms
    assert Validation("a", None, FOUND[2:3]).conforms
    assert CLEAN.conforms


def test_text_tells_where_what_and_how_to_repair() -> None:
    text = write_findings(VALIDATION, "text").decode()
    assert (
        "row 3, column 'city', violation [Tie-party]\n  Tie-party is wrong.\n  → Correct it.\n  Perhaps: @Nice\n"
        in text
    )
    assert text.startswith("Read as GB18030.\n")
    assert text.endswith(
        "ties.csv: 3 to repair, 1 to look at, 1 for information.\n"
        "ties.csv cannot be handed in before the violations are repaired.\n"
    )
    chinese = write_findings(VALIDATION, "text", "zh").decode()
    assert "第 3 行，“city”列，错误 [Tie-party]\n  Tie-party 有误。\n  → 请更正。\n  可能应为：@Nice\n" in chinese
    assert write_findings(CLEAN, "text").decode().endswith("new.ttl can be handed in.\n")
    assert "\x1b" not in text + chinese


def test_json_has_every_field_in_both_languages() -> None:
    told = json.loads(write_findings(VALIDATION, "json"))
    assert told["conforms"] is False
    assert told["counts"] == {"violation": 3, "warning": 1, "info": 1}
    assert (told["kind"], told["triples"], told["records"], told["plan"]) == ("ties", 12, ["city/fr-nice"], None)
    assert told["findings"][0] == {
        "check": "Tie-party",
        "severity": "violation",
        "file": "ties.csv",
        "line": 3,
        "subject": "tie/sister-city/cn-guangzhou--fr-nice",
        "message": {"en": "Tie-party is wrong.", "zh": "Tie-party 有误。"},
        "repair": {"en": "Correct it.", "zh": "请更正。"},
        "column": "city",
        "value": HOSTILE,
        "suggestion": "@Nice",
        "nearest": ["city/fr-nice", "city/fr-lyon"],
    }
    assert "广州".encode() in write_findings(VALIDATION, "application/json")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_csv_holds_no_formula(language: str) -> None:
    written = write_findings(VALIDATION, "csv", language).decode()
    first, *rest = rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert (first["value"], first["suggestion"], first["row"]) == ("'" + HOSTILE, "'@Nice", "3")
    assert first["message"] == FOUND[0].message[language]
    assert rest[-1]["repair"] == ""
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@\t" and cell]
    assert list(csv.reader(io.StringIO(write_findings(CLEAN, "csv").decode())))[1:] == []


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_the_shacl_report_says_the_same_in_every_form_of_rdf(form: str) -> None:
    written = write_findings(VALIDATION, form)
    triples = serialize((quad.triple for quad in parse(written, RDF_FORMATS[form])), format=RdfFormat.N_TRIPLES)
    graph = rdflib.Graph().parse(data=triples, format="nt")
    (node,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(node, SH.conforms) == rdflib.Literal(False)
    results = list(graph.objects(node, SH.result))
    assert len(results) == len(FOUND)
    (first,) = (one for one in results if graph.value(one, SH.resultPath))
    assert graph.value(first, SH.resultPath) == rdflib.URIRef(vocab.PARTY)
    assert graph.value(first, SH.focusNode) == rdflib.URIRef(f"{vocab.ID}{FOUND[0].subject}")
    assert graph.value(first, SH.value) == rdflib.Literal(HOSTILE)
    assert {text.language: str(text) for text in graph.objects(first, SH.resultMessage)} == {  # type: ignore[attr-defined]
        "en": "Row 3, column 'city': Tie-party is wrong. Correct it.",
        "zh": "第 3 行，“city”列：Tie-party 有误。请更正。",
    }


def test_every_result_has_what_the_standard_asks_of_it() -> None:
    graph = rdflib.Graph().parse(data=write_findings(VALIDATION, "turtle"), format="turtle")
    for result in graph.subjects(RDF.type, SH.ValidationResult):
        for once in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert len(list(graph.objects(result, once))) == 1
        assert len(list(graph.objects(result, SH.resultPath))) <= 1
        assert {text.language for text in graph.objects(result, SH.resultMessage)} == {"en", "zh"}  # type: ignore[attr-defined]
    assert (None, SH.focusNode, rdflib.Literal("ties.csv#row=4")) in graph
    assert (None, SH.focusNode, rdflib.URIRef("http://x.example/a")) in graph
    assert (None, SH.sourceShape, rdflib.URIRef(vocab.SHAPES + "G02-foreign-subject")) in graph
    assert (None, SH.sourceConstraintComponent, SH.SPARQLConstraintComponent) in graph


def test_a_report_without_findings_conforms() -> None:
    graph = rdflib.Graph().parse(data=write_findings(CLEAN, "turtle"), format="turtle")
    assert len(graph) == 2
    assert (None, SH.conforms, rdflib.Literal(True)) in graph


def test_the_report_uses_only_the_vocabulary_of_validation_reports() -> None:
    import importlib.resources

    import pyshacl

    shacl = importlib.resources.files(pyshacl).joinpath("assets", "shacl.ttl").read_text(encoding="utf-8")
    known = rdflib.Graph().parse(data=shacl, format="turtle")
    used = {triple.predicate.value for triple in report(VALIDATION)} - {vocab.TYPE}
    assert all((rdflib.URIRef(name), RDF.type, RDF.Property) in known for name in used)


def test_every_form_of_findings_but_the_workbook_can_be_written() -> None:
    for form in formats_for("findings"):
        if form.name != "xlsx":
            assert write_findings(VALIDATION, form.media_type)
    with pytest.raises(UnsupportedFormat, match="turtle"):
        write_findings(VALIDATION, "turtel")


def test_triples_are_written_as_they_are() -> None:
    triples = list(report(CLEAN))
    assert b"ValidationReport" in write_rdf(triples, "nt")
    with pytest.raises(UnsupportedFormat):
        write_rdf(triples, "csv")
