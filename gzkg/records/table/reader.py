"""One row after another: values, ids, source, statements; or what keeps the row from being read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode

from gzkg import vocab
from gzkg.ids import id_of
from gzkg.model import Texts
from gzkg.records.table.cell import EMPTY, CellReader, Value
from gzkg.records.table.dating import as_of, bounds_in, date_keys, dates_of
from gzkg.records.table.draft import Draft
from gzkg.records.table.evidence import Said, Source, Sources, claim_of
from gzkg.records.table.fault import Fault, is_warning
from gzkg.records.table.identity import Identity, named_by
from gzkg.records.table.kind import Column, Kind, Part
from gzkg.records.table.resolver import Resolver
from gzkg.records.table.row import Row
from gzkg.records.table.wording import compose

Faulty = tuple[Fault, str]
"""What is wrong, and the key of the column where; empty for the row as a whole."""

_WKT: Final = NamedNode(vocab.GEO + "wktLiteral")


class RowReader:
    """Reads rows of any kinds into one draft; keeps what earlier rows brought."""

    def __init__(self, resolver: Resolver, today: date) -> None:
        self.draft = Draft()
        self._resolver = resolver
        self._today = today
        self._cells = CellReader(resolver)
        self._sources = Sources(resolver)
        self._unnamed: dict[str, tuple[Texts, Row]] = {}
        self._identity = Identity(resolver)

    def finish(self) -> None:
        """Give a composed name to what is new and no row has named."""
        new = {iri: told for iri, told in self._unnamed.items() if not self._resolver.exists(iri)}
        for iri, (label, row) in new.items():
            named = {term.language for term in self.draft.said(iri, "prefLabel") if isinstance(term, Literal)}
            composed = [Literal(text, language=language) for language, text in label.items() if language not in named]
            self.draft.say([(iri, "prefLabel", text, "") for text in composed], row)

    def introduce(self, kind: Kind, row: Row) -> None:
        """Make the thing of a row known by its names, if it can be named, before any row is read."""
        values, _ = self._values(kind, row)
        part = kind.parts[0]
        iri = self._identity.name(kind, part, values)
        if iri is None or self._resolver.exists(iri) or self._identity.twin(values, iri):
            return
        given = {lang: value.words[lang] for lang in ("en", "zh") if (value := values.get(f"name_{lang}"))}
        label = {**compose(part.label, values), **given}
        also = [term.value for key, value in values.items() if key.startswith(_CALLED) for term in value.terms]
        country = values.get("country", EMPTY).iri or None
        self._resolver.introduce(iri, self._identity.class_of(part, values), label, country=country, also=also)

    def read(self, kind: Kind, row: Row) -> list[Faulty]:
        """Read a row into the draft; what is returned keeps it out, unless it is only a warning."""
        values, faults = self._values(kind, row)
        if row.beyond:
            faults.append((Fault("T24-beyond-header", {"value": row.beyond}), ""))
        faults += self._same_things(kind, values)
        if _blocks(faults):
            return faults
        source = self._source(kind, row, values)
        if isinstance(source, tuple):
            return [*faults, (source[1], source[0])]
        iris = self._identity.name_all(kind, values)
        if isinstance(iris, Fault):
            return [*faults, (iris, named_by(kind))]
        if twin := self._identity.twin(values, iris[kind.parts[0].name]) if kind.parts else None:
            faults.append((twin, "name_en"))
        faults += self._disputes(kind, values, iris)
        return faults if _blocks(faults) else [*faults, *self._tell(kind, row, values, iris=iris, source=source)]

    def _values(self, kind: Kind, row: Row) -> tuple[dict[str, Value], list[Faulty]]:
        values: dict[str, Value] = {}
        faults: list[Faulty] = []
        told = row.texts
        for column in kind.ordered:
            texts = told.get(column.key) or ([column.default] if column.default else [])
            if texts:
                value = self._cells.read(column, texts, values)
                if isinstance(value, Fault):
                    faults.append((value, column.key))
                else:
                    values[column.key] = value
            elif column.fallback in values:
                values[column.key] = values[column.fallback]
            elif column.required:
                faults.append((_empty(column), column.key))
        return values, faults

    def _same_things(self, kind: Kind, values: Mapping[str, Value]) -> list[Faulty]:
        if len(kind.distinct) < 2:
            return []
        first, second = (values.get(key, EMPTY) for key in kind.distinct)
        same = first.iri and first.iri == second.iri
        return (
            [(Fault("T20-names-itself", {"name": self._resolver.label(first.iri)}), kind.distinct[1])] if same else []
        )

    def _source(self, kind: Kind, row: Row, values: Mapping[str, Value]) -> Source | tuple[str, Fault] | None:
        texts = row.texts
        if "source" not in texts and "source_title_en" not in texts:
            return None if kind.evidence == "optional" else ("source", _empty(kind.columns["source"]))
        found = self._sources.find(texts, values)
        if isinstance(found, tuple) and found[0] not in texts:
            return found[0], _empty(kind.columns[found[0]])
        if kind.evidence == "itself" and isinstance(found, Source) and not found.is_new:
            return "source", Fault("T25-there-already", {"value": id_of(found.iri) or found.iri})
        return found

    def _disputes(self, kind: Kind, values: Mapping[str, Value], iris: Mapping[str, str]) -> list[Faulty]:
        faults: list[Faulty] = []
        for column in kind.columns.values():
            iri, value = iris.get(column.part, ""), values.get(column.key)
            single = not column.many and column.property not in kind.repeated
            if iri and value and single and self.draft.disputed(iri, column.property, value.terms):
                other = str(self.draft.places[iri, ""].line)
                faults.append((Fault("T19-rows-disagree", {"value": value.words, "other": other}), column.key))
        return faults

    def _tell(
        self, kind: Kind, row: Row, values: Mapping[str, Value], *, iris: Mapping[str, str], source: Source | None
    ) -> list[Faulty]:
        if not kind.parts:
            self.draft.say(source.said if source else [], row)
            return []
        told = [said for part in kind.parts for said in self._part(kind, part, values, iris=iris, row=row)]
        main = iris[kind.parts[-1].name]
        record = self.draft.begin(main, row)
        claim = (source and source.iri, *(values.get(key, EMPTY).mark for key in _CLAIMED), bounds_in(values))
        is_new = self.draft.say([*told, *self._dates(values, main)], row)
        if claim in record.claims and not is_new:
            return [(Fault("T18-same-row", {"other": str(record.line)}), "")]
        record.claims.append(claim)
        if source:
            self.draft.say([*source.said, *self._claim(kind, values, main, source)], row)
        return []

    def _part(
        self, kind: Kind, part: Part, values: Mapping[str, Value], *, iris: Mapping[str, str], row: Row
    ) -> list[Said]:
        iri = iris[part.name]
        if part.reuse and self._resolver.exists(iri):
            return []
        said: list[Said] = [(iri, "type", NamedNode(vocab.GZ + self._identity.class_of(part, values)), "class")]
        said += [(iri, name, NamedNode(iris[other]), "") for name, other in part.links.items()]
        for column in kind.columns.values():
            if column.part == part.name and column.property and column.key in values:
                said += [(iri, column.property, term, column.key) for term in values[column.key].terms]
        if part.label and iri not in self._unnamed:
            self._unnamed[iri] = (compose(part.label, values), row)
        return said + _centre(iri, values)

    def _dates(self, values: Mapping[str, Value], iri: str) -> list[Said]:
        """Return the dates of a record; the first row that has any gives them, claims keep those of the others."""
        record, bounds = self.draft.records[iri], bounds_in(values)
        said = [] if record.dated else [*dates_of(iri, bounds, date_keys(values)), *as_of(iri, values)]
        record.dated = record.dated or bool(said)
        return said

    def _claim(self, kind: Kind, values: Mapping[str, Value], about: str, source: Source) -> list[Said]:
        record = self.draft.records[about]
        record.number += 1
        while self._resolver.exists(f"{about}/claim/{record.number}"):
            record.number += 1
        composed = compose(kind.statement, values)
        given = {lang: value.words[lang] for lang in ("en", "zh") if (value := values.get(f"statement_{lang}"))}
        iri = f"{about}/claim/{record.number}"
        said = claim_of(iri, source, statement={**composed, **given}, said=values, today=self._today)
        for column in kind.columns.values():
            if column.claimed and column.key in values:
                said += [(iri, column.property, term, column.key) for term in values[column.key].terms]
        return said + dates_of(iri, bounds_in(values), date_keys(values))


_CALLED: Final = ("other_names", "wikidata", "geonames")
_CLAIMED: Final = ("locator", "status", "stated_on", "statement_en", "statement_zh")


def _empty(column: Column) -> Fault:
    return Fault("T04-missing-cell", {"header": column.header, "help": column.help})


def _blocks(faults: Iterable[Faulty]) -> bool:
    return any(not is_warning(fault) for fault, _ in faults)


def _centre(iri: str, values: Mapping[str, Value]) -> list[Said]:
    """Return the centre point of a place whose row has latitude and longitude."""
    if not all(key in values for key in ("latitude", "longitude")):
        return []
    point = f"POINT({values['longitude'].iri} {values['latitude'].iri})"
    return [
        (iri, "hasCentroid", NamedNode(f"{iri}/centroid"), "latitude"),
        (f"{iri}/centroid", "type", NamedNode(vocab.GEO + "Geometry"), "latitude"),
        (f"{iri}/centroid", "asWKT", Literal(point, datatype=_WKT), "latitude"),
    ]
