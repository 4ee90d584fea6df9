"""Write a workbook in memory: openpyxl itself writes each sheet into a temporary file, and a worker can open none."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class _Writer(ExcelWriter):
    def write_worksheet(self, ws: Any) -> None:
        """Write one sheet into the archive."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        text = io.BytesIO()
        writer = WorksheetWriter(ws, out=text)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]  # the stubs leave it out
        self._archive.writestr(ws.path[1:], text.getvalue())  # type: ignore[attr-defined]  # likewise
        self.manifest.append(ws)


def save(book: Workbook) -> bytes:
    """Return a workbook as the content of an XLSX file."""
    written = io.BytesIO()
    _Writer(book, ZipFile(written, "w", ZIP_DEFLATED, allowZip64=True)).save()
    return written.getvalue()
