"""The checks of the graph, in one list: layout, then shapes, then rules. All findings at once, sorted by file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gzkg.checks.layout import check_layout, read_graph
from gzkg.checks.report import Reporter
from gzkg.checks.rules import check_rules
from gzkg.checks.shapes import check_shapes
from gzkg.checks.wording import Wording
from gzkg.model import Finding, Severity
from gzkg.rdf.files import Folders
from gzkg.store.infer import open_store

Progress = Callable[[str], None]

_ORDER: dict[Severity, int] = {"violation": 0, "warning": 1, "info": 2}


def run_checks(folders: Folders, reference_date: date, progress: Progress) -> list[Finding]:
    """Return every finding over the whole graph; `progress` hears the name of each stage as it begins.

    While a file is not Turtle, only the layout is checked: what the file says would seem to be missing everywhere.

    Raises: GraphFileError, when the ontology itself cannot be read.
    """
    progress("layout")
    graph = read_graph(folders)
    findings = check_layout(folders, graph)
    if graph.broken:
        return _sorted(findings)
    store = open_store(folders, reference_date)
    reporter = Reporter(Wording(store, folders), folders, graph)
    progress("shapes")
    findings += [reporter.finding(result) for result in check_shapes(store, folders)]
    progress("rules")
    findings += [reporter.finding(result) for result in check_rules(store, folders)]
    return _sorted(findings)


def _sorted(findings: list[Finding]) -> list[Finding]:
    once = {(f.file, f.line or 0, _ORDER[f.severity], f.check, f.subject or "", f.message["en"]): f for f in findings}
    return [once[key] for key in sorted(once)]
