"""Dates as people write them -> `2012-04-18`, `2012/2014`, `../2014`; what may mean two days is never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from gzkg.dates import Bounds, expand
from gzkg.errors import BadDate
from gzkg.model import Texts
from gzkg.records.table.fault import Fault

_UNKNOWN: Final = frozenset({"", "-", "--", "—", "?", "n/a", "undated", "unknown", "日期不详", "不详", "未知", "无"})
_RANGE: Final = re.compile(
    r"(?P<a>\d{4}[\d-]*)/(?P<b>\d{4}[\d-]*|\.\.)|\.\.\s*/?\s*(?P<till>\S.*)|(?P<since>.*\S)\s*/?\s*\.\."
    r"|(?P<c>.*\S)\s*(?:[–—~]|至|到|\bto\b)\s*(?P<d>\S.*)|(?P<e>\d{4})-(?P<f>\d{4})"
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_COMPACT: Final = re.compile(r"(1[5-9]\d\d|2[01]\d\d)([01]\d)([0-3]\d)")
_HAN: Final = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}|\d{1,2}[- ][a-z]{3}[- ]\d{2}", re.IGNORECASE)
_WORDS: Final = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -]+)?(?P<month>[a-z]{3,9})\.?"
    r"(?:[ -]+(?P<late>\d{1,2})(?:st|nd|rd|th)?(?=,|\s))?[ ,-]+(?P<year>\d{4})",
    re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"[1-9]\d{4}")
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SPREADSHEET: Final = date(1899, 12, 30)


def read_period(text: str) -> str | Fault:
    """Return a date or period in the form of `gzkg.dates`, empty when the text says that it is not known.

    Read are `2012`, `2012-4`, `2012/4/18`, `2012.4.18`, `20120418`, `2012年4月18日`, `18 April 2012`, `April 18, 2012`,
    `18/04/2012` where only one reading is a day, and pairs of these with `/`, `..`, `to`, `至` or a dash between.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.casefold() in _UNKNOWN:
        return ""
    read = _read(plain)
    if isinstance(read, Fault):
        return read
    try:
        expand(read)
    except BadDate as error:
        return Fault("T06-order" if "before" in str(error) else "T05-bad-date", {"value": text})
    return read


def bounds_of(period: str) -> Bounds:
    """Return the four bounds of a period that was read; none when it is empty."""
    return expand(period) if period else Bounds()


def words_of(period: str) -> Texts:
    """Return a period in words: `18 April 2012`, `2012年4月18日`; empty when it is empty."""
    start, _, end = period.partition("/")
    first, last = _words(start), _words(end)
    if first and last:
        return {"en": f"{first['en']} to {last['en']}", "zh": f"{first['zh']}至{last['zh']}"}
    if last:
        return {"en": f"until {last['en']}", "zh": f"截至{last['zh']}"}
    return first


def _words(day: str) -> Texts:
    if day in ("", ".."):
        return {}
    year, *rest = day.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    late = [str(int(rest[1]))] if len(rest) > 1 else []
    han = "".join(f"{int(number)}{unit}" for number, unit in zip(rest, "月日", strict=False))
    return {"en": " ".join([*late, *month, year]), "zh": f"{year}年{han}"}


def _read(text: str) -> str | Fault:
    if not (found := _RANGE.fullmatch(text)) or _YEAR_FIRST.fullmatch(text):
        return _day(text)
    parts = found.groupdict()
    if parts["till"] or parts["since"]:
        day = _day(parts["till"] or parts["since"])
        return day if isinstance(day, Fault) else f"../{day}" if parts["till"] else f"{day}/.."
    pair = [_day(part) for part in (parts["a"] or parts["c"] or parts["e"], parts["b"] or parts["d"] or parts["f"])]
    return next((part for part in pair if isinstance(part, Fault)), None) or "/".join(map(str, pair))


def _day(text: str) -> str | Fault:
    if text == "..":
        return text
    if found := _YEAR_FIRST.fullmatch(text):
        return _join(found[1], found[3], found[4])
    if found := _HAN.fullmatch(text) or _COMPACT.fullmatch(text):
        return _join(*found.groups())
    if found := _YEAR_LAST.fullmatch(text):
        return _turned(text, int(found[1]), int(found[2]), found[3])
    if (found := _WORDS.fullmatch(text)) and (month := _month(found["month"])) and not (found["day"] and found["late"]):
        return _join(found["year"], month, found["day"] or found["late"])
    if _SERIAL.fullmatch(text):
        return Fault("T07-unclear-date", {"value": text, "readings": (day := _serial(text))}, suggestion=day)
    if _SHORT_YEAR.fullmatch(text):
        return Fault("T07-unclear-date", {"value": text, "readings": "19…, 20…"})
    return Fault("T05-bad-date", {"value": text})


def _turned(text: str, first: int, second: int, year: str) -> str | Fault:
    """Read two numbers before a year: day and month, in whichever order gives a day, if only one does."""
    readings = {_join(year, month, day) for day, month in ((first, second), (second, first)) if 1 <= month <= 12}
    if len(readings) == 1:
        return readings.pop()
    return Fault(
        "T07-unclear-date" if readings else "T05-bad-date", {"value": text, "readings": " / ".join(sorted(readings))}
    )


def _join(year: str, month: str | int | None, day: str | int | None) -> str:
    return "-".join([year, *(f"{int(number):02}" for number in (month, day) if number is not None)])


def _month(word: str) -> int | None:
    wanted = "sep" if word.casefold() == "sept" else word.casefold()
    fits = [place for place, name in enumerate(_MONTHS, start=1) if wanted in (name.casefold(), name[:3].casefold())]
    return fits[0] if fits else None


def _serial(text: str) -> str:
    return (_SPREADSHEET + timedelta(days=int(text))).isoformat()
