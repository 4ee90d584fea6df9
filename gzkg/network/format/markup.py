"""Words of XML that GraphML and GEXF share: escaping, and the type of an attribute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from gzkg.network.format.cell import Kind, as_text, column_of

TYPES: Final[Mapping[Kind, str]] = {"whole": "long", "number": "double", "flag": "boolean", "text": "string"}
"""Kind of a column -> its type in GraphML and GEXF."""

_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def escape(value: Any) -> str:
    """Return a value as text that can stand in XML, in an element or in an attribute between double quotes."""
    return as_text(value).translate(_ESCAPES)


class Attributes:
    """The attributes of all nodes, or of all edges: the type of each, and the written values."""

    def __init__(self, told: Sequence[Mapping[str, Any]], without: Iterable[str] = ()) -> None:
        names = dict.fromkeys(name for facts in told for name in facts)
        columns = {str(name): column_of([facts.get(name) for facts in told]) for name in names if name not in without}
        self.types = {name: TYPES[kind] for name, (kind, _) in columns.items()}
        self._cells = [cells for _, cells in columns.values()]

    def written(self, place: int) -> list[tuple[int, str]]:
        """Return of the node or edge at a place the number and escaped value of each attribute that it has."""
        return [(key, escape(cells[place])) for key, cells in enumerate(self._cells) if cells[place] is not None]
