"""The triple patterns of a query and the terms in them, read from its tokens; what is not SPARQL is read somehow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from gzkg import vocab
from gzkg.lookup.token import Node, Scanner, Token
from gzkg.model import Term, UsedAs

_TERMS: Final = 200
"""So many rows of VALUES, and thrice as many terms, are read; what follows is not looked at."""

_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_KEYWORDS: Final = frozenset(
    {"FROM", "NAMED", "WHERE", "GRAPH", "OPTIONAL", "MINUS", "NOT", "EXISTS", "FILTER", "BIND", "VALUES", "SERVICE"}
)
_RANKS: Final = {"OPTIONAL": 1, "MINUS": 2, "NOT": 2}


class Pattern(NamedTuple):
    """A triple pattern; `rank` says whether it alone can leave the answer empty: 0 does, 1 may, 2 does not."""

    subject: Node
    predicate: Node
    object: Node
    graph: Node | None
    rank: int


class Mention(NamedTuple):
    """A term as it is used, and the pattern it stands in where its place tells something; `rank` 3 is a filter."""

    node: Node
    use: UsedAs
    rank: int
    pattern: Pattern | None = None


_OPEN: Final = Node("[]")


@dataclass(slots=True)
class _Frame:
    """What stands between two brackets: head, group, columns, values, expression, list, or nothing to look at."""

    kind: str
    graph: Node | None = None
    rank: int = 0
    subject: Node | None = None
    path: tuple[Node, ...] = ()
    marks: str = ""
    done: bool = False
    depth: int = 0
    count: int = 0
    first: tuple[int, int] = (0, 0)

    def begin(self, subject: Node | None = None) -> None:
        self.subject, self.path, self.marks, self.done, self.depth = subject, (), "", False, 0

    def punctuate(self, mark: str) -> None:
        if mark == ".":
            self.begin()
        elif mark == ";":
            self.begin(self.subject)
        elif self.subject and mark in "/|^!*+?":
            self.marks += mark
            self.done = self.done and mark in "*+?"


class Reading:
    """The patterns, mentions and prefixes of a query; `dataset` holds the graphs after FROM, None without FROM."""

    def __init__(self, text: str) -> None:
        self.dataset: list[str] | None = None
        self.patterns: list[Pattern] = []
        self.mentions: list[Mention] = []
        self._scan = Scanner(text)
        self.prefixes = self._scan.prefixes
        self._word = ""
        self._graph: Node | None = None
        self._frames = [_Frame("head")]
        self._columns: list[str] = []
        self._ends: set[str] = set()
        self._closed = (0, 0)
        self._rows: list[tuple[str, Mention]] = []
        while self._scan.peek().kind != "end" and len(self.mentions) + len(self._rows) < 3 * _TERMS:
            self._read(self._scan.next())
        self._spread()

    def _read(self, token: Token) -> None:
        if token.kind == "mark":
            self._mark(token.text)
        elif token.kind == "word":
            self._keyword(token)
        else:
            self._take(self._scan.node(token))

    def _mark(self, mark: str) -> None:
        frame = self._frames[-1]
        if mark in ("{", "(", "["):
            self._open(mark, frame)
        elif mark == ")" and frame.depth:
            frame.depth, frame.done = frame.depth - 1, True
        elif mark in ("}", ")", "]"):
            self._close(mark)
        elif frame.kind == "group":
            frame.punctuate(mark)

    def _open(self, mark: str, frame: _Frame) -> None:
        word, opened = self._word, replace(frame, count=0)
        opened.begin()
        if mark == "{" and frame.kind != "nothing":
            opened.kind = {"CONSTRUCT": "nothing", "SERVICE": "nothing", "VALUES": "values"}.get(word, "group")
            opened.rank = max(frame.rank, _RANKS.get(word, 0), 2 if frame.kind == "expression" else 0)
            opened.graph = self._graph if word == "GRAPH" else frame.graph
            opened.first, self._word = (len(self.patterns), len(self.mentions)), ""
        elif mark == "[" and frame.kind in ("group", "list"):
            opened.kind, opened.subject = "group", _OPEN
        elif mark == "(" and word == "VALUES" and frame.kind != "values":
            opened.kind = "columns"
        elif mark == "(" and frame.kind in ("group", "list") and word not in ("FILTER", "BIND"):
            if frame.subject and not frame.done:
                frame.depth, frame.marks = frame.depth + 1, frame.marks + mark
                return
            opened.kind = "list"
        elif frame.kind in ("head", "group"):
            opened.kind = "expression"
        self._frames.append(opened)

    def _close(self, mark: str) -> None:
        if len(self._frames) == 1:
            return
        closed, parent = self._frames.pop(), self._frames[-1]
        if mark == "}":
            self._closed, self._word = closed.first, ""
            parent.begin()
        elif closed.kind == "list" or mark == "]":
            self._take(_OPEN)
        elif closed.kind == "expression" and parent.kind == "group":
            self._word = ""

    def _keyword(self, token: Token) -> None:
        word, frame = token.text.upper(), self._frames[-1]
        if word in ("PREFIX", "BASE"):
            self._scan.declare(word)
        elif token.text == "a" and frame.subject:
            self._take(Node("a", token.start, Term(vocab.TYPE, "iri")))
        elif word in ("TRUE", "FALSE"):
            self._take(Node(token.text, token.start, Term(word.lower(), datatype=vocab.XSD + "boolean")))
        elif word == "UNDEF":
            self._take(_OPEN)
        elif word == "UNION":
            self._soften()
        elif word in _KEYWORDS | _FORMS and (word, self._word) != ("EXISTS", "NOT"):
            self._word = word
            frame.begin()
            frame.kind = "head" if word in _FORMS and frame.kind == "group" else frame.kind
            self._columns = [] if word == "VALUES" else self._columns

    def _soften(self) -> None:
        patterns, mentions = self._closed
        self.patterns[patterns:] = [pattern._replace(rank=max(pattern.rank, 1)) for pattern in self.patterns[patterns:]]
        self.mentions[mentions:] = [mention._replace(rank=max(mention.rank, 1)) for mention in self.mentions[mentions:]]
        self._word = "OPTIONAL"

    def _take(self, node: Node) -> None:
        frame = self._frames[-1]
        if frame.kind == "columns" or (self._word == "VALUES" and frame.kind in ("head", "group")):
            self._columns.append(node.written[1:])
        elif frame.kind == "values":
            column = self._columns[frame.count % len(self._columns)] if self._columns else ""
            frame.count += 1
            self._rows.append((column, Mention(node, "value", frame.rank)))
        elif frame.kind == "expression":
            if node.term and node.term.kind == "iri" and self._scan.peek().text != "(":
                self._mention(node, "filter", 3)
        elif frame.kind == "list":
            self._mention(node, "object", max(frame.rank, 1))
        elif self._word in ("GRAPH", "FROM", "NAMED"):
            self._name_graph(node, frame)
        elif self._word == "DESCRIBE":
            self._mention(node, "subject", 0)
        elif frame.kind == "group" and self._word not in ("FILTER", "BIND", "SERVICE"):
            self._triple(node, frame)

    def _name_graph(self, node: Node, frame: _Frame) -> None:
        if node is _OPEN:
            return
        rank = frame.rank if self._word == "GRAPH" else 1  # another FROM may stand beside it
        self.mentions.append(Mention(node, "graph", rank))
        if self._word == "GRAPH":
            self._graph = node
        else:
            self.dataset = [*(self.dataset or ()), *([node.term.value] if node.term and self._word == "FROM" else ())]
            self._word = ""

    def _triple(self, node: Node, frame: _Frame) -> None:
        if frame.subject is None:
            frame.subject = node
        elif not frame.done:
            frame.path, frame.done = (*frame.path, node), True
        elif frame.marks or len(frame.path) != 1:
            rank = max(frame.rank, 1) if set(frame.marks) & set("|!*?(") else frame.rank
            for step in frame.path:
                self._mention(step, "predicate", rank)
            self._mention(frame.subject, "subject", rank)
            self._mention(node, "object", rank)
            self._ends |= {frame.subject.written[1:], node.written[1:]}
        else:
            self._add(Pattern(frame.subject, frame.path[0], node, frame.graph, frame.rank))

    def _add(self, pattern: Pattern) -> None:
        is_class = pattern.predicate.term and pattern.predicate.term.value == vocab.TYPE
        self.patterns.append(pattern)
        self._mention(pattern.subject, "subject", pattern.rank, pattern)
        self._mention(pattern.predicate, "predicate", pattern.rank, pattern)
        self._mention(pattern.object, "class" if is_class else "object", pattern.rank, pattern)

    def _mention(self, node: Node, use: UsedAs, rank: int, pattern: Pattern | None = None) -> None:
        if node.term:
            self.mentions.append(Mention(node, use, rank, pattern))

    def _spread(self) -> None:
        """Put the values of VALUES where their variables stand; one of several rows alone empties nothing."""
        sizes = Counter(column for column, _ in self._rows)
        written: dict[str, tuple[Pattern, str]] = {}
        for pattern in self.patterns:
            for slot in ("object", "subject", "predicate"):
                if (node := getattr(pattern, slot)).written[:1] in ("?", "$"):
                    written.setdefault(node.written[1:], (pattern, slot))
        for column, (node, use, rank, _) in self._rows[:_TERMS]:
            rank = rank if sizes[column] == 1 else max(rank, 1)
            place, slot = written.get(column, (None, ""))
            if place and node.term:
                rank = max(rank, place.rank)
                changed: dict[str, Any] = {slot: node, "rank": rank}
                place = place._replace(**changed)
                self.patterns.append(place)
            if place or column in self._ends:
                self._mention(node, use, rank, place)
            elif node.term and node.term.kind == "iri":
                self._mention(node, "filter", 3)
