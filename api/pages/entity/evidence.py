"""Who says so: the claims of each statement, each with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.pages.dating import Words, as_event, tell_day, tell_period
from api.pages.entity.terms import Names, status_term
from api.pages.link import safe_url
from gzkg import Claim, Language


@dataclass(frozen=True)
class Testimony:
    """One claim as the page shows it."""

    claim: Claim
    status: Mapping[str, str]
    published: str
    url: str | None
    """Address of the source when a browser may follow it."""


def statuses_of(claims: Iterable[Claim]) -> set[str]:
    """Return the IRIs of the statuses that claims give."""
    return {status_term(status) for status in {claim.status for claim in claims}}


def testify(
    claims: Iterable[Claim], names: Names, words: Words, language: Language
) -> Mapping[str, Sequence[Testimony]]:
    """Return the claims about each thing, by its id, oldest first."""
    found: dict[str, list[Testimony]] = defaultdict(list)
    for claim in claims:
        published = claim.source.published
        dated = published.start_latest or published.start_earliest
        found[claim.about].append(
            Testimony(
                claim=claim,
                status=names[status_term(claim.status)],
                published=_published(claim, words, language) if dated else words["no_date"],
                url=safe_url(claim.source.url),
            )
        )
    return found


def _published(claim: Claim, words: Words, language: Language) -> str:
    bounds = claim.source.published
    if bounds.start_earliest == bounds.start_latest and bounds.start_latest:
        return tell_day(language, bounds.start_latest)
    return tell_period(bounds, as_event(words), language)
