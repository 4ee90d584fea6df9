"""One thing as RDF: the query that gives all that its page shows."""

from __future__ import annotations

from gzkg.ids import iri_of
from gzkg.store.sparql import library_query


def description_query(entity_id: str) -> str:
    """Return the SPARQL that describes one thing, with its records, claims and sources. Raises: BadId."""
    return library_query("described").replace("<entity>", f"<{iri_of(entity_id)}>")
