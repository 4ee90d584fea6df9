"""The two folders of truth: which files there are, and how one is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from gzkg.errors import GraphFileError
from gzkg.rdf.turtle import canonical, read_turtle
from gzkg.settings import shipped_root


@dataclass(frozen=True, slots=True)
class Folders:
    """Where `ontology/` and `graph/` are, below one root."""

    root: Path

    @property
    def graph(self) -> Path:
        """Folder of the curated files."""
        return self.root / "graph"

    @property
    def ontology(self) -> Path:
        """Folder of the ontology."""
        return self.root / "ontology"

    @property
    def shipped(self) -> bool:
        """Whether these are the folders inside the installed package, which an upgrade would overwrite."""
        return self.root.resolve() == shipped_root()

    def require(self) -> None:
        """Raise GraphFileError unless both folders are there."""
        for folder in (self.ontology, self.graph):
            if not folder.is_dir():
                raise GraphFileError(folder, "There is no such folder. Set GZKG_ROOT to the one above it.")

    def curated(self) -> list[Path]:
        """Return the Turtle files of `graph/`, sorted."""
        return sorted(self.graph.rglob("*.ttl"))

    def terms(self) -> list[Path]:
        """Return the Turtle files that say what terms mean: ontology, concept schemes, alignments; sorted."""
        folders = (self.ontology / "schemes", self.ontology / "alignments")
        return [self.ontology / "gzkg.ttl", *(path for folder in folders for path in sorted(folder.glob("*.ttl")))]

    def shapes(self) -> list[Path]:
        """Return the Turtle files of shapes, sorted."""
        return sorted((self.ontology / "shapes").rglob("*.ttl"))

    def class_shapes(self) -> list[Path]:
        """Return the shapes of single classes, sorted."""
        return sorted((self.ontology / "shapes").glob("*.ttl"))

    def rule_shapes(self) -> list[Path]:
        """Return the shapes that look across records, with the prefixes they share, sorted."""
        folder = self.ontology / "shapes"
        return [folder / "prefixes.ttl", *sorted((folder / "cross-record").glob("*.ttl"))]

    def rules(self) -> list[Path]:
        """Return the Turtle files of rules, sorted."""
        return sorted((self.ontology / "rules").glob("*.ttl"))

    def questions(self) -> list[Path]:
        """Return the competency questions, sorted."""
        return sorted((self.ontology / "questions").glob("*.rq"))


def read_file(path: Path) -> bytes:
    """Return what a file holds. Raises: GraphFileError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise GraphFileError(path, f"Cannot be read: {error.strerror}. Check the path and its permissions.") from None


def fingerprint(paths: Iterable[Path]) -> tuple[str, datetime]:
    """Return a hash of what files hold, in their order, and when the newest was changed. Raises: GraphFileError."""
    content, newest = blake2b(digest_size=8), 0.0
    for path in paths:
        content.update(read_file(path))
        newest = max(newest, path.stat().st_mtime)
    return content.hexdigest(), datetime.fromtimestamp(int(newest), UTC)


def read_triples(paths: Iterable[Path]) -> Iterator[Triple]:
    """Give the triples of some Turtle files, file by file. Raises: GraphFileError, with the line."""
    return (triple for path in paths for triple in read_turtle(read_file(path), path))


def read_subjects(paths: Iterable[Path]) -> set[str]:
    """Return the IRIs that some Turtle files say something of. Raises: GraphFileError."""
    return {triple.subject.value for triple in read_triples(paths) if isinstance(triple.subject, NamedNode)}


def format_files(paths: Iterable[Path], *, write: bool) -> list[Path]:
    """Return the files that were not in canonical form, and with `write` put them into it.

    Raises: GraphFileError, before any file is changed, when one cannot be put into canonical form.
    """
    wanted = {}
    for path in paths:
        content = read_file(path)
        text = canonical(content, path)
        if text.encode() != content:
            wanted[path] = text
    if write:
        for path, text in wanted.items():
            write_file(path, text)
    return list(wanted)


def write_file(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file whole or not at all, on the disk when this returns: beside it first, then put in its place.

    Raises: GraphFileError; the old content is then still there. Without `replace` also when the file exists.
    """
    path = path.resolve()
    with ExitStack() as undo:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside = write_beside(path, text.encode(), undo)
        except OSError as error:
            raise GraphFileError(path, f"Cannot be written: {error.strerror}. Check the folder.") from None
        try:
            (os.replace if replace else os.link)(beside, path)
        except FileExistsError:
            raise GraphFileError(path, "This file is there already. Edit it, or choose another id.") from None
        except OSError as error:
            raise GraphFileError(path, f"Cannot be written: {error.strerror}. Nothing was changed.") from None


def write_beside(path: Path, content: bytes, undo: ExitStack) -> Path:
    """Write a file on the disk next to another, with its permissions, and return its path; `undo` removes it.

    Raises: OSError.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    undo.callback(beside.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.chmod(path.stat().st_mode if path.exists() else 0o644)
    return beside
