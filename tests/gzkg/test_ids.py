from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from gzkg import ids, vocab
from gzkg.errors import BadId
from gzkg.rdf.files import Folders


@pytest.mark.parametrize(
    ("entity_id", "path"),
    [
        ("city/fr-lyon", "cities/fr/lyon.ttl"),
        ("city/us-portland-or", "cities/us/portland-or.ttl"),
        ("country/cn", "countries/cn.ttl"),
        ("tie/sister-city/au-sydney--cn-guangzhou", "ties/sister-city/au-sydney--cn-guangzhou.ttl"),
        ("membership/c40", "memberships/c40.ttl"),
        ("count/cn-guangzhou/partner-cities", "counts/cn-guangzhou/partner-cities.ttl"),
    ],
)
def test_the_path_is_the_identity(entity_id: str, path: str) -> None:
    assert ids.path_of(entity_id) == PurePosixPath(path)
    assert ids.file_id(PurePosixPath(path)) == entity_id


def test_every_curated_file_has_an_id_and_its_path_back(repo: Path) -> None:
    folders = Folders(repo)
    for path in folders.curated():
        below = path.relative_to(folders.graph)
        entity_id = ids.file_id(below)
        assert entity_id, below
        assert str(ids.path_of(entity_id)) == below.as_posix()


@pytest.mark.parametrize(
    "path",
    ["towns/fr/lyon.ttl", "cities/lyon.ttl", "cities/fr/rhone/lyon.ttl", "cities/fr/Lyon.ttl", "cities/fr/lyon.nt"],
)
def test_a_path_without_an_id(path: str) -> None:
    assert ids.file_id(PurePosixPath(path)) is None


@pytest.mark.parametrize("text", ["", "lyon", "town/fr-lyon", "city/", "city/FR-Lyon", "city/../../etc", "city/里昂"])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(BadId, match="Write <kind>/<slug>"):
        ids.iri_of(text)


def test_iri_and_id() -> None:
    iri = ids.iri_of("city/fr-lyon")
    assert ids.id_of(iri) == ids.parse_id(iri) == "city/fr-lyon"
    assert ids.id_of(vocab.GZ + "City") is None


def test_within() -> None:
    assert ids.is_within("tie/sister-city/a--b/claim/1", "tie/sister-city/a--b")
    assert not ids.is_within("city/fr-lyon-metropolis", "city/fr-lyon")
