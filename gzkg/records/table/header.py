"""Headers -> columns: either language, both at once, or a name that stewards' own tables use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Final

from gzkg.errors import UnknownKind
from gzkg.records.batch import Place
from gzkg.records.table.fault import Fault
from gzkg.records.table.kind import CLAIM, REMARK, SOURCE, Column, Kind, read_kinds

_BETWEEN: Final = re.compile(r"\s*[/|\n]\s*|\s{2,}")
_SHARE: Final = 0.5
"""Least share of a header that must be known for a kind to be recognised."""
_NEAR: Final = 0.75
"""Least likeness of a header that is offered instead."""


def fold(text: str) -> str:
    """Return a header or term as it is compared: no case, accents, spaces or punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if char.isalnum())


def halves(text: str) -> list[str]:
    """Return the parts of a text such as `友好城市 / sister city`; none when it has no parts."""
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    return parts if len(parts) > 1 else []


@dataclass(slots=True)
class Layout:
    """Which column stands where: key -> positions in the header, and what is wrong with the header."""

    at: dict[str, list[int]] = field(default_factory=dict)
    faults: list[tuple[Fault, Place]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Headers that are not read, as written."""


def read_header(kind: Kind, header: Sequence[str]) -> Layout:
    """Find the columns of a kind in a header; a thing may have several, such as one for each language."""
    known, layout = _known(kind), Layout()
    for position, text in enumerate(header):
        column = _column(known, text)
        if column is None:
            if text:
                layout.unread.append(text)
                layout.faults.append((_unknown(kind, known, text, layout), Place(1, text, text)))
        elif column.key in layout.at and not _may_repeat(column):
            other = header[layout.at[column.key][0]]
            layout.faults.append((Fault("T02-column-twice", {"value": text, "other": other}), Place(1, text, text)))
        else:
            layout.at.setdefault(column.key, []).append(position)
    return layout


def find_kind(header: Sequence[str], given: Collection[str] = ()) -> Kind:
    """Return the kind whose columns a header has most of; `given` are keys of columns that are filled otherwise.

    Raises: UnknownKind, with the kinds there are, when no kind knows half of the header or two know it equally well.
    """
    scores = sorted(((_score(kind, header, given), kind.name) for kind in read_kinds().values()), reverse=True)
    (best, name), (second, _) = scores[0], scores[1]
    if best[0] < _SHARE or best == second:
        kinds = ", ".join(f"{kind.name} ({kind.label['zh']})" for kind in read_kinds().values())
        problem = f"The header does not say what kind of table this is. Name the kind, one of: {kinds}."
        raise UnknownKind(problem, line=1)
    return read_kinds()[name]


def _score(kind: Kind, header: Sequence[str], given: Collection[str]) -> tuple[float, int, float]:
    """Weigh a kind: shares of the header and of its required columns that are there, its own columns, share again."""
    known = _known(kind)
    found = [column for text in header if (column := _column(known, text))]
    shared = {CLAIM, REMARK} if kind.evidence == "itself" else {CLAIM, REMARK, SOURCE}
    own = {column.key for column in found if column.part not in shared}
    needed = {column.key for column in kind.columns.values() if column.required}
    there = len(needed & (own | set(given))) / len(needed) if needed else 1.0
    share = len(found) / max(sum(map(bool, header)), 1)
    return (share * there, len(own), share)


@cache
def _known(kind: Kind) -> Mapping[str, Column]:
    known: dict[str, Column] = {}
    for words in (lambda column: (column.key, *column.header.values()), lambda column: column.also):
        for column in kind.columns.values():
            for word in words(column):
                known.setdefault(fold(word), column)
    return known


def _column(known: Mapping[str, Column], text: str) -> Column | None:
    if found := known.get(fold(text)):
        return found
    meant = [known.get(fold(half)) for half in halves(text)]
    return meant[0] if meant and all(column is meant[0] for column in meant) else None


def _may_repeat(column: Column) -> bool:
    return column.type == "thing" or column.part == REMARK


def _unknown(kind: Kind, known: Mapping[str, Column], text: str, layout: Layout) -> Fault:
    near = get_close_matches(fold(text), list(known), n=1, cutoff=_NEAR)
    free = [c for c in kind.columns.values() if c.key not in layout.at and c.part not in (CLAIM, REMARK, SOURCE)]
    allowed = {lang: mark.join(c.header[lang] for c in free) or "—" for lang, mark in (("en", ", "), ("zh", "、"))}
    return Fault(
        "T01-unknown-column", {"value": text, "allowed": allowed}, suggestion=known[near[0]].title() if near else None
    )
