"""What was wrong with a file as a file, in words."""

from __future__ import annotations

from typing import Final

from gzkg.model import Finding, Severity

_Words = tuple[Severity, str, str, str, str]

_TEXTS: Final[dict[str, _Words]] = {
    "F01-cells-missing": (
        "warning",
        "The row has cells for {many} of {most} columns.",
        "本行只有 {many} 个单元格，表头有 {most} 列。",
        "Check that no delimiter is missing; what is missing at the end is taken to be empty.",
        "请检查是否缺少分隔符；行末缺少的单元格按空值处理。",
    ),
    "F02-too-long": (
        "violation",
        "The text that begins '{value}' has {many} characters; the most is {most}.",
        "以“{value}”开头的文字有 {many} 个字符，最多允许 {most} 个。",
        "Shorten it.",
        "请缩短。",
    ),
    "F03-character": (
        "violation",
        "'{value}' holds the invisible character {code} ({name}) after {many} characters.",
        "“{value}”在第 {many} 个字符之后含有不可见字符 {code}（{name}）。",
        "Delete the character, or type the text anew.",
        "请删除该字符，或重新输入文字。",
    ),
    "F04-lost-character": (
        "violation",
        "'{value}' holds the mark of a character that was lost before ({code}, {name}), after {many} others.",
        "“{value}”在第 {many} 个字符之后含有表示字符已丢失的标记 {code}（{name}）。",
        "Type the text anew.",
        "请重新输入文字。",
    ),
    "F05-formula": (
        "violation",
        "The cell holds the formula {value} without the value that it gives.",
        "单元格中的公式 {value} 没有计算结果。",
        "Open the workbook in a spreadsheet program and save it, or type the value.",
        "请用电子表格软件打开并保存该工作簿，或直接填写数值。",
    ),
    "F06-error": (
        "violation",
        "The cell shows the error {value}.",
        "单元格显示错误值 {value}。",
        "Correct the formula, or type the value.",
        "请更正公式，或直接填写数值。",
    ),
}


def finding(check: str, file: str, line: int | None, **told: str | int | None) -> Finding:
    """Return a finding about a file; `told` fills its sentences, and names subject, column, value and suggestion."""
    severity, *texts = _TEXTS[check]
    en, zh, repair_en, repair_zh = (text.format(**told) for text in texts)
    subject, column, value, suggestion = (_text(told.get(key)) for key in ("subject", "column", "value", "suggestion"))
    message, repair = {"en": en, "zh": zh}, {"en": repair_en, "zh": repair_zh}
    return Finding(check, severity, file, line, subject, message, repair, column, value, suggestion)


def _text(told: str | int | None) -> str | None:
    return None if told is None else str(told)
