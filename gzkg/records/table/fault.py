"""What can be wrong with a table, in words: each check in two languages, in one list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gzkg.model import Finding, Severity, Texts
from gzkg.records.batch import Place

_TEXTS: Final = {
    "T01-unknown-column": (
        "The column '{value}' is not one of this template and is not read.", "“{value}”不是此模板的列，未读取。",
        "Rename it if it is one of: {allowed}.", "如属下列之一，请改名：{allowed}。",
    ),
    "T02-column-twice": (
        "The column '{value}' says the same as '{other}' and is not read.", "列“{value}”与“{other}”重复，未读取。",
        "Keep one of the two.", "请只保留其中一列。",
    ),
    "T03-missing-column": (
        "The column '{header}' is missing.", "缺少“{header}”列。",
        "Add it: {help}", "请补充该列：{help}",
    ),
    "T04-missing-cell": (
        "The cell '{header}' is empty.", "“{header}”为空。",
        "Fill it: {help}", "请填写：{help}",
    ),
    "T05-bad-date": (
        "'{value}' is not a date.", "“{value}”不是日期。",
        "Write it as exact as it is known: 2012, 2012-04, 2012-04-18, or 2012/2014 for begin and end.",
        "请按已知的精确程度填写：2012、2012-04、2012-04-18，或以2012/2014表示起止。",
    ),
    "T06-order": (
        "'{value}' ends before it begins.", "“{value}”的结束早于开始。",
        "Swap the two dates or correct one.", "请对调两个日期或更正其一。",
    ),
    "T07-unclear-date": (
        "'{value}' may be more than one day: {readings}.", "“{value}”可能指不同的日期：{readings}。",
        "Write year, month and day in this order, such as 2012-04-18.", "请按年、月、日的顺序填写，例如2012-04-18。",
    ),
    "T08-unknown-name": (
        "Nothing in the graph is called '{value}'.", "图谱中没有名为“{value}”的对象。",
        "Correct the name, or add it first with the template: {template}.",
        "请更正名称，或先用模板{template}添加。",
    ),
    "T09-near-name": (
        "Nothing is called '{value}'; the nearest name is {suggestion}.",
        "没有名为“{value}”的对象；最接近的名称是{suggestion}。",
        "Write {suggestion} if that is meant; if not, add the other first with the template: {template}.",
        "如指此对象，请改为{suggestion}；否则请先用模板{template}添加。",
    ),
    "T10-ambiguous-name": (
        "'{value}' may be {candidates}.", "“{value}”可能指{candidates}。",
        "Write the id of the one meant, or fill in its country.", "请填写所指对象的标识，或填写其国家或地区。",
    ),
    "T11-wrong-class": (
        "{name} is a {found}; here belongs: {wanted}.", "{name}是{found}，此处应填：{wanted}。",
        "Name one of the right sort, or correct the column.", "请填写类别相符的对象，或更正所在列。",
    ),
    "T12-wrong-country": (
        "{name} does not lie in {country}.", "{name}不在{country}。",
        "Correct the name or the country.", "请更正名称或国家、地区。",
    ),
    "T13-unknown-id": (
        "Nothing has the id '{value}'.", "没有对象的标识为“{value}”。",
        "Correct the id, or add the thing first with the template: {template}.",
        "请更正标识，或先用模板{template}添加。",
    ),
    "T14-unknown-term": (
        "'{value}' is not in the list for '{header}'.", "“{value}”不在“{header}”的列表中。",
        "Choose one of: {allowed}.", "请选择其一：{allowed}。",
    ),
    "T15-bad-number": (
        "'{value}' is not a number that fits here.", "“{value}”不是此处可用的数字。",
        "Write {wanted}.", "请填写{wanted}。",
    ),
    "T16-bad-address": (
        "'{value}' is not a web address.", "“{value}”不是网址。",
        "Write the whole address, beginning with http:// or https://.", "请填写以http://或https://开头的完整网址。",
    ),
    "T17-bad-form": (
        "'{value}' is not what '{header}' holds.", "“{value}”不符合“{header}”的格式。",
        "{help}", "{help}",
    ),
    "T18-same-row": (
        "This row says the same as row {other} and is not read.", "本行与第{other}行相同，未读取。",
        "Delete one of the two rows, or name the other source.", "请删除其中一行，或填写另一来源。",
    ),
    "T19-rows-disagree": (
        "'{value}' is not what row {other} says of the same thing.", "“{value}”与第{other}行对同一对象的说法不同。",
        "Make both rows agree, or correct the cells that make them the same.",
        "请使两行一致，或更正使其成为同一对象的单元格。",
    ),
    "T20-names-itself": (
        "{name} stands on both sides.", "{name}同时出现在两方。",
        "Name two different ones.", "请填写两个不同的对象。",
    ),
    "T21-no-id": (
        "No id can be made of '{value}'.", "无法由“{value}”生成标识。",
        "Give a name in English or Latin letters.", "请填写英文或拉丁字母的名称。",
    ),
    "T22-new-publisher": (
        "The publisher '{value}' is not in the graph.", "图谱中没有发布者“{value}”。",
        "Fill in its English and its Chinese name to add it, or name one that is there.",
        "请同时填写其英文和中文名称以新增，或填写图谱已有的发布者。",
    ),
    "T23-cells-disagree": (
        "'{value}' and '{other}' are not the same thing.", "“{value}”与“{other}”不是同一对象。",
        "Correct one of the two cells, or leave it empty.", "请更正其中一个单元格，或留空。",
    ),
    "T24-beyond-header": (
        "The row has cells without a header: '{value}'.", "本行有单元格没有列标题：“{value}”。",
        "Give the column a header, or put quotation marks round a text with commas.",
        "请为该列添加标题；含逗号的文本请加引号。",
    ),
    "T25-there-already": (
        "The graph has this source already, as {value}.", "图谱已有此来源：{value}。",
        "Nothing need be done; the row is not read.", "无需处理；本行未读取。",
    ),
    "T26-unknown-country": (
        "The graph has no country or area called '{value}'.", "图谱中没有名为“{value}”的国家或地区。",
        "Write its ISO 3166-1 code, or ask for it to be added: countries are not added by tables.",
        "请填写其ISO 3166-1代码；表格不能新增国家或地区，可申请由编辑添加。",
    ),
    "T27-known-already": (
        "The graph has one of this name already: {candidates}.", "图谱中已有同名对象：{candidates}。",
        "Leave the row out; if it is another one, give it a name or a region that tells them apart.",
        "请删去本行；如为另一对象，请填写可区分两者的名称或一级行政区。",
    ),
}  # fmt: skip
"""Check -> what is wrong (en, zh), what to do (en, zh)."""

_WARNINGS: Final = frozenset(
    {"T01-unknown-column", "T02-column-twice", "T18-same-row", "T24-beyond-header", "T25-there-already"}
)
"""Checks that take no row away, or one that says nothing new."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a cell, row or column: the check, what its texts name, and what is probably meant.

    A value is the same in both languages, or a text in each.
    """

    check: str
    values: Mapping[str, str | Texts] = field(default_factory=dict)
    suggestion: str | None = None
    nearest: tuple[str, ...] = ()


def find_fault(fault: Fault, file: str, place: Place) -> Finding:
    """Put a fault into words; a row is left out unless the severity is warning."""
    en, zh, repair_en, repair_zh = _TEXTS[fault.check]
    severity: Severity = "warning" if fault.check in _WARNINGS else "violation"
    return Finding(
        fault.check,
        severity,
        file,
        place.line,
        None,
        {"en": _fill(en, fault, "en"), "zh": _fill(zh, fault, "zh")},
        {"en": _fill(repair_en, fault, "en"), "zh": _fill(repair_zh, fault, "zh")},
        column=place.column,
        value=place.text,
        suggestion=fault.suggestion,
        nearest=fault.nearest,
    )


def is_warning(fault: Fault) -> bool:
    """Tell whether a row is read in spite of a fault."""
    return fault.check in _WARNINGS


def _fill(text: str, fault: Fault, language: str) -> str:
    shown = {
        key: _short(value if isinstance(value, str) else value.get(language, "")) for key, value in fault.values.items()
    }
    return text.format(**shown)


_LONGEST: Final = 400


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
