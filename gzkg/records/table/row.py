"""One row of a sheet under its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gzkg.records.batch import Place
from gzkg.records.table.header import Layout
from gzkg.records.table.kind import Kind
from gzkg.records.table.sheet import Sheet


@dataclass(slots=True)
class Row:
    """A row: its number, and for each column what its filled cells say, with their headers."""

    line: int
    cells: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    beyond: str = ""
    """What stands where there is no header."""

    @property
    def texts(self) -> Mapping[str, list[str]]:
        """Key of a column -> the texts of its cells."""
        return {key: [text for _, text in cells] for key, cells in self.cells.items()}

    def place(self, key: str = "") -> Place:
        """Return the cell of a column, or the row when the column is empty or none is named."""
        header, text = self.cells[key][0] if self.cells.get(key) else (None, None)
        return Place(self.line, header or None, text)


def read_cells(sheet: Sheet, layout: Layout, given: Mapping[str, str]) -> Iterator[Row]:
    """Give the rows that hold anything; `given` fills the empty cells of columns by key."""
    for line, raw in sheet.rows:
        row, cells = Row(line), [_whole(cell) for cell in raw]
        for key, positions in layout.at.items():
            found = [(sheet.header[at], cells[at]) for at in positions if at < len(cells) and cells[at]]
            if found:
                row.cells[key] = found
        row.beyond = " ".join(cell for cell in cells[len(sheet.header) :] if cell)
        if row.cells or row.beyond or any(cells):
            row.cells = {**{key: [("", text)] for key, text in given.items()}, **row.cells}
            yield row


def _whole(cell: str) -> str:
    """Return a text without halves of characters, which a damaged cell may hold and no store can."""
    return cell if cell.isascii() else cell.encode(errors="replace").decode()


def is_example(row: Row, kind: Kind) -> bool:
    """Tell whether a row is the example of the template, unchanged; in either language."""
    mark = kind.columns["remark"].example.values()
    told = row.cells.get("remark")
    return bool(told and told[0][1] in mark) and all(
        text in kind.columns[key].example.values()
        for key, cells in row.cells.items()
        for header, text in cells
        if header
    )
