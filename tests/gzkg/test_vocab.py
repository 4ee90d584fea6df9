from __future__ import annotations

from pathlib import Path

from gzkg import vocab
from gzkg.rdf.files import Folders, read_subjects


def test_every_term_is_in_the_ontology(repo: Path) -> None:
    defined = read_subjects(Folders(repo).terms())
    named = [value for value in vars(vocab).values() if isinstance(value, str) and value.startswith(vocab.GZ)]
    assert {*named, *vocab.BOUND_TERMS} - {vocab.GZ} <= defined


def test_every_scheme_has_its_prefix(repo: Path) -> None:
    assert tuple(path.stem for path in sorted((repo / "ontology" / "schemes").glob("*.ttl"))) == vocab.SCHEMES


def test_the_base_is_spelt_out_once(repo: Path) -> None:
    paths = [*(repo / "gzkg").rglob("*.py"), *(repo / "gzkg").rglob("*.rq"), *(repo / "api").rglob("*.py")]
    assert [path.name for path in paths if vocab.BASE in path.read_text(encoding="utf-8")] == ["vocab.py"]
