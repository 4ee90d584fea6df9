"""What came of a batch: its findings, and what of it would be new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gzkg.model import Finding, Texts

if TYPE_CHECKING:
    from gzkg.records.plan import Plan
    from gzkg.records.table.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Validation:
    """The findings over one file, and what it holds.

    `kind` is that of a table, None for RDF. `records` are the ids of its new entities and records, without claims and
    other parts; `triples` is how many statements it makes; `notes` say how it was read where that is not plain.
    `paths` leads from a check to the IRI of the property that it is about. `plan` is the dry run, None when the file
    has violations or none was asked for. `table` holds its
    cells as they were read, None for RDF and when not asked for.
    """

    file: str
    kind: str | None
    findings: tuple[Finding, ...]
    records: tuple[str, ...] = ()
    triples: int = 0
    notes: Sequence[Texts] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    plan: Plan | None = None
    table: Sheet | None = None

    @property
    def conforms(self) -> bool:
        """Whether the file may be handed in: no finding is a violation."""
        return not self.violations

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that have to be repaired."""
        return tuple(finding for finding in self.findings if finding.severity == "violation")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that should be looked at."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")
