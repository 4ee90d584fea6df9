"""References to IRIs, as the parsers resolve them."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

_BELOW: Final = re.compile(r"[a-z][a-z0-9/-]*")
"""What can be added to a base that ends in a slash."""
_WHOLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def resolve(base: str, reference: str) -> str:
    """Return the IRI that a reference means against a base."""
    if _WHOLE.match(reference):
        return reference
    if base.endswith("/") and _BELOW.fullmatch(reference):
        return base + reference
    return urljoin(base, reference)
