"""A cell, as its column has it -> RDF terms, words for a sentence, a part of an id; or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from gzkg import vocab
from gzkg.ids import id_of
from gzkg.model import Texts
from gzkg.records.table.fault import Fault
from gzkg.records.table.kind import Column
from gzkg.records.table.naming import slug
from gzkg.records.table.period import read_period, words_of
from gzkg.records.table.resolver import Resolver

Object = NamedNode | Literal

_ADDRESS: Final = re.compile(r"https?://[^\s/<>\"{}|\\^`]+[^\s<>\"{}|\\^`]*")
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
_INTEGER: Final = re.compile(r"[+-]?\d{1,15}")
_DECIMAL: Final = re.compile(r"[+-]?\d{1,15}\.\d{1,15}")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[,，]\d{3})+")
_BETWEEN: Final = re.compile(r"\s*[;；]\s*")
_INTEGERS: Final = {"en": "a whole number such as 73", "zh": "整数，例如73"}
_DECIMALS: Final = {"en": "a number such as 23.12", "zh": "数字，例如23.12"}


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says: terms for its property, words for the statement, a slug for ids; a date also as a period."""

    words: Texts = field(default_factory=dict)
    slug: str = ""
    terms: tuple[Object, ...] = ()
    period: str = ""
    party: str | None = None

    @property
    def iri(self) -> str:
        """The IRI of the first term; empty when there is none."""
        return self.terms[0].value if self.terms else ""

    @property
    def mark(self) -> str:
        """What tells this value from another."""
        return self.iri or self.period or self.slug


EMPTY: Final = Value()
Values = Mapping[str, Value]


class CellReader:
    """Reads cells; `row` holds the values of the columns that stand before in the definition of the kind."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._listed: dict[tuple[Column, str], Value | Fault] = {}

    def read(self, column: Column, texts: Sequence[str], row: Values) -> Value | Fault:
        """Read what the cells of one column say; more than one text is the same thing said twice."""
        if column.many:
            return self._many(column, texts[0], row)
        return self._one(column, texts, row)

    def _many(self, column: Column, text: str, row: Values) -> Value | Fault:
        values = [self._one(column, [part], row) for part in _BETWEEN.split(text) if part]
        for value in values:
            if isinstance(value, Fault):
                return value
        read = [value for value in values if isinstance(value, Value)]
        words = {
            language: mark.join(value.words.get(language, "") for value in read)
            for language, mark in (("en", ", "), ("zh", "、"))
        }
        return Value(words, read[0].slug if read else "", tuple(term for value in read for term in value.terms))

    def _one(self, column: Column, texts: Sequence[str], row: Values) -> Value | Fault:
        text = texts[0]
        match column.type:
            case "thing":
                return self._thing(column, texts, row)
            case "concept" | "class":
                return self._term(column, text)
            case "start" | "end" | "seen" | "day" | "asof":
                return _period(column, text)
            case "number":
                return _number(column, text)
            case "url":
                return _url(text)
            case _:
                return _text(column, text)

    def _thing(self, column: Column, texts: Sequence[str], row: Values) -> Value | Fault:
        series = row.get(column.series, EMPTY).slug
        named = [f"edition/{series}/{text}" if series and text.isdecimal() else text for text in texts]
        country = row.get(column.country, EMPTY).iri or None
        found = self._resolver.find(named, column.of, country=country, tied=row.get(column.tied, EMPTY).party)
        if isinstance(found, Fault):
            return found
        slug = self._resolver.stated(found, "isoCode").lower() or (id_of(found) or "").partition("/")[2]
        return Value(self._words(found), slug, (NamedNode(found),))

    def _words(self, iri: str) -> Texts:
        """Return the names of a thing for a sentence: English has an article before some countries."""
        label = self._resolver.label(iri)
        if "Country" in self._resolver.classes(iri) and _ARTICLE.match(label.get("en", "")):
            return {**label, "en": f"the {label['en']}"}
        return label

    def _term(self, column: Column, text: str) -> Value | Fault:
        if (column, text) not in self._listed:
            read = self._concept if column.type == "concept" else self._class
            self._listed[column, text] = read(column, text)
        return self._listed[column, text]

    def _concept(self, column: Column, text: str) -> Value | Fault:
        found = self._resolver.terms.concept(column, text)
        if isinstance(found, Fault):
            return found
        return Value(found.label, found.code, (NamedNode(found.iri),), party=found.party)

    def _class(self, column: Column, text: str) -> Value | Fault:
        name = self._resolver.terms.class_of(column, text)
        if name:
            return Value(self._resolver.terms.class_label(name), name)
        labels = [self._resolver.terms.class_label(allowed) for allowed in column.of]
        allowed = {language: "、".join(label.get(language, "") for label in labels) for language in ("en", "zh")}
        return Fault("T14-unknown-term", {"value": text, "header": column.header, "allowed": allowed})


_ARTICLE: Final = re.compile(r"United |Republic |Democratic |Netherlands|Philippines|Maldives|Bahamas|Gambia")


def day_literal(day: str) -> Literal:
    """Return a day as a literal."""
    return Literal(day, datatype=NamedNode(vocab.XSD + "date"))


def read_address(text: str) -> NamedNode | None:
    """Return a text as the IRI that it is, None when it is no web address."""
    try:
        return NamedNode(text) if _ADDRESS.fullmatch(text) else None
    except ValueError:
        return None


def _period(column: Column, text: str) -> Value | Fault:
    period = read_period(text)
    if isinstance(period, Fault):
        return period
    if column.type in ("end", "day") and "/" in period:
        return Fault("T05-bad-date", {"value": text})
    tag = re.sub(r"^\.\./|/\.\.$", "", period).replace("/", "_")
    return Value(words_of(period), tag or "undated", (), period)


def _number(column: Column, text: str) -> Value | Fault:
    plain = re.sub("[,，]", "", text) if _THOUSANDS.fullmatch(text) else text
    if _INTEGER.fullmatch(plain):
        return Value({"en": plain, "zh": plain}, str(int(plain)), (Literal(int(plain)),))
    if _DECIMAL.fullmatch(plain) and column.pattern == "decimal":
        return Value({"en": plain, "zh": plain}, "", (Literal(plain, datatype=NamedNode(vocab.XSD + "decimal")),))
    return Fault("T15-bad-number", {"value": text, "wanted": _DECIMALS if column.pattern == "decimal" else _INTEGERS})


def _url(text: str) -> Value | Fault:
    if address := read_address(text):
        return Value({"en": text, "zh": text}, "", (address,))
    return Fault("T16-bad-address", {"value": text}, suggestion=f"https://{text}" if _HOST.fullmatch(text) else None)


def _text(column: Column, text: str) -> Value | Fault:
    if column.pattern and not re.fullmatch(column.pattern, text):
        return Fault("T17-bad-form", {"value": text, "header": column.header, "help": column.help})
    literal = Literal(text, language=column.language) if column.language else Literal(text)
    return Value({"en": text, "zh": text}, slug(text), (literal,))
