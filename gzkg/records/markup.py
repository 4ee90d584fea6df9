"""The steward's own workbook back, each faulty cell marked, with what is wrong in a comment on it."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from gzkg.errors import BadRecords
from gzkg.model import Finding, Severity, Texts
from gzkg.records.batch import Batch
from gzkg.records.dropdown import restore_lists
from gzkg.records.reading.archive import check_ranges, settled
from gzkg.records.reading.kind import is_zip
from gzkg.records.reading.limit import LIMITS, ReadingLimits
from gzkg.records.reading.reader import read_file
from gzkg.records.reading.sheet import ReadSheet
from gzkg.records.reading.workbook import FINDINGS_SHEET, sound
from gzkg.settings import Language

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import PatternFill
    from openpyxl.worksheet.worksheet import Worksheet

_COLOURS: Final[Mapping[Severity, str]] = {"violation": "FFFFC7CE", "warning": "FFFFEB9C", "info": "FFDDEBF7"}
_SEVERITIES: Final[Mapping[Severity, Texts]] = {
    "violation": {"en": "violation", "zh": "错误"},
    "warning": {"en": "warning", "zh": "警告"},
    "info": {"en": "remark", "zh": "提示"},
}
_HEADINGS: Final = (
    ("cell", "单元格", 10),
    ("severity", "严重程度", 12),
    ("check", "检查项", 26),
    ("column", "列", 22),
    ("value", "值", 24),
    ("likely right", "可能应为", 24),
    ("what is wrong", "问题", 70),
    ("what to do", "处理办法", 70),
)
"""Columns of the sheet of findings, in both languages, and how wide they are."""
_RULE: Final = "— gzkg —"
"""Line of a comment below which everything is ours; above it is what the steward wrote."""
_BEFORE: Final = re.compile(r"\[fill (?:([0-9A-F]{8})|theme ([0-9]{1,3}) (-?[0-9.]{1,20}))\]\s*$")
"""Last line of a comment: the colour that the cell had before."""
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA: Final = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_LONGEST: Final = 2_000
_LINE: Final = 45
"""Characters in a line of a comment, about."""


def mark_workbook(
    content: bytes,
    findings: Sequence[Finding],
    *,
    language: Language | None = None,
    sheet: str | None = None,
    limits: ReadingLimits = LIMITS,
) -> bytes:
    """Return a workbook with each faulty cell filled by severity and commented; from a CSV, a workbook made of it.

    A finding about a row as a whole stands at the row's first column. A sheet at the end lists all findings, those
    without a place too. Comments say the sentences in one language, or in both without `language`, and the likely right
    value. Marks of an earlier round are taken away first. Cells, formats, widths, other sheets and drop-down lists stay
    as far as openpyxl keeps them; formulas stay formulas and are worked out anew when the workbook is opened; macros do
    not stay. Whatever is written is text, never a formula. The same input gives the same bytes.

    Raises: BadRecords, when it is no table; RecordsTooLarge.
    """
    name = findings[0].file if findings else "The file"
    table = read_file(content, name, sheet=sheet, limits=limits)
    if isinstance(table, Batch):
        raise BadRecords(f"{name} is no table. Only a workbook or CSV is given back marked; ask for text, JSON or CSV.")
    if is_zip(content):
        check_ranges(content, name, limits)
    with sound(name):
        book = _opened(content) if is_zip(content) else _made(table)
        _unmark(book)
        page = cast("Worksheet", book[table.name]) if table.name else book.worksheets[0]
        marker = _Marker(page, table, language)
        marker.mark(findings)
        if findings:
            marker.list_all(book.create_sheet(FINDINGS_SHEET), findings)
        return _saved(book)


def _opened(content: bytes) -> Workbook:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    restore_lists(book, content)
    return book


def _made(table: ReadSheet) -> Workbook:
    """Return a workbook with the rows of a CSV, each on the row that it had."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.freeze_panes = f"A{table.top + 1}"
    for row, cells in [(table.top, table.header), *table.rows]:
        for column, text in enumerate(cells, 1):
            if text:
                _write(page.cell(row, column), text)
    return book


def _saved(book: Workbook) -> bytes:
    from gzkg.records.saving import save

    return settled(save(book))


def _write(cell: Any, text: str) -> None:
    """Write a text as text; what could be taken for a formula is quoted, so that it stays a text when edited."""
    cell.value = _ILLEGAL.sub("\ufffd", text)[:32_767]
    cell.data_type = "s"
    cell.quotePrefix = bool(_FORMULA.match(text))


def _unmark(book: Workbook) -> None:
    """Take away what an earlier round put in: its sheet, its comments, its colours."""
    if FINDINGS_SHEET in book.sheetnames:
        book.remove(book[FINDINGS_SHEET])
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.comment and _RULE in cell.comment.text:
                    _unmark_cell(cell)


def _unmark_cell(cell: Any) -> None:
    from openpyxl.comments import Comment

    own, _, ours = cell.comment.text.partition(_RULE)
    cell.fill = _fill_before(ours)
    author = cell.comment.author
    cell.comment = None
    if own.strip():
        cell.comment = Comment(own.rstrip(), author)


def _fill_before(comment: str) -> PatternFill:
    from openpyxl.styles import PatternFill
    from openpyxl.styles.colors import Color

    found = _BEFORE.search(comment)
    if not found:
        return PatternFill()
    color = Color(rgb=found[1]) if found[1] else Color(theme=int(found[2]), tint=float(found[3]))
    return PatternFill("solid", fgColor=color)


class _Marker:
    """Marks the cells of one sheet."""

    def __init__(self, page: Worksheet, table: ReadSheet, language: Language | None) -> None:
        self._page = page
        self._table = table
        self._languages: tuple[Language, ...] = (language,) if language else ("zh", "en")
        self._columns = {header: place for place, header in reversed(list(enumerate(table.header, 1))) if header}

    def mark(self, findings: Iterable[Finding]) -> None:
        """Fill and comment the cells that findings are about."""
        at: dict[tuple[int, int], list[Finding]] = defaultdict(list)
        for finding in findings:
            if place := self._place(finding):
                at[place].append(finding)
        for (row, column), there in at.items():
            self._mark(self._anchor(row, column), there)

    def list_all(self, page: Worksheet, findings: Sequence[Finding]) -> None:
        """Fill a sheet with all findings, one a row."""
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        page.freeze_panes = "A2"
        for column, (*heading, width) in enumerate(_HEADINGS, 1):
            _write(page.cell(1, column), self._both({"en": heading[0], "zh": heading[1]}, " / "))
            page.cell(1, column).font = Font(bold=True)
            page.column_dimensions[get_column_letter(column)].width = width
        for row, finding in enumerate(findings, 2):
            for column, text in enumerate(self._cells(finding), 1):
                _write(page.cell(row, column), text)
                page.cell(row, column).alignment = Alignment(vertical="top", wrap_text=True)

    def _place(self, finding: Finding) -> tuple[int, int] | None:
        if finding.line is None or finding.line < 1:
            return None
        first = min(self._columns.values(), default=1)
        return finding.line, self._columns.get(finding.column or "", first)

    def _anchor(self, row: int, column: int) -> Cell:
        """Return the cell of a place, in merged cells the first, which alone can have a comment."""
        for merged in self._page.merged_cells.ranges:
            if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
                row, column = merged.min_row, merged.min_col
        return cast("Cell", self._page.cell(row, column))

    def _mark(self, cell: Cell, findings: Sequence[Finding]) -> None:
        from openpyxl.comments import Comment
        from openpyxl.styles import PatternFill

        own = cell.comment.text.rstrip() + "\n" if cell.comment else ""
        author = cell.comment.author if cell.comment else "gzkg"
        told = "\n".join(dict.fromkeys(self._sentence(finding) for finding in findings))
        text = f"{own}{_RULE}\n{_cut(told)}{_memory(cell)}"
        lines = sum(1 + len(line) // _LINE for line in text.split("\n"))
        cell.comment = Comment(_ILLEGAL.sub("\ufffd", text), author, width=340, height=min(600, 30 + 18 * lines))
        worst = min((finding.severity for finding in findings), key=list(_COLOURS).index)
        cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])

    def _sentence(self, finding: Finding) -> str:
        lines = [f"{finding.message[language]}\n{finding.repair[language]}" for language in self._languages]
        if finding.suggestion:
            lines.append(f"{finding.value or ''} → {finding.suggestion}".strip())
        return "\n".join(lines)

    def _cells(self, finding: Finding) -> tuple[str, ...]:
        place = self._place(finding)
        return (
            self._page.cell(*place).coordinate if place else "",
            self._both(_SEVERITIES[finding.severity], " / "),
            finding.check,
            finding.column or "",
            finding.value or "",
            finding.suggestion or ", ".join(finding.nearest),
            self._both(finding.message, "\n"),
            self._both(finding.repair, "\n"),
        )

    def _both(self, texts: Texts, between: str) -> str:
        return between.join(texts[language] for language in self._languages)


def _memory(cell: Cell) -> str:
    """Return the last line of a comment, which says what colour the cell had, nothing if it had none."""
    color = cell.fill.fgColor
    if cell.fill.fill_type != "solid":
        return ""
    return f"\n[fill {color.rgb}]" if color.type == "rgb" else f"\n[fill theme {color.theme} {color.tint}]"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
