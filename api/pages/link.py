"""Addresses that sources give, as far as a browser may follow them."""

from __future__ import annotations

from typing import Final

_LINKED: Final = ("http://", "https://")


def safe_url(address: str | None) -> str | None:
    """Return an address that a page may link to, None for any other, such as `javascript:`."""
    return address if address and address.casefold().startswith(_LINKED) else None
