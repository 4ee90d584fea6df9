"""Sentences and names made of what a row says, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from gzkg.model import Texts
from gzkg.records.table.cell import EMPTY, Value

_OPTIONAL: Final = re.compile(r"\[([^\[\]]*)\]")
_FIELD: Final = re.compile(r"\{([a-z_]+)(\^?)\}")


def compose(patterns: Texts, values: Mapping[str, Value]) -> Texts:
    """Fill the pattern of each language; what stands in `[…]` is left out when a value in it is empty.

    `{kind}` is the words of a value, `{kind^}` each word with a capital. A language in which a value outside of
    brackets is empty gets no text.
    """
    filled = {language: _fill(pattern, values, language) for language, pattern in patterns.items()}
    return {language: text for language, text in filled.items() if text}


def _fill(pattern: str, values: Mapping[str, Value], language: str) -> str:
    def words(found: re.Match[str]) -> str:
        text = values.get(found[1], EMPTY).words.get(language, "")
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" ")) if found[2] else text

    def optional(found: re.Match[str]) -> str:
        return found[1] if all(words(field) for field in _FIELD.finditer(found[1])) else ""

    kept = _OPTIONAL.sub(optional, pattern)
    return _FIELD.sub(words, kept) if all(words(field) for field in _FIELD.finditer(kept)) else ""
