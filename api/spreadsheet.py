"""Relations as a table for spreadsheets: one row a record, dates and ends in columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from gzkg import Bounds, Relation

_BOUNDS: Final = tuple(field.name for field in fields(Bounds))
_COLUMNS: Final = (
    *("id", "kind", "detail", "label_en", "label_zh", "ends", "ends_en", "ends_zh"),
    *(*_BOUNDS, "status", "status_group", "certainty", "value", "sources"),
)

_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
"""With one of these begins what a spreadsheet could take for a formula; `api/pages/static/csv.js` has the same."""


def relations_csv(relations: Sequence[Relation]) -> str:
    """Return relations as CSV with a byte order mark, so that Excel reads Chinese; several values are joined by `|`."""
    text = io.StringIO()
    rows = csv.DictWriter(text, _COLUMNS)
    rows.writeheader()
    rows.writerows(map(_row, relations))
    return "\ufeff" + text.getvalue()


def _row(relation: Relation) -> dict[str, str]:
    names = {code: relation.label.get(code, "") for code in ("en", "zh")}
    ends = {code: "|".join(end.label.get(code, "") for end in relation.ends) for code in ("en", "zh")}
    told = {
        "id": relation.id,
        "kind": relation.kind,
        "detail": "|".join(relation.detail),
        **{f"label_{code}": name for code, name in names.items()},
        "ends": "|".join(end.id for end in relation.ends),
        **{f"ends_{code}": name for code, name in ends.items()},
        **{name: str(getattr(relation.bounds, name) or "") for name in _BOUNDS},
        "status": relation.status or "",
        "status_group": relation.status_group or "",
        "certainty": relation.certainty or "",
        "value": relation.value or "",
        "sources": "|".join(relation.sources),
    }
    return {name: _harmless(value) for name, value in told.items()}


def _harmless(value: str) -> str:
    """Return a value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
