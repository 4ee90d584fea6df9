"""Networks and analyses as bytes in many formats. Light to import: the libraries of a format are read when it is used.

A network is written whole, or as the table of its edges (`nodes` is the other one). What one cell can hold of a value,
and which characters, is the same in every format: see `cell.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gzkg.errors import BadOption
from gzkg.network.format.book import xlsx
from gzkg.network.format.flat import network_tables
from gzkg.network.format.frame import arrow, parquet, take_little_memory, to_pandas, to_polars
from gzkg.network.format.gexf import gexf
from gzkg.network.format.graphml import graphml
from gzkg.network.format.pajek import pajek
from gzkg.network.format.script import analysis_json, cytoscape, network_json, node_link
from gzkg.network.format.sheet import csv
from gzkg.network.table import Analysis, Table
from gzkg.rdf.formats import formats_for, get_format

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["to_pandas", "to_polars", "warm", "write"]

_WHOLE: Final[Mapping[str, Callable[[nx.Graph[Any]], bytes]]] = {
    "json": network_json,
    "graphml": graphml,
    "gexf": gexf,
    "cytoscape": cytoscape,
    "node-link": node_link,
    "pajek": pajek,
}
_ONE_TABLE: Final[Mapping[str, Callable[[Analysis, Table], bytes]]] = {"csv": csv, "parquet": parquet, "arrow": arrow}


def write(what: nx.Graph[Any] | Analysis, format: str, *, table: str = "") -> bytes:
    """Return a network or an analysis in a format, given by name, media type or file ending.

    In a format that holds one table, `table` names one of the `details` instead of the first; of a network, whose first
    table is its edges, `nodes`. JSON and XLSX hold all tables anyway.

    Raises: UnsupportedFormat, with the nearest names; BadOption, when there is no such table; BadNetwork, when two
    nodes cannot be told apart in writing.
    """
    name = get_format(format, "table" if isinstance(what, Analysis) else "network").name
    if not isinstance(what, Analysis) and name in _WHOLE:
        if table not in ("", "nodes"):
            raise _no_table(table, ["nodes"])
        return _WHOLE[name](what)
    answer = what if isinstance(what, Analysis) else network_tables(what)
    if table and table not in answer.details:
        raise _no_table(table, list(answer.details))
    if name in _ONE_TABLE:
        return _ONE_TABLE[name](answer, answer.details[table] if table else answer.table)
    return xlsx(answer) if name == "xlsx" else analysis_json(answer)


def warm() -> None:
    """Write in every format once, so that all is imported that writing needs.

    For a process whose children can open no file and may have little memory. Takes half a second and 60 MB.
    """
    take_little_memory()
    small = Analysis("small", {}, Table({"number": [1.5, None], "text": ["a", None]}))
    for entry in formats_for("table"):
        write(small, entry.name)


def _no_table(table: str, there: list[str]) -> BadOption:
    return BadOption(f"There is no table '{table}'. There are: {', '.join(there) or 'none but the first'}.")
