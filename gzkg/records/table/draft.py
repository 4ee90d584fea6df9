"""What a table has said so far: triples, the cell behind each, and the records they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.records.batch import Place
from gzkg.records.table.cell import Object
from gzkg.records.table.evidence import Said
from gzkg.records.table.row import Row

_ELSEWHERE: Final = {
    "type": vocab.TYPE,
    "prefLabel": vocab.PREF_LABEL,
    "altLabel": vocab.ALT_LABEL,
    "hasCentroid": vocab.GEO + "hasCentroid",
    "asWKT": vocab.GEO + "asWKT",
}


def property_iri(name: str) -> str:
    """Return the IRI of a property by its own name."""
    return _ELSEWHERE.get(name, vocab.GZ + name)


@dataclass(slots=True)
class Record:
    """A thing or record of the batch: the row that began it, whether it has its dates, and the claims on it."""

    line: int
    dated: bool = False
    claims: list[tuple[object, ...]] = field(default_factory=list)
    number: int = 0
    """Number of the last claim."""


class Draft:
    """Collects triples, each once, in the order in which rows say them."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self.places: dict[tuple[str, str], Place] = {}
        self.records: dict[str, Record] = {}
        self._said: dict[tuple[str, str], list[Object]] = defaultdict(list)

    def begin(self, iri: str, row: Row) -> Record:
        """Return the record of an IRI; a new one is begun by the row."""
        self.places.setdefault((iri, ""), row.place())
        return self.records.setdefault(iri, Record(row.line))

    def said(self, iri: str, name: str) -> list[Object]:
        """Return what has been said of a property of a thing."""
        return self._said.get((iri, property_iri(name)), [])

    def say(self, said: Iterable[Said], row: Row) -> bool:
        """Add statements, each with its cell; return whether any of them was new.

        The cell of a second value of a property has the place (subject, `property value`).
        """
        before = len(self.triples)
        for subject, name, value, key in said:
            property = property_iri(name)
            if value not in (there := self._said[subject, property]):
                there.append(value)
                self.triples.append(Triple(NamedNode(subject), NamedNode(property), value))
                self.places.setdefault((subject, ""), row.place())
                if key and key in row.cells:
                    more = f" {value.value}" if len(there) > 1 else ""
                    self.places.setdefault((subject, property + more), row.place(key))
        return len(self.triples) > before

    def disputed(self, iri: str, name: str, terms: Iterable[Object]) -> bool:
        """Tell whether something else was said of a property that has one value, or one in each language."""
        there = self.said(iri, name)
        for term in terms:
            rivals = [other for other in there if _language(other) == _language(term)]
            if rivals and term not in rivals:
                return True
        return False


def _language(term: Object) -> str | None:
    return term.language if isinstance(term, Literal) else None
