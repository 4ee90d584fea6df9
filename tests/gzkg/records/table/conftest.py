"""Resolvers over the real graph, and short ways to a sheet and its batch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gzkg.lookup.label import read_labels
from gzkg.lookup.names import NameIndex
from gzkg.rdf.files import Folders
from gzkg.records.batch import Batch
from gzkg.records.table.kind import get_kind
from gzkg.records.table.resolver import Resolver
from gzkg.records.table.rows import read_rows
from gzkg.records.table.sheet import Sheet
from gzkg.records.table.terms import Terms
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import open_store

TODAY = date(2026, 11, 25)

Read = Callable[..., Batch]


def make_resolver(store: EmbeddedStore) -> Callable[[], Resolver]:
    """Return what makes a fresh resolver, one for each batch, over a store that is read once."""
    labels = read_labels(store)
    names, terms = NameIndex(store, labels), Terms(store, labels)
    return lambda: Resolver(store, names, labels, terms)


@pytest.fixture(scope="session")
def real_store(repo: Path) -> EmbeddedStore:
    return open_store(Folders(repo), date(2026, 11, 24))


@pytest.fixture(scope="session")
def resolver(real_store: EmbeddedStore) -> Callable[[], Resolver]:
    return make_resolver(real_store)


@pytest.fixture(scope="session")
def terms(resolver: Callable[[], Resolver]) -> Terms:
    return resolver().terms


@pytest.fixture
def read(resolver: Callable[[], Resolver]) -> Read:
    """Read rows written as lines with `|` between cells, the header first."""

    def reader(text: str, template: str | None = None, **given: str) -> Batch:
        header, *rows = [tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
        sheet = Sheet("", header, list(enumerate(rows, start=2)))
        return read_rows(sheet, get_kind(template) if template else None, resolver(), today=TODAY, given=given)

    return reader
