"""The graph as columns of numbers: one pair of columns for each property, and a dictionary of terms.

Built once for a store that will not change; 1 M triples take about 40 MB. A triple that stands in several graphs is
there several times, as it is for the engine over the union of all graphs.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gzkg.store.plan.words import Beyond

Ids = npt.NDArray[Any]
"""Numbers of terms, int32 or int64; -1 where a variable is unbound."""

ABSENT: Final = -2
"""The number of a term that is not in the graph."""

TEXT, TAGGED, DAY, INTEGER, OTHER, THING = range(6)
"""Kinds of term: text, text in a language, day without time zone, integer, other literal, IRI or blank node."""

_DAY: Final = re.compile(rb'"(\d{4}-\d\d-\d\d)"\^\^<http://www\.w3\.org/2001/XMLSchema#date>')
_INTEGER: Final = re.compile(rb'"(-?\d{1,18})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>')
_TAG: Final = re.compile(rb'"@([a-z0-9-]+)$')


class CannotTabulate(Exception):
    """The graph holds what the columns cannot."""


@dataclass(frozen=True, slots=True)
class Property:
    """The triples of one property, in two orders: by subject, and by object."""

    by_subject: tuple[Ids, Ids]
    by_object: tuple[Ids, Ids]
    subjects: int
    objects: int

    @classmethod
    def of(cls, subjects: Ids, objects: Ids) -> Property:
        """Sort the two columns both ways."""
        first, second = np.lexsort((objects, subjects)), np.lexsort((subjects, objects))
        by_subject = (subjects[first], objects[first])
        by_object = (subjects[second], objects[second])
        return cls(by_subject, by_object, _different(by_subject[0]), _different(by_object[1]))

    def __len__(self) -> int:
        return len(self.by_subject[0])


def _different(ordered: Ids) -> int:
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + bool(len(ordered))


class Tables:
    """All properties, and the terms in the order of their bytes; an IRI stands there without its closing bracket."""

    def __init__(self, terms: list[bytes], properties: dict[str, Property]) -> None:
        self.properties = properties
        self._size = len(terms)
        self._all = b"".join(terms)
        self._ends = np.cumsum(np.fromiter((len(term) for term in terms), np.int64, len(terms)))
        self.things_from = bisect_left(terms, b"<")
        self.blanks_from = bisect_left(terms, b"_")
        kinds = [term_kind(term) for term in terms[: self.things_from]]
        self.kinds = np.array([kind for kind, _ in kinds] or [0], np.int8)
        self.values = np.array([value if isinstance(value, int) else 0 for _, value in kinds] or [0], np.int64)
        self._tags = {tag: number for number, tag in enumerate(sorted({v for _, v in kinds if isinstance(v, str)}), 1)}
        tags = (self._tags[value] if isinstance(value, str) else 0 for _, value in kinds)
        self.tags = np.fromiter(tags, np.int16, len(kinds)) if kinds else np.zeros(1, np.int16)

    @classmethod
    def read(cls, lines: Iterable[bytes]) -> Tables:
        """Build from N-Triples as the engine writes them. Raises: CannotTabulate."""
        numbers: dict[bytes, int] = {}
        columns: dict[bytes, tuple[array[int], array[int]]] = {}
        for line in lines:
            subject, predicate, value = line.rstrip(b" .\r\n").split(b" ", 2)
            if subject[:2] == b"<<" or value[:2] == b"<<":
                raise CannotTabulate("A triple about a triple.")
            column = columns.get(predicate) or columns.setdefault(predicate, (array("i"), array("i")))
            column[0].append(numbers.setdefault(subject, len(numbers)))
            column[1].append(numbers.setdefault(value, len(numbers)))
        keys = [term[:-1] if term[:1] == b"<" else term for term in numbers]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        place = np.empty(len(keys) or 1, np.int32)
        place[order] = np.arange(len(keys), dtype=np.int32)
        properties = {
            name.decode(): Property.of(place[np.array(one)], place[np.array(other)])
            for name, (one, other) in columns.items()
        }
        return cls([keys[number] for number in order], properties)

    def __len__(self) -> int:
        return self._size

    def _key(self, number: int) -> bytes:
        return self._all[self._ends[number - 1] if number else 0 : self._ends[number]]

    def term(self, number: int) -> str:
        """Return a term in N-Triples, which is also SPARQL. Raises: Beyond, for a blank node."""
        key = self._key(number).decode()
        if number >= self.blanks_from:
            raise Beyond("a blank node")
        return key + ">" if key[0] == "<" else key

    def number(self, term: str) -> int:
        """Return the number of a term in N-Triples, or ABSENT."""
        key = term.encode().removesuffix(b">") if term[0] == "<" else term.encode()
        low, high = 0, self._size
        while low < high:
            middle = (low + high) // 2
            if self._key(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low if low < self._size and self._key(low) == key else ABSENT

    def tag(self, language: str) -> int:
        """Return the number of a language tag; -1 when no text has it, 0 for none."""
        return self._tags.get(language, -1) if language else 0

    @cached_property
    def nothing(self) -> Property:
        """A property that no triple has."""
        none = np.empty(0, np.int32)
        return Property.of(none, none)

    def kind_of(self, numbers: Ids) -> Ids:
        """Return the kind of each term; of an unbound one, -1."""
        kinds = np.full(len(numbers), THING, np.int8)
        literal = numbers < self.things_from
        kinds[literal] = self.kinds[numbers[literal]]
        kinds[numbers < 0] = -1
        return kinds


def term_kind(term: bytes) -> tuple[int, int | str]:
    """Return the kind of a literal in N-Triples, with its value (a day as its ordinal) or its language."""
    if term.endswith(b'"'):
        return TEXT, 0
    if found := _TAG.search(term):
        if b"--" in found[1]:
            raise CannotTabulate("A text with a direction.")
        return TAGGED, found[1].decode()
    if found := _INTEGER.fullmatch(term):
        return INTEGER, int(found[1])
    if found := _DAY.fullmatch(term):
        return _day(found[1].decode())
    return OTHER, 0


def _day(text: str) -> tuple[int, int]:
    try:
        return DAY, date.fromisoformat(text).toordinal()
    except ValueError:
        return OTHER, 0
