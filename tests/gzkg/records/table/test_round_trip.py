"""Curated records, put into the columns of their templates and read back, give what the graph says of them."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.ids import id_of
from gzkg.lookup.label import read_labels
from gzkg.lookup.names import NameIndex
from gzkg.rdf.files import Folders, read_triples
from gzkg.records.batch import Batch
from gzkg.records.table.draft import property_iri
from gzkg.records.table.kind import Column, Kind, read_kinds
from gzkg.records.table.naming import slug
from gzkg.records.table.resolver import Resolver
from gzkg.records.table.rows import read_sheets
from gzkg.records.table.sheet import Sheet
from gzkg.records.table.terms import Terms
from gzkg.store.embedded import EmbeddedStore

Facts = Mapping[str, Mapping[str, set[NamedNode | Literal]]]

LEAST = {
    "cities": 230, "counts": 180, "editions": 60, "entries": 75, "memberships": 120, "missions": 50,
    "organisations": 100, "participations": 90, "series": 12, "sources": 180, "ties": 70,
}  # fmt: skip
"""So many rows of each kind come from the graph at least; the others have names or dates that no row makes."""


def text(facts: Facts, iri: str, name: str, language: str = "") -> str:
    """Return the one value of a property, the id of a thing; empty when there is none."""
    values = [
        term for term in facts[iri][property_iri(name)] if not language or getattr(term, "language", None) == language
    ]
    return (id_of(values[0].value) or values[0].value) if values else ""


def period(first: str, last: str) -> str | None:
    """Return the date that has these bounds; None when none has."""
    if not (first and last):
        return "" if first == last else None
    year, month = int(first[:4]), int(first[5:7])
    if first == last:
        return first
    if (first, last) == (f"{first[:7]}-01", f"{first[:7]}-{calendar.monthrange(year, month)[1]}"):
        return first[:7]
    return first[:4] if (first[5:], last) == ("01-01", f"{first[:4]}-12-31") else None


def dates(facts: Facts, iri: str) -> dict[str, str] | None:
    """Return the cells that give the bounds of a record; None when no cells do."""
    bounds = [text(facts, iri, name) for name in ("startEarliest", "startLatest", "endEarliest", "endLatest")]
    if not bounds[0] and not bounds[3] and bounds[1] and bounds[2] and bounds[2] <= bounds[1]:
        return {"seen": f"{bounds[2]}/{bounds[1]}"}
    start, end = period(*bounds[:2]), period(*bounds[2:])
    if start and bounds[2] and not bounds[3]:
        return {"start": start, "seen": bounds[2]}
    return None if start is None or end is None else {"start": start, "end": end}


def shown(term: NamedNode | Literal) -> str:
    """Return a term as a steward writes it: an id, `scheme:code`, or its text."""
    if isinstance(term, NamedNode) and term.value.startswith(vocab.CONCEPT):
        return term.value.removeprefix(vocab.CONCEPT).replace("/", ":")
    return id_of(term.value) or term.value


def cell(facts: Facts, column: Column, iri: str) -> str:
    """Return what a column says of a thing."""
    terms = facts[iri][property_iri(column.property)]
    values = [term for term in terms if not column.language or getattr(term, "language", None) == column.language]
    texts = sorted(map(shown, values))
    if column.property == "party":
        return texts["ab".index(column.key[-1])]
    return "; ".join(texts)


def evidence(facts: Facts, iri: str) -> dict[str, str] | None:
    """Return the cells of the first claim on a record; None when a row cannot say it."""
    claim = f"{iri}/claim/1"
    if claim not in facts:
        return {}
    if text(facts, claim, "rank") != vocab.CONCEPT + "rank/normal" or text(facts, claim, "about") != id_of(iri):
        return None
    cells = {
        key: text(facts, claim, name)
        for key, name in (("source", "source"), ("locator", "locator"), ("stated_on", "statedOn"))
    }
    statement = {f"statement_{language}": text(facts, claim, "statement", language) for language in ("en", "zh")}
    return cells | statement | {"status": text(facts, claim, "claimStatus").rpartition("/")[2]}


def own_cells(facts: Facts, kind: Kind, iri: str) -> dict[str, str]:
    """Return the cells of the columns that give properties of a thing."""
    parts = {kind.parts[-1].name: iri}
    if kind.name == "missions":
        parts["mission"] = vocab.ID + text(facts, iri, "sited")
    cells = {}
    for column in kind.columns.values():
        if column.property and column.part in parts:
            cells[column.key] = cell(facts, column, parts[column.part])
    return cells


def extra_cells(facts: Facts, kind: Kind, iri: str) -> dict[str, str] | None:
    """Return the cells that give an id, a class or a point; None when a row would give another id."""
    entity_id = id_of(iri) or ""
    name = text(facts, iri, "prefLabel", "en")
    chosen = {"class": text(facts, iri, "type").removeprefix(vocab.GZ)}
    match kind.name:
        case "cities":
            country = entity_id.partition("/")[2][:2]
            point = re.findall(r"-?[\d.]+", text(facts, f"{iri}/centroid", "asWKT")) or ["", ""]
            place = {"country": country.upper(), "longitude": point[0], "latitude": point[1]}
            return chosen | place if entity_id == f"city/{country}-{slug(name)}" else None
        case "organisations" | "series":
            return chosen if entity_id.partition("/")[2] == slug(name) else None
        case "editions":
            number = text(facts, iri, "ordinal") or text(facts, iri, "startEarliest")[:4]
            return {} if entity_id.endswith(f"/{number}") else None
        case "memberships" | "participations":
            return {} if entity_id.endswith("--1") else None
        case "counts":
            day = entity_id.rpartition("/")[2].replace("_", "/") if entity_id.startswith("count/") else ""
            until = text(facts, iri, "asOf")
            is_plain = re.fullmatch(r"undated|\d{4}(-\d\d(-\d\d)?)?(/\d{4})?", day)
            return {"as_of": day} if is_plain and ("/" not in day or until == f"{day[-4:]}-12-31") else None
        case _:
            return {} if entity_id.count("--") < 2 or kind.name == "missions" else None


def source_cells(facts: Facts, iri: str) -> dict[str, str] | None:
    """Return the cells of a source; None when a row would give it another id."""
    address, publisher = text(facts, iri, "url"), text(facts, iri, "publisher")
    published = text(facts, iri, "publishedOn") or period(
        text(facts, iri, "startEarliest"), text(facts, iri, "startLatest")
    )
    stem = slug(text(facts, vocab.ID + publisher, "prefLabel", "en"))[:40].strip("-")
    made = f"source/{stem}-{published or 'undated'}-{hashlib.sha256(address.encode()).hexdigest()[:6]}"
    if id_of(iri) != made:
        return None
    titles = {f"source_title_{language}": text(facts, iri, "prefLabel", language) for language in ("en", "zh")}
    kind = text(facts, iri, "kind").rpartition("/")[2]
    return {"source": address, "publisher": publisher, "published": published or "", "source_kind": kind, **titles}


def rows_of(facts: Facts, kind: Kind) -> Iterator[tuple[str, dict[str, str]]]:
    """Give the things of the graph that a template can hold, each with its cells."""
    classes = {vocab.GZ + name for name in (kind.parts[-1].ids if kind.parts else ("Source",))} - {
        vocab.GZ + "OrganizationUnit"
    }
    prefix = f"{vocab.ID}siting/" if kind.name == "missions" else vocab.ID
    for iri in sorted(facts):
        if not any(term.value in classes for term in facts[iri][vocab.TYPE]) or not iri.startswith(prefix):
            continue
        if kind.name == "missions" and not text(facts, iri, "sited").startswith("mission/"):
            continue
        if not kind.parts:
            if (cells := source_cells(facts, iri)) is not None:
                yield iri, cells
        elif (cells := cells_of(facts, kind, iri)) is not None:
            yield iri, cells


def cells_of(facts: Facts, kind: Kind, iri: str) -> dict[str, str] | None:
    """Return all cells of a row; None when no row of the template says the same."""
    extra, when, why = extra_cells(facts, kind, iri), dates(facts, iri), evidence(facts, iri)
    if extra is None or why is None or (when is None and kind.name != "counts"):
        return None
    if kind.name == "missions" and "-embassy-" in iri:
        return None
    return own_cells(facts, kind, iri) | extra | (when or {} if kind.name != "counts" else {}) | why


@pytest.fixture(scope="module")
def facts(repo: Path) -> Facts:
    found: dict[str, dict[str, set[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(set))
    for triple in read_triples(Folders(repo).curated()):
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode | Literal)
        found[triple.subject.value][triple.predicate.value].add(triple.object)
    return found


@pytest.fixture(scope="module")
def rows(facts: Facts) -> dict[str, dict[str, dict[str, str]]]:
    """Name of a kind -> IRI -> cells."""
    return {kind.name: dict(rows_of(facts, kind)) for kind in read_kinds().values()}


@pytest.fixture(scope="module")
def back(repo: Path, rows: dict[str, dict[str, dict[str, str]]]) -> Batch:
    """All rows of all kinds, read with a graph from which what they say was taken."""
    taken = {iri for kind in rows.values() for iri in kind}
    taken |= {mission_of(iri) for iri in rows["missions"]}
    store = EmbeddedStore()
    store.load_turtle(Folders(repo).terms(), vocab.ONTOLOGY)
    store.add((t for t in read_triples(Folders(repo).curated()) if owner(t) not in taken), vocab.CURATED)
    labels = read_labels(store)
    terms = Terms(store, labels)
    resolver = Resolver(store, NameIndex(store, labels), labels, terms)
    return read_sheets(
        [sheet_of(read_kinds()[name], told) for name, told in rows.items()], resolver, today=date(2026, 11, 25)
    )


def owner(triple: Triple) -> str:
    """Return the IRI of the thing with which a triple stands: claims and points belong to theirs."""
    return re.sub(r"/(claim/\d+|centroid)$", "", str(triple.subject).strip("<>"))


def mission_of(siting: str) -> str:
    return vocab.ID + "mission/" + siting.removeprefix(vocab.ID + "siting/").partition("--")[0]


def sheet_of(kind: Kind, told: Mapping[str, Mapping[str, str]]) -> tuple[Sheet, Kind]:
    header = tuple(column.title() for column in kind.columns.values())
    lines = [tuple(cells.get(key, "") for key in kind.columns) for cells in told.values()]
    return Sheet(kind.name, header, list(enumerate(lines, start=2))), kind


def test_the_real_rows_have_no_findings(back: Batch) -> None:
    assert [(f.file, f.line, f.check, f.value, f.message["en"]) for f in back.findings] == []


@pytest.mark.parametrize("name", sorted(read_kinds()))
def test_records_come_back_as_they_were(
    name: str, facts: Facts, rows: dict[str, dict[str, dict[str, str]]], back: Batch
) -> None:
    kind = read_kinds()[name]
    read: dict[str, set[Triple]] = defaultdict(set)
    for triple in back.triples:
        read[str(triple.subject).strip("<>")].add(triple)
    for iri in rows[name]:
        for subject in (iri, f"{iri}/centroid", *((mission_of(iri),) if name == "missions" else ())):
            assert read[subject] == told_of(facts, kind, subject), subject
        claims = {
            t for t in read[f"{iri}/claim/1"] if t.predicate.value not in (*vocab.BOUND_TERMS, vocab.GZ + "value")
        }
        assert claims == told_of(facts, kind, f"{iri}/claim/1"), iri
    assert len(rows[name]) >= LEAST[name]


def told_of(facts: Facts, kind: Kind, iri: str) -> set[Triple]:
    """Return what the graph says of a thing in the properties that the template covers."""
    covered = {property_iri(column.property) for column in kind.columns.values() if column.property} - {
        vocab.GZ + "value"
    }
    covered |= {vocab.TYPE, *(property_iri(name) for name in ("about", "source", "statedOn", "rank", "asWKT"))}
    covered |= {property_iri(name) for part in kind.parts for name in part.links}
    if "/claim/" not in iri:
        covered |= {*vocab.BOUND_TERMS, *(property_iri(name) for name in ("value", "asOf", "hasCentroid"))}
    if kind.name == "sources":
        covered |= {vocab.PREF_LABEL, *(property_iri(name) for name in ("url", "publisher", "publishedOn"))}
    said = facts.get(iri, {})
    return {
        Triple(NamedNode(iri), NamedNode(name), value)
        for name in covered & said.keys()
        for value in said[name]
        if getattr(value, "language", None) in (None, "en", "zh")
    }
