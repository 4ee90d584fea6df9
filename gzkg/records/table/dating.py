"""When a row says that something began, ended or held."""

from __future__ import annotations

from gzkg.dates import Bounds
from gzkg.records.table.cell import EMPTY, Values, day_literal
from gzkg.records.table.evidence import Said
from gzkg.records.table.period import bounds_of


def bounds_in(values: Values) -> Bounds:
    """Return when it began and ended: `start` may give both, `seen` bounds what the other two leave open."""
    start, end, seen = (bounds_of(values.get(key, EMPTY).period) for key in ("start", "end", "seen"))
    has_start = bool(start.start_earliest or start.start_latest)
    last = end.start_latest or start.end_latest
    first = end.start_earliest or start.end_earliest
    return Bounds(
        start.start_earliest,
        start.start_latest if has_start else seen.end_latest or seen.start_latest,
        first if last or first else seen.start_earliest,
        last,
    )


def date_keys(values: Values) -> tuple[str, str]:
    """Return the columns that say when it began and when it ended."""
    start, end = values.get("start", EMPTY).period, values.get("end", EMPTY).period
    return "start" if start else "seen", "end" if end else "start" if "/" in start else "seen"


def as_of(iri: str, values: Values) -> list[Said]:
    """Return the day of a number; for a month, year or span its last day, and the span."""
    bounds = bounds_of(values.get("as_of", EMPTY).period)
    first, last = bounds.start_earliest, bounds.end_latest or bounds.start_latest
    said: list[Said] = [(iri, "asOf", day_literal(last.isoformat()), "as_of")] if last else []
    if first and last and first != last:
        said += dates_of(iri, Bounds(start_earliest=first, end_latest=last), ("as_of", "as_of"))
    return said


def dates_of(iri: str, bounds: Bounds, keys: tuple[str, str]) -> list[Said]:
    """Return the bounds of a thing as statements; `keys` are the columns that say when it began and ended."""
    days = (
        ("startEarliest", bounds.start_earliest, keys[0]),
        ("startLatest", bounds.start_latest, keys[0]),
        ("endEarliest", bounds.end_earliest, keys[1]),
        ("endLatest", bounds.end_latest, keys[1]),
    )
    return [(iri, name, day_literal(day.isoformat()), key) for name, day, key in days if day]
