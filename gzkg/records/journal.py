"""The journal of new records: what was submitted, what review decided; nothing that was acknowledged is ever lost.

Only ever added to: where a submission stands is what its entries say. Several processes may use one folder at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType
from typing import Self

from gzkg.errors import SubmissionConflict
from gzkg.records import ledger
from gzkg.records.database import Database
from gzkg.records.disk import damaged
from gzkg.records.entry import unpacked
from gzkg.records.model import Change, Contribution, Receipt, State, Submission


class Journal:
    """The journal in one folder; without one, a journal that has no entries, until the first is made.

    The folder must be on a disk of this machine: the locks of SQLite do not hold over NFS, SMB and the like. All of it
    is checked once, at the first use, which costs a second for a million triples. Close it, before a fork too.
    """

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def submit(self, contribution: Contribution) -> Receipt:
        """Take a batch for review, all or nothing, and return the receipt once it is on the disk.

        What the author sent before under the same key, or sent before and still waits for review, is not taken again:
        the receipt is that of then, with `replayed`.

        Raises: SubmissionConflict when the key was used for something else, or when a subject is in another submission
        that is not in the files yet; RecordsUnwritable.
        """
        parcel = ledger.pack(contribution)
        with self.database.writing() as connection:
            return ledger.take(connection, parcel)

    def replay(self, author: str, key: str, request: str) -> Receipt | None:
        """Return the receipt that an author was given for a key, None when there is none.

        `request` is a hash of what was sent. Raises: SubmissionConflict, when the key was used for something else;
        RecordsUnwritable.
        """
        with self.database.reading() as connection:
            return ledger.replay(connection, author, key, request)

    def accept(self, submission: str, reviewer: str, *, note: str = "", seen: int | None = None) -> Submission:
        """Let a submission into the curated graph, and return it as it stands then.

        With `seen`, the last entry that the reviewer knew of, only if none was accepted since.

        Raises: UnknownSubmission; SubmissionConflict when it does not wait for review; RecordsUnwritable.
        """
        with self.database.writing() as connection:
            if seen is not None and ledger.accepted_since(connection, seen):
                raise SubmissionConflict("Other records were accepted since this was validated. Validate it again.")
            return ledger.review(connection, submission, kind="accepted", actor=reviewer, note=note)

    def reject(self, submission: str, reviewer: str, *, reason: str) -> Submission:
        """Turn a submission down, and return it as it stands then; it is kept, its subjects are free again.

        Raises: UnknownSubmission; SubmissionConflict when it does not wait for review; RecordsUnwritable.
        """
        with self.database.writing() as connection:
            return ledger.review(connection, submission, kind="rejected", actor=reviewer, note=reason)

    def promote(self, submissions: Iterable[str], actor: str = "") -> None:
        """Note that accepted submissions are in files of `graph/` from now on; those that were already are left out.

        Raises: UnknownSubmission; SubmissionConflict when one is not accepted, and none is noted; RecordsUnwritable.
        """
        with self.database.writing() as connection:
            for submission in submissions:
                ledger.promote(connection, submission, actor=actor)

    def submissions(self, state: State | None = None) -> list[Submission]:
        """Return the submissions, or those in one state, in the order in which they came. Raises: RecordsUnwritable."""
        with self.database.reading() as connection:
            return [one for one in ledger.every(connection) if state in (None, one.state)]

    def submission(self, submission: str) -> Submission:
        """Return one submission. Raises: UnknownSubmission, RecordsUnwritable."""
        with self.database.reading() as connection:
            return ledger.get(connection, submission)

    def content(self, submission: str) -> bytes:
        """Return what was submitted as sorted N-Triples. Raises: UnknownSubmission, RecordsUnwritable."""
        with self.database.reading() as connection:
            return self._content(connection, ledger.get(connection, submission))

    def accepted(self) -> list[tuple[Submission, bytes]]:
        """Return what is curated and in no file yet, with its N-Triples, in the order of acceptance.

        Raises: RecordsUnwritable.
        """
        with self.database.reading() as connection:
            waiting = ledger.unwritten(connection)
            return [(one, self._content(connection, one)) for one in waiting]

    def pending_subjects(self) -> Mapping[str, str]:
        """Return subject IRI -> submission, for all that is pending, or accepted and in no file yet.

        Raises: RecordsUnwritable.
        """
        with self.database.reading() as connection:
            return ledger.claimed(connection)

    def changes(self, since: int = 0, *, limit: int = 1000, submission: str | None = None) -> list[Change]:
        """Return the entries after the one numbered `since`, or those of them about a submission, oldest first.

        Raises: RecordsUnwritable.
        """
        with self.database.reading() as connection:
            return ledger.changes(connection, since, limit, submission)

    @property
    def last_seq(self) -> int:
        """Number of the last entry, 0 without entries. Raises: RecordsUnwritable."""
        with self.database.reading() as connection:
            return ledger.last(connection)[0]

    @property
    def version(self) -> str:
        """Short hash of all entries, empty without entries. Raises: RecordsUnwritable."""
        with self.database.reading() as connection:
            return ledger.last(connection)[1][: ledger.VERSION_DIGITS]

    def _content(self, connection: Connection, submission: Submission) -> bytes:
        triples = unpacked(ledger.payload(connection, submission.id), submission.sha256)
        if triples is None:
            raise damaged(self.database.path, f"the content of the submission {submission.id} was changed")
        return triples
