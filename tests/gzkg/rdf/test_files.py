from __future__ import annotations

import os
from pathlib import Path

import pytest

from gzkg.errors import GraphFileError
from gzkg.rdf.files import Folders, format_files, read_file, write_file


def test_a_missing_folder_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(GraphFileError, match="GZKG_ROOT"):
        Folders(tmp_path).require()


def test_write_makes_folders_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.ttl"
    write_file(path, "里昂\n")
    write_file(path, "Lyon\n")
    assert path.read_text(encoding="utf-8") == "Lyon\n"
    assert os.listdir(path.parent) == ["b.ttl"]


def test_where_nothing_can_be_written_the_old_content_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old", encoding="utf-8")
    with pytest.raises(GraphFileError, match="Cannot be written"):
        write_file(tmp_path / "file" / "below.ttl", "new")
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(GraphFileError, match="Nothing was changed"):
        write_file(tmp_path / "folder.ttl", "new")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.ttl"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "file.ttl").write_text("old", encoding="utf-8")
    (tmp_path / "link.ttl").symlink_to(tmp_path / "file.ttl")
    write_file(tmp_path / "link.ttl", "new")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "file.ttl").read_text(encoding="utf-8") == "new"


def test_a_new_file_does_not_take_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "file.ttl").write_text("old", encoding="utf-8")
    with pytest.raises(GraphFileError, match="there already"):
        write_file(tmp_path / "file.ttl", "new", replace=False)
    assert os.listdir(tmp_path) == ["file.ttl"]


def test_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(GraphFileError, match="No such file"):
        read_file(tmp_path / "none.ttl")


def test_format_changes_no_file_when_one_is_broken(tmp_path: Path) -> None:
    good, broken = tmp_path / "good.ttl", tmp_path / "z.ttl"
    good.write_text("<a:a> <b:b> <c:c> .", encoding="utf-8")
    broken.write_text("<a:a> <b:b>", encoding="utf-8")
    with pytest.raises(GraphFileError):
        format_files([good, broken], write=True)
    assert good.read_text(encoding="utf-8") == "<a:a> <b:b> <c:c> ."
    assert format_files([good], write=False) == [good]
    assert format_files([good], write=True) == [good]
    assert format_files([good], write=True) == []
