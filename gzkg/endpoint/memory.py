"""Answers that are kept while the dataset stays as it is, the longest unused of them given up first."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import replace
from typing import Final

from gzkg.endpoint.workers import Reply

_LARGEST: Final = 16
"""An answer larger than this part of the memory is not kept."""

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

    def keep(self, key: bytes, text: str | None, reply: Reply) -> None:
        """Keep an answer if it is whole, not too large, and the same whenever it is asked for."""
        size = len(key) + len(reply.body or b"")
        if reply.body is None or reply.cut or size > self._most // _LARGEST or is_fleeting(text):
            return
        if old := self._kept.pop(key, None):
            self.size_bytes -= len(key) + len(old.body or b"")
        self._kept[key] = replace(reply)
        self.size_bytes += size
        while self.size_bytes > self._most:
            longest, given_up = self._kept.popitem(last=False)
            self.size_bytes -= len(longest) + len(given_up.body or b"")
