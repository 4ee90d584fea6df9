"""What a knowledge graph does with new records: each method hands what is asked to the room that does it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from gzkg.lookup.label import Labels
from gzkg.rdf.files import Folders, read_file
from gzkg.records import backup, token
from gzkg.records.desk import Desk, Prepared
from gzkg.records.kept import read_kept, read_ntriples
from gzkg.records.model import Backup, Change, Receipt, Scope, State, Submission, Token
from gzkg.settings import Language, Settings
from gzkg.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from gzkg.records.intake import Intake
    from gzkg.records.table.kind import Kind
    from gzkg.records.validation import Validation

File = Path | str | bytes


class HowToRead(TypedDict, total=False):
    """How a file is to be read, where it does not show, and what is to be told; as `gzkg.records.intake.Reading`."""

    name: str
    format: str
    kind: str
    sheet: str
    given: Mapping[str, str]
    dry_run: bool
    rows: bool


class Records(ABC):
    """The part of `KnowledgeGraph` that validates new records, takes them, and lets reviewers decide.

    A file is a path, or the content of one. What is taken stands in the journal of the folder `GZKG_RECORDS`.
    """

    _settings: Settings
    _folders: Folders
    _validating: Lock

    @property
    @abstractmethod
    def _store(self) -> EmbeddedStore:
        """The graph."""

    @property
    @abstractmethod
    def _labels(self) -> Labels:
        """The names of everything, by IRI and language."""

    @property
    @abstractmethod
    def _intake(self) -> Intake:
        """What validates."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what was read."""

    @abstractmethod
    def reload(self) -> None:
        """Read the graph anew, with what review has let in since."""

    # ---- validate

    def templates(self) -> list[Kind]:
        """Return the kinds of table that can be handed in, each with its columns."""
        from gzkg.records.table.kind import read_kinds

        return list(read_kinds().values())

    def template(self, kind: str, *, format: Literal["xlsx", "csv"] = "xlsx") -> bytes:
        """Return an empty table for one kind of records: headers in both languages, lists to choose from, an example.

        Raises: BadRecords, with the kinds there are; UnsupportedFormat.
        """
        from gzkg.records.table.kind import get_kind
        from gzkg.records.table.template import write_template
        from gzkg.records.table.terms import Terms

        return write_template(get_kind(kind), format, Terms(self._store, self._labels))

    def validate(self, file: File, **reading: Unpack[HowToRead]) -> Validation:
        """Return what is wrong with a file of new records and how to repair it; nothing is stored.

        RDF (Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML), or a table (CSV, XLSX) made from a template. Its
        findings are those that the checks of the whole graph would have beyond what they have without it, and what
        nobody may hand in.

        Raises: BadRecords, when it cannot be read as asked; RecordsTooLarge; GraphFileError.
        """
        from gzkg.records.intake import Reading

        content, how = _content(file, reading)
        with self._judging() as intake:
            return intake.validate(content, Reading(**how))

    # ---- hand in

    def submit(self, file: File, *, token: str, key: str = "", note: str = "", **reading: Unpack[HowToRead]) -> Receipt:
        """Hand in a file for review, all of it or nothing, and return the receipt once it is on the disk.

        `token` is the secret of one that allows to submit. With `key`, the same file is taken once, however often it is
        sent. `note` is a word to the reviewer.

        Raises: BadToken; BadRecords; RecordsTooLarge; RecordRejected, with the findings, when one is a violation;
        SubmissionConflict; RecordsUnwritable.
        """
        from gzkg.records.intake import Reading

        content, how = _content(file, reading)
        if receipt := self.replay(content, token=token, key=key):
            return receipt
        with self._judging() as intake:
            prepared = intake.prepare(content, Reading(**how))
        return self.take(prepared, token=token, key=key, note=note)

    def replay(self, content: bytes, *, token: str, key: str) -> Receipt | None:
        """Return the receipt for the same content under the same key, None when this author never sent it.

        Raises: BadToken; SubmissionConflict, when the key was used for something else; RecordsUnwritable.
        """
        return self._desk.replay(token, key, content)

    def take(self, prepared: Prepared, *, token: str, key: str = "", note: str = "") -> Receipt:
        """Take a batch that was validated elsewhere, as `submit` does. Raises: as `submit`."""
        return self._desk.take(prepared, token, key=key, note=note)

    def submissions(self, state: State | None = None) -> list[Submission]:
        """Return what was handed in, or what of it is in one state, newest first. Raises: RecordsUnwritable."""
        return self._desk.journal.submissions(state)[::-1]

    def submission(self, submission: str) -> Submission:
        """Return one submission. Raises: UnknownSubmission, RecordsUnwritable."""
        return self._desk.journal.submission(submission)

    def contribution(self, submission: str, format: str = "turtle") -> bytes:
        """Return what a submission says, as RDF. Raises: UnknownSubmission, UnsupportedFormat, RecordsUnwritable."""
        from gzkg.records.form import write_rdf

        return write_rdf(read_ntriples(self._desk.journal.content(submission)), format)

    # ---- review

    def accept(self, submission: str, *, token: str, note: str = "") -> Submission:
        """Let a submission into the curated graph, if it still conforms, and return it as it stands then.

        `token` is the secret of one that allows to review.

        Raises: BadToken; UnknownSubmission; RecordRejected, when it does not fit the graph any more;
        SubmissionConflict, when it does not wait for review; RecordsUnwritable.
        """
        from gzkg.records.intake import Reading

        self.check_token(token, "review")
        content = self._desk.journal.content(submission)
        with self._judging() as intake:
            prepared = intake.prepare(content, Reading(f"{submission}.nt", submission=submission))
        decided = self.let_in(prepared, submission, token=token, note=note)
        self.close()
        return decided

    def let_in(self, prepared: Prepared, submission: str, *, token: str, note: str = "") -> Submission:
        """Let in a submission that was validated elsewhere, as `accept` does. Raises: as `accept`."""
        return self._desk.let_in(prepared, submission, token, note=note)

    def reject(self, submission: str, *, token: str, reason: str) -> Submission:
        """Turn a submission down with a reason and return it; it is kept.

        Raises: BadToken; BadOption, without a reason; UnknownSubmission; SubmissionConflict; RecordsUnwritable.
        """
        return self._desk.turn_down(submission, token, reason=reason)

    def promote(self) -> list[Path]:
        """Write what review has let in as files below `graph/`, ready to commit, and return their paths.

        All or nothing; the submissions are then noted as promoted. Raises: GraphFileError; RecordsUnwritable.
        """
        from gzkg.records.promote import write_files

        waiting = self._desk.journal.accepted()
        paths = write_files(self._folders, [triple for _, text in waiting for triple in read_ntriples(text)])
        self._desk.journal.promote(one.id for one, _ in waiting)
        self.close()
        return paths

    def feed(self, since: int = 0, *, limit: int = 1000, submission: str | None = None) -> list[Change]:
        """Return what happened after the change numbered `since`, or what of it to a submission, oldest first.

        Raises: RecordsUnwritable.
        """
        return self._desk.journal.changes(since, limit=limit, submission=submission)

    # ---- keep

    def new_token(self, name: str, *, scopes: Iterable[Scope] = ("submit",), days: int = 365) -> tuple[Token, str]:
        """Return a new token and its secret, which is not kept and cannot be shown again.

        Raises: BadOption; RecordsUnwritable.
        """
        return token.new_token(self._desk.journal, name, scopes=scopes, days=days)

    def tokens(self) -> list[Token]:
        """Return all tokens, without their secrets. Raises: RecordsUnwritable."""
        return token.tokens(self._desk.journal)

    def check_token(self, secret: str, scope: Scope) -> Token:
        """Return the token of a secret, if it allows `scope` now. Raises: BadToken; OutOfScope; RecordsUnwritable."""
        return self._desk.identify(secret, scope)

    def revoke_token(self, token_id: str) -> Token:
        """End a token at once and return it. Raises: BadToken, when there is none; RecordsUnwritable."""
        return token.revoke_token(self._desk.journal, token_id)

    def backup(self, file: Path | str) -> Backup:
        """Copy the journal into one new file, also while a service writes. Raises: RecordsUnwritable."""
        return backup.backup(self._desk.journal, Path(file))

    def restore(self, file: Path | str, *, replace: bool = False) -> Backup:
        """Put a backup in the place of the journal; with `replace` also of one that has entries, which is kept beside.

        Raises: RecordsError; RecordsUnwritable.
        """
        self._desk.journal.close()
        restored = backup.restore(self._settings.records_folder, Path(file), replace=replace)
        self.close()
        return restored

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self._settings.records_folder)

    @contextmanager
    def _judging(self) -> Iterator[Intake]:
        """Give what validates to one caller at a time, up to date with the journal."""
        with self._validating:
            if self._desk.journal.last_seq != self._intake.kept.seq:
                kept = read_kept(self._desk.journal)
                if kept.turn != self._intake.kept.turn:
                    self.reload()
                self._intake.follow(kept)
            yield self._intake


def write_findings(
    validation: Validation, format: str, language: Language = "en", *, content: bytes = b"", sheet: str = ""
) -> bytes:
    """Return findings as text, json, csv, xlsx or, in a format of RDF, as a SHACL validation report.

    `language` is that of text, csv and xlsx. For xlsx, `content` is the table that was validated, which comes back with
    the faulty cells marked, and `sheet` the one of its sheets that was read.

    Raises: UnsupportedFormat; BadRecords, when xlsx is asked for and no table was validated.
    """
    from gzkg.records.form import write_findings

    return write_findings(validation, format, language, content=content, sheet=sheet)


def _content(file: File, reading: HowToRead) -> tuple[bytes, Any]:
    if isinstance(file, bytes):
        return file, {"name": "", **reading}
    return read_file(Path(file)), {"name": Path(file).name, **reading}
