from __future__ import annotations

from pathlib import Path

import pytest

from gzkg.errors import BadDate, BadId, GraphFileError, UnknownTerm
from gzkg.rdf import files
from gzkg.rdf.draft import write_draft
from gzkg.rdf.files import Folders


def test_a_tie(root: Path) -> None:
    path = write_draft(
        Folders(root),
        "tie/sister-city/fr-lyon--jp-fukuoka",
        "Tie",
        {},
        [
            ("kind", "tie-kind:sister-city"),
            ("party", "city/jp-fukuoka"),
            ("party", "city/fr-lyon"),
            ("startEarliest", "1999-01-31"),
            ("note", "Only a draft@en"),
            ("homepage", "https://example.org/"),
        ],
    )
    assert path == root / "graph" / "ties" / "sister-city" / "fr-lyon--jp-fukuoka.ttl"
    assert path.read_text(encoding="utf-8").splitlines()[5:] == [
        "<tie/sister-city/fr-lyon--jp-fukuoka>",
        "    a gz:Tie ;",
        "    gz:homepage <https://example.org/> ;",
        "    gz:kind tie-kind:sister-city ;",
        '    gz:note "Only a draft"@en ;',
        "    gz:party",
        "        <city/fr-lyon> ,",
        "        <city/jp-fukuoka> ;",
        '    gz:startEarliest "1999-01-31"^^xsd:date .',
    ]


def test_a_value_is_typed_as_its_shape_asks(root: Path) -> None:
    pairs = [("isoCode", "004"), ("note", "mail info@gz"), ("within", "country/fr"), ("geonamesId", "2996944")]
    region = write_draft(Folders(root), "region/fr-bretagne", "Region", {"en": "Brittany"}, pairs)
    for line in ('gz:isoCode "004"', 'gz:geonamesId "2996944"', "gz:within <country/fr>", '"Brittany"@en'):
        assert line in region.read_text(encoding="utf-8")
    figures = [("value", "12"), ("asOf", "2020-01-01")]
    count = write_draft(Folders(root), "count/fr-lyon/population/2020", "Count", {}, figures)
    assert "gz:value 12" in count.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("entity_id", "kind", "pair", "error"),
    [
        ("town/fr-lyon", "City", ("within", "country/fr"), BadId),
        ("city/fr-nantes", "Town", ("within", "country/fr"), UnknownTerm),
        ("city/fr-nantes", "City", ("inside", "country/fr"), UnknownTerm),
        ("city/fr-nantes", "City", ("kind", "tie-kind:enemy"), UnknownTerm),
        ("city/fr-nantes", "City", ("startEarliest", "2020-02-30"), BadDate),
        ("city/fr-lyon", "City", ("within", "country/fr"), GraphFileError),
        ("city/nantes", "City", ("within", "country/fr"), GraphFileError),
        ("membership/c40/cn-guangzhou--member--1", "Membership", ("member", "city/fr-lyon"), GraphFileError),
        ("city/fr-nantes", "Polity", ("within", "country/fr"), UnknownTerm),
        ("city/fr-nantes", "party", ("within", "country/fr"), UnknownTerm),
        ("city/fr-nantes", "City", ("homepage", "https://x y"), UnknownTerm),
        ("city/fr-nantes", "City", ("within", "France"), UnknownTerm),
    ],
)
def test_nothing_is_written_when_something_is_wrong(
    root: Path, entity_id: str, kind: str, pair: tuple[str, str], error: type[Exception]
) -> None:
    before = sorted((root / "graph").rglob("*"))
    with pytest.raises(error):
        write_draft(Folders(root), entity_id, kind, {}, [pair])
    assert sorted((root / "graph").rglob("*")) == before


def test_a_member_joins_the_file_of_its_network(root: Path) -> None:
    pairs = [("member", "city/fr-lyon"), ("organization", "org/c40"), ("role", "role:member")]
    before = (root / "graph" / "memberships" / "c40.ttl").read_text(encoding="utf-8")
    path = write_draft(Folders(root), "membership/c40/fr-lyon--member--1", "Membership", {}, pairs)
    assert path == root / "graph" / "memberships" / "c40.ttl"
    after = path.read_text(encoding="utf-8")
    assert all(line in after for line in before.splitlines())
    assert "<membership/c40/fr-lyon--member--1>\n    a gz:Membership" in after
    first = write_draft(Folders(root), "membership/uclg/fr-lyon--member--1", "Membership", {}, pairs)
    assert first == root / "graph" / "memberships" / "uclg.ttl"


def test_nothing_is_written_into_the_installed_package(tmp_path: Path) -> None:
    shipped = Folders(Path(files.__file__).parents[1] / "shipped")
    with pytest.raises(GraphFileError, match="--root"):
        write_draft(shipped, "city/fr-nantes", "City", {}, [])
