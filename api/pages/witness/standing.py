"""Of how many relations both sides speak, one, or neither: the overview of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from api.pages.asking import Row
from gzkg import Texts

STANDING: Final = "CQ-R09"

SPEAKING: Final = ("both", "one", "neither")


@dataclass(frozen=True)
class Standing:
    """How many relations of one kind are spoken of by both sides, one, neither. `kind` is empty for memberships."""

    kind: str
    label: Texts
    both: int
    one: int
    neither: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.both + self.one + self.neither

    @property
    def bars(self) -> Iterator[tuple[str, float, float]]:
        """Give the pieces of a bar of length 100: what, where it begins, how long it is."""
        begin = 0.0
        for name in SPEAKING:
            length = 100 * getattr(self, name) / self.total
            if length:
                yield name, round(begin, 2), round(length, 2)
            begin += length


def read_standings(rows: Iterable[Row]) -> list[Standing]:
    """Return one standing for each kind of tie, most first, and one for all memberships, last."""
    found: dict[str, dict[str, int]] = {}
    labels: dict[str, Texts] = {}
    for row in rows:
        kind = row["kind"].rpartition("/")[2] if row["class"].endswith("#Tie") else ""
        labels[kind] = {"en": row["kind_en"], "zh": row["kind_zh"]} if kind else {}
        counts = found.setdefault(kind, dict.fromkeys(SPEAKING, 0))
        counts[row["standing"]] += int(row["records"])
    standings = [Standing(kind, labels[kind], **counts) for kind, counts in found.items()]
    return sorted(standings, key=lambda standing: (standing.kind == "", -standing.total, standing.kind))
