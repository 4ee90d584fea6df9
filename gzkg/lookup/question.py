"""Competency questions: `ontology/questions/<id>.rq`, SPARQL with a head of `# key: value` lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from gzkg.errors import GraphFileError, QueryError, UnknownQuestion
from gzkg.model import Question
from gzkg.rdf.files import read_file
from gzkg.rdf.turtle import natural
from gzkg.store.sparql import query_form


def read_questions(paths: Iterable[Path]) -> list[Question]:
    """Return the questions of some files in natural order. Raises: GraphFileError."""
    return sorted((_question(path) for path in paths), key=lambda question: natural(question.id))


def get_question(questions: Iterable[Question], question_id: str) -> Question:
    """Return the question with this id. Raises: UnknownQuestion, naming those there are."""
    by_id = {question.id: question for question in questions}
    if question_id.upper() not in by_id:
        raise UnknownQuestion(f"There is no question '{question_id[:40]}'. There are: {', '.join(by_id)}.")
    return by_id[question_id.upper()]


def _question(path: Path) -> Question:
    head: dict[str, list[str]] = defaultdict(list)
    lines = read_file(path).decode().splitlines()
    top = list(takewhile(lambda line: line.startswith("#"), lines))
    for line in top:
        key, _, value = line.lstrip("# ").partition(":")
        head[key.strip()].append(value.strip())
    if head["id"] != [path.stem]:
        raise GraphFileError(path, f"The head must say '# id: {path.stem}', as the file is named.", line=1)
    sparql = "\n".join(lines[len(top) :]).strip() + "\n"
    try:
        query_form(sparql)
    except QueryError as error:
        raise GraphFileError(path, f"A question needs its query below the head. {error}") from None
    return Question(
        id=path.stem,
        text={language: head[language][0] for language in ("en", "zh") if head[language]},
        kind=" ".join(head["kind"]),
        columns=tuple(" ".join(head["columns"]).split()),
        sparql=sparql,
        expected=_table(head["expect"]),
        includes=_table(head["expect-includes"]),
        expected_rows=int(head["expect-rows"][0]) if head["expect-rows"] else None,
        note=" ".join(head["note"]),
    )


def _table(lines: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)
