"""Findings for people: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gzkg.checks.wording import shown
from gzkg.model import Finding
from gzkg.network.format.cell import legal
from gzkg.records.validation import Validation

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "violation": "violation",
        "warning": "warning",
        "info": "hint",
        "row": "row {line}",
        "line": "line {line}",
        "column": "column '{column}'",
        "comma": ", ",
        "colon": ": ",
        "repair": "→ {repair}",
        "suggestion": "  Perhaps: {suggestion}",
        "found": "{file}: {violations} to repair, {warnings} to look at, {hints} for information.",
        "clean": "{file} can be handed in.",
        "faulty": "{file} cannot be handed in before the violations are repaired.",
    },
    "zh": {
        "violation": "错误",
        "warning": "警告",
        "info": "提示",
        "row": "第 {line} 行",
        "line": "第 {line} 行",
        "column": "“{column}”列",
        "comma": "，",
        "colon": "：",
        "repair": "→ {repair}",
        "suggestion": "  可能应为：{suggestion}",
        "found": "{file}：需修正 {violations} 处，需核对 {warnings} 处，提示 {hints} 条。",
        "clean": "{file} 可以提交。",
        "faulty": "修正错误之前不能提交 {file}。",
    },
}


def write_text(validation: Validation, language: str) -> str:
    """Return the findings in lines, then whether the file can be handed in, then what taking it would change."""
    words = _WORDS.get(language, _WORDS["en"])
    lines = [note.get(language, note.get("en", "")) for note in validation.notes]
    for finding in validation.findings:
        lines += ["", *_told(finding, validation, language, words)]
    counts = {"violations": len(validation.violations), "warnings": len(validation.warnings)}
    hints = len(validation.findings) - sum(counts.values())
    name = shown(validation.file)
    lines += ["", words["found"].format(file=name, hints=hints, **counts)]
    lines.append(words["clean" if validation.conforms else "faulty"].format(file=name))
    if validation.plan:
        from gzkg.records.plan import describe

        lines += ["", *describe(validation.plan, language)]
    return legal("\n".join(lines).strip()) + "\n"


def place_of(finding: Finding, *, is_table: bool, language: str) -> str:
    """Return where a finding is, in words: `row 3, column 'city'`, `line 12`; empty when it is not known."""
    words = _WORDS.get(language, _WORDS["en"])
    parts = [words["row" if is_table else "line"].format(line=finding.line)] if finding.line else []
    parts += [words["column"].format(column=shown(finding.column))] if finding.column else []
    return words["comma"].join(parts)


def _told(finding: Finding, validation: Validation, language: str, words: Mapping[str, str]) -> list[str]:
    place = place_of(finding, is_table=validation.kind is not None, language=language)
    head = words["comma"].join(part for part in (place, words[finding.severity]) if part)
    lines = [f"{head} [{finding.check}]", f"  {finding.message[language]}"]
    if finding.repair.get(language):
        lines.append("  " + words["repair"].format(repair=finding.repair[language]))
    if finding.suggestion:
        lines.append(words["suggestion"].format(suggestion=shown(finding.suggestion)))
    return lines
