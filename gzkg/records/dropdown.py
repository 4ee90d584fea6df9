"""Drop-down lists whose values stand on another sheet: spreadsheet programs keep them where openpyxl does not look."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation

_MARK: Final = b"<x14:dataValidation "
_LIST: Final = re.compile(
    rb"<x14:dataValidation (?P<told>[^<>]*)>(?:(?!<x14:dataValidation ).)*?<xm:f>(?P<values>[^<>]*)</xm:f>"
    rb"(?:(?!<x14:dataValidation ).)*?<xm:sqref>(?P<cells>[^<>]*)</xm:sqref>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r'\b(\w+)="([^"]*)"')
_KEPT: Final = frozenset(
    {"allowBlank", "showErrorMessage", "showInputMessage", "errorStyle", "error", "errorTitle", "prompt", "promptTitle"}
)


def restore_lists(book: Workbook, content: bytes) -> None:
    """Give a workbook, as openpyxl opened it, the lists of the file that it left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")}
    if not any(_MARK in part for part in parts.values()):
        return
    for title, path in _paths(content):
        for found in _LIST.finditer(parts.get(path, b"")):
            if b'type="list"' in found["told"]:
                book[title].add_data_validation(_list(found))


def _paths(content: bytes) -> Iterator[tuple[str, str]]:
    import openpyxl

    for page in openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets:
        yield page.title, str(getattr(page, "_worksheet_path", ""))


def _list(found: re.Match[bytes]) -> DataValidation:
    from openpyxl.worksheet.datavalidation import DataValidation

    told, values, cells = (html.unescape(found[name].decode()) for name in ("told", "values", "cells"))
    rest: dict[str, str] = {name: text for name, text in _ATTRIBUTE.findall(told) if name in _KEPT}
    return DataValidation(type="list", formula1=values, sqref=cells, **rest)  # type: ignore[arg-type]  # the stubs want each keyword by name
