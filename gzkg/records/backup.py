"""A copy of the journal in one file, and the way back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from sqlite3 import Connection, DatabaseError

from gzkg.errors import RecordsError, RecordsUnwritable
from gzkg.records import ledger
from gzkg.records.disk import NAME, connect, has_content, index_of, log_of, make_folder, sync, told
from gzkg.records.journal import Journal
from gzkg.records.model import Backup, Token
from gzkg.records.soundness import problem_of
from gzkg.records.token import tokens


def backup(journal: Journal, target: Path) -> Backup:
    """Write what a journal holds at this moment, tokens too, into one file that was not there before.

    Who writes to the journal need not wait. Raises: RecordsUnwritable, when there is such a file or it cannot be
    written; none is left then.
    """
    beside = _beside(target)
    with journal.database.reading() as source, told(target):
        if target.exists():
            raise RecordsUnwritable(f"There is a file {target} already. Choose another name.")
        try:
            written = _copy(source, beside, "DELETE")
            os.replace(beside, target)
            sync(target.parent)
        finally:
            beside.unlink(missing_ok=True)
    return Backup(target, *written, target.stat().st_size)


def restore(folder: Path, source: Path, *, replace: bool = False) -> Backup:
    """Put a backup in the place of the journal in a folder, once all of it is known to be as it was written.

    End all that uses the journal before. With `replace`, a journal that holds something or is damaged is kept beside,
    as `records-<time>.sqlite3`, and tokens that were revoked in it stay revoked.

    Raises: RecordsError, when the journal holds something and `replace` is not given; RecordsUnwritable, when the
    backup is damaged, the journal in use, or the folder not to be written. Nothing is changed then.
    """
    path, present = folder / NAME, _look(folder)
    if present.holds and not replace:
        raise RecordsError(
            f"The journal {path} {present.holds}. `--replace` keeps it beside and puts the backup there."
        )
    beside = _beside(path)
    with told(source), closing(connect(source, _sound(source))) as copy, told(path):
        make_folder(folder)
        try:
            written = _copy(copy, beside, "WAL", present.tokens)
            _swap(beside, path, sound=present.sound)
        finally:
            beside.unlink(missing_ok=True)
    return Backup(path, *written, path.stat().st_size)


@dataclass(frozen=True, slots=True)
class _Present:
    """What is in the place where a backup shall be: in words, empty for nothing, and the tokens."""

    holds: str = ""
    sound: bool = True
    tokens: Sequence[Token] = ()


def _look(folder: Path) -> _Present:
    try:
        with Journal(folder) as journal:
            entries, known = journal.last_seq, tokens(journal)
    except RecordsUnwritable:
        return _Present("cannot be read", sound=False)
    holds = f"has {entries} entries and {len(known)} tokens" if entries or known else ""
    return _Present(holds, tokens=known)


def _sound(source: Path) -> str:
    """Return how a backup is to be opened, once it is known to be whole. Raises: RecordsUnwritable."""
    if not source.is_file():
        raise RecordsUnwritable(f"There is no backup {source}. Give the file that `gzkg backup` wrote.")
    mode = "mode=ro" if has_content(log_of(source)) else "mode=ro&immutable=1"
    try:
        with closing(connect(source, mode)) as copy:
            problem = problem_of(copy)
    except DatabaseError as error:
        problem = str(error)
    if problem:
        raise RecordsUnwritable(f"The backup {source} is damaged: {problem}. Nothing was changed. Take another.")
    return mode


def _copy(source: Connection, target: Path, mode: str, known: Sequence[Token] = ()) -> tuple[int, str]:
    with closing(connect(target, "mode=rwc")) as copy:
        source.backup(copy)
        for token in known:
            revoked = token.revoked and token.revoked.isoformat()
            copy.execute("UPDATE token SET revoked = coalesce(revoked, ?) WHERE id = ?", (revoked, token.id))
        copy.execute(f"PRAGMA journal_mode={mode}")
        if problem := problem_of(copy):
            raise RecordsUnwritable(
                f"{target.parent} did not keep what was written there: {problem}. Look at the disk."
            )
        seq, chain = ledger.last(copy)
    sync(target)
    return seq, chain[: ledger.VERSION_DIGITS]


def _swap(beside: Path, path: Path, *, sound: bool) -> None:
    """Put a file in the place of a journal, which is linked beside first; at every moment one of the two is there."""
    aside = path.with_name(f"records-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite3")
    if sound and path.exists():
        with closing(connect(path)) as old:
            old.execute("PRAGMA journal_mode=DELETE")  # moves the log into the file; refused when it is open elsewhere
    stale = [one for one in (log_of(path), index_of(path)) if one.exists()]
    for old_file, kept in ((path, aside), (log_of(path), log_of(aside))):
        if has_content(old_file):
            os.link(old_file, kept)
    os.replace(beside, path)
    for one in stale:
        one.unlink()
    sync(path.parent)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{token_hex(4)}")
