"""The four lists: from the rows of a question to what stands on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from api.pages.asking import Row
from api.pages.dating import as_event, tell_period
from api.pages.link import safe_url
from api.pages.witness.sieve import Sieve, id_of, record_of
from api.pages.words import read_words
from gzkg import Bounds, Entity, KnowledgeGraph, Language, Question, Texts

LISTS: Final = {"one-sided": "CQ-R10", "disagreeing": "CQ-R04", "ended": "CQ-R11", "single": "CQ-R12"}
"""The lists, each with the question whose answer it is."""

FEW: Final = 5
"""Records of each list when all are shown at once."""

MANY: Final = 50
"""Records on a page of one list."""


@dataclass(frozen=True)
class Voice:
    """What one source says: its names and address if a browser may follow it; a text in both languages or a value."""

    source: str
    label: Texts
    url: str | None
    said: Texts | str = ""
    on: str = ""


@dataclass(frozen=True)
class Case:
    """A record of a list, the row that put it there, and who says what of it."""

    about: Entity
    row: Row
    voices: Sequence[Voice]


@dataclass(frozen=True)
class Listing:
    """A list: its question, the cases shown, how many there are in all, and on which page we are (0: just a few)."""

    name: str
    question: Question
    cases: Sequence[Case]
    total: int
    place: int
    first: int
    """Number of the first case shown, from 1."""

    @property
    def pages(self) -> int:
        """How many pages it fills."""
        return _pages(self.total)


def records_of(rows: Iterable[Row]) -> list[list[Row]]:
    """Return the rows put together by record, in their order; a record is what a row is about."""
    return [list(same) for _, same in groupby(rows, key=record_of)]


def list_cases(graph: KnowledgeGraph, name: str, rows: Iterable[Row], sieve: Sieve, place: int) -> Listing:
    """Return a list with the cases of a page, the last when there are not so many, or with place 0 the first few."""
    records = records_of(row for row in rows if sieve.keeps(row))
    place = min(place, max(1, _pages(len(records))))
    size, first = (MANY, (place - 1) * MANY) if place else (FEW, 0)
    cases = [_case(graph, name, same) for same in records[first : first + size]]
    return Listing(name, graph.question(LISTS[name]), cases, len(records), place, first + 1)


def tell_days(language: Language, days: str) -> str:
    """Return in words a day, or the first and last on which something may have begun: `2014-01-01/2014-12-31`."""
    first, _, last = days.partition("/")
    bounds = Bounds(date.fromisoformat(first), date.fromisoformat(last or first))
    return tell_period(bounds, as_event(read_words("shared", language)), language)


def _pages(records: int) -> int:
    return -(-records // MANY)


def _case(graph: KnowledgeGraph, name: str, rows: Sequence[Row]) -> Case:
    voices = [voice for row in rows for voice in _VOICES[name](graph, row)]
    unique = {(voice.source, voice.on, str(voice.said)): voice for voice in voices}
    return Case(graph.entity(id_of(record_of(rows[0]))), rows[0], list(unique.values()))


def _of_speaker(graph: KnowledgeGraph, row: Row) -> Iterator[Voice]:
    for source in row["sources"].split():
        yield _voice(graph, source)


def _of_both(graph: KnowledgeGraph, row: Row) -> Iterator[Voice]:
    for side in ("a", "b"):
        value = row[f"value_{side}"]
        word, _, day = value.partition(" ") if row["conflict"] == "status" else (value, "", "")
        yield _voice(graph, row.get(f"source_{side}", ""), word, day)


def _of_row(_: KnowledgeGraph, row: Row) -> Iterator[Voice]:
    said = {language: row[f"statement_{language}"] for language in ("en", "zh") if f"statement_{language}" in row}
    label = {"en": row["source_en"], "zh": row["source_zh"]}
    yield Voice(id_of(row["source"]), label, safe_url(row.get("url")), said, row["stated_on"])


def _voice(graph: KnowledgeGraph, iri: str, said: str = "", day: str = "") -> Voice:
    if not iri:
        return Voice("", {}, None, said, day)
    source = graph.entity(id_of(iri))
    url = next((term.value for term in source.properties.get("gz:url", ())), None)
    return Voice(source.id, source.label, safe_url(url), said, day)


_VOICES: Final[Mapping[str, Callable[[KnowledgeGraph, Row], Iterator[Voice]]]] = {
    "one-sided": _of_speaker,
    "disagreeing": _of_both,
    "ended": _of_row,
    "single": _of_row,
}
