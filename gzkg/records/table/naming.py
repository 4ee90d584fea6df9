"""Ids of new things and records, made as `graph/README.md` has them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from gzkg import vocab
from gzkg.dates import Bounds
from gzkg.errors import BadId
from gzkg.ids import parse_id

_FIELD: Final = re.compile(r"\{([a-z_]+)(?::(bare|year)|&([a-z_]+))?\}")
_COUNTRY: Final = re.compile(r"^[a-z]{2}-")
_SPECIAL: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d"}
)
_MOST: Final = 10_000


def slug(text: str) -> str:
    """Return a text as part of an id: `São Paulo` gives `sao-paulo`; empty when it has no Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL)).replace("'", "").replace("’", "")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells two things with one id apart: what they say, and when; spells that overlap are one."""

    said: tuple[str, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)

    def agrees(self, other: Mark) -> bool:
        """Tell whether the two are the same: nothing that both say differs, and neither had ended before the other."""
        differ = any(mine and theirs and mine != theirs for mine, theirs in zip(self.said, other.said, strict=False))
        return not differ and not self._before(other) and not other._before(self)

    def _before(self, other: Mark) -> bool:
        begun = other.bounds.start_earliest or other.bounds.start_latest
        return self.bounds.end_latest is not None and begun is not None and self.bounds.end_latest <= begun


class Namer:
    """Gives ids to what a batch brings; the same record gets the same id, another one the next number."""

    def __init__(self, exists: Callable[[str], bool], mark: Callable[[str], Mark | None]) -> None:
        self._exists = exists
        self._mark = mark
        self._given: dict[str, Mark] = {}

    def name(self, patterns: Sequence[str], slugs: Mapping[str, str], mark: Mark) -> str | None:
        """Return the IRI that the patterns give; None when no id can be made.

        `{n}` in a pattern is the next free number, `{m}` the same with nothing for the first: a record of the batch
        that agrees with `mark` is the same record. Without either, a later pattern is taken when a part of the one
        before is missing, or something that does not agree has its id, here or in the graph. `{a&b}` is both in
        alphabetical order, `{a:bare}` has no country before it, `{a:year}` is the year of a date.
        """
        for pattern in patterns:
            filled = _fill(pattern, slugs)
            if filled is None:
                continue
            numbered = any(field in pattern for field in ("{n}", "{m}"))
            if (
                found := self._numbered(filled, mark)
                if numbered
                else self._plain(filled, mark, pattern == patterns[-1])
            ):
                return found
        return None

    def _plain(self, filled: str, mark: Mark, is_last: bool) -> str | None:
        iri = _iri(filled)
        if iri is None:
            return None
        other = self._given.get(iri) or self._mark(iri)
        if not is_last and other and not mark.agrees(other):
            return None
        self._given.setdefault(iri, mark)
        return iri

    def _numbered(self, filled: str, mark: Mark) -> str | None:
        for number in range(1, _MOST):
            iri = _iri(filled.replace("{n}", str(number)).replace("{m}", "" if number == 1 else f"-{number}"))
            if iri is None:
                return None
            if iri in self._given:
                if mark.agrees(self._given[iri]):
                    return iri
            elif not self._exists(iri):
                self._given[iri] = mark
                return iri
        return None


def _fill(pattern: str, slugs: Mapping[str, str]) -> str | None:
    fields = [
        key for found in _FIELD.finditer(pattern) for key in (found[1], found[3]) if key and key not in ("n", "m")
    ]
    if any(not slugs.get(key) for key in fields):
        return None
    return _FIELD.sub(lambda found: _replace(found, slugs), pattern)


def _replace(found: re.Match[str], slugs: Mapping[str, str]) -> str:
    if found[1] in ("n", "m"):
        return found[0]
    if found[3]:
        return "--".join(sorted((slugs[found[1]], slugs[found[3]])))
    if found[2] == "year":
        return slugs[found[1]][:4]
    return _COUNTRY.sub("", slugs[found[1]]) if found[2] else slugs[found[1]]


def _iri(entity_id: str) -> str | None:
    try:
        return vocab.ID + parse_id(entity_id)
    except BadId:
        return None
