"""What the guard says to each thing that nobody may hand in: what is wrong and what to do, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gzkg.checks.wording import LANGUAGES, shown
from gzkg.ids import id_of
from gzkg.model import Finding, Severity, Texts
from gzkg.records.batch import Batch

Facts = Mapping[str, str | Texts]

_TEXTS: Final = {
    "G01-blank-node": (
        "A thing without an IRI (a blank node) has no stable name.", "没有 IRI 的事物（空白节点）没有稳定的名称。",
        "Give it an id of its own, such as city/fr-nice.", "请为其指定标识，例如 city/fr-nice。",
    ),
    "G02-foreign-subject": (
        "{value} is not an id of this graph, so nothing can be said of it here.",
        "“{value}”不是本图谱的标识，不能在此描述。",
        "Give the thing an id here; its Wikidata or GeoNames number goes into gz:wikidataId or gz:geonamesId.",
        "请为该事物指定本图谱的标识；维基数据或 GeoNames 编号填入 gz:wikidataId 或 gz:geonamesId。",
    ),
    "G03-not-a-record": (
        "{value} belongs to the ontology, the checks or the bookkeeping of the graph, which records cannot change.",
        "“{value}”属于本体、检查规则或图谱管理信息，不能通过提交记录更改。",
        "Leave it out; propose a new term or rule to the editors.", "请删除；如需新增术语或规则，请向编者提议。",
    ),
    "G04-id-pattern": (
        "'{value}' does not have the form of an id: {reason}.", "“{value}”不符合标识的格式：{reason}。",
        "Write it like {example}.", "请参照 {example} 书写。",
    ),
    "G05-curated": (
        'It is in the graph already, and this would change it: "{property}" is {old} there and {new} here.',
        "图谱中已有该事物，此处会更改它：“{property}”在图谱中为{old}，此处为{new}。",
        "Hand in what the source says as a new claim, {claim}, or ask an editor to change it.",
        "请将来源所述作为新声明 {claim} 提交，或请编者更改。",
    ),
    "G06-known": (
        "It stands in the graph already, word for word; only what is new beside it, such as a source, is taken.",
        "图谱中已有完全相同的内容；仅采纳其外新增的部分，如来源。",
        "Nothing needs to be done.", "无需处理。",
    ),
    "G07-pending": (
        "Submission {submission}, which is under review, uses the same id.",
        "待审核的提交 {submission} 使用了同一标识。",
        "Wait for its review, or take {next}.", "请等待其审核，或改用{next}。",
    ),
    "G08-claim-number": (
        "Claim number {number} is taken, by a claim that says something else.",
        "声明序号 {number} 已被另一内容的声明占用。",
        "Take the next free number: {next}.", "请使用下一个可用序号：{next}。",
    ),
    "G09-named-graph": (
        "{value} statements stand in named graphs, the first in {graph}; a submission gets its graph when it is taken.",
        "有 {value} 条陈述被放入命名图（首个为 {graph}）；提交内容所在的图由系统指定。",
        "Hand the statements in without a graph.", "请去掉图名后提交。",
    ),
    "G10-derived": (
        '"{property}" is derived by rules and never written by hand.', "“{property}”由规则得出，不得手工填写。",
        "Remove it, and hand in the record that it follows from.", "请删除，并提交可由其得出该属性的记录。",
    ),
    "G11-axiom": (
        '"{property}" says how to reason or what to load, which records do not.',
        "“{property}”用于推理或加载，不属于记录内容。",
        "Remove it. The number of the thing elsewhere goes into gz:wikidataId or gz:geonamesId.",
        "请删除。该事物在他处的编号请填入 gz:wikidataId 或 gz:geonamesId。",
    ),
    "G12-foreign-property": (
        'The property "{property}" is not used in records.', "记录中不使用属性“{property}”。",
        "Use the property of the ontology that says the same, or remove it.", "请改用本体中含义相同的属性，或删除。",
    ),
    "G13-unknown-term": (
        "The ontology has no term '{value}'.", "本体中没有术语“{value}”。",
        "Correct it{near}.", "请更正{near}。",
    ),
    "G14-unknown-id": (
        "Nothing has the id '{value}', in the graph or in this file.", "图谱与本文件中均无标识“{value}”。",
        "Correct it{near}, or add the thing to the file.",
        "请更正{near}，或在文件中添加该事物。",
    ),
    "G15-datatype": (
        "The datatype of '{value}', {datatype}, does not survive storing.",
        "“{value}”的数据类型 {datatype} 无法原样保存。",
        "Use string, date, integer, decimal, boolean or a language-tagged text.",
        "请使用字符串、日期、整数、小数、布尔值或带语言标记的文本。",
    ),
    "G16-no-class": (
        "It has no class, so no check knows what it should say.", "未说明所属类，无法判断其应填写的内容。",
        "Say what it is, for instance: a {class} .", "请说明其所属类，例如 a {class} .",
    ),
    "G17-class-and-id": (
        "It is called {class}, but an id of this form names {wanted}.",
        "它被称为{class}，而此格式的标识用于{wanted}。",
        "Change the class or the id, so that both say the same.", "请更改所属类或标识，使两者一致。",
    ),
    "G18-tie-name": (
        "The tie is named '{value}' but is {wanted}.", "该结好关系名为“{value}”，但实为“{wanted}”。",
        "Name it tie/<kind>/<a>--<b>, both ends in alphabetical order.",
        "请命名为“tie/类型/甲--乙”，两端按字母顺序排列。",
    ),
    "G19-claim-place": (
        "The id of the claim says that it is about {owner}, but it is about {about}.",
        "按其标识，该声明针对{owner}，但所述对象为{about}。",
        "Name it <id it is about>/claim/<n>.", "请命名为“所述对象标识/claim/序号”。",
    ),
    "G20-claim-of-nothing": (
        "The claim stands with '{value}', which is neither in the graph nor in this file.",
        "该声明属于“{value}”，但图谱与本文件中均无此标识。",
        "Correct the id{near}, or add the record to the file.",
        "请更正标识{near}，或在文件中添加该记录。",
    ),
    "G21-awaited": (
        "'{value}' is still under review, in submission {submission}.", "“{value}”仍在提交 {submission} 中待审核。",
        "Hand this in after the review, or all in one file.", "请在其审核后提交，或合并为一个文件提交。",
    ),
    "G22-characters": (
        '"{property}" holds a character that cannot be seen ({value}).', "“{property}”含有不可见字符（{value}）。",
        "Delete the character and type the text anew.", "请删除该字符并重新输入。",
    ),
}  # fmt: skip
CHECKS: Final = frozenset(_TEXTS)
LEFT_OUT: Final = frozenset(
    {"G01-blank-node", "G02-foreign-subject", "G03-not-a-record", "G04-id-pattern", "G07-pending"}
)
"""Checks after which nothing of the thing is left to be validated."""
THERE_ALREADY: Final = frozenset({"G05-curated", "G06-known", "G08-claim-number"})
"""Checks on things that are in the graph already."""
_SEVERITY: Final[Mapping[str, Severity]] = {"G06-known": "info"}


def object_to(check: str, batch: Batch, spot: tuple[str, str], facts: Facts, **hints: Any) -> Finding:
    """Return what is said to one thing in a batch, in the place of the spot: IRI of the subject and of the property.

    `facts` fill the text; `hints` are `value`, `suggestion` and `nearest` of the finding. The text of a cell, if
    known, is its value.
    """
    en, zh, repair_en, repair_zh = _TEXTS[check]
    place = batch.place(*spot)
    said = {language: {name: _in(value, language) for name, value in facts.items()} for language in LANGUAGES}
    return Finding(
        check=check,
        severity=_SEVERITY.get(check, "violation"),
        file=batch.name,
        line=place.line,
        subject=id_of(spot[0]) or spot[0],
        message={"en": en.format(**said["en"]), "zh": zh.format(**said["zh"])},
        repair={"en": repair_en.format(**said["en"]), "zh": repair_zh.format(**said["zh"])},
        column=place.column,
        **(hints if place.text is None else hints | {"value": place.text}),
    )


def _in(value: str | Texts, language: str) -> str:
    return shown(value if isinstance(value, str) else value[language])
