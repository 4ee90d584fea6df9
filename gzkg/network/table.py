"""What an analysis gives: tables of columns, single figures, and the record of its method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gzkg.model import Texts


@dataclass(frozen=True)
class Table:
    """Columns of equal length; each has a sentence about itself (for a data dictionary) where it needs one."""

    columns: Mapping[str, Sequence[Any]]
    about: Mapping[str, Texts] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give the rows, each a mapping from column to value."""
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, values, strict=True))


@dataclass(frozen=True)
class Analysis:
    """An answer about a network.

    `table` is what was asked for; `figures` are single numbers beside it; `details` are further tables; `method` is
    what a paper must say: definition, parameters, seed, version of the dataset, the query that made the network.
    """

    name: str
    method: Mapping[str, Any]
    table: Table
    figures: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, Table] = field(default_factory=dict)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give the rows of the table."""
        return iter(self.table)
