"""A network as a matrix for a spreadsheet: cities by organisations, or cities by cities, with a data dictionary."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import networkx as nx
import numpy as np
from scipy.sparse import csc_array, csr_array

from gzkg.errors import BadNetwork, NetworkTooLarge
from gzkg.model import Texts
from gzkg.network.arrays import arrays_of
from gzkg.network.table import Analysis, Table
from gzkg.network.two_mode.incidence import incidence_of

CELLS_MOST: Final = 25_000_000
"""A matrix may have so many cells; each takes 8 bytes."""

HEADINGS: Final[Mapping[str, Texts]] = {
    "id": {"en": "id of the row's node", "zh": "行节点的标识"},
    "label_en": {"en": "its English name", "zh": "英文名称"},
    "label_zh": {"en": "its Chinese name", "zh": "中文名称"},
    "country": {"en": "its country, ISO 3166-1 alpha-2 (of a file: as given there)", "zh": "所属国家或地区代码"},
}
"""The columns before those of the matrix, and what each means."""

_VALUES: Final[Mapping[str, Texts]] = {
    "simple": {"en": "number of partners shared", "zh": "共同伙伴数"},
    "newman": {
        "en": "sum of 1/(k - 1) over shared partners of k members",
        "zh": "对共同伙伴求1/(k-1)之和，k为其成员数",
    },
    "hyperbolic": {"en": "sum of 1/k over shared partners of k members", "zh": "对共同伙伴求1/k之和，k为其成员数"},
    "records": {"en": "number of records", "zh": "记录数"},
    "weight": {"en": "weight of the edge", "zh": "连边权重"},
}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Rows by columns, both sorted by id."""

    rows: Sequence[Hashable]
    columns: Sequence[Hashable]
    matrix: csc_array


def matrix(network: nx.Graph[Any]) -> Analysis:
    """Return a network as a matrix: a row for each node, after its names a column for each node, named by its id.

    A two-mode network has its side 0 (cities) in the rows and its side 1 (organisations) in the columns; any other is
    square, and if directed leads from row to column. A cell is the weight of the edge, 0 where there is none; whole
    numbers where all weights are. Sorted by id. Details: `dictionary` says what each column is, `source` how the
    network was made.

    Raises: BadNetwork, for sides as `sides_of`, or for two columns of one name; NetworkTooLarge, for too many cells.
    """
    grid = _grid(network)
    told = network.graph.get("method", {})
    meaning = _meaning(told, directed=network.is_directed())
    names = _names(grid)
    rows = [network.nodes[node] for node in grid.rows]
    columns: dict[str, Sequence[Any]] = {"id": [str(node) for node in grid.rows]}
    columns |= {name: [row.get(name) for row in rows] for name in HEADINGS if name != "id"}
    columns |= dict(zip(names, _cells(grid.matrix), strict=True))
    about = {**HEADINGS, **dict.fromkeys(names, meaning)}
    details = {"dictionary": _dictionary(network, grid, names, meaning), "source": _source(told)}
    return Analysis("matrix", {"values": dict(meaning), "network": told}, Table(columns, about), details=details)


def _grid(network: nx.Graph[Any]) -> _Grid:
    arrays = arrays_of(network)
    rows, columns, cells = arrays.nodes, arrays.nodes, arrays.matrix
    if network.graph.get("two_mode"):
        incidence = incidence_of(arrays)
        rows, columns, cells = incidence.rows, incidence.columns, incidence.matrix
    if len(rows) * len(columns) > CELLS_MOST:
        raise NetworkTooLarge(
            f"The matrix would have {len(rows)} rows and {len(columns)} columns; {CELLS_MOST} cells are the most. "
            "Ask for a smaller network, or for its edges as a list."
        )
    down, across = _order(rows), _order(columns)
    ordered = csc_array(csr_array(cells[down])[:, across])
    return _Grid([rows[place] for place in down], [columns[place] for place in across], ordered)


def _order(nodes: Sequence[Hashable]) -> list[int]:
    return sorted(range(len(nodes)), key=lambda place: str(nodes[place]))


def _names(grid: _Grid) -> list[str]:
    names = [str(node) for node in grid.columns]
    if len({*HEADINGS, *names}) < len(HEADINGS) + len(names):
        twice = next(name for place, name in enumerate(names) if name in HEADINGS or name in names[:place])
        raise BadNetwork(f"Two columns of the matrix would be called '{twice}'. Give that node another id.")
    return names


def _cells(cells: csc_array) -> list[list[float]]:
    """Return the columns; one 0 serves all empty cells, so that a large matrix fits in memory."""
    whole = bool((cells.data == np.floor(cells.data)).all())
    values = cells.data.astype(np.int64).tolist() if whole else cells.data.tolist()
    places, bounds = cells.indices.tolist(), cells.indptr.tolist()
    columns = []
    for start, end in pairwise(bounds):
        column: list[float] = [0 if whole else 0.0] * cells.shape[0]
        for place, value in zip(places[start:end], values[start:end], strict=True):
            column[place] = value
        columns.append(column)
    return columns


def _meaning(told: Mapping[str, Any], *, directed: bool) -> Texts:
    value = _VALUES[told.get("project") or ("records" if "layer" in told else "weight")]
    ends = ("from the row to the column", "由行至列") if directed else ("between the row and the column", "行与列之间")
    return {"en": f"{value['en']} {ends[0]}; 0 where there is none", "zh": f"{value['zh']}（{ends[1]}）；0表示没有"}


def _dictionary(network: nx.Graph[Any], grid: _Grid, names: Sequence[str], meaning: Texts) -> Table:
    nodes = [network.nodes[node] for node in grid.columns]
    blank = [None] * len(HEADINGS)
    meanings = [*HEADINGS.values(), *[meaning] * len(names)]
    return Table(
        {
            "column": [*HEADINGS, *names],
            **{name: [*blank, *(node.get(name) for node in nodes)] for name in ("label_en", "label_zh", "kind")},
            "meaning_en": [text["en"] for text in meanings],
            "meaning_zh": [text["zh"] for text in meanings],
        },
        {
            "column": {"en": "name of a column of the matrix", "zh": "矩阵的列名"},
            "kind": {"en": "class of the node of this column; empty for names", "zh": "该列节点的类别；名称列为空"},
        },
    )


def _source(told: Mapping[str, Any]) -> Table:
    values = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in told.values()]
    return Table(
        {"item": list(told), "value": values},
        {"item": {"en": "what was asked or found when the network was made", "zh": "生成网络时的条件或结果"}},
    )
