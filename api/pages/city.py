"""Which city a reader means."""

from __future__ import annotations

from typing import Final

from gzkg import BadId, Entity, KnowledgeGraph, UnknownEntity

_CITY: Final = "City"


def find_city(graph: KnowledgeGraph, name: str) -> Entity | None:
    """Return the city that an id or a name in any language means, or None."""
    try:
        entity = graph.entity(name)
    except (BadId, UnknownEntity):
        found = [match.id for match in graph.find(name, limit=8) if _CITY in match.classes]
        return graph.entity(found[0]) if found else None
    return entity if _CITY in entity.classes else None
