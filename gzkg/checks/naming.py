"""What the id of a tie or claim has to be, given what it says: the path is the identity."""

from __future__ import annotations

from collections.abc import Iterable

from gzkg import vocab
from gzkg.ids import id_of, kind_of


def tie_id(kind: str, parties: Iterable[str]) -> str:
    """Return the id of a tie from its kind and the IRIs of its parties: both ends in alphabetical order."""
    slugs = sorted((id_of(party) or "").partition("/")[2] for party in parties)
    return f"tie/{kind.rpartition('/')[2]}/{'--'.join(slugs)}"


def is_named(tie: str, wanted: str) -> bool:
    """Tell whether a tie has the id that it should, or that with the number of a later spell behind it."""
    return tie == wanted or (tie.startswith(f"{wanted}--") and tie.removeprefix(f"{wanted}--").isdigit())


def stands_with(claim: str, about: str) -> bool:
    """Tell whether the id of a claim places it with what it is about (an IRI); a source may hold any claim."""
    return claim.startswith(f"{id_of(about)}/claim/") or kind_of(claim) == "source"


def short(iri: str) -> str:
    """Return a term as people write it: `gz:Tie`, `tie-kind:sister-city`, `skos:prefLabel`; others in full."""
    for prefix, namespace in vocab.PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
