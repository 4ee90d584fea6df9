"""Rules across records: no two ties for one pair, no role of another organisation, no end before the start.

Each is the `sh:select` of a shape in `ontology/shapes/cross-record`, run once over the whole graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gzkg import vocab
from gzkg.checks.result import Result
from gzkg.checks.shapes import SEVERITIES
from gzkg.model import Severity
from gzkg.rdf.files import Folders
from gzkg.store.answer import Row
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.sparql import with_target


def check_rules(store: EmbeddedStore, folders: Folders) -> Iterator[Result]:
    """Give the results of all cross-record rules over the store, which holds the inferred graphs too."""
    for rule in read_rule_texts(folders):
        for row in store.set_wise(rule.text):
            yield rule.result(row)


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule: the IRI of its shape, and the text that finds, over a whole store, what breaks it."""

    shape: str
    severity: Severity
    text: str

    def result(self, row: Row) -> Result:
        """Return a row that the text found as a result."""
        values = {name: term for name, term in row.items() if term and name != "this"}
        return Result(self.shape, self.severity, str(row["this"]), values)


def read_rule_texts(folders: Folders) -> Iterator[RuleText]:
    """Give all cross-record rules."""
    shapes = EmbeddedStore()
    shapes.load_turtle(folders.rule_shapes(), vocab.SHAPES)
    for row in shapes.rows("constraints"):
        text, target = f"{row['prologue']}\n{row['select']}", row["target"]
        severity = SEVERITIES[str(row["severity"])]
        yield RuleText(str(row["shape"]), severity, with_target(text, target.value) if target else text)
