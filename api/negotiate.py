"""Read `Accept`: which of the formats that fit an answer the client likes best."""

from __future__ import annotations

from gzkg import Format, Holds, UnsupportedFormat, formats_for


def choose_format(accept: str, kind: Holds) -> Format:
    """Return the format for a kind of answer by the client's q-values; the preferred one when it does not care.

    Raises: UnsupportedFormat, naming the media types there are.
    """
    weights = _weights(accept or "*/*")
    offered = formats_for(kind)
    best = max(offered, key=lambda entry: _weight(entry, weights))
    if _weight(best, weights) <= 0:
        there_are = ", ".join(entry.media_type for entry in offered)
        raise UnsupportedFormat(f"None of '{accept}' can hold this answer. There are: {there_are}.")
    return best


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
