"""Read `Accept`: which of the formats that fit an answer the client likes best."""

from __future__ import annotations

from gzkg import Answer, Format, UnsupportedFormat, formats_for


def choose_format(accept: str | None, answer: Answer) -> Format:
    """Return the format for an answer by the client's q-values; the preferred one when it does not care.

    Raises: UnsupportedFormat, naming the media types there are.
    """
    offered = formats_for(answer.holds)
    weights = _weights(accept or "*/*")
    best = max(offered, key=lambda entry: max(_weight(media_type, weights) for media_type in entry.media_types))
    if max(_weight(media_type, weights) for media_type in best.media_types) <= 0:
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


def _weight(media_type: str, weights: dict[str, float]) -> float:
    family = media_type.partition("/")[0] + "/*"
    return next((weights[name] for name in (media_type, family, "*/*") if name in weights), 0.0)
