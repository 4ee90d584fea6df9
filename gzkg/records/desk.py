"""What happens to a batch once it is validated: taken for review, let in or turned down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from gzkg.errors import BadOption, RecordRejected
from gzkg.model import Finding, plain
from gzkg.records.journal import Journal
from gzkg.records.model import Contribution, Receipt, Scope, Submission, Token
from gzkg.records.token import check_token

_LONGEST: Final = 2000
"""Characters of a note or reason."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch as validated, and what the journal would keep of it.

    `ntriples` are its statements, `records` how many new things they tell of, `findings` what is wrong with it, `seen`
    the last entry of the journal that was known to who validated it, `request` the SHA-256 of the file.
    """

    name: str
    conforms: bool
    ntriples: bytes
    records: int
    findings: Sequence[Finding]
    seen: int
    request: str

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Return what `write` has written."""
        told = json.loads(text)
        findings = tuple(Finding(**one) for one in told["findings"])
        return cls(**{**told, "ntriples": told["ntriples"].encode(), "findings": findings})

    def write(self) -> bytes:
        """Return it as JSON."""
        told = {name: getattr(self, name) for name in ("name", "conforms", "records", "seen", "request")}
        return json.dumps({**told, "ntriples": self.ntriples.decode(), "findings": plain(self.findings)}).encode()


class Desk:
    """Takes what is handed in, and lets reviewers decide; every decision is on the disk when a method returns."""

    def __init__(self, folder: Path) -> None:
        self.journal = Journal(folder)

    def identify(self, secret: str, scope: Scope) -> Token:
        """Return the token of a secret. Raises: BadToken; OutOfScope; RecordsUnwritable."""
        return check_token(self.journal, secret, scope)

    def replay(self, secret: str, key: str, content: bytes) -> Receipt | None:
        """Return the receipt for what the same author sent under the same key, None when there is none.

        Raises: BadToken; SubmissionConflict, when the key was used for something else; RecordsUnwritable.
        """
        author = self.identify(secret, "submit").name
        return self.journal.replay(author, key, sha256(content).hexdigest()) if key else None

    def take(self, prepared: Prepared, secret: str, *, key: str = "", note: str = "") -> Receipt:
        """Take a batch for review and return the receipt.

        Raises: BadToken; RecordRejected, with its findings; SubmissionConflict; RecordsUnwritable.
        """
        author = self.identify(secret, "submit").name
        if not prepared.conforms:
            raise RecordRejected(prepared.findings)
        if not prepared.ntriples:
            raise BadOption("There is nothing new in this file. Hand in one record at least.")
        contribution = Contribution(
            triples=prepared.ntriples,
            author=author,
            name=prepared.name,
            note=_short(note, "note"),
            key=key or None,
            request=prepared.request,
            records=prepared.records,
        )
        return self.journal.submit(contribution)

    def let_in(self, prepared: Prepared, submission: str, secret: str, *, note: str = "") -> Submission:
        """Let a submission, as validated once more, into the curated graph and return it.

        Raises: BadToken; RecordRejected, when it does not fit the graph any more; UnknownSubmission;
        SubmissionConflict; RecordsUnwritable.
        """
        reviewer = self.identify(secret, "review").name
        if not prepared.conforms:
            raise RecordRejected(prepared.findings)
        return self.journal.accept(submission, reviewer, note=_short(note, "note"), seen=prepared.seen)

    def turn_down(self, submission: str, secret: str, *, reason: str) -> Submission:
        """Turn a submission down and return it.

        Raises: BadToken; BadOption, without a reason; UnknownSubmission; SubmissionConflict; RecordsUnwritable.
        """
        reviewer = self.identify(secret, "review").name
        if not reason.strip():
            raise BadOption("A submission is rejected with a reason, which its author reads. Give one.")
        return self.journal.reject(submission, reviewer, reason=_short(reason, "reason"))


def _short(text: str, name: str) -> str:
    if len(text) > _LONGEST:
        raise BadOption(f"The {name} has {len(text)} characters; it may have {_LONGEST}.")
    return text.strip()
