"""A sheet as read from a file: text only."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Sheet:
    """One sheet: its name, its header, and its rows, each with the number that the spreadsheet gives it.

    Cells are stripped text, dates already as ISO text; an empty cell is an empty text. A row may be shorter than the
    header. The name is empty for CSV.
    """

    name: str
    header: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    top: int = 1
    """Row of the header."""
