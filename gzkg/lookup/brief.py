"""Many things at once, each in brief: its name, what it is, where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from gzkg.errors import BadQuery
from gzkg.ids import id_of, iri_of
from gzkg.lookup.label import Labels
from gzkg.lookup.relation import read_record_label
from gzkg.lookup.subject import code, collect
from gzkg.model import Brief
from gzkg.store.answer import Row
from gzkg.store.embedded import EmbeddedStore

_POINT: Final = re.compile(r"POINT\s*\(\s*(\S+)\s+(\S+)\s*\)")


def read_briefs(store: EmbeddedStore, labels: Labels, names: Iterable[str]) -> Iterator[Brief]:
    """Give each thing of which the graph says what it is, in the order asked; an IRI that is none is left out.

    Raises: BadId.
    """
    for name in dict.fromkeys(names):
        iri = name if ":" in name else iri_of(name)
        if rows := _rows(store, iri):
            classes = tuple(sorted({code(str(row["class"])) for row in rows}))
            points = [found for row in rows if (found := _POINT.match(str(row["point"] or "")))]
            label = labels.get(iri) or read_record_label(store, labels, collect(store.rows("subject", thing=iri)))
            point = (float(points[0][1]), float(points[0][2])) if points else None
            yield Brief(id_of(iri), iri, classes, dict(label), point)


def _rows(store: EmbeddedStore, iri: str) -> list[Row]:
    try:
        return list(store.rows("brief", thing=iri))
    except BadQuery:  # a text that is no IRI
        return []
