"""What is read of one file, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """The most that a file of new records may hold; what is beyond is refused before it is read."""

    max_bytes: int = 16 << 20
    """Size of the file."""

    max_unpacked: int = 64 << 20
    """Size of a workbook once unpacked, and of the terms of RDF once their prefixes are written out, in bytes."""

    max_parts: int = 1_000
    """Files inside a workbook."""

    max_cells: int = 500_000
    """Cells of a workbook, in all sheets."""

    max_elements: int = 100_000
    """Elements of a part of a workbook that are no cell, row or text."""

    max_rows: int = 20_000
    """Rows of a table that hold anything, besides the header."""

    max_columns: int = 200
    """Columns of a table."""

    max_cell: int = 10_000
    """Characters of a cell or a literal; a longer one is a finding."""

    max_iri: int = 2_000
    """Characters of an IRI."""

    max_triples: int = 200_000
    """Statements of a file of RDF; each takes about a kilobyte of memory."""

    max_depth: int = 100
    """Brackets, lists, objects or elements within each other."""

    max_terms: int = 2_000
    """Terms that the contexts of JSON-LD define; the parser ends the process on a chain of 20,000."""


LIMITS: Final = ReadingLimits()
"""What holds unless somebody says otherwise."""
