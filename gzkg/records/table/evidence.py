"""The source of a row, found in the graph or made, and the claim that is taken from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from gzkg import vocab
from gzkg.model import Texts
from gzkg.records.table.cell import EMPTY, Object, Values, day_literal, read_address
from gzkg.records.table.fault import Fault
from gzkg.records.table.naming import slug
from gzkg.records.table.period import bounds_of, words_of
from gzkg.records.table.resolver import Resolver

Texted = Mapping[str, Sequence[str]]
"""Key of a column -> what its cells say."""
Said = tuple[str, str, Object, str]
"""Subject, property, value, and the key of the column that says so; empty when none does."""

_ORGANISATION: Final = ("Organization",)
_PUBLISHER_SLUG: Final = 40
_UNDATED: Final = {"en": "undated", "zh": "日期不详"}


@dataclass(slots=True)
class Source:
    """A source: its IRI, the last day on which it can have been published, and what is said of it where it is new."""

    iri: str
    published: date | None
    said: list[Said] = field(default_factory=list)
    is_new: bool = False


class Sources:
    """Finds the source of a row by id or address, or makes a new one, once for all rows that name it."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._made: dict[str, Source] = {}

    def find(self, texts: Texted, values: Values) -> Source | tuple[str, Fault]:
        """Return the source that a row names; or the key of the column at fault and what is wrong."""
        text = _first(texts, "source")
        address = text if read_address(text) and not text.startswith(vocab.ID) else ""
        if text and not address:
            found = self._resolver.find([text], ["Source"])
            return ("source", _no_source(text, found)) if isinstance(found, Fault) else self._there(found)
        there = self._resolver.number("url", address)
        if len(there) > 1:
            return "source", self._resolver.name_all("T10-ambiguous-name", there, address)
        if there:
            return self._there(there[0])
        identity = address or _first(texts, "source_title_en")
        return self._made.get(identity) or self._make(identity, address, texts, values)

    def _there(self, iri: str) -> Source:
        made = next((source for source in self._made.values() if source.iri == iri), None)
        day = self._resolver.stated(iri, "publishedOn") or self._resolver.stated(iri, "startLatest")
        return made or Source(iri, date.fromisoformat(day) if day else None)

    def _make(self, identity: str, address: str, texts: Texted, values: Values) -> Source | tuple[str, Fault]:
        found = self._publisher(_first(texts, "publisher"), _first(texts, "publisher_zh"))
        if isinstance(found, Fault):
            return "publisher", found
        publisher, said = found
        names = self._resolver.label(publisher)
        period = values.get("published", EMPTY).period
        digest = hashlib.sha256(identity.encode()).hexdigest()[:6]
        stem = slug(names.get("en", ""))[:_PUBLISHER_SLUG].strip("-")
        iri = f"{vocab.ID}source/{stem}-{period or 'undated'}-{digest}"
        source = Source(iri, bounds_of(period).start_latest, is_new=True)
        label = _label(names, period, address, texts)
        kind = values.get("source_kind", EMPTY)
        source.said = [
            *said,
            *_describe(iri, label, publisher, period),
            *((iri, "kind", term, "source_kind") for term in kind.terms),
        ]
        if address:
            source.said.append((iri, "url", NamedNode(address), "source"))
        self._resolver.introduce(iri, "Source", label)
        self._made[identity] = source
        return source

    def _publisher(self, name: str, name_zh: str) -> tuple[str, list[Said]] | Fault:
        """Return the publisher and, where it is new, what is said of it: both its names."""
        texts = [text for text in (name, name_zh) if text] or [""]
        found = self._resolver.find(texts, _ORGANISATION)
        if isinstance(found, str):
            return found, []
        if found.check != "T08-unknown-name":
            return found
        iri = f"{vocab.ID}org/{slug(name)}"
        if len(texts) < 2 or not slug(name) or self._resolver.exists(iri):
            return Fault("T22-new-publisher", {"value": texts[0]})
        self._resolver.introduce(iri, "Organization", {"en": name, "zh": name_zh})
        return iri, [
            (iri, "type", NamedNode(vocab.GZ + "Organization"), "publisher"),
            (iri, "prefLabel", Literal(name, language="en"), "publisher"),
            (iri, "prefLabel", Literal(name_zh, language="zh"), "publisher_zh"),
        ]


def claim_of(iri: str, source: Source, *, statement: Texts, said: Values, today: date) -> list[Said]:
    """Return what the claim of a row says; `said` holds the values of its other columns."""
    about = iri.rpartition("/claim/")[0]
    stated = bounds_of(said.get("stated_on", EMPTY).period).start_latest or source.published or today
    found: list[Said] = [
        (iri, "type", NamedNode(vocab.GZ + "Claim"), ""),
        (iri, "about", NamedNode(about), ""),
        (iri, "source", NamedNode(source.iri), "source"),
        (iri, "rank", NamedNode(vocab.CONCEPT + "rank/normal"), ""),
        (iri, "statedOn", day_literal(stated.isoformat()), "stated_on"),
    ]
    found += [
        (iri, "statement", Literal(text, language=language), f"statement_{language}")
        for language, text in statement.items()
    ]
    found += [
        (iri, name, term, key)
        for key, name in (("locator", "locator"), ("status", "claimStatus"))
        for term in said[key].terms
    ]
    return found


def _describe(iri: str, label: Texts, publisher: str, period: str) -> list[Said]:
    found: list[Said] = [
        (iri, "type", NamedNode(vocab.GZ + "Source"), "source"),
        *(
            (iri, "prefLabel", Literal(label[language], language=language), f"source_title_{language}")
            for language in label
        ),
        (iri, "publisher", NamedNode(publisher), "publisher"),
    ]
    bounds = bounds_of(period)
    if bounds.start_earliest and bounds.start_latest:
        days = (("startEarliest", bounds.start_earliest), ("startLatest", bounds.start_latest))
        names = (("publishedOn", bounds.start_latest),) if bounds.start_earliest == bounds.start_latest else days
        found += [(iri, name, day_literal(day.isoformat()), "published") for name, day in names]
    return found


def _label(publisher: Texts, period: str, address: str, texts: Texted) -> Texts:
    """Return the titles given, else `publisher, day (host)` as the sources of the graph are called."""
    day = words_of(period) or _UNDATED
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    made = {
        "en": f"{publisher.get('en', '')}, {day['en']}" + (f" ({host})" if host else ""),
        "zh": f"{publisher.get('zh', '')}，{day['zh']}" + (f"（{host}）" if host else ""),
    }
    return {language: _first(texts, f"source_title_{language}") or made[language] for language in made}


def _first(texts: Texted, key: str) -> str:
    return texts[key][0] if texts.get(key) else ""


def _no_source(text: str, fault: Fault) -> Fault:
    """Say that a text is no address, unless it is an id or the name of a source that is only misspelt."""
    return (
        fault
        if fault.check in ("T09-near-name", "T10-ambiguous-name", "T13-unknown-id")
        else Fault("T16-bad-address", {"value": text})
    )
