"""What of a value goes into a file: one rule for all formats.

- A number that is not finite is not defined: it is left out, or empty, or null.
- Characters that XML 1.0 cannot hold (most control characters, lone surrogates) become U+FFFD, the replacement mark.
- JSON keeps lists. A single cell holds a list as texts joined by a space, and spells as `1979-05-02/..` (begin/end).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

Kind = Literal["whole", "number", "flag", "text"]
Single = None | bool | int | float | str
Column = tuple[Kind, Sequence[Any]]
"""The kind of the values of a column, and the values, each of that kind or None."""

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG: Final = 1 << 63
_NOTHING: Final = type(None)


def legal(text: str) -> str:
    """Return a text with U+FFFD for every character that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def plain(value: Any) -> Any:
    """Return a value as JSON knows it: None, bool, int, float, text, lists and objects of these."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {legal(str(key)): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return legal(value.isoformat() if isinstance(value, date) else str(value))


def as_json(value: Any) -> str:
    """Return a value as JSON."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def single(value: Any) -> Single:
    """Return what one cell holds of a value; a list is a text, an object is JSON."""
    value = plain(value)
    if isinstance(value, list):
        return " ".join(_pair(part) if isinstance(part, list) else as_text(part) for part in value)
    return as_json(value) if isinstance(value, dict) else value


def as_text(value: Any) -> str:
    """Return a value as text: nothing for None, `true` and `false`, numbers so that they can be read back exactly."""
    value = single(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def column_of(values: Sequence[Any]) -> Column:
    """Return the kind of a column and its values: whole numbers, numbers, true or false, and otherwise texts."""
    cells: Sequence[Any] = values.tolist() if hasattr(values, "tolist") else values
    if not set(map(type, cells)) <= {int, _NOTHING}:
        cells = [single(value) for value in cells]
    types = set(map(type, cells)) - {_NOTHING}
    if types == {int} and all(cell is None or -_LONG <= cell < _LONG for cell in cells):
        return "whole", cells
    if types == {bool}:
        return "flag", cells
    if types and types <= {int, float} and float in types:
        return "number", [None if cell is None else float(cell) for cell in cells]
    return "text", [None if cell is None else as_text(cell) for cell in cells]


def _pair(parts: Sequence[Any]) -> str:
    return "/".join(".." if part is None else as_text(part) for part in parts)
