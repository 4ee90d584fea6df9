"""What sources say about one thing: its claims, each with its source."""

from __future__ import annotations

from collections.abc import Iterable

from gzkg import vocab
from gzkg.dates import Bounds
from gzkg.errors import StoreError
from gzkg.ids import id_of, iri_of
from gzkg.lookup.label import Labels
from gzkg.lookup.subject import Subject, bounds, code, day, gather, text, texts
from gzkg.model import Claim, Source
from gzkg.store.embedded import EmbeddedStore


def read_claims(store: EmbeddedStore, labels: Labels, entity_id: str) -> list[Claim]:
    """Return the claims about one thing, oldest first. Raises: BadId."""
    return _sorted(_Reader(store, labels, iri_of(entity_id)).claims("claims", "claim_sources"))


def read_claims_around(store: EmbeddedStore, labels: Labels, entity_id: str) -> list[Claim]:
    """Return the claims about one thing and about the records that touch it, and those taken from it, oldest first.

    Raises: BadId.
    """
    reader = _Reader(store, labels, iri_of(entity_id))
    own = reader.claims("claims", "claim_sources")
    records = reader.claims("claims_of_records", "claim_sources_of_records")
    taken = reader.claims("claims_taken", "subject", column="thing")
    return _sorted({claim.id: claim for claim in (*own, *records, *taken)}.values())


def read_sources(store: EmbeddedStore, labels: Labels, entity_id: str) -> list[Source]:
    """Return the sources of the claims about one thing, sorted by id. Raises: BadId."""
    rows = store.rows("claim_sources", thing=iri_of(entity_id))
    return [_source(iri, subject, labels) for iri, subject in gather(rows, "source").items()]


class _Reader:
    """Reads the claims around one thing, each kind with one query for them and one for their sources."""

    def __init__(self, store: EmbeddedStore, labels: Labels, thing: str) -> None:
        self._store = store
        self._labels = labels
        self._thing = thing

    def claims(self, asked: str, sources_asked: str, *, column: str = "source") -> list[Claim]:
        """Return the claims that one query gives, with the sources that another gives in a column."""
        found = gather(self._store.rows(asked, thing=self._thing), "claim")
        if not found:
            return []
        rows = gather(self._store.rows(sources_asked, thing=self._thing), column)
        sources = {id_of(iri) or iri: _source(iri, subject, self._labels) for iri, subject in rows.items()}
        return [_claim(claim, subject, sources) for claim, subject in found.items()]


def _sorted(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: claim.stated_on)


def _claim(iri: str, subject: Subject, sources: dict[str, Source]) -> Claim:
    stated_on = day(subject, vocab.GZ + "statedOn")
    source = text(subject, vocab.GZ + "source")
    if stated_on is None or source is None:
        raise StoreError(f"The claim {id_of(iri)} has no source or no day on which it was stated. Run `gzkg check`.")
    return Claim(
        id=id_of(iri) or iri,
        about=id_of(text(subject, vocab.GZ + "about") or "") or "",
        source=sources[id_of(source) or source],
        statement=texts(subject, vocab.GZ + "statement"),
        locator=text(subject, vocab.GZ + "locator") or "",
        status=code(text(subject, vocab.GZ + "claimStatus") or ""),
        rank=code(text(subject, vocab.GZ + "rank") or ""),
        stated_on=stated_on,
        mentions=tuple(sorted(term.value for term in subject.get(vocab.GZ + "mention", ()))),
    )


def _source(iri: str, subject: Subject, labels: Labels) -> Source:
    publisher = text(subject, vocab.GZ + "publisher")
    published = day(subject, vocab.GZ + "publishedOn")
    return Source(
        id=id_of(iri) or iri,
        label=texts(subject, vocab.PREF_LABEL),
        publisher=id_of(publisher) if publisher else None,
        publisher_label=labels.get(publisher or "", {}),
        published=Bounds(published, published) if published else bounds(subject),
        url=text(subject, vocab.GZ + "url"),
    )
