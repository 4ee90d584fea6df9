"""Read `Accept` and `Accept-Encoding`: which of the forms that fit an answer the client likes best."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, get_args

from gzkg import Format, Holds, UnsupportedFormat, formats_for, get_format

_REMEMBERED: Final = 500
"""Characters of what a client wants, up to which the reading of it is kept."""

_KINDS: Final[tuple[Holds, ...]] = get_args(Holds)


def choose_formats(accept: str, named: tuple[str, ...] = ()) -> dict[Holds, str]:
    """Return for each kind of answer the name of its format: the first named that fits, else by the client's q-values.

    A kind that no wanted format can hold is left out. Raises: UnsupportedFormat, when no format has such a name.
    """
    names = tuple(name for name in named if name.strip())
    short = len(accept) + sum(map(len, names)) < _REMEMBERED
    return (_choose_formats if short else _choose_formats.__wrapped__)(accept, names)


@lru_cache(maxsize=512)
def _choose_formats(accept: str, names: tuple[str, ...]) -> dict[Holds, str]:
    if not names:
        return {kind: format.name for kind in _KINDS if (format := find_format(accept, kind))}
    fitting = {kind: [format.name for name in names if (format := _find_named(name, kind))] for kind in _KINDS}
    if not any(fitting.values()):
        there_are = ", ".join(dict.fromkeys(entry.name for kind in _KINDS for entry in formats_for(kind)))
        raise UnsupportedFormat(f"There is no format '{names[0][:40]}'. There are: {there_are}.")
    return {kind: formats[0] for kind, formats in fitting.items() if formats}


def find_format(accept: str, kind: Holds) -> Format | None:
    """Return the format for a kind of answer by the client's q-values; the preferred one when it does not care."""
    weights = _weights(accept or "*/*")
    best = max(formats_for(kind), key=lambda entry: _weight(entry, weights))
    return best if _weight(best, weights) > 0 else None


def find_media_type(accept: str, offered: Sequence[str]) -> str | None:
    """Return the media type that the client likes best, the first of those offered when it does not care, or None."""
    weights = _weights(accept or "*/*")
    ranges = {name: (name, name.partition("/")[0] + "/*", "*/*") for name in offered}
    liked = {name: next((weights[one] for one in found if one in weights), 0.0) for name, found in ranges.items()}
    best = max(offered, key=lambda name: liked[name])
    return best if liked[best] > 0 else None


def choose_encoding(accept_encoding: str) -> str:
    """Return the content coding that the client likes best: br, gzip, or "" for none."""
    weights = _weights(accept_encoding) if accept_encoding else {}
    offered = {coding: weights.get(coding, weights.get("*", 0.0)) for coding in ("br", "gzip")}
    best = max(offered, key=lambda coding: offered[coding])
    return best if offered[best] > 0 and offered[best] >= weights.get("identity", 0.0) else ""


def takes_gzip(accept_encoding: str) -> bool:
    """Tell whether a client takes what is packed with gzip."""
    weights = _weights(accept_encoding) if accept_encoding else {}
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _find_named(name: str, kind: Holds) -> Format | None:
    try:
        return get_format(name, kind)
    except UnsupportedFormat:
        return None


def _weights(accept: str) -> dict[str, float]:
    weights = {}
    for part in accept.split(","):
        media_range, *parameters = ("".join(piece.split()).lower() for piece in part.split(";"))
        weights[media_range] = next((_quality(value[2:]) for value in parameters if value.startswith("q=")), 1.0)
    return weights


def _quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def _weight(offered: Format, weights: dict[str, float]) -> float:
    """Weigh the type that would be sent; another name of it counts unless the client says no to this one."""
    if offered.media_type in weights:
        return weights[offered.media_type]
    named = [weights[name] for name in offered.media_types if name in weights]
    family = offered.media_type.partition("/")[0] + "/*"
    return max(named) if named else weights.get(family, weights.get("*/*", 0.0))
