"""Names of classes, properties and concepts, and which concepts a relation's codes mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from gzkg import Brief, KnowledgeGraph, Relation, declared_prefixes

_PREFIXES: Final = declared_prefixes(())
_SCHEMES: Final = {
    "Tie": "tie-kind",
    "Membership": "role",
    "Participation": "role",
    "AwardEntry": "outcome",
    "Count": "indicator",
    "Undertaking": "undertaking-kind",
    "Link": "link-kind",
}
"""Class of a relation -> scheme of the concepts that its details are."""


def expand(curie: str) -> str:
    """Return the IRI of a short name such as `gz:within`; an IRI stays as it is."""
    prefix, _, name = curie.partition(":")
    return _PREFIXES[prefix] + name if prefix in _PREFIXES else curie


def status_term(code: str) -> str:
    """Return the IRI of the status of a claim."""
    return expand(f"claim-status:{code}")


def detail_terms(relation: Relation) -> list[str]:
    """Return the IRIs of the concepts that say more of a relation: its tie kind, role, outcome."""
    scheme = _SCHEMES.get(relation.kind)
    return [expand(f"{scheme}:{code}") for code in relation.detail] if scheme else []


def class_term(name: str) -> str:
    """Return the IRI of a class."""
    return expand(f"gz:{name}")


class Names:
    """What things and terms are called and where they lie, read all at once."""

    def __init__(self, graph: KnowledgeGraph, iris: Iterable[str]) -> None:
        self._found: Mapping[str, Brief] = {one.iri: one for one in graph.brief(iris)}

    def __getitem__(self, iri: str) -> Mapping[str, str]:
        found = self._found.get(iri)
        return found.label if found and found.label else {"en": iri.rpartition("/")[2].rpartition("#")[2]}

    def point(self, iri: str) -> tuple[float, float] | None:
        """Return longitude and latitude, None when there is no position."""
        found = self._found.get(iri)
        return found.point if found else None

    def __contains__(self, iri: str) -> bool:
        return iri in self._found
