"""Answers that are kept while the dataset stays as it is, the longest unused of them given up first."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from gzkg.endpoint.workers import Reply

_LARGEST: Final = 16
"""An answer larger than this part of the memory is not kept."""

_BESIDE_BYTES: Final = 600
"""What an answer takes beside its body and key."""

_NOTED: Final = 20_000
"""How many answers are remembered to come whole."""

_FLEETING: Final = re.compile(r"\b(?:now|rand|uuid|struuid)\b|\\u", re.IGNORECASE)
"""What makes a query answer otherwise each time, or could spell that."""


def is_fleeting(text: str | None) -> bool:
    """Tell whether a query may answer otherwise each time it is asked."""
    return bool(text and _FLEETING.search(text))


class AnswerMemory:
    """Keeps whole answers, up to a size in all."""

    def __init__(self, size_bytes: int) -> None:
        self._most = size_bytes
        self.size_bytes = 0
        """Memory of what is kept."""
        self._kept: OrderedDict[bytes, Reply] = OrderedDict()
        self._whole: OrderedDict[bytes, None] = OrderedDict()
        self.hits = 0
        self.misses = 0

    def find(self, key: bytes) -> Reply | None:
        """Return the answer kept for a key."""
        reply = self._kept.get(key)
        if reply is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return reply

    def is_whole(self, key: bytes) -> bool:
        """Tell whether the answer for a key is known to come whole, kept or not."""
        return _digest(key) in self._whole

    @property
    def largest_bytes(self) -> int:
        """Size up to which an answer is kept."""
        return self._most // _LARGEST

    def keep(self, key: bytes, text: str | None, reply: Reply, *, fits: bool = True) -> None:
        """Keep an answer if it is whole, not too large, and the same whenever it is asked for.

        Of one that does not fit, only that it is whole.
        """
        if reply.body is not None and not reply.cut and not is_fleeting(text):
            self._note_whole(key)
        size = _size(key, reply)
        if not fits or reply.body is None or reply.cut or size > self.largest_bytes or is_fleeting(text):
            return
        if old := self._kept.pop(key, None):
            self.size_bytes -= _size(key, old)
        self._kept[key] = replace(reply)
        self.size_bytes += size
        while self.size_bytes > self._most:
            longest, given_up = self._kept.popitem(last=False)
            self.size_bytes -= _size(longest, given_up)

    def _note_whole(self, key: bytes) -> None:
        self._whole[_digest(key)] = None
        if len(self._whole) > _NOTED:
            self._whole.popitem(last=False)


def _digest(key: bytes) -> bytes:
    return blake2b(key, digest_size=16).digest()


def _size(key: bytes, reply: Reply) -> int:
    return len(key) + len(reply.body or b"") + _BESIDE_BYTES
