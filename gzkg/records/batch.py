"""What somebody hands in, as read: triples, and where in the file each came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Quad, Triple

from gzkg import vocab
from gzkg.model import Finding
from gzkg.records.table.sheet import Sheet

NEWCOMER: Final = vocab.CONTRIBUTED + "new"
"""The graph in which a batch stands beside the curated one while it is validated."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: line or row (from 1), column (header as the steward wrote it), text there."""

    line: int | None = None
    column: str | None = None
    text: str | None = None


@dataclass(slots=True)
class Batch:
    """A file as read.

    `places` leads from (subject IRI, property IRI) to the cell or line that says it, from (subject IRI, "") to the row
    or line of the subject as a whole. `findings` are what could not be read; the rest was. `notes` say how it was read,
    where that is not plain: an encoding, a delimiter, rows left out.
    """

    name: str
    triples: list[Triple] = field(default_factory=list)
    named: list[Quad] = field(default_factory=list)
    """Statements that the file puts into named graphs, which nobody may hand in."""
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    notes: Sequence[Mapping[str, str]] = ()
    kind: str | None = None
    """Kind of template (ties, memberships, …) for a table; None for RDF."""
    rows: int = 0
    """Rows of a table, header and blank rows aside; 0 for RDF."""
    table: Sheet | None = None
    """The table as its cells were read; None for RDF."""

    def place(self, subject: str, predicate: str = "") -> Place:
        """Return where a property of a subject stands, else the subject; an empty place when neither is known."""
        return self.places.get((subject, predicate)) or self.places.get((subject, "")) or Place()
