"""Characters that nobody sees, and that make two texts differ or one text read as another."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from gzkg.model import Finding
from gzkg.records.reading.trouble import finding

_MARKS: Final = "\u061c\u200e\u200f"
_EMOJI: Final = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_JOINED: Final = (
    "\u0600-\u061b\u061d-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1b00-\u1cff\ua800-\uabff\ufb50-\ufefc"
)
"""Arabic, Syriac, the scripts of India and its neighbours: letters take another form where they may not join."""
_SPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f"
"""Thai, Lao, Burmese, Khmer: no space between words, but a line may break at a zero-width one."""
_NEEDED: Final = (
    f"(?<=[{_JOINED}])[\u200c\u200d]|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])|(?<=[{_SPACED}])\u200b"
    "|(?<=[\u1800-\u18af])[\u180b-\u180f]|(?<=\U0001f3f4)[\U000e0061-\U000e007a]{1,6}\U000e007f"
)
"""Where a script needs such a character; the last are the tags that make a flag that of Scotland."""
_REFUSED: Final = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e00ff]"
)
_ONE_WAY: Final = re.compile(f"{_NEEDED}|(?P<bad>{_REFUSED})")
_BOTH_WAYS: Final = re.compile(f"{_NEEDED}|[{_MARKS}]|(?P<bad>{_REFUSED})")
_UNSEEN: Final = re.compile(_REFUSED)
_LOST: Final = "\ufffd"
_NAMES: Final = {"\0": "NULL", "\x1b": "ESCAPE", "\x7f": "DELETE", "\x85": "NEXT LINE"}
_SHOWN: Final = 30


def without_harm(text: str) -> str:
    """Return a text without the characters that a text may not hold.

    Refused: control characters but tab and line breaks, direction overrides and isolates, zero-width and other
    invisible characters, the mark of a lost character. Kept where a script needs them: joiners in Arabic and Indic
    words and between emoji, direction marks beside Hebrew or Arabic letters, zero-width spaces in Thai, Lao, Burmese
    and Khmer, the tags of a flag.
    """
    return _pattern(text).sub(lambda found: "" if found["bad"] else found[0], text)


def character_finding(file: str, line: int | None, text: str, **told: str | None) -> Finding | None:
    """Return the finding about the first character that a text may not hold, or None; it suggests the text without."""
    place = next((found.start() for found in _pattern(text).finditer(text) if found["bad"]), None)
    if place is None:
        return None
    code, name = _describe(text[place])
    check = "F04-lost-character" if text[place] == _LOST else "F03-character"
    told |= {"value": _around(text, place), "suggestion": None if _LOST in text else without_harm(text).strip()}
    return finding(check, file, line, many=place, code=code, name=name, **told)


def _pattern(text: str) -> re.Pattern[str]:
    """Return what is looked for; marks of direction are in their place where both directions meet."""
    has_marks = any(mark in text for mark in _MARKS)
    both = has_marks and any(unicodedata.bidirectional(c) in ("R", "AL") for c in text if c not in _MARKS)
    return _BOTH_WAYS if both else _ONE_WAY


def _describe(character: str) -> tuple[str, str]:
    return f"U+{ord(character):04X}", _NAMES.get(character) or str(unicodedata.name(character, "CONTROL CHARACTER"))


def _around(text: str, place: int) -> str:
    """Return what stands around a place, with the code for every character that is not seen."""
    begin, end = max(0, place - _SHOWN), place + _SHOWN
    shown = _UNSEEN.sub(lambda found: f"⟨{_describe(found[0])[0]}⟩", text[begin:end])
    return ("…" if begin else "") + shown + ("…" if end < len(text) else "")
