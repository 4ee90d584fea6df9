"""Why an answer is empty: which terms of a query the data does not hold, or not there, and the nearest that it does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from gzkg import vocab
from gzkg.lookup.nearest import TYPE, Occurring, Ranked, best, similar
from gzkg.lookup.pattern import Mention, Pattern, Reading
from gzkg.lookup.token import Node, quote, write
from gzkg.model import AbsentTerm, Term, UsedAs, Why
from gzkg.store.embedded import EmbeddedStore

_PATTERNS: Final = 200
_FOUND: Final = 10
_NEAREST: Final = 5
"""Bounds: patterns looked at, findings told, nearest terms each."""

_SUBCLASS: Final = Term(vocab.RDFS + "subClassOf", "iri")
_PERIOD: Final = re.compile(r"\d{4}(-\d\d)?")


def explain_empty(store: EmbeddedStore, text: str) -> list[AbsentTerm]:
    """Return what in a query the data does not hold, what is decisive first; empty when nothing is missing."""
    return Explainer(store).explain(text)


class Explainer:
    """Says why answers are empty; build once, ask often: what it has read of the store it keeps.

    With `warm` it reads at once which terms may be near another; those of what is put in later are not among them.
    """

    def __init__(self, store: EmbeddedStore, *, warm: bool = False) -> None:
        self._store = store
        self._held = Occurring(store)
        if warm:
            self._held.warm()

    def why_empty(self, text: str, default: Iterable[str] = (), named: Iterable[str] = ()) -> list[AbsentTerm]:
        """Return what `explain` says when a query has an empty answer (for ASK: no), else nothing.

        `default` and `named` are the graphs that the caller names for it. Raises: what `EmbeddedStore.query` raises.
        """
        answer = self._store.query(text, default, named)
        found = next(iter(answer), None)
        is_empty = found is None or (answer.holds == "boolean" and str(found["answer"]) == "false")
        return self.explain(text, default) if is_empty else []

    def explain(self, text: str, default: Iterable[str] = ()) -> list[AbsentTerm]:
        """Return what in a query the data does not hold, what is decisive first; empty when nothing is missing.

        `default` are the graphs that the caller names for its default graph; they outdo those after FROM.
        """
        query = Reading(text)
        query.dataset = list(default) or query.dataset
        found: dict[tuple[Term | None, UsedAs], AbsentTerm] = {}
        for mention in sorted(query.mentions, key=lambda mention: (mention.rank, mention.node.start)):
            key = mention.node.term, mention.use
            if len(found) < _FOUND and key not in found and (why := self._why(mention)):
                found[key] = self._tell(text, query, mention, why)
        blamed = {term for term, _ in found}
        patterns = [p for p in query.patterns if not blamed & {node.term for node in p[:4] if node and node.term}]
        for pattern in sorted(patterns[:_PATTERNS], key=lambda pattern: pattern.rank):
            blame = Mention(_blame(pattern), "pattern", pattern.rank, pattern)
            key = blame.node.term, blame.use
            if len(found) < _FOUND and pattern.rank < 2 and key not in found and not self._matches(pattern, query):
                found[key] = self._tell(text, query, blame, "no match")
        return sorted(found.values(), key=lambda one: (not one.decisive, one.why == "no match"))

    # ---- what is missing

    def _why(self, mention: Mention) -> Why | None:
        term, use = mention.node.term, mention.use
        if use == "graph":
            if term in self._held.graphs or (term is None and self._held.graphs):
                return None
            return "elsewhere" if term and self._held.occurs(term) else "absent"
        if term is None or (use == "filter" and term.value.startswith(vocab.XSD)):
            return None
        if not self._held.occurs(term):
            return "absent"
        return None if self._stands(term, mention) else "elsewhere"

    def _stands(self, term: Term, mention: Mention) -> bool:
        """Tell whether a term stands where it is used; within a path, either end may be the subject."""
        if mention.use == "predicate":
            return self._held.has(predicate=term)
        if mention.use == "class":
            return self._held.has(predicate=TYPE, object=term)
        if mention.pattern is None or mention.use in ("value", "filter"):
            return True
        return self._held.has(subject=term) if mention.use == "subject" else self._held.has(object=term)

    def _matches(self, pattern: Pattern, query: Reading) -> bool:
        terms = pattern.subject.term, pattern.predicate.term, pattern.object.term
        if not any(terms):
            return True
        scopes: list[Term | None] = [None]
        if pattern.graph:
            scopes = [pattern.graph.term]
        elif query.dataset is not None:
            scopes = [graph for graph in self._held.graphs if graph.value in query.dataset]
            if not scopes and query.dataset:  # the graph is blamed, not what is sought in it
                return True
        return any(self._held.has(*terms, scope) for scope in scopes)

    # ---- what is near

    def _nearest(self, mention: Mention, why: Why) -> list[Term]:
        wanted, pattern = mention.node.term, mention.pattern
        if wanted is None:
            return []
        if mention.use == "graph":
            return best(similar(wanted, self._held.graphs) or [(0, graph) for graph in self._held.graphs], _NEAREST)
        if mention.use == "predicate" or (pattern and mention.node is pattern.predicate and why != "no match"):
            return self._nearest_property(wanted, pattern)
        if mention.use == "class":
            below = [c for c in self._held.subjects(_SUBCLASS, wanted) if self._held.has(None, TYPE, c)]
            return best([*similar(wanted, self._held.objects(TYPE)), *((120.0, c) for c in below)], _NEAREST)
        if why == "no match" and pattern:
            return self._nearest_match(pattern)
        pool = self._pool(mention.node, pattern)
        ranked = similar(wanted, pool)
        if max((score for score, _ in ranked), default=0) < 95:
            ranked += [(score + 4 * (thing in pool), thing) for score, thing in self._named(wanted, pool)]
        for more in ("things", "iris") if wanted.kind == "iri" else ():  # what costs most is read last
            if max((score for score, _ in ranked), default=0) < 80:
                ranked += similar(wanted, getattr(self._held, more))
        return best(ranked, _NEAREST)

    def _nearest_property(self, wanted: Term, pattern: Pattern | None) -> list[Term]:
        ends = (pattern.subject.term, pattern.object.term) if pattern else (None, None)
        fitting = self._held.predicates(*ends) if any(ends) else set()
        ranked = similar(wanted, self._held.predicates(None))
        return best([(score + 20 * (term in fitting), term) for score, term in ranked], _NEAREST)

    def _named(self, wanted: Term, pool: set[Term]) -> Ranked:
        """Return things by their name, unless texts are wanted."""
        return self._held.named(wanted) if wanted.kind == "iri" or any(term.kind == "iri" for term in pool) else []

    def _pool(self, node: Node, pattern: Pattern | None) -> set[Term]:
        """Return what stands in the data where a term stands in a pattern."""
        predicate = pattern.predicate.term if pattern else None
        if pattern and predicate and self._held.has(predicate=predicate):
            return self._held.subjects(predicate) if node is pattern.subject else self._held.objects(predicate)
        literal = node.term is not None and node.term.kind == "literal"
        return self._held.literals if literal else set()

    def _nearest_match(self, pattern: Pattern) -> list[Term]:
        subject, predicate, object = (node.term for node in pattern[:3])
        if graphs := self._held.holding(subject, predicate, object):
            return graphs[:_NEAREST]
        if object and predicate:
            pool = self._held.objects(predicate, subject)
            ranked = [*similar(object, pool), *(scored for scored in self._named(object, pool) if scored[1] in pool)]
            if max((score for score, _ in ranked), default=0) < 95:
                others = self._held.predicates(subject, object)
                ranked = [*similar(predicate, others), *((40.0, other) for other in others)] or ranked
                ranked = ranked or [(40.0, other) for other in pool if subject]
            if ranked:
                return best(ranked, _NEAREST)
        others = self._held.predicates(subject) if subject else set()
        return best([*(similar(predicate, others) if predicate else ()), *((40.0, o) for o in others)], _NEAREST)

    # ---- what is said

    def _tell(self, text: str, query: Reading, mention: Mention, why: Why) -> AbsentTerm:
        node, pattern = mention.node, mention.pattern
        nearest = self._nearest(mention, why)
        written = tuple(write(term, query.prefixes) for term in nearest)
        turned = self._turned(pattern) if why == "no match" and pattern else ""
        advice = self._advise(mention, why, nearest, written)
        if turned:
            written, advice = (turned,), _fill("turned", turned)
        shown, means = node.written, write(node.term) if node.term else node.written
        if why == "no match" and pattern:
            shown = " ".join(part.written for part in pattern[:3])
            means = " ".join(write(part.term) if part.term else part.written for part in pattern[:3])
        said = _SAID.get((why, mention.use)) or _SAID[why, ""]
        message = {
            language: said[place].format(term=shown) + ("", " ")[language == "en"] + advice[place]
            for place, language in enumerate(("en", "zh"))
        }
        line, column = text.count("\n", 0, node.start) + 1, node.start - text.rfind("\n", 0, node.start)
        decisive = mention.rank == 0
        return AbsentTerm(shown, means, line, column, mention.use, why, decisive, written, message)

    def _advise(self, mention: Mention, why: Why, nearest: list[Term], shown: tuple[str, ...]) -> tuple[str, str]:
        wanted = mention.node.term
        if not wanted or not nearest:
            return _fill("nothing", "")
        kind = self._kind_of_advice(mention, why, nearest[0])
        same = [text for text, term in zip(shown, nearest, strict=True) if term.value == wanted.value]
        listed = ", ".join(same if kind == "language" else shown)
        return _fill(kind, listed, shown[0], quote(wanted.value))

    def _kind_of_advice(self, mention: Mention, why: Why, near: Term) -> str:
        wanted = mention.node.term or near
        if why == "no match" and mention.pattern:
            subject, _, object = (node.term for node in mention.pattern[:3])
            if near in self._held.graphs:
                return "graph"
            if near.kind == "iri" and self._held.has(subject, near, object):
                return "property"
            if near.kind == "iri" and subject and self._held.has(subject, near):
                return "properties"
        if mention.use == "class" and self._held.has(near, _SUBCLASS, wanted):
            return "subclass"
        if wanted.kind == "iri" or near.kind == "iri":
            return "near" if wanted.kind == "iri" else "thing"
        if wanted.value == near.value:
            return "language" if wanted.language != near.language else "datatype"
        if _PERIOD.fullmatch(wanted.value) and near.value.startswith(wanted.value):
            return "period"
        return "capitals" if wanted.value.casefold() == near.value.casefold() else "near"

    def _turned(self, pattern: Pattern) -> str:
        """Return the pattern the other way round, when the data has it so."""
        subject, predicate, object = (node.term for node in pattern[:3])
        if not (subject or object) or self._held.has(subject, predicate, object):  # the latter in another graph
            return ""
        if not predicate or not self._held.has(object, predicate, subject):
            return ""
        return " ".join(node.written for node in (pattern.object, pattern.predicate, pattern.subject))


def _blame(pattern: Pattern) -> Node:
    return next((node for node in (pattern.object, pattern.predicate, pattern.subject) if node.term), pattern.subject)


def _fill(advice: str, listed: str, first: str = "", value: str = "") -> tuple[str, str]:
    english, chinese = _ADVICE[advice]
    parts = {"listed": listed, "first": first, "value": value}
    return english.format(**parts), chinese.format(**parts)


_SAID: Final[dict[tuple[Why, str], tuple[str, str]]] = {
    ("absent", ""): ("{term} occurs nowhere in the data.", "数据中没有 {term}。"),
    ("absent", "graph"): ("The data has no graph {term}.", "数据中没有图 {term}。"),
    ("elsewhere", "graph"): ("{term} occurs in the data, but is no graph.", "数据中有 {term}，但它不是图。"),
    ("elsewhere", "predicate"): (
        "{term} is in the data, but no statement uses it as a property.",
        "数据中有 {term}，但没有任何陈述以它为属性。",
    ),
    ("elsewhere", "class"): ("Nothing is directly of the class {term}.", "没有直接属于类 {term} 的事物。"),
    ("elsewhere", "subject"): (
        "{term} occurs in the data, but is the subject of no statement.",
        "数据中有 {term}，但它不是任何陈述的主语。",
    ),
    ("elsewhere", "object"): (
        "{term} occurs in the data, but is the object of no statement.",
        "数据中有 {term}，但它不是任何陈述的宾语。",
    ),
    ("no match", ""): ("No triple matches {term}, though its terms occur.", "各词虽有，却没有三元组与 {term} 相符。"),
}
_ADVICE: Final = {
    "nothing": ("Nothing near it occurs.", "也没有与之相近的。"),
    "near": ("Nearest that occur: {listed}.", "最相近的有：{listed}。"),
    "turned": ("The data has it the other way round: write {listed}.", "数据中方向相反，请写作 {listed}。"),
    "graph": ("Another graph has one: {listed}.", "另一图中有：{listed}。"),
    "subclass": (
        "Its subclasses have members: {listed}. Ask for all with a/rdfs:subClassOf*.",
        "其子类有成员：{listed}。要全部查询，请用 a/rdfs:subClassOf*。",
    ),
    "property": ("The data has it with another property: {listed}.", "数据中用的是其他属性：{listed}。"),
    "properties": ("The subject has these properties: {listed}.", "该主语所具属性有：{listed}。"),
    "thing": ("No text stands there but a thing: write {first}.", "该处不是文本，而是事物：请写 {first}。"),
    "language": (
        "The data has {listed}: write {first}, or compare with FILTER(STR(?x) = {value}).",
        "数据中有 {listed}：请写 {first}，或用 FILTER(STR(?x) = {value}) 比较。",
    ),
    "datatype": ("The data has it with another datatype: write {first}.", "数据中其数据类型不同：请写 {first}。"),
    "period": (
        "Whole days stand there, such as {first}: compare with FILTER(STRSTARTS(STR(?x), {value})).",
        "该处是完整日期，如 {first}：请用 FILTER(STRSTARTS(STR(?x), {value})) 比较。",
    ),
    "capitals": (
        "Capitals count, and the data has {first}: write it so, or compare LCASE(STR(?x)).",
        "大小写有别，数据中是 {first}：请照写，或比较 LCASE(STR(?x))。",
    ),
}
