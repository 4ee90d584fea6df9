"""A process of its own that reads files: it may use 1 GB and 20 s, and may die without harm to the tests."""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

MEMORY = 1 << 30
SECONDS = 20


@dataclass(frozen=True)
class Told:
    """What came of reading one file: an error's class and message, or the findings and what was read."""

    error: str = ""
    message: str = ""
    line: int | None = None
    checks: tuple[str, ...] = ()
    read: str = ""
    seconds: float = 0.0


class Confined:
    """Reads files in another process."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def read(self, content: bytes, name: str) -> Told:
        """Return what came of a file. Raises: AssertionError, when the process died of it."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            pickle.dump((content, name), self.process.stdin)
            self.process.stdin.flush()
            return Told(*pickle.load(self.process.stdout))
        except (EOFError, BrokenPipeError):
            raise AssertionError(f"The reader died of {name} with {self.process.wait()}.") from None

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self.process.poll() is None

    def close(self) -> None:
        """End the process."""
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            stream.close()
        self.process.wait(timeout=SECONDS)


def _read(content: bytes, name: str) -> tuple[object, ...]:
    from gzkg.errors import GzkgError
    from gzkg.records.batch import Batch
    from gzkg.records.reading import read_file

    begin = time.process_time()
    try:
        found = read_file(content, name)
    except GzkgError as error:
        line = getattr(error, "line", None)
        return type(error).__name__, str(error), line, (), "", time.process_time() - begin
    seconds = time.process_time() - begin
    shown = found.triples[:20] if isinstance(found, Batch) else (found.header, found.rows[:20])
    return "", "", None, tuple(finding.check for finding in found.findings), repr(shown)[:5000], seconds


def _serve() -> None:
    import gzkg.records.reading  # noqa: F401

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while True:
        try:
            content, name = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, resource.RLIM_INFINITY))
        pickle.dump(_read(content, name), sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()
