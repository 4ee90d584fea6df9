"""The end of SQLite's write-ahead log: whether all that stands there is whole.

SQLite leaves out, without a word, whatever follows the first frame that is not. Here it is told. The format is that of
https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_ORDER: Final = {0x377F0682: "<", 0x377F0683: ">"}
_PAGE: Final = 4096
_RESETS: Final = 1 << 20
"""How many times a log may have begun anew since a frame that is left over in it was written."""

Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tail:
    """What SQLite drops from the end of a log: from which byte, how many, and how many finished transactions in them.

    None or one is what an end of the process or of the power leaves. More cannot come about by that: each is on the
    disk before the next begins, so the disk has damaged what it had confirmed.
    """

    start: int
    size: int
    transactions: int


@dataclass(slots=True)
class _Log:
    """What a frame of this log is told by: byte order, size of a page, salts, sums up to the last whole frame."""

    sound: bool
    order: str
    page: int
    salts: bytes
    sums: Sums

    def goes_on(self, frame: bytes) -> bool:
        """Return whether a frame is whole and all before it were."""
        self.sound = self.sound and len(frame) == _FRAME_HEADER + self.page and frame[8:16] == self.salts
        if self.sound:
            self.sums = _sums(self.order, frame[:8] + frame[_FRAME_HEADER:], self.sums)
            self.sound = frame[16:24] == struct.pack(">2I", *self.sums)
        return self.sound

    def is_left_over(self, frame: bytes) -> bool:
        """Return whether a frame was written before the log last began anew, which adds one to the first salt."""
        age = int.from_bytes(self.salts[:4]) - int.from_bytes(frame[8:12])
        return len(frame) >= _FRAME_HEADER and 0 < age % (1 << 32) < _RESETS


def tail(path: Path) -> Tail | None:
    """Return what SQLite would drop from the end of a log, None when that is nothing or there is no log.

    A log in which somebody writes at this moment may look torn. Raises: OSError.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    log = _begun(content)
    kept, last, lost = (_HEADER, _HEADER, 0) if log.sound else (0, min(len(content), _HEADER), 0)
    for start in range(_HEADER, len(content), _FRAME_HEADER + log.page):
        frame = content[start : start + _FRAME_HEADER + log.page]
        finished = frame[4:8] > bytes(4)
        if log.goes_on(frame):
            last = start + len(frame)
            kept = last if finished else kept
        elif not log.is_left_over(frame):
            last = start + len(frame)
            lost += finished and frame[8:16] == log.salts
    return Tail(kept, last - kept, lost) if last > kept else None


def _begun(content: bytes) -> _Log:
    head = content[:_HEADER].ljust(_HEADER, b"\0")
    magic, _, page = struct.unpack(">3I", head[:12])
    sums = _sums(_ORDER.get(magic, "<"), head[:24], (0, 0))
    if magic in _ORDER and head[24:] == struct.pack(">2I", *sums):
        return _Log(True, _ORDER[magic], page, head[16:24], sums)
    return _Log(False, "<", _PAGE, content[_HEADER + 8 : _HEADER + 16], sums)


def _sums(order: str, content: bytes, sums: Sums) -> Sums:
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}2I", content):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
