"""What the journal adds to the files: accepted records, graphs that wait for review, and who decided what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from gzkg.records.journal import Journal
from gzkg.records.provenance import provenance_of

_ALL: Final = 1 << 62
_LET_IN: Final = ("accepted", "promoted")


@dataclass(frozen=True, slots=True)
class Turn:
    """When the curated graph last changed by review: the number of the entry and its time; 0 and None for never."""

    seq: int = 0
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a journal holds up to its entry `seq`.

    `accepted` has what review has let in and no file has yet, `contributed` what waits for review, graph by graph,
    `pending` the submission of each subject in these two, `provenance` who handed in and who let in.
    """

    seq: int = 0
    turn: Turn = field(default_factory=Turn)
    accepted: Sequence[Triple] = ()
    contributed: Mapping[str, Sequence[Triple]] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)
    provenance: Sequence[Triple] = ()


def read_kept(journal: Journal) -> Kept:
    """Return what a journal holds. Raises: RecordsUnwritable."""
    seq = journal.last_seq
    if not seq:
        return Kept()
    pending = {one.graph: tuple(read_ntriples(journal.content(one.id))) for one in journal.submissions("pending")}
    return Kept(
        seq,
        turn_of(journal, seq),
        [triple for _, content in journal.accepted() for triple in read_ntriples(content)],
        pending,
        journal.pending_subjects(),
        [triple for one in journal.submissions() if one.state in _LET_IN for triple in provenance_of(one)],
    )


def turn_of(journal: Journal, seq: int) -> Turn:
    """Return when the curated graph last changed, up to an entry of a journal. Raises: RecordsUnwritable."""
    found = [one for one in journal.changes(limit=_ALL) if one.kind == "accepted" and one.seq <= seq]
    return Turn(found[-1].seq, found[-1].time) if found else Turn()


def version_of(edition: str, turn: int) -> str:
    """Return the version of a dataset: that of its files, and the entry of the journal that last changed it."""
    return f"{edition}.{turn}" if turn else edition


def read_ntriples(content: bytes) -> list[Triple]:
    """Return the triples of N-Triples that the journal kept."""
    return [quad.triple for quad in parse(content, RdfFormat.N_TRIPLES)]
