"""The findings over a batch in a form: for people, for programs, for a spreadsheet, for tools that know SHACL."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pyoxigraph import Triple

from gzkg.model import plain
from gzkg.rdf.formats import get_format
from gzkg.records.form.shacl import report, write_triples
from gzkg.records.form.table import write_csv
from gzkg.records.form.text import write_text
from gzkg.records.validation import Validation
from gzkg.settings import Language


def write_findings(
    validation: Validation, format: str, language: Language = "en", *, content: bytes = b"", sheet: str = ""
) -> bytes:
    """Return the findings in a format, by name or media type: text, json, csv, xlsx, or RDF, which is a SHACL report.

    `language` (`en` or `zh`) is that of text, csv and xlsx; the others hold both. Text is UTF-8. `content` is the table
    that was validated, `sheet` the one of its sheets that was read; xlsx gives it back with the faulty cells marked.

    Raises: UnsupportedFormat; BadRecords, when xlsx is asked for and no table was validated.
    """
    form = get_format(format, "findings").name
    if form == "text":
        return write_text(validation, language).encode()
    if form == "csv":
        return write_csv(validation, language)
    if form == "xlsx":
        from gzkg.records.markup import mark_workbook

        return mark_workbook(content, validation.findings, language=language, sheet=sheet or None)
    return _write_json(validation) if form == "json" else write_triples(report(validation), form)


def write_rdf(triples: Iterable[Triple], format: str) -> bytes:
    """Return triples as RDF text. Raises: UnsupportedFormat."""
    return write_triples(triples, get_format(format, "graph").name)


def _write_json(validation: Validation) -> bytes:
    severities = [finding.severity for finding in validation.findings]
    counts = {severity: severities.count(severity) for severity in ("violation", "warning", "info")}
    indent = None if validation.table else 2
    told = {name: value for name, value in plain(validation).items() if name != "paths"}
    written = json.dumps({"conforms": validation.conforms, "counts": counts, **told}, ensure_ascii=False, indent=indent)
    return written.encode(errors="replace") + b"\n"
