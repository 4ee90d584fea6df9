"""Dates in words, as exact as they are known and no more."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Final

from gzkg import Bounds, Language

Words = Mapping[str, str]

_BEGUN: Final = ("begun_in", "begun_between", "begun_after", "begun_by")
_ENDED: Final = ("ended_in", "ended_between", "ended_after", "ended_by")
"""Keys of the words for a beginning and an end: known, between two days, not before one, by one at the latest."""


def tell_day(language: Language, day: date) -> str:
    """Return a day: `1979-05-02`, `1979年5月2日`."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()


def tell_span(language: Language, first: date, last: date) -> str | None:
    """Return a span that is one day, month or year by that; None for any other."""
    if first == last:
        return tell_day(language, first)
    if first.year != last.year or first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
        return None
    if first.month == last.month:
        return f"{first.year}年{first.month}月" if language == "zh" else f"{first:%Y-%m}"
    if (first.month, last.month) == (1, 12):
        return f"{first.year}年" if language == "zh" else str(first.year)
    return None


def tell_period(bounds: Bounds, words: Words, language: Language) -> str:
    """Return when something began and ended: `since 1979-05-02; still in force on 2020-03-18`."""
    at_once = _at_once(bounds, words, language)
    if at_once is not None:
        return at_once
    begin = _tell(_BEGUN, bounds.start_earliest, bounds.start_latest, words, language)
    end = _tell(_ENDED, bounds.end_earliest, bounds.end_latest, words, language)
    return words["and_then"].format(begin=begin, end=end) if begin and end else begin or end or words["undated"]


def as_event(words: Words) -> Words:
    """Return the words for what takes place at its beginning rather than lasts from then on."""
    return {**words, "begun_in": words["on"]}


def _at_once(bounds: Bounds, words: Words, language: Language) -> str | None:
    """Return in few words what lasted no longer than it is dated, or of which only one moment is known."""
    begin, end = (bounds.start_earliest, bounds.start_latest), (bounds.end_earliest, bounds.end_latest)
    first, last = _known(language, *begin), _known(language, *end)
    if first and last:
        return words["on"].format(when=first) if first == last else words["from_to"].format(first=first, last=last)
    if bounds.start_latest and bounds == Bounds(start_latest=bounds.start_latest, end_latest=bounds.start_latest):
        return words["by"].format(last=tell_day(language, bounds.start_latest))
    is_open = bounds.start_earliest is None and bounds.end_latest is None
    moment = _known(language, bounds.end_earliest, bounds.start_latest) if is_open else None
    return words["seen_in"].format(when=moment) if moment else None


def _tell(
    keys: tuple[str, str, str, str], earliest: date | None, latest: date | None, words: Words, language: Language
) -> str:
    """Return a beginning or an end in words; empty when nothing is known of it."""
    inside, between, after, by = keys
    if when := _known(language, earliest, latest):
        return words[inside].format(when=when)
    known = {name: tell_day(language, day) for name, day in (("first", earliest), ("last", latest)) if day}
    if not known:
        return ""
    return words[between if len(known) == 2 else after if earliest else by].format(**known)


def _known(language: Language, earliest: date | None, latest: date | None) -> str | None:
    return tell_span(language, earliest, latest) if earliest and latest else None
