"""Read `Accept`: which of the formats that fit an answer the client likes best."""

from __future__ import annotations

from gzkg import Answer, Format, UnsupportedFormat, formats_for


def choose_format(accept: str | None, answer: Answer) -> Format:
    """Return the format for an answer by the client's q-values; the preferred one when it does not care.

    Raises: UnsupportedFormat, naming the media types there are.
    """
    weights = _weights(accept or "*/*")
    offered = formats_for(answer.holds)
    best = max(offered, key=lambda entry: _weight(entry, weights))
    if _weight(best, weights) <= 0:
        there_are = ", ".join(entry.media_type for entry in offered)
        raise UnsupportedFormat(f"None of '{accept}' can hold this answer. There are: {there_are}.")
    return best


def _weights(accept: str) -> dict[str, float]:
    weights = {}
    for part in accept.split(","):
        media_range, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        try:
            weights[media_range] = float(quality)
        except ValueError:
            weights[media_range] = 0.0
    return weights


def _weight(offered: Format, weights: dict[str, float]) -> float:
    named = [weights[name] for name in offered.media_types if name in weights]
    family = offered.media_type.partition("/")[0] + "/*"
    return max(named) if named else weights.get(family, weights.get("*/*", 0.0))
