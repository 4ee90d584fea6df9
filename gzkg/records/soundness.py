"""Whether a journal is as it was written: the end of its log, the pages of its file, the chain of its entries."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection, OperationalError
from typing import Final

from gzkg.errors import RecordsUnwritable
from gzkg.records.disk import connect, damaged, is_ours, log_of
from gzkg.records.entry import flaw
from gzkg.records.wal import Tail, tail

_PAUSE_S: Final = 0.05
_log: Final = logging.getLogger("gzkg.records")


def inspect(path: Path, mode: str) -> None:
    """Raise RecordsUnwritable when a journal is damaged; cut what was left half written from the end of its log.

    Costs as much as reading all of it. Raises also: sqlite3.Error, OSError.
    """
    log = log_of(path)
    written, torn = _written(log), tail(log)
    if torn and torn.transactions > 1:
        time.sleep(_PAUSE_S)  # a log in which somebody writes at this moment may look like this too
        if (_written(log), tail(log)) == (written, torn):
            raise _broken(path, torn)
    with closing(connect(path, mode)) as connection:
        if torn:
            _cut(path, connection)
        connection.execute("BEGIN")  # all of it as of one moment, though others write
        if problem := problem_of(connection):
            raise damaged(path, problem)


def problem_of(connection: Connection) -> str | None:
    """Return what is wrong in a journal, None when all is well. Raises: sqlite3.Error, also for damage."""
    if not is_ours(connection):
        return "it is not a journal of new records of this version of gzkg"
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return flaw(connection) if found == "ok" else f"SQLite finds {found}"


def _written(log: Path) -> int:
    try:
        return log.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _broken(path: Path, torn: Tail) -> RecordsUnwritable:
    return damaged(
        path, f"its log is broken at byte {torn.start} and goes on with {torn.transactions} finished transactions"
    )


def _cut(path: Path, connection: Connection) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except OperationalError:  # somebody writes at this moment, or it is read only: nothing is cut
        return
    torn = tail(log_of(path))
    connection.execute("ROLLBACK")
    if torn and torn.transactions > 1:
        raise _broken(path, torn)
    if torn:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _log.warning(
            "The last %d bytes of %s, from byte %d, were not whole and were dropped. %s",
            torn.size,
            log_of(path),
            torn.start,
            "The disk has damaged the last transaction, or it was never confirmed."
            if torn.transactions
            else "They are of a transaction that was not finished: nobody had been told that it was.",
        )
