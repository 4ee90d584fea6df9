"""What the reader of workbooks does not tell of a sheet: formulas without value, merged cells, what is hidden."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gzkg.model import Texts

_FORMULA: Final = re.compile(
    rb"""<(?:\w+:)?c\s(?P<attributes>[^<>]*)>\s*"""
    rb"""<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>(?P<formula>[^<]*)</(?:\w+:)?f>)\s*"""
    rb"""(?P<value><(?:\w+:)?v(?:\s[^<>]*)?>[^<]?)?"""
)
_PLACE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_IS_TEXT: Final = re.compile(rb"""\bt=["']str["']""")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s")
_HIDDEN: Final = re.compile(rb"""<(?:\w+:)?(?:row|col)\s[^<>]*\bhidden=["'](?:1|true)["']""")
_SHOWN: Final = 80

_NOTES: Final[tuple[tuple[re.Pattern[bytes], Texts], ...]] = (
    (
        _MERGED,
        {
            "en": "Some cells are merged: only the first cell of a merged range holds a value. Unmerge and fill them.",
            "zh": "有合并单元格：合并区域只有第一个单元格有值。请取消合并并逐格填写。",
        },
    ),
    (
        _HIDDEN,
        {
            "en": "Some rows or columns are hidden; they were read too.",
            "zh": "有隐藏的行或列，也已一并读取。",
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was saved without the value that it gives."""

    row: int
    column: int
    text: str


def notes_on(sheet: bytes) -> Sequence[Texts]:
    """Return what is to be said of a sheet as a whole, of its XML."""
    return tuple(note for pattern, note in _NOTES if pattern.search(sheet))


def formulas_without_value(sheet: bytes) -> list[Formula]:
    """Return the formulas of a sheet's XML that were saved without value, as programs do that cannot calculate."""
    found = []
    for formula in _FORMULA.finditer(sheet):
        place = _PLACE.search(formula["attributes"])
        value = formula["value"] or b""
        is_missing = not value or (value.endswith(b">") and not _IS_TEXT.search(formula["attributes"]))
        if place and is_missing:
            text = html.unescape((formula["formula"] or b"").decode(errors="replace"))
            found.append(Formula(int(place[2]), _number(place[1]), "=" + text[:_SHOWN]))
    return found


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
