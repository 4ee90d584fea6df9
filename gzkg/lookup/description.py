"""Things as RDF: the queries that give all that a page shows, or only what is said of the things themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from gzkg.errors import BadId
from gzkg.ids import iri_of
from gzkg.store.sparql import library_query

_IRI: Final = re.compile(r'[^\x00-\x20<>"{}|\\^`]+')


def description_query(entity_id: str) -> str:
    """Return the SPARQL that describes one thing, with its records, claims and sources. Raises: BadId."""
    return library_query("described").replace("<entity>", f"<{iri_of(entity_id)}>")


def statements_query(iris: Iterable[str]) -> str:
    """Return the SPARQL that gives what is said of some things or terms themselves, at least one. Raises: BadId."""
    things = list(iris)
    for iri in things:
        if not _IRI.fullmatch(iri):
            raise BadId(f"'{iri[:80]}' is no IRI.")
    return library_query("statements").replace("<things>", " ".join(f"<{iri}>" for iri in things))
