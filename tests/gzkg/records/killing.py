"""Processes that write to a journal and are killed; what they had acknowledged is counted against what is there.

`python killing.py` forks a writer for each line that it is sent, so that a round costs milliseconds.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from sqlite3 import connect

from gzkg import vocab
from gzkg.errors import RecordsUnwritable
from gzkg.records.backup import restore
from gzkg.records.disk import NAME
from gzkg.records.journal import Journal
from gzkg.records.model import Contribution

NOBODY = 65534

Acknowledged = tuple[str, str]
"""What happened and to which submission."""


def contribution(name: str = "", *, lines: int = 12, author: str = "Mei", key: str | None = None) -> Contribution:
    """Return a batch of one new subject, which no other has."""
    subject = f"<{vocab.ID}tie/{name or token_hex(8)}>"
    said = "".join(f'{subject} <{vocab.GZ}note> "{number} 广州"@zh .\n' for number in range(lines))
    return Contribution(said.encode(), author, name="ties.csv", records=1, key=key)


@dataclass(frozen=True)
class Tally:
    """How many of the acknowledged are not there, and how many are there that were not acknowledged."""

    there: int
    lost: int
    extra: int


def tally(folder: Path, acknowledged: Iterable[Acknowledged]) -> Tally:
    """Count what was acknowledged against what a journal has; what it has must also be readable."""
    with Journal(folder) as journal:
        there: Counter[Acknowledged] = Counter(
            (change.kind, change.submission) for change in journal.changes(limit=1 << 40)
        )
        for submission in journal.submissions():
            assert journal.content(submission.id).count(b"\n") == submission.triples
    said = Counter(acknowledged)
    return Tally(there.total(), (said - there).total(), (there - said).total())


class Nursery:
    """A process that forks one writer after the other, each for the `folder` of that moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def start(self, work: str) -> int:
        """Start one of `WORK` in the folder and return the id of its process."""
        assert self._process.stdin
        self._process.stdin.write(f"{work} {self.folder}\n")
        self._process.stdin.flush()
        return int(self._line())

    def told(self) -> list[list[str]]:
        """Return what the process has said until it ended, in words."""
        return [line.split() for line in iter(self._line, "ended")]

    def killed(self, after_s: float, *, told: int = 0, work: str = "append") -> list[Acknowledged]:
        """Let a writer work without end and kill it a while after it has acknowledged `told` times.

        Returns what it had acknowledged by then.
        """
        pid = self.start(work)
        first = [self._line().split() for _ in range(told)]
        time.sleep(after_s)
        os.kill(pid, signal.SIGKILL)
        return [(kind, submission) for kind, submission in (*first, *self.told())]

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().rstrip("\n")


def say(*words: object) -> None:
    """Tell the parent, in one piece."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def append(folder: Path) -> None:
    """Submit, accept and reject without end, and tell each when it is acknowledged."""
    with Journal(folder) as journal:
        while True:
            for decide in ("accepted", "rejected", ""):
                submission = journal.submit(contribution()).submission
                say("submitted", submission)
                if decide == "accepted":
                    say(decide, journal.accept(submission, "Li").id)
                elif decide:
                    say(decide, journal.reject(submission, "Li", reason="no source").id)


def append_40(folder: Path) -> None:
    """Submit forty times."""
    with Journal(folder) as journal:
        for _ in range(40):
            say("submitted", journal.submit(contribution()).submission)


def fill_log(folder: Path) -> None:
    """Submit eight times while a reader keeps all of it in the log; tell where the log ended after each; die."""
    with Journal(folder) as journal:
        say(journal.submit(contribution()).submission, 0)
        reader = connect(folder / NAME, isolation_level=None)
        reader.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchone()
        for number in range(8):
            submission = journal.submit(contribution(lines=12 + 200 * number)).submission
            say(submission, (folder / f"{NAME}-wal").stat().st_size)
        os.kill(os.getpid(), signal.SIGKILL)


def outgrow(folder: Path) -> None:
    """Submit until a limit for the size of files ends it, then raise the limit and submit once more."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    with Journal(folder) as journal:
        try:
            while True:
                say("submitted", journal.submit(contribution(token_hex(4000), lines=1)).submission)
        except RecordsUnwritable as error:
            say("refused", error)
        say("read", journal.last_seq)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        say("submitted", journal.submit(contribution()).submission)


def restore_in_turn(folder: Path) -> None:
    """Put one of two backups after the other in the place of a journal, without end."""
    while True:
        for name in ("one", "two"):
            restore(folder, folder.with_name(f"{name}.sqlite3"), replace=True)
            say("restored", name)


def try_to_write(folder: Path) -> None:
    """Read and try to write as somebody who may not."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    with Journal(folder) as journal:
        say("read", journal.last_seq)
        try:
            say("submitted", journal.submit(contribution()).submission)
        except RecordsUnwritable as error:
            say("refused", error)


WORK: dict[str, Callable[[Path], None]] = {
    work.__name__: work for work in (append, append_40, fill_log, outgrow, restore_in_turn, try_to_write)
}


def main() -> None:
    """Fork a process for each line, and tell its id and its end."""
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                say(os.getpid())
                work, folder = line.rstrip("\n").split(maxsplit=1)
                WORK[work](Path(folder))
            except BaseException as error:
                say("failed", repr(error))
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        say("ended")


if __name__ == "__main__":
    main()
