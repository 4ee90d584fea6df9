"""Findings as a table, one a row, safe to open in a spreadsheet."""

from __future__ import annotations

from gzkg.network.format.sheet import csv
from gzkg.network.table import Analysis, Table
from gzkg.records.validation import Validation


def write_csv(validation: Validation, language: str) -> bytes:
    """Return the findings as CSV in UTF-8 with a header; texts in one language, several ids joined by a space.

    A text that a spreadsheet could take for a formula has an apostrophe before it.
    """
    found = validation.findings
    table = Table(
        {
            "file": [finding.file for finding in found],
            "row" if validation.kind else "line": [finding.line for finding in found],
            "column": [finding.column for finding in found],
            "severity": [finding.severity for finding in found],
            "check": [finding.check for finding in found],
            "subject": [finding.subject for finding in found],
            "value": [finding.value for finding in found],
            "message": [finding.message[language] for finding in found],
            "repair": [finding.repair.get(language, "") for finding in found],
            "suggestion": [finding.suggestion for finding in found],
            "nearest": [" ".join(finding.nearest) for finding in found],
        }
    )
    return csv(Analysis("findings", {}, table), table)
