"""Layout: every file lies where its ids say, is in canonical form, and names only what is defined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.checks.naming import is_named, short, stands_with, tie_id
from gzkg.errors import BadId, GraphFileError
from gzkg.ids import file_id, id_of, is_within, path_of
from gzkg.model import Finding
from gzkg.rdf.files import Folders, read_file, read_subjects
from gzkg.rdf.turtle import comment_line, read_turtle, write_turtle

DATATYPES: Final = frozenset(
    {
        *(vocab.XSD + name for name in ("string", "date", "integer", "decimal", "boolean")),
        vocab.RDF + "langString",
        vocab.GEO + "wktLiteral",
    }
)
"""Datatypes that come back from the store as they went in."""

_TEXTS: Final = {
    "L01-not-turtle": (
        "{problem}", "文件不是有效的 Turtle：{problem}",
        "Correct the text here; shapes and rules are checked once every file can be read.",
        "请更正此处文本；所有文件均可读取后才会检查形状与规则。",
    ),
    "L02-no-place": (
        "No id belongs to this path.", "该路径不对应任何标识。",
        "Move the file to <kind folder>/<slug>.ttl, in lower-case letters, digits and hyphens.",
        "请将文件移至“类型文件夹/短名.ttl”，短名只用小写字母、数字和连字符。",
    ),
    "L03-path-and-iri": (
        "'{subject}' does not begin with '{owner}', the id of this file.",
        "“{subject}”不以本文件的标识“{owner}”开头。",
        "Rename the subject or move it to the file of its id.", "请重命名该主语，或将其移至对应的文件。",
    ),
    "L04-comment": (
        "A '#' comment is not kept.", "“#”注释不会被保留。",
        "Turn the remark into a gz:note in both languages.", "请将备注改写为双语 gz:note。",
    ),
    "L05-blank-node": (
        "A blank node has no stable name.", "空白节点没有稳定的名称。",
        "Give it an IRI that begins with the file's id.", "请为其指定以本文件标识开头的 IRI。",
    ),
    "L06-not-canonical": (
        "The file is not in canonical form.", "文件不是规范格式。",
        "Run `gzkg fmt`.", "请运行 `gzkg fmt`。",
    ),
    "L07-unknown-term": (
        "'{term}' is not defined in the ontology.", "本体中没有定义“{term}”。",
        "Correct the spelling, or add the term to ontology/.", "请更正拼写，或在 ontology/ 中添加该术语。",
    ),
    "L08-unknown-id": (
        "Nothing has the id '{term}'.", "没有任何事物的标识为“{term}”。",
        "Correct the id, or add the file {home}.", "请更正标识，或添加文件 {home}。",
    ),
    "L09-datatype": (
        "The datatype of {term} does not survive storing.", "{term} 的数据类型无法原样保存。",
        "Use string, date, integer, decimal, boolean or a language-tagged text.",
        "请使用字符串、日期、整数、小数、布尔值或带语言标记的文本。",
    ),
    "L10-tie-name": (
        "The tie is named '{subject}' but is {term}.", "该结好关系名为“{subject}”，但实为“{term}”。",
        "Name it tie/<kind>/<a>--<b>, both ends in alphabetical order.",
        "请命名为“tie/类型/甲--乙”，两端按字母顺序排列。",
    ),
    "L11-claim-place": (
        "The claim '{subject}' does not stand with what it is about.", "声明“{subject}”未与其所述对象放在一起。",
        "Name it <id it is about>/claim/<n>.", "请命名为“所述对象标识/claim/序号”。",
    ),
    "L12-stray-file": (
        "Only Turtle files belong in graph/.", "graph/ 中只应有 Turtle 文件。",
        "Move or remove the file.", "请移走或删除该文件。",
    ),
    "L13-two-files": (
        "'{subject}' also stands in {term}.", "“{subject}”也出现在 {term} 中。",
        "Keep it in one of the two files.", "请只保留在其中一个文件中。",
    ),
}  # fmt: skip


@dataclass(slots=True)
class GraphFiles:
    """The curated files as read: triples per readable file, and why the others are not readable."""

    triples: dict[Path, list[Triple]] = field(default_factory=dict)
    content: dict[Path, bytes] = field(default_factory=dict)
    broken: dict[Path, GraphFileError] = field(default_factory=dict)


def read_graph(folders: Folders) -> GraphFiles:
    """Read every curated file; what cannot be read is kept as its error."""
    graph = GraphFiles()
    for path in folders.curated():
        try:
            graph.content[path] = read_file(path)
            graph.triples[path] = read_turtle(graph.content[path], path)
        except GraphFileError as error:
            graph.broken[path] = error
    return graph


def check_layout(folders: Folders, graph: GraphFiles) -> list[Finding]:
    """Return what is wrong with the files as files."""
    return list(_Layout(folders, graph).findings())


class _Layout:
    def __init__(self, folders: Folders, graph: GraphFiles) -> None:
        self._folders = folders
        self._graph = graph
        self._terms = read_subjects(folders.terms())
        self._ids = {
            triple.subject.value
            for triples in graph.triples.values()
            for triple in triples
            if isinstance(triple.subject, NamedNode) and triple.predicate.value == vocab.TYPE
        }
        self._homes: dict[str, Path] = {}
        self._unread = [owner for path in graph.broken if (owner := file_id(self._below(path)))]

    def findings(self) -> Iterator[Finding]:
        for path, error in self._graph.broken.items():
            yield self._finding("L01-not-turtle", path, error.line, problem=error.problem)
        for stray in sorted(self._folders.graph.rglob("*")):
            if stray.is_file() and stray.suffix != ".ttl" and stray.name not in ("README.md", "LICENSE"):
                yield self._finding("L12-stray-file", stray, None)
        for path, triples in self._graph.triples.items():
            yield from self._check_file(path, triples)

    def _check_file(self, path: Path, triples: list[Triple]) -> Iterator[Finding]:
        owner = file_id(self._below(path))
        if owner is None:
            yield self._finding("L02-no-place", path, None)
        line = comment_line(self._graph.content[path])
        if line:
            yield self._finding("L04-comment", path, line)
        if any(isinstance(term, BlankNode) for t in triples for term in (t.subject, t.object)):
            yield self._finding("L05-blank-node", path, None)
        elif not line and write_turtle(triples).encode() != self._graph.content[path]:
            yield self._finding("L06-not-canonical", path, None)
        yield from self._check_subjects(path, owner, triples)
        yield from self._check_names(path, triples)

    def _check_subjects(self, path: Path, owner: str | None, triples: list[Triple]) -> Iterator[Finding]:
        parties: dict[str, list[str]] = defaultdict(list)
        kinds: dict[str, str] = {}
        for iri in sorted({t.subject.value for t in triples if isinstance(t.subject, NamedNode)}):
            if owner and not is_within(id_of(iri) or iri, owner):
                yield self._at("L03-path-and-iri", path, id_of(iri) or iri, owner=owner)
            home = self._homes.setdefault(iri, path)
            if home != path:
                yield self._at("L13-two-files", path, id_of(iri) or iri, term=self._name(home))
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                subject, predicate = id_of(triple.subject.value) or "", triple.predicate.value
                if predicate == vocab.PARTY:
                    parties[subject].append(triple.object.value)
                if predicate == vocab.GZ + "kind":
                    kinds[subject] = triple.object.value
                if predicate == vocab.GZ + "about" and not stands_with(subject, triple.object.value):
                    yield self._at("L11-claim-place", path, subject)
        for subject, ends in parties.items():
            if not is_named(subject, wanted := tie_id(kinds.get(subject, "?"), ends)):
                yield self._at("L10-tie-name", path, subject, term=wanted)

    def _check_names(self, path: Path, triples: list[Triple]) -> Iterator[Finding]:
        for name in sorted({term.value for triple in triples for term in triple if isinstance(term, NamedNode)}):
            if name.startswith((vocab.GZ, vocab.CONCEPT)):
                if name not in self._terms:
                    yield self._at("L07-unknown-term", path, term=short(name))
            elif (found := id_of(name)) and name not in self._ids and not self._may_be_unread(found):
                yield self._at("L08-unknown-id", path, term=found, home=_path_of(found))
        for triple in triples:
            if isinstance(triple.object, Literal) and triple.object.datatype.value not in DATATYPES:
                yield self._at("L09-datatype", path, term=triple.object.value)

    def _may_be_unread(self, entity_id: str) -> bool:
        return any(is_within(entity_id, owner) for owner in self._unread)

    def _at(self, check: str, path: Path, subject: str | None = None, **values: str) -> Finding:
        sought = (subject or values.get("term", "")).encode()
        place = self._graph.content[path].find(sought) if sought else -1
        line = self._graph.content[path].count(b"\n", 0, place) + 1 if place >= 0 else None
        return self._finding(check, path, line, subject=subject or "", **values)

    def _finding(self, check: str, path: Path, line: int | None, **values: str) -> Finding:
        en, zh, repair_en, repair_zh = (text.format(**values) for text in _TEXTS[check])
        file = self._name(path)
        repair = {"en": repair_en, "zh": repair_zh}
        return Finding(check, "violation", file, line, values.get("subject") or None, {"en": en, "zh": zh}, repair)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folders.root).as_posix()

    def _below(self, path: Path) -> Path:
        return path.relative_to(self._folders.graph)


def _path_of(entity_id: str) -> str:
    try:
        return f"graph/{path_of(entity_id)}"
    except BadId:
        return "graph/…"
