"""The tables of the journal within one transaction: how an entry is added, and what the entries say."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from sqlite3 import Connection
from typing import Any, Final, Literal

from gzkg import vocab
from gzkg.errors import SubmissionConflict, UnknownSubmission
from gzkg.records.entry import Entry, canonical, subjects
from gzkg.records.model import STATES, Change, Contribution, Receipt, Submission

VERSION_DIGITS: Final = 16
_OTHER_CONTENT: Final = "This Idempotency-Key was used for other content. Send this under a new one."
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch ready to be kept: its entry but for what depends on earlier ones, its subjects, its packed content."""

    entry: Entry
    subjects: set[str]
    content: bytes


def pack(contribution: Contribution) -> Parcel:
    """Make a batch ready to be kept, which takes longer than to keep it."""
    triples = canonical(contribution.triples)
    entry = Entry(
        actor=contribution.author,
        name=contribution.name,
        note=contribution.note,
        key=contribution.key,
        request=contribution.request,
        records=contribution.records,
        triples=triples.count(b"\n"),
        sha256=sha256(triples).hexdigest(),
    )
    return Parcel(entry, subjects(triples), zlib.compress(triples))


def take(connection: Connection, parcel: Parcel) -> Receipt:
    """Add a batch as a submission, or find it where it was taken before. Raises: SubmissionConflict."""
    if earlier := _taken_before(connection, parcel.entry):
        return replace(_receipt(earlier), replayed=True)
    entry = replace(parcel.entry, submission=_new_id(connection))
    _claim(connection, parcel.subjects, entry.submission)
    return _receipt(_append(connection, entry, parcel.content))


def replay(connection: Connection, author: str, key: str, request: str) -> Receipt | None:
    """Return the receipt that an author was given for a key, None when there is none.

    Raises: SubmissionConflict, when it was used for something else than what has the hash `request`.
    """
    keyed = _keyed(connection, author, key)
    return replace(_receipt(_requested(keyed, request)), replayed=True) if keyed else None


def review(
    connection: Connection, submission: str, *, kind: Literal["accepted", "rejected"], actor: str, note: str
) -> Submission:
    """Add what a review decided. Raises: UnknownSubmission, SubmissionConflict."""
    found = get(connection, submission)
    if found.state != "pending":
        reviewed = f"{found.reviewed:%Y-%m-%d %H:%M} UTC"
        raise SubmissionConflict(f"The submission {submission} was reviewed by {found.reviewer} on {reviewed} already.")
    _follow(connection, found, kind=kind, actor=actor, note=note)
    if kind == "rejected":
        _release(connection, submission)
    return get(connection, submission)


def promote(connection: Connection, submission: str, *, actor: str) -> None:
    """Add that a submission is in the files, unless that was added before.

    Raises: UnknownSubmission, SubmissionConflict.
    """
    found = get(connection, submission)
    if found.state == "promoted":
        return
    if found.state != "accepted":
        raise SubmissionConflict(f"The submission {submission} is {found.state}; only what was accepted is promoted.")
    _follow(connection, found, kind="promoted", actor=actor)
    _release(connection, submission)


def every(connection: Connection) -> Iterator[Submission]:
    """Give all submissions in the order in which they came."""
    return (_submission(row) for row in connection.execute("SELECT * FROM submission"))


def get(connection: Connection, submission: str) -> Submission:
    """Return one submission. Raises: UnknownSubmission."""
    row = connection.execute("SELECT * FROM submission WHERE id = ?", (submission,)).fetchone()
    if row is None:
        raise UnknownSubmission(f"There is no submission '{submission}'. `gzkg review list` shows those there are.")
    return _submission(row)


def unwritten(connection: Connection) -> list[Submission]:
    """Return what was accepted and not promoted, in the order of acceptance."""
    rows = connection.execute("SELECT * FROM submission WHERE last = 'accepted' ORDER BY turn")
    return [_submission(row) for row in rows]


def payload(connection: Connection, submission: str) -> bytes:
    """Return the packed content of a submission that is there."""
    rows = connection.execute("SELECT payload FROM entry WHERE submission = ? AND kind = 'submitted'", (submission,))
    (packed,) = rows.fetchone()
    return bytes(packed)


def claimed(connection: Connection) -> dict[str, str]:
    """Return subject IRI -> submission, for all that is in no file yet and was not rejected."""
    return dict(connection.execute("SELECT iri, submission FROM subject"))


def changes(connection: Connection, since: int, limit: int, submission: str | None = None) -> list[Change]:
    """Return entries after the one numbered `since`, oldest first; with `submission` only those about it."""
    if submission is None:
        rows = connection.execute("SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?", (since, limit))
    else:
        about = "SELECT * FROM event WHERE submission = ? AND seq > ? ORDER BY seq LIMIT ?"
        rows = connection.execute(about, (submission, since, limit))
    return [_change(Entry(*row)) for row in rows]


def accepted_since(connection: Connection, seq: int) -> bool:
    """Return whether anything was accepted after the entry numbered `seq`."""
    return bool(connection.execute("SELECT 1 FROM event WHERE seq > ? AND kind = 'accepted'", (seq,)).fetchone())


def last(connection: Connection) -> tuple[int, str]:
    """Return the number and the chain of the last entry, 0 and empty without entries."""
    return connection.execute("SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1").fetchone() or (0, "")


def draw(letters: int) -> str:
    """Return letters and digits by chance, without those that look alike."""
    return "".join(secrets.choice(_LETTERS) for _ in range(letters))


def _append(connection: Connection, entry: Entry, packed: bytes | None = None) -> Entry:
    seq, chain = last(connection)
    entry = replace(entry, seq=seq + 1, time=datetime.now(UTC).isoformat(timespec="milliseconds"))
    entry = replace(entry, chain=entry.linked(chain))
    connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*astuple(entry), packed))
    return entry


def _follow(connection: Connection, submission: Submission, **given: Any) -> None:
    entry = Entry(submission=submission.id, triples=submission.triples, sha256=submission.sha256, **given)
    _append(connection, entry)


def _taken_before(connection: Connection, entry: Entry) -> Entry | None:
    if keyed := _keyed(connection, entry.actor, entry.key):
        if keyed.sha256 != entry.sha256 and not entry.request:
            raise SubmissionConflict(_OTHER_CONTENT)
        return _requested(keyed, entry.request)
    row = connection.execute(
        "SELECT event.* FROM event JOIN submission ON event.submission = id AND event.kind = 'submitted' "
        "WHERE event.sha256 = ? AND event.actor = ? AND last = 'submitted'",
        (entry.sha256, entry.actor),
    ).fetchone()
    return Entry(*row) if row else None


def _keyed(connection: Connection, actor: str, key: str | None) -> Entry | None:
    row = connection.execute("SELECT * FROM event WHERE actor = ? AND key = ?", (actor, key)).fetchone()
    return Entry(*row) if row else None


def _requested(keyed: Entry, request: str) -> Entry:
    if keyed.request != request:
        raise SubmissionConflict(_OTHER_CONTENT)
    return keyed


def _claim(connection: Connection, iris: set[str], submission: str) -> None:
    for iri in sorted(iris):
        taken = connection.execute("SELECT submission FROM subject WHERE iri = ?", (iri,)).fetchone()
        if taken:
            raise SubmissionConflict(
                f"{iri.removeprefix(vocab.ID)} is in the submission {taken[0]} already, which is not in the files yet."
            )
        connection.execute("INSERT INTO subject VALUES (?, ?)", (iri, submission))


def _release(connection: Connection, submission: str) -> None:
    connection.execute("DELETE FROM subject WHERE submission = ?", (submission,))


def _new_id(connection: Connection) -> str:
    while True:
        submission = f"{datetime.now(UTC):%Y-%m-%d}-{draw(6)}"
        if not connection.execute("SELECT 1 FROM event WHERE submission = ?", (submission,)).fetchone():
            return submission


def _receipt(entry: Entry) -> Receipt:
    return Receipt(
        submission=entry.submission,
        version=entry.chain[:VERSION_DIGITS],
        graph=vocab.CONTRIBUTED + entry.submission,
        link=f"/records/{entry.submission}",
        submitted=datetime.fromisoformat(entry.time),
        sha256=entry.sha256,
    )


def _change(entry: Entry) -> Change:
    return Change(
        seq=entry.seq,
        time=datetime.fromisoformat(entry.time),
        kind=entry.kind,
        submission=entry.submission,
        actor=entry.actor,
        reason=entry.note,
        graph=vocab.CONTRIBUTED + entry.submission,
        triples=entry.triples,
    )


def _submission(row: Any) -> Submission:
    submission, kind, author, name, note, submitted, records, triples, digest, reviewed, reviewer, reason, _ = row
    return Submission(
        id=submission,
        state=STATES[kind],
        author=author,
        name=name,
        note=note,
        submitted=datetime.fromisoformat(submitted),
        records=records,
        triples=triples,
        sha256=digest,
        reviewed=datetime.fromisoformat(reviewed) if reviewed else None,
        reviewer=reviewer,
        reason=reason or "",
    )
