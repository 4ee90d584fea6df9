"""What the journal of new records hands out. Nothing secret is in any of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from gzkg import vocab

State = Literal["pending", "accepted", "rejected", "promoted"]
"""Where a submission stands: waits for review, in the curated graph, turned down, in a file of `graph/`."""

Kind = Literal["submitted", "accepted", "rejected", "promoted"]
"""What an entry of the journal says happened."""

Scope = Literal["submit", "review"]
"""What a token allows."""

STATES: Final[Mapping[Kind, State]] = {
    "submitted": "pending",
    "accepted": "accepted",
    "rejected": "rejected",
    "promoted": "promoted",
}
"""Last thing that happened to a submission -> where it stands."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody hands in: N-Triples without blank nodes, in any order, and who says so.

    `name` is that of the file, `records` how many records the file has. With `key`, the same author may send the same
    again and again and it is taken once; `request` is a hash of what was sent, by which the same is known. Every
    subject is new to the graph; two that wait cannot have the same one.
    """

    triples: bytes
    author: str
    name: str = ""
    note: str = ""
    key: str | None = None
    request: str = ""
    records: int = 0


@dataclass(frozen=True, slots=True)
class Submission:
    """A batch that was taken for review; times are UTC.

    `reviewed`, `reviewer` and `reason` are of the review, None and empty before it. `graph` is the IRI of the graph
    that holds it, `sha256` that of its sorted N-Triples.
    """

    id: str
    state: State
    author: str
    name: str
    note: str
    submitted: datetime
    records: int
    triples: int
    sha256: str
    reviewed: datetime | None = None
    reviewer: str | None = None
    reason: str = ""

    @property
    def graph(self) -> str:
        """IRI of the graph that holds what was submitted."""
        return vocab.CONTRIBUTED + self.id


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an author is given once a batch is on the disk: where it is, and the version of the journal with it.

    `link` is the path below the service. `replayed`: it had been taken before, and this is the receipt of then.
    """

    submission: str
    version: str
    graph: str
    link: str
    submitted: datetime
    sha256: str
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the journal: what happened to which submission, by whom; `seq` counts from 1 without gaps."""

    seq: int
    time: datetime
    kind: Kind
    submission: str
    actor: str
    reason: str
    graph: str
    triples: int


@dataclass(frozen=True, slots=True)
class Token:
    """What a contributor or reviewer proves who they are with, without its secret; times are UTC."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created: datetime
    expires: datetime
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a journal in one file: how many entries it has, and their version."""

    path: Path
    entries: int
    version: str
    size_bytes: int
