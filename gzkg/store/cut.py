"""An answer that grows too long is cut at the end of a row, closed as its format wants, and says so in itself."""

from __future__ import annotations

import io
import json
import math
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NoReturn

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab

MARK: Final = "urn:gzkg:cut"
"""Subject of the triple that marks a graph as cut."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of an answer is given: rows or triples, bytes, and until when (`time.monotonic`)."""

    rows: int
    size_bytes: int
    until: float

    def reached(self, rows: int, size_bytes: int) -> str | None:
        """Return which bound is reached, as a sentence, or None."""
        if rows >= self.rows:
            return f"The answer was cut after {self.rows} rows. Ask for less, or page with LIMIT and OFFSET."
        if size_bytes >= self.size_bytes:
            return f"The answer was cut after {self.size_bytes} bytes. Ask for less, or page with LIMIT and OFFSET."
        if time.monotonic() >= self.until:
            return "The answer was cut because its time was over. Ask for less, or for a longer timeout."
        return None


NO_BOUNDS: Final = Bounds(sys.maxsize, sys.maxsize, math.inf)
"""Everything is given."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one format separates rows: `separator` counts them, perhaps too many; `end` finds a row's end for certain."""

    separator: bytes
    end: re.Pattern[bytes]
    close: Callable[[str], bytes]
    head: int = 0
    """How many separators stand before the first row."""

    quoted: bool = False
    """Whether a row's end within quotes is none."""

    last: bytes = b""
    """What follows the last row."""


_LAYOUTS: Final = {
    "json": _Layout(
        b"},{",
        re.compile(rb'\}(?=,\{"[\w\x80-\xff])'),  # in a string, a quote after a brace would close it: no name follows
        lambda why: b']},"cut":' + json.dumps(why).encode() + b"}",
    ),
    "xml": _Layout(
        b"</result>",
        re.compile(rb"</result>"),
        lambda why: b"</results><!-- " + why.encode() + b" --></sparql>",
        last=b"</results>",
    ),
    "csv": _Layout(b"\r\n", re.compile(rb"\r\n"), lambda why: b'"# ' + why.encode() + b'"\r\n', head=1, quoted=True),
    "tsv": _Layout(b"\n", re.compile(rb"\n"), lambda why: b'"# ' + why.encode() + b'"\n', head=1),
}


class CutAnswer(Exception):
    """The answer is long enough; its argument says why."""


class Outlet(io.RawIOBase):
    """A file for the engine to write into, which hands on each piece; `size` counts the bytes so far."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        super().__init__()
        self._send = send
        self.size = 0

    def writable(self) -> bool:
        """Say that this file can be written."""
        return True

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]  # only bytes come
        """Take a piece of the answer."""
        piece = bytes(piece)
        self._send(piece)
        self.size += len(piece)
        return len(piece)


class RowOutlet(Outlet):
    """An outlet for rows, which ends with CutAnswer when a bound is reached and takes no more from then on.

    Rows are counted by their separators: a text that holds one counts as a row more, and an answer may hold one
    row more than its bound.
    """

    def __init__(self, send: Callable[[bytes], None], format: str, bounds: Bounds) -> None:
        super().__init__(send)
        self._layout = _LAYOUTS[format]
        self._bounds = bounds
        self._tail = b""
        self._separators = self._quotes = 0
        self._cut = False
        self._due: str | None = None  # why to cut where the last piece ended, if more follows

    def write(self, piece: bytes, /) -> int:  # type: ignore[override]  # only bytes come
        """Take a piece of the answer. Raises: CutAnswer, once."""
        if self._cut:
            return len(piece)
        piece, layout = bytes(piece), self._layout
        if self._due and self._goes_on(piece):
            self._end(b"", self._due)
        separators = self._separators + (self._tail + piece).count(layout.separator)
        self._due = self._bounds.reached(separators - layout.head, self.size + len(piece))
        if self._due:
            place = self._end_of_row(piece, self._bounds.rows + layout.head - self._separators)
            if place and self._goes_on(piece[place:]):
                self._end(piece[:place], self._due)
            if place != len(piece):
                self._due = None
        self._separators = separators
        self._tail = piece[1 - len(layout.separator) :] if len(layout.separator) > 1 else b""
        if layout.quoted:
            self._quotes += piece.count(b'"')
        return super().write(piece)

    def _end(self, rest: bytes, why: str) -> NoReturn:
        self._cut = True
        self._send(rest + self._layout.close(why))
        raise CutAnswer(why)

    def _goes_on(self, rest: bytes) -> bool:
        last = self._layout.last
        return bool(rest) and not (last and (rest.startswith(last) or last.startswith(rest)))

    def _end_of_row(self, piece: bytes, wanted: int) -> int | None:
        ends = self._layout.end.finditer(piece)
        if self._layout.quoted:
            ends = (end for end in ends if not (self._quotes + piece.count(b'"', 0, end.start())) % 2)
        last = deque((end.end() for end in islice(ends, min(max(wanted, 1), len(piece)))), maxlen=1)
        return last[0] if last else None


class CutTriples:
    """Gives triples until a bound is reached, then one that says so; `cut` tells why, None when all were given."""

    def __init__(self, triples: Iterable[Triple], outlet: Outlet, bounds: Bounds) -> None:
        self._triples = triples
        self._outlet = outlet
        self._bounds = bounds
        self.cut: str | None = None

    def __iter__(self) -> Iterator[Triple]:
        """Give the triples."""
        for count, triple in enumerate(self._triples):
            if why := self._bounds.reached(count, self._outlet.size):
                self.cut = why
                yield Triple(NamedNode(MARK), NamedNode(vocab.RDFS + "comment"), Literal(why, language="en"))
                return
            yield triple
