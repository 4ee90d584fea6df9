"""Small datasets to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gzkg.endpoint.dataset import Dataset
from gzkg.endpoint.source import edition_of

REFERENCE_DATE = "2026-11-24"


@pytest.fixture(scope="session")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a thousand triples `<urn:s:0> <urn:p> 0`, and one in each of two named graphs."""
    path = tmp_path_factory.mktemp("files") / "thousand.trig"
    lines = [f"<urn:s:{n}> <urn:p> {n} ." for n in range(1000)]
    named = "<urn:g> { <urn:s> <urn:p> 'g' } <urn:h> { <urn:s> <urn:p> 'h' }"
    path.write_text("\n".join([*lines, named]), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def files(thousand: Path) -> dict[str, Any]:
    """That file as a source."""
    source = {"files": [str(thousand)]}
    return {**source, "version": edition_of(source)[0]}


@pytest.fixture(scope="session")
def dataset(files: dict[str, Any]) -> Dataset:
    """That file as a dataset; tests do not change it."""
    return Dataset(files)


@pytest.fixture
def tiny(root: Path) -> dict[str, Any]:
    """The tiny graph as a source."""
    source = {"root": str(root), "reference_date": REFERENCE_DATE, "records": str(root / ".records")}
    return {**source, "version": edition_of(source)[0]}
