"""Text in pictures: made harmless, measured, broken into lines, and the fonts it is set in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Final

_CHINESE: Final = (
    "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "'WenQuanYi Micro Hei', 'WenQuanYi Zen Hei'"
)
_LATIN: Final = "'Figure Sans', 'Source Sans 3', 'Source Sans Pro', 'Helvetica Neue', Arial"
FAMILY: Final = f"{_LATIN}, {_CHINESE}, sans-serif"
CHINESE_FAMILY: Final = f"{_CHINESE}, {_LATIN}, sans-serif"

_EAST_ASIAN: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_OWN: Final = re.compile("[\u0020-\u024f\u1e00-\u1eff\u2010-\u2027]*")
_NARROW: Final = frozenset("ijlftrI.,:;'’|!()[]{}- ·")
_WIDE: Final = frozenset("mwMWQOGDHNU@%&—")


def clean(text: str, most: int = 48) -> str:
    """Return a text on one line, without control characters and orders of direction, at most so many characters."""
    seen = "".join(" " if unicodedata.category(c)[0] in "ZC" and c != "\u200d" else c for c in str(text))
    line = " ".join(seen.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def is_east_asian(text: str) -> bool:
    """Tell whether a text has Chinese, Japanese or Korean characters."""
    return bool(_EAST_ASIAN.search(text))


def is_own(text: str) -> bool:
    """Tell whether the font that comes with gzkg has every character of a text."""
    return bool(_OWN.fullmatch(text))


def width(text: str, size: float) -> float:
    """Return about how wide a text is, a little too much rather than too little; `size` is that of the font."""
    return size * sum(_width(character) for character in text)


def wrap(text: str, size: float, room: float) -> list[str]:
    """Return a text as lines that fit into some width; Chinese breaks anywhere, other text between words."""
    lines, line = [], ""
    for piece in re.findall(rf"{_EAST_ASIAN.pattern}|[^\s{_EAST_ASIAN.pattern[1:-1]}]+\s*|\s+", text):
        if line and width(line + piece.rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


@cache
def own_font() -> str:
    """Return the path of the font that comes with gzkg."""
    return str(resources.files(__package__) / "figure-sans.ttf")


def _width(character: str) -> float:
    if _EAST_ASIAN.match(character):
        return 1.0
    if character in _NARROW:
        return 0.3
    if character in _WIDE:
        return 0.78
    return 0.6 if character.isupper() else 0.52
