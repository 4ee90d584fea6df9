"""The file of the journal on the disk: made whole or not at all, opened so that nothing confirmed is lost.

The folder must be on a disk of this machine. SQLite's locks and shared memory do not hold over NFS, SMB or other
network file systems, nor does a disk keep what it has confirmed but not written when the power fails.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from gzkg.errors import BadRecords, RecordsUnwritable
from gzkg.records.entry import SCHEMA

NAME: Final = "records.sqlite3"

_APPLICATION: Final = 0x677A6B67  # "gzkg"
_VERSION: Final = 1
_BUSY_S: Final = 5.0
_INDEX_BYTES: Final = 1 << 16
"""Room that is enough to open a journal."""

_CODE: Final = 0xFF
"""The part of SQLite's code for an error that says of which kind it is."""

_DENIED: Final = "it is read only, or this user may not read or write it. Allow both for the folder and what is in it"
_PROBLEMS: Final = {
    sqlite3.SQLITE_FULL: "the disk is full. Free some space",
    sqlite3.SQLITE_IOERR: "the disk did not take or give it: it is full, a limit holds for files, or it is faulty. "
    "Look at the disk",
    sqlite3.SQLITE_READONLY: _DENIED,
    sqlite3.SQLITE_PERM: _DENIED,
    sqlite3.SQLITE_CANTOPEN: _DENIED,
    sqlite3.SQLITE_BUSY: f"another process held it for {_BUSY_S:g} seconds. Try again; end that process if it hangs",
    sqlite3.SQLITE_LOCKED: "another process holds it. Try again; end that process if it hangs",
    sqlite3.SQLITE_PROTOCOL: "too many processes opened it at once. Try again",
}
_DAMAGE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
"""The last is for SQL that does not fit the tables, and ours does."""


def log_of(path: Path) -> Path:
    """Return the path of the write-ahead log of a file."""
    return path.with_name(path.name + "-wal")


def index_of(path: Path) -> Path:
    """Return the path of the index, in shared memory, of the log of a file."""
    return path.with_name(path.name + "-shm")


def damaged(path: Path, what: str) -> RecordsUnwritable:
    """Return the error for a journal in which something is not as it was written."""
    return RecordsUnwritable(
        f"The journal {path} is damaged: {what}. Nothing was changed. Stop what uses it, then `gzkg restore FILE "
        "--replace` puts a backup in its place and keeps this one beside."
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of a file into RecordsUnwritable, with what to do; of a text, BadRecords."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _CODE  # none for text that is no UTF-8
        if code in _DAMAGE:
            raise damaged(path, str(error)) from None
        raise _unusable(path, _PROBLEMS.get(code, f"{error}. Look at the file")) from None
    except OSError as error:
        raise _unusable(path, f"{error.strerror}. Look at the folder, its permissions and its disk") from None
    except UnicodeEncodeError:
        raise BadRecords("A text holds half a character, which is no Unicode. Send it as UTF-8.") from None


def _unusable(path: Path, problem: str) -> RecordsUnwritable:
    return RecordsUnwritable(f"The journal {path} cannot be used: {problem}. Nothing was changed.")


def connect(path: Path, mode: str = "mode=rw") -> sqlite3.Connection:
    """Return a connection to a file, made for this use; `mode` as in an SQLite URI. Raises: sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA fullfsync=ON")  # on macOS, where fsync alone does not reach the disk
    connection.execute("PRAGMA wal_autocheckpoint=1")  # what is in the log is soon in the file also
    return connection


def mode_of(path: Path) -> str:
    """Return how a file may be opened here: to write, or where there is no leave or no room for it, to read."""
    in_use = index_of(path).exists() or has_content(log_of(path))
    allowed = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if allowed and (in_use or _has_room(path)):
        return "mode=rw"
    return "mode=ro" if in_use else "mode=ro&immutable=1"


def _has_room(path: Path) -> bool:
    disk = os.statvfs(path)
    return disk.f_bavail * disk.f_frsize >= _INDEX_BYTES


def has_content(path: Path) -> bool:
    """Return whether there is a file with anything in it. Raises: OSError."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def is_ours(connection: sqlite3.Connection) -> bool:
    """Return whether a file is a journal of this version. Raises: sqlite3.Error."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return (application, version) == (_APPLICATION, _VERSION)


def fill(connection: sqlite3.Connection) -> None:
    """Make the tables of a journal in an empty file. Raises: sqlite3.Error."""
    connection.executescript(SCHEMA)
    connection.execute(f"PRAGMA application_id={_APPLICATION}")
    connection.execute(f"PRAGMA user_version={_VERSION}")


def create(path: Path) -> None:
    """Make an empty journal, on the disk when this returns, unless there is one. Raises: sqlite3.Error, OSError."""
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with closing(connect(beside, "mode=rwc")) as connection:
            fill(connection)
            connection.execute("PRAGMA journal_mode=WAL")
        sync(beside)
        with suppress(FileExistsError):  # another process was quicker
            os.link(beside, path)
        sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, on the disk when this returns; only its owner may look in. Raises: OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for one in missing:
        sync(one.parent)


def sync(path: Path) -> None:
    """Bring a file or the names in a folder to the disk. Raises: OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
