"""The conditions of FILTER: what we follow of them, the rest as text for the engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gzkg.store.plan.pattern import Condition, Group
from gzkg.store.plan.reader import Reader
from gzkg.store.plan.words import Beyond, Token, refuse_doubt

_COMPARES: Final = frozenset({"=", "!=", "<", ">", "<=", ">="})
_OPENS: Final = {"(": ")", "{": "}", "[": "]"}
_UNSTEADY: Final = ("RAND", "UUID", "STRUUID", "BNODE", "NOW", "EXISTS", "SELECT")
_AGGREGATES: Final = ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
ReadGroup = Callable[[], Group]


def read_filter(reader: Reader, group: ReadGroup) -> Condition:
    """Return the condition after FILTER. Raises: Beyond."""
    if reader.here.says("NOT", "EXISTS"):
        return _read_exists(reader, group)
    if reader.here.text != "(" and not (reader.here.kind == "word" and reader.tokens[reader.at + 1].text == "("):
        raise Beyond(reader.here.text)
    begin = reader.at
    reader.at += reader.here.text != "("
    end = _close(reader, reader.at)
    found = _read(reader, begin, end + 1, group)
    reader.at = end + 1
    return found


def _read_exists(reader: Reader, group: ReadGroup) -> Condition:
    kind = "not exists" if reader.skip("NOT") else "exists"
    reader.need("EXISTS")
    inner = group()
    looked = inner.certain.union(*(condition.variables for condition in inner.filters))
    return Condition(kind, looked, "", group=inner)


def _close(reader: Reader, at: int) -> int:
    # the place of the bracket that closes the one at a place
    waiting: list[str] = []
    for place in range(at, len(reader.tokens)):
        token = reader.tokens[place]
        if token.kind != "mark":
            continue
        if token.text in _OPENS:
            waiting.append(_OPENS[token.text])
        elif token.text in (")", "}", "]"):
            if token.text != waiting.pop():
                break
            if not waiting:
                return place
    raise Beyond("a bracket is not closed")


def _split(reader: Reader, begin: int, end: int, marks: frozenset[str]) -> list[tuple[int, int]]:
    # the stretches between these marks, where they stand outside all brackets
    parts, start, at = [], begin, begin
    while at < end:
        token = reader.tokens[at]
        if token.kind == "mark" and token.text in _OPENS:
            at = _close(reader, at)
        elif token.kind == "mark" and token.text in marks:
            parts.append((start, at))
            start = at + 1
        at += 1
    return [*parts, (start, end)]


def _read(reader: Reader, begin: int, end: int, group: ReadGroup) -> Condition:
    if begin >= end:
        raise Beyond("an empty expression")
    for mark in ("||", "&&"):
        stretches = _split(reader, begin, end, frozenset({mark}))
        if len(stretches) > 1:
            return _joined(mark, [_read(reader, *stretch, group) for stretch in stretches])
    first, words = reader.tokens[begin], reader.tokens[begin:end]
    if first.text == "(" and _close(reader, begin) == end - 1:
        return _read(reader, begin + 1, end - 1, group)
    compared = _split(reader, begin, end, _COMPARES)
    if first.text == "!" and len(compared) == 1:
        return _joined("!", [_read(reader, begin + 1, end, group)])
    if first.says("NOT", "EXISTS"):
        reader.at = begin
        found = _read_exists(reader, group)
        if reader.at != end:
            raise Beyond("EXISTS")
        return found
    if first.says("BOUND") and len(words) == 4 and words[2].kind == "var":
        return Condition("bound", _variables(words), "")
    return _leaf(reader, words, compared)


def _leaf(reader: Reader, words: list[Token], compared: list[tuple[int, int]]) -> Condition:
    if any(token.says(*_UNSTEADY, *_AGGREGATES) or token.kind == "blank" for token in words):
        raise Beyond("an expression whose value may change")
    refuse_doubt(words)
    text = reader.text[words[0].start : words[-1].end]
    if len(compared) != 2:
        return Condition("text", _variables(words), text)
    sides = tuple(tuple(reader.tokens[begin:end]) for begin, end in compared)
    return Condition(reader.tokens[compared[0][1]].text, _variables(words), text, sides=sides)


def _joined(kind: str, parts: list[Condition]) -> Condition:
    return Condition(kind, frozenset().union(*(part.variables for part in parts)), "", tuple(parts))


def _variables(words: list[Token]) -> frozenset[str]:
    return frozenset("?" + token.text[1:] for token in words if token.kind == "var")
