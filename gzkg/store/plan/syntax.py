"""From tokens to a query; everything outside a small, plain part of SPARQL is beyond us."""

from __future__ import annotations

import re
from typing import Final

from gzkg.store.plan.condition import read_filter
from gzkg.store.plan.pattern import RDF_TYPE, XSD, Group, Part, Query, Triple
from gzkg.store.plan.reader import Reader
from gzkg.store.plan.words import NOT_AROUND, Beyond, Token, refuse_doubt

_LEAST: Final = re.compile(r"[+-]?0|[+-]?[1-9]\d{0,17}")
_STARTS: Final = ("FILTER", "OPTIONAL", "MINUS", "VALUES")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def read_query(text: str) -> Query:
    """Return a SELECT as we understand it. Raises: Beyond."""
    reader = Reader(text)
    prologue = _read_prologue(reader)
    reader.need("SELECT")
    head = _until(reader, "{", "WHERE", "FROM")
    reader.skip("WHERE")
    where = _read_group(reader, depth=0)
    after = reader.here.start
    keys: tuple[str, ...] | None = None
    if reader.skip("GROUP"):
        reader.need("BY")
        words = _until(reader, "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
        if not words or any(token.kind != "var" for token in words):
            raise Beyond("GROUP BY")
        keys = tuple(dict.fromkeys("?" + token.text[1:] for token in words))
    having = _until(reader, "ORDER", "LIMIT", "OFFSET", "VALUES") if reader.skip("HAVING") else ()
    tail = _until(reader)
    if any(token.says("VALUES") for token in tail) or reader.here.kind != "end":
        raise Beyond("VALUES")
    return Query(text, prologue, head, where, after, keys, having, tail, reader.names)


def sub_selects(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the prologue of a query, and where its sub-selects begin and end, outer ones first. Raises: Beyond."""
    reader = Reader(text, NOT_AROUND)
    prologue, opened, found = _read_prologue(reader), list[int](), list[tuple[int, int]]()
    for place, token in enumerate(reader.tokens):
        if token.key == "{":
            opened.append(place)
        elif token.key == "}" and opened:
            first = reader.tokens[opened.pop() + 1]
            if first.says("SELECT"):
                found.append((first.start, token.start))
    return prologue, sorted(found)


def _read_prologue(reader: Reader) -> str:
    while reader.skip("PREFIX"):
        name, iri = reader.take(), reader.take()
        if name.kind != "name" or not name.text.endswith(":") or iri.kind != "iri":
            raise Beyond(name.text)
        reader.names[name.text[:-1]] = iri.text[:-1]
    return reader.text[: reader.here.start]


def _until(reader: Reader, *words: str) -> tuple[Token, ...]:
    begin = reader.at
    while reader.here.kind != "end" and not reader.here.says(*words):
        if reader.here.says("{", "}"):
            raise Beyond(reader.here.text)
        reader.at += 1
    found = tuple(reader.tokens[begin : reader.at])
    refuse_doubt(found)
    return found


def _read_group(reader: Reader, depth: int) -> Group:
    # depth 0: the whole pattern; 1: in OPTIONAL, MINUS or EXISTS, where only triples and plain conditions may stand
    reader.need("{")
    group = Group()
    while not reader.skip("}"):
        if reader.skip("FILTER"):
            group.filters.append(read_filter(reader, lambda: _read_group(reader, depth + 1)))
            reader.skip(".")
        elif depth == 0 and reader.here.says("OPTIONAL", "MINUS"):
            kind = reader.take().text.upper()
            group.parts.append(Part(kind, _read_group(reader, 1), group.certain))
            reader.skip(".")
        elif depth == 0 and reader.skip("VALUES"):
            group.values.append(_read_values(reader))
            reader.skip(".")
        else:
            _read_triples(reader, group)
    if depth and (not group.triples or not all(condition.is_plain() for condition in group.filters)):
        raise Beyond("a group in a group")
    return group


def _read_values(reader: Reader) -> tuple[tuple[str, ...], list[list[str]]]:
    bare = reader.here.kind == "var"
    names = [reader.take()] if bare else _bracketed(reader)
    if not names or any(token.kind != "var" for token in names):
        raise Beyond("VALUES")
    reader.need("{")
    rows = []
    while not reader.skip("}"):
        if not bare:
            reader.need("(")
        rows.append([_read_constant(reader) for _ in names])
        if not bare:
            reader.need(")")
    return tuple("?" + token.text[1:] for token in names), rows


def _bracketed(reader: Reader) -> list[Token]:
    reader.need("(")
    found = []
    while not reader.skip(")"):
        found.append(reader.take())
        if found[-1].kind == "end":
            raise Beyond("a bracket is not closed")
    return found


def _read_constant(reader: Reader) -> str:
    token = reader.take()
    if token.kind in ("string", "number"):
        return literal(reader, token)
    return reader.iri(token)


def _read_triples(reader: Reader, group: Group) -> None:
    told = len(group.triples)
    subject = _read_node(reader, group)
    if len(group.triples) == told or not reader.here.says(".", "}"):  # `[ ex:p ex:o ] .` says enough
        _read_properties(reader, group, subject)
    if not reader.skip(".") and reader.here.text != "}" and not reader.here.says(*_STARTS):
        raise Beyond(reader.here.text)


def _read_properties(reader: Reader, group: Group, subject: str) -> None:
    while True:
        path = _read_path(reader)
        while True:
            _add_path(reader, group, subject, path, _read_node(reader, group))
            if not reader.skip(","):
                break
        if not reader.skip(";"):
            return
        while reader.skip(";"):
            pass
        if reader.here.text in (".", "}", "]") or reader.here.says(*_STARTS):
            return


def _read_path(reader: Reader) -> list[tuple[str, bool]]:
    # a chain of properties, each forwards or (True) backwards
    steps = []
    while True:
        back = reader.skip("^")
        token = reader.take()
        steps.append((RDF_TYPE if token.kind == "word" and token.text == "a" else reader.iri(token), back))
        if not reader.skip("/"):
            return steps


def _add_path(reader: Reader, group: Group, subject: str, path: list[tuple[str, bool]], value: str) -> None:
    ends = [subject, *(reader.fresh() for _ in path[1:]), value]
    for (predicate, back), one, other in zip(path, ends[:-1], ends[1:], strict=True):
        group.triples.append(Triple(other, predicate, one) if back else Triple(one, predicate, other))


def _read_node(reader: Reader, group: Group) -> str:
    token = reader.take()
    match token.kind:
        case "var":
            return "?" + token.text[1:]
        case "iri" | "name":
            return reader.iri(token)
        case "string" | "number":
            return literal(reader, token)
    if token.text != "[":
        raise Beyond(token.text)
    node = reader.fresh()
    if not reader.skip("]"):
        _read_properties(reader, group, node)
        reader.need("]")
    return node


def literal(reader: Reader, token: Token) -> str:
    """Return a literal as the store spells it. Raises: Beyond, when it might spell it otherwise."""
    if token.kind == "number":
        if not _LEAST.fullmatch(token.text):
            raise Beyond(token.text)
        return f'"{token.text}"^^<{XSD}integer>'
    inner = token.text[1:-1]
    if "\\" in inner or '"' in inner or not inner.isprintable():
        raise Beyond(token.text)
    if reader.here.kind == "lang":
        return f'"{inner}"{reader.take().text.lower()}'
    if not reader.skip("^^"):
        return f'"{inner}"'
    datatype = reader.iri(reader.take())
    if datatype == f"<{XSD}string>":
        return f'"{inner}"'
    if datatype != f"<{XSD}date>" or not _DAY.fullmatch(inner):
        raise Beyond(datatype)
    return f'"{inner}"^^{datatype}'
