"""One subject as the store gives it: property -> terms, and how to read texts, days and bounds from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from gzkg import vocab
from gzkg.dates import Bounds
from gzkg.errors import StoreError
from gzkg.model import Term, Texts
from gzkg.rdf.turtle import natural
from gzkg.store.answer import Row

Subject = Mapping[str, list[Term]]


def collect(rows: Iterable[Row]) -> Subject:
    """Collect rows of (property, value) into one subject; empty when there are none."""
    found: dict[str, list[Term]] = defaultdict(list)
    for row in rows:
        name, value = row["property"], row["value"]
        if name and value and value not in (values := found[name.value]):
            values.append(value)
    return found


def gather(rows: Iterable[Row], key: str) -> dict[str, Subject]:
    """Collect rows of (key, property, value) into one subject per key, in natural order of the keys."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row[key])].append(row)
    return {subject: collect(found[subject]) for subject in sorted(found, key=natural)}


def text(subject: Subject, term: str) -> str | None:
    """Return the first value of a property as text, or None."""
    values = subject.get(term)
    return values[0].value if values else None


def texts(subject: Subject, term: str) -> Texts:
    """Return the values of a property by language."""
    return {value.language: value.value for value in subject.get(term, ()) if value.language}


def code(iri: str) -> str:
    """Return the last part of an IRI: `Tie` of a class, `achieved` of a concept."""
    return iri.rpartition("#" if "#" in iri else "/")[2]


def day(subject: Subject, term: str) -> date | None:
    """Return a property's calendar day, or None when it has none.

    Raises: StoreError, when the graph holds something else there.
    """
    value = text(subject, term)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise StoreError(f"The graph holds '{value}' as {code(term)}, which is no day. Run `gzkg check`.") from None


def bounds(subject: Subject) -> Bounds:
    """Return the four dates of a subject."""
    return Bounds(*(day(subject, term) for term in vocab.BOUND_TERMS))
