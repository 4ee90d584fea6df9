"""Accepted records as files below `graph/`, ready to commit: all of them, or none."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from gzkg.errors import GraphFileError
from gzkg.ids import parse_id, path_of
from gzkg.rdf.draft import home_path, require_own
from gzkg.rdf.files import Folders, write_beside
from gzkg.rdf.turtle import canonical, read_turtle, write_turtle

_Subjects = Mapping[str, set[Triple]]
"""Id -> what is said of it."""


def write_files(folders: Folders, triples: Iterable[Triple]) -> list[Path]:
    """Write triples into the files of their subjects; return those that changed, sorted, empty when all was there.

    What is part of a thing, such as a claim about it, goes into the file of that thing. Writing twice changes nothing.

    Raises: BadId; GraphFileError, when a file says something else of a subject, a subject can have no file, or a file
    cannot be written. Every file is then as it was.
    """
    require_own(folders)
    newcomers = _by_subject(triples)
    shelf = _Shelf(folders)
    taken: dict[Path, list[Triple]] = defaultdict(list)
    for subject, said in newcomers.items():
        path = shelf.home(subject, newcomers)
        there = shelf.read(path).get(subject, set())
        if there and not said <= there:
            problem = f"'{subject}' stands here already and says something else. Correct it here by hand."
            raise GraphFileError(path, problem)
        if not there:
            taken[path] += said
    _write_all({path: shelf.merged(path, said) for path, said in sorted(taken.items())})
    return sorted(taken)


class _Shelf:
    """The files below `graph/`, each read when first asked for."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._read: dict[Path, _Subjects] = {}

    def read(self, path: Path) -> _Subjects:
        """Return what a file says, nothing when there is none. Raises: GraphFileError, also when a comment is in it."""
        if path not in self._read:
            self._read[path] = _by_subject(read_turtle(canonical(_content(path), path).encode(), path))
        return self._read[path]

    def home(self, subject: str, newcomers: Container[str]) -> Path:
        """Return the file of a subject: the one that holds it, or what it is part of; else the one that takes it."""
        parts = subject.split("/")
        wholes = ["/".join(parts[:length]) for length in range(2, len(parts) + 1)]
        for whole in wholes:
            path = self._folders.graph / path_of(whole)
            if any(part in self.read(path) for part in wholes):
                return path
        return home_path(self._folders, next((whole for whole in wholes if whole in newcomers), subject))

    def merged(self, path: Path, said: Iterable[Triple]) -> str:
        """Return the text of a file with more in it. Raises: GraphFileError, when it would not be Turtle."""
        there = (triple for triples in self.read(path).values() for triple in triples)
        return canonical(write_turtle([*there, *said]).encode(), path)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        raise _unwritable(path, error) from None


def _by_subject(triples: Iterable[Triple]) -> _Subjects:
    found: dict[str, set[Triple]] = defaultdict(set)
    for triple in triples:
        if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode | Literal):
            raise GraphFileError("graph/", f"A blank node has no stable name, so this has no file: {triple}")
        found[parse_id(triple.subject.value)].add(triple)
    return found


def _write_all(texts: Mapping[Path, str]) -> None:
    """Write files all or none: new and old content beside its place first, then one after the other into it."""
    with ExitStack() as undo:
        ready = {path: _write_beside(path, text.encode(), undo) for path, text in texts.items()}
        kept = {path: _write_beside(path, path.read_bytes(), undo) for path in texts if path.exists()}
        for path, written in ready.items():
            try:
                os.replace(written, path)
            except OSError as error:
                raise _unwritable(path, error) from None
            if path in kept:
                undo.callback(os.replace, kept[path], path)
            else:
                undo.callback(path.unlink)
        undo.pop_all()
    for old in kept.values():
        old.unlink()


def _write_beside(path: Path, content: bytes, undo: ExitStack) -> Path:
    """Write a file next to another and return its path; folders are made."""
    try:
        for folder in reversed([folder for folder in path.parents if not folder.exists()]):
            folder.mkdir()
            undo.callback(folder.rmdir)
        return write_beside(path, content, undo)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> GraphFileError:
    return GraphFileError(path, f"Cannot be changed: {error.strerror}. Nothing was changed; check the folder.")
