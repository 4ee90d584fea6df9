"""Accepted records become files, all of them or none, and the checks of files find nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Triple

from gzkg import ids, vocab
from gzkg.checks.layout import check_layout, read_graph
from gzkg.errors import BadId, GraphFileError
from gzkg.ids import FOLDERS
from gzkg.rdf import files
from gzkg.rdf.files import Folders, format_files, read_triples, write_file
from gzkg.rdf.turtle import read_turtle, write_turtle
from gzkg.records.promote import write_files

GROUPED = {FOLDERS[kind] for kind in ids.GROUPED}
PREFIXES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in vocab.PREFIXES.items())
NANTES = """<city/fr-nantes> a gz:City ; skos:prefLabel "Nantes"@en , "南特"@zh ; gz:within <country/fr> ."""
POINT = """<city/fr-nantes/centroid> a geo:Geometry ; geo:asWKT "POINT(-1.55 47.22)"^^geo:wktLiteral ."""
TIE = "tie/sister-city/fr-nantes--jp-fukuoka"
RECORD = f"<{TIE}> a gz:Tie ; gz:party <city/fr-nantes> , <city/jp-fukuoka> ; gz:kind tie-kind:sister-city ."
MEMBER = (
    """<membership/c40/fr-lyon--member--1> a gz:Membership ; gz:member <city/fr-lyon> ; gz:organization <org/c40> ."""
)


def claim(about: str, number: int = 1) -> str:
    return f"""<{about}/claim/{number}> a gz:Claim ; gz:about <{about}> ; gz:source <source/gazette-2000-01-01> ."""


BATCH = "\n".join((NANTES, POINT, RECORD, claim(TIE), MEMBER, claim("membership/c40/fr-lyon--member--1")))


def read(turtle: str) -> list[Triple]:
    return read_turtle((PREFIXES + turtle).encode(), "batch.ttl")


def content(root: Path) -> dict[str, bytes]:
    """Return what is below `graph/`, hidden files and empty folders too."""
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in (root / "graph").rglob("*")}


def promote(root: Path, turtle: str) -> list[str]:
    return [path.relative_to(root / "graph").as_posix() for path in write_files(Folders(root), read(turtle))]


def assert_sound(root: Path) -> None:
    folders = Folders(root)
    assert check_layout(folders, read_graph(folders)) == []
    assert format_files(folders.curated(), write=False) == []


def test_each_subject_comes_home(root: Path) -> None:
    before = set(read_triples(Folders(root).curated()))
    assert promote(root, BATCH) == [
        "cities/fr/nantes.ttl",
        "memberships/c40.ttl",
        "ties/sister-city/fr-nantes--jp-fukuoka.ttl",
    ]
    assert set(read_triples(Folders(root).curated())) == before | set(read(BATCH))
    assert_sound(root)
    assert (root / "graph" / "cities" / "fr" / "nantes.ttl").read_text(encoding="utf-8") == (
        "@base <https://w3id.org/gzkg/id/> .\n"
        "@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n"
        "@prefix gz: <https://w3id.org/gzkg/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n"
        "<city/fr-nantes>\n    a gz:City ;\n"
        '    skos:prefLabel\n        "Nantes"@en ,\n        "南特"@zh ;\n'
        "    gz:within <country/fr> .\n\n"
        '<city/fr-nantes/centroid>\n    a geo:Geometry ;\n    geo:asWKT "POINT(-1.55 47.22)"^^geo:wktLiteral .\n'
    )


def test_twice_is_as_once(root: Path) -> None:
    promote(root, BATCH)
    before = content(root)
    assert promote(root, BATCH) == []
    assert promote(root, NANTES + claim(TIE) + "<city/fr-lyon> a gz:City .") == []
    assert content(root) == before


@pytest.mark.parametrize(
    ("about", "file"),
    [
        ("city/fr-lyon", "cities/fr/lyon.ttl"),
        ("tie/sister-city/cn-guangzhou--fr-lyon", "ties/sister-city/cn-guangzhou--fr-lyon.ttl"),
        ("membership/c40/cn-guangzhou--member--1", "memberships/c40.ttl"),
        ("unit/uclg-world-council", "units/uclg-world-council.ttl"),
    ],
)
def test_a_claim_stands_with_what_it_is_about(root: Path, about: str, file: str) -> None:
    assert promote(root, claim(about, 2)) == [file]
    assert_sound(root)


def test_a_file_of_the_family_takes_the_newcomer(root: Path) -> None:
    first = """<count/fr-lyon/population/2020> a gz:Count ; gz:subject <city/fr-lyon> ."""
    assert promote(root, first) == ["counts/fr-lyon/population.ttl"]
    (root / "graph" / "counts" / "jp-fukuoka.ttl").write_text(
        (root / "graph" / "counts" / "fr-lyon" / "population.ttl").read_text().replace("fr-lyon", "jp-fukuoka")
    )
    others = [f"<count/{x}/area/2020> a gz:Count ; gz:subject <city/{x}> ." for x in ("fr-lyon", "jp-fukuoka")]
    assert promote(root, "\n".join(others)) == ["counts/fr-lyon/area.ttl", "counts/jp-fukuoka.ttl"]
    assert_sound(root)


def test_what_stands_deeper_than_it_would_be_put_is_found(root: Path) -> None:
    deep = root / "graph" / "editions" / "x" / "3.ttl"
    deep.parent.mkdir(parents=True)
    deep.write_text("@base <https://w3id.org/gzkg/id/> .\n@prefix gz: <https://w3id.org/gzkg/ontology#> .\n\n"
                    "<edition/x/3>\n    a gz:EventEdition .\n")  # fmt: skip
    assert promote(root, claim("edition/x/3")) == ["editions/x/3.ttl"]
    assert promote(root, "<edition/x/4> a gz:EventEdition .") == ["editions/x.ttl"]
    assert_sound(root)


def test_a_known_subject_is_not_changed(root: Path) -> None:
    before = content(root)
    with pytest.raises(GraphFileError, match="'city/fr-lyon' stands here already"):
        promote(root, BATCH + """<city/fr-lyon> gz:wikidataId "Q1" .""")
    assert content(root) == before


@pytest.mark.parametrize(
    ("turtle", "error"),
    [
        ("<city/nantes> a gz:City .", GraphFileError),
        ("<town/fr-nantes> a gz:City .", BadId),
        ("<https://example.org/x> a gz:City .", BadId),
        ("<../graph/x> a gz:City .", BadId),
        ("<city/fr-x> gz:note [] .", GraphFileError),
        ("[] a gz:City .", GraphFileError),
    ],
)
def test_what_has_no_home_is_refused(root: Path, turtle: str, error: type[Exception]) -> None:
    before = content(root)
    with pytest.raises(error):
        promote(root, BATCH + turtle)
    assert content(root) == before


def test_a_comment_would_be_lost(root: Path) -> None:
    lyon = root / "graph" / "cities" / "fr" / "lyon.ttl"
    lyon.write_text(lyon.read_text(encoding="utf-8") + "# remember\n", encoding="utf-8")
    before = content(root)
    with pytest.raises(GraphFileError, match="comment"):
        promote(root, BATCH + claim("city/fr-lyon"))
    assert content(root) == before


def test_the_installed_package_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(GraphFileError, match="upgrade"):
        write_files(Folders(Path(files.__file__).parents[1] / "shipped"), read(NANTES))


def test_a_folder_in_the_way_of_the_last_file(root: Path) -> None:
    (root / "graph" / "ties" / "sister-city" / "fr-nantes--jp-fukuoka.ttl").mkdir()
    before = content(root)
    with pytest.raises(GraphFileError, match="fr-nantes--jp-fukuoka"):
        promote(root, BATCH)
    assert content(root) == before


def test_a_file_in_the_way_of_a_folder(root: Path) -> None:
    (root / "graph" / "plans").write_text("")
    before = content(root)
    with pytest.raises(GraphFileError, match="Nothing was changed"):
        promote(root, BATCH + "<count/fr-lyon/area/2020> a gz:Count . <plan/x> a gz:Plan .")
    assert content(root) == before


PROMOTE = """
import os, resource, sys
from pathlib import Path
from gzkg.errors import GraphFileError
from gzkg.rdf.files import Folders
from gzkg.rdf.turtle import read_turtle
from gzkg.records.promote import write_files
largest = int(sys.argv[1])
if largest:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
elif os.getuid() == 0:
    os.setuid(65534)
try:
    write_files(Folders(Path()), read_turtle(sys.stdin.buffer.read(), "batch.ttl"))
except GraphFileError as error:
    print(error)
"""


def promote_apart(root: Path, turtle: str, largest: int = 0) -> str:
    """Write files in a process of its own that is not root, or may write no file larger than so many bytes."""
    for path in (root, root / "graph", *(root / "graph").rglob("*")):
        if path.stat().st_mode & 0o200:
            path.chmod(path.stat().st_mode | (0o077 if path.is_dir() else 0o066))
    for parent in root.parents[:-2]:  # pytest lets nobody else into its folders
        parent.chmod(parent.stat().st_mode | 0o011)
    before = content(root)
    command, said = [sys.executable, "-c", PROMOTE, str(largest)], PREFIXES + turtle
    run = subprocess.run(command, cwd=root, input=said, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert content(root) == before
    return run.stdout


def test_a_folder_that_cannot_be_written(root: Path) -> None:
    (root / "graph" / "ties" / "sister-city").chmod(0o555)
    assert "Permission denied. Nothing was changed" in promote_apart(root, BATCH)


@pytest.mark.skipif(os.getuid() != 0, reason="only root makes files that are another's")
def test_a_file_that_cannot_be_put_in_its_place(root: Path) -> None:
    folder = root / "graph" / "ties" / "sister-city"
    folder.chmod(0o1777)  # everybody may make files in it, and nobody take away those of another
    turtle = BATCH + claim("tie/sister-city/cn-guangzhou--jp-fukuoka", 2)
    assert "jp-fukuoka.ttl: Cannot be changed: Operation not permitted" in promote_apart(root, turtle)


def test_a_disk_on_which_the_last_file_has_no_room(root: Path) -> None:
    note = f"""<{TIE}> gz:note "{"x" * 20_000}"@en ."""
    assert "File too large. Nothing was changed" in promote_apart(root, BATCH + note, largest=10_000)


def test_files_keep_their_permissions(root: Path) -> None:
    lyon = root / "graph" / "cities" / "fr" / "lyon.ttl"
    lyon.chmod(0o600)
    promote(root, claim("city/fr-lyon") + NANTES)
    assert (lyon.stat().st_mode & 0o777, (lyon.parent / "nantes.ttl").stat().st_mode & 0o777) == (0o600, 0o644)


@pytest.fixture
def copy(repo: Path, tmp_path: Path) -> Path:
    """A root with a copy of the real graph."""
    (tmp_path / "ontology").symlink_to(repo / "ontology")
    shutil.copytree(repo / "graph", tmp_path / "graph")
    return tmp_path


def test_the_real_graph_out_and_in_again(copy: Path) -> None:
    folders, before = Folders(copy), content(copy)
    held, taken = [], []
    for path in folders.curated()[::4]:
        triples = list(read_triples([path]))
        last = max(triple.subject.value.partition("/claim/")[0] for triple in triples)
        rest = [triple for triple in triples if not triple.subject.value.startswith(last)]
        if rest and GROUPED & {path.relative_to(folders.graph).parts[0]}:
            write_file(path, write_turtle(rest))
        elif not GROUPED & {path.relative_to(folders.graph).parts[0]}:
            path.unlink()
        else:
            continue
        held += [triple for triple in triples if triple not in rest or not path.exists()]
        taken.append(path)
    assert len(taken) > 300
    assert write_files(folders, held) == taken
    assert content(copy) == before
    assert write_files(folders, read_triples(folders.curated())) == []


def test_records_added_to_the_real_graph(copy: Path) -> None:
    source = "<source/xinhua-2020-01-01-x> a gz:Source ."
    said = f"""{NANTES} {POINT} {RECORD} {source} <{TIE}/claim/1> a gz:Claim ; gz:about <{TIE}> .
        <participation/global-mayors-forum/fr-nantes--speaker--9> a gz:Participation ; gz:participant <city/fr-nantes> .
        <entry/guangzhou-award/4/fr-nantes> a gz:AwardEntry ; gz:submittedTo <edition/guangzhou-award/4> .
        <city/cn-guangzhou/claim/999> a gz:Claim ; gz:about <city/cn-guangzhou> ."""
    changed = write_files(Folders(copy), read(said))
    assert [path.relative_to(copy / "graph").as_posix() for path in changed] == [
        "cities/cn/guangzhou.ttl",
        "cities/fr/nantes.ttl",
        "entries/guangzhou-award/4.ttl",
        "participations/global-mayors-forum.ttl",
        "sources/xinhua-2020-01-01-x.ttl",
        "ties/sister-city/fr-nantes--jp-fukuoka.ttl",
    ]
    assert_sound(copy)
