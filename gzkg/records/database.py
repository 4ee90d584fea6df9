"""Reading and writing the file of the journal, in as many threads and processes as there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from gzkg.records.disk import NAME, connect, create, damaged, fill, has_content, log_of, mode_of, told
from gzkg.records.soundness import inspect


class Database:
    """The file of a journal in one folder; it comes into being with the first write.

    Every use opens the file anew, so that none sees anything but what is there. One connection stays open and idle:
    with it the log and its index stay too, and whoever reads needs neither time nor space to make them.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._inspected: tuple[int, int] | None = None
        self._idle: sqlite3.Connection | None = None
        self._inspecting = Lock()

    def close(self) -> None:
        """Let go of the file."""
        if self._idle:
            self._idle.close()
            self._idle = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one moment; one without entries while there is no file.

        Raises: RecordsUnwritable.
        """
        with told(self.path), closing(self._to_read()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection of whose changes all are on the disk at the end, or none. Raises: RecordsUnwritable."""
        with told(self.path):
            if not self._is_there():
                create(self.path)
                self._is_there()
            with closing(connect(self.path)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")

    def _to_read(self) -> sqlite3.Connection:
        if self._is_there():
            return connect(self.path, mode_of(self.path))
        nothing = sqlite3.connect(":memory:", isolation_level=None)
        fill(nothing)
        return nothing

    def _is_there(self) -> bool:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            if self._inspected or has_content(log_of(self.path)):
                raise damaged(self.path, "the file is gone") from None
            return False
        with self._inspecting:
            if self._inspected != (status.st_dev, status.st_ino):
                self._inspect()
                self._inspected = (status.st_dev, status.st_ino)
        return True

    def _inspect(self) -> None:
        self.close()
        mode = mode_of(self.path)
        inspect(self.path, mode)
        if mode == "mode=rw":
            self._idle = connect(self.path)
            self._idle.execute("PRAGMA journal_mode=WAL")
            self._idle.execute("SELECT count(*) FROM token").fetchone()
