"""Every competency question runs on the real graph and gives the answer that is fixed for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gzkg import KnowledgeGraph, Question
from gzkg.lookup.question import read_questions
from gzkg.rdf.files import Folders

QUESTIONS = read_questions(Folders(Path(__file__).resolve().parents[2]).questions())


def agrees(row: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Tell whether a row is the expected one: `*` stands for anything, `+` for anything but nothing."""
    cells = zip(row, pattern, strict=True)
    return all(wanted in ("*", cell) or (wanted == "+" and cell != "") for cell, wanted in cells)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_question(graph: KnowledgeGraph, question: Question) -> None:
    assert question.text["en"]
    assert question.text["zh"]
    answer = graph.query(question.sparql)
    rows = [tuple(str(row[name] or "") for name in answer.columns) for row in answer]
    if answer.holds == "bindings":
        assert answer.columns == question.columns
    if question.expected:
        assert len(rows) == len(question.expected)
    for pattern in (*question.expected, *question.includes):
        assert any(agrees(row, pattern) for row in rows), pattern
    if question.expected_rows is not None:
        assert len(rows) == question.expected_rows
    if "rightly" not in question.note and question.expected_rows != 0:
        assert rows
