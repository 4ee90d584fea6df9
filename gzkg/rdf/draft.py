"""Begin a curated file: the thing's class, names and properties, in canonical form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.dates import parse_day
from gzkg.errors import GraphFileError, UnknownTerm
from gzkg.ids import FOLDERS, file_id, home_of, iri_of, kind_of, path_of
from gzkg.rdf.files import Folders, read_triples, write_file
from gzkg.rdf.turtle import write_turtle

_CONCEPT: Final = re.compile(r"([a-z-]+):([a-z0-9-]+)")
_TAGGED: Final = re.compile(r"(.+)@([a-z]{2,3}(?:-[a-z]+)?)", re.DOTALL)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+")
_LANGUAGE_TEXT: Final = vocab.RDF + "langString"


def write_draft(
    folders: Folders, entity_id: str, kind: str, names: Mapping[str, str], properties: Sequence[tuple[str, str]]
) -> Path:
    """Write a new thing and return the path of its file; nothing is written when anything is wrong.

    A membership, edition, entry, count or participation is added to the file of its group.

    Raises: BadId; BadDate; UnknownTerm; GraphFileError, when the id is taken or the file cannot be written.
    """
    require_own(folders)
    path = home_path(folders, entity_id)
    there = list(read_triples([path])) if path.exists() else []
    if iri_of(entity_id) in {_iri(triple) for triple in there}:
        raise GraphFileError(path, f"'{entity_id}' stands here already. Edit it, or choose another id.")
    terms = _Terms(folders)
    subject = NamedNode(iri_of(entity_id))
    triples = [Triple(subject, NamedNode(vocab.TYPE), NamedNode(terms.get_class(kind)))]
    for language, text in names.items():
        triples.append(Triple(subject, NamedNode(vocab.PREF_LABEL), Literal(_clean(text), language=language)))
    for name, value in properties:
        triples.append(Triple(subject, NamedNode(terms.get_property(name)), terms.read_value(name, value)))
    write_file(path, write_turtle([*there, *triples]), replace=bool(there))
    return path


def require_own(folders: Folders) -> None:
    """Raise GraphFileError when the folders are those of the installed package."""
    if folders.shipped:
        problem = "An upgrade would overwrite what is written here. Give --root, your own folder."
        raise GraphFileError(folders.graph, problem)


def home_path(folders: Folders, entity_id: str) -> Path:
    """Return the file that takes a new thing: its own, or that of its group or family if there is one.

    Raises: BadId; GraphFileError, when no file may have that path.
    """
    home = path_of(home_of(entity_id))
    for folder in home.parents[:-1]:  # a file of the whole family, such as all counts of one series, takes the newcomer
        if (folders.graph / folder).with_suffix(".ttl").exists():
            home = folder.with_suffix(".ttl")
    if file_id(home) is None:
        raise GraphFileError(home, "No id has this path. A city, region, district or port begins with its country.")
    return folders.graph / home


class _Terms:
    """What the ontology knows: classes that things may have, properties, and the datatypes their shapes ask for."""

    def __init__(self, folders: Folders) -> None:
        self._types: dict[str, set[str]] = defaultdict(set)
        for triple in read_triples(folders.terms()):
            if triple.predicate.value == vocab.GZ + "isAbstract":
                self._types[_iri(triple)].add("abstract")
            elif triple.predicate.value == vocab.TYPE and isinstance(triple.object, NamedNode):
                self._types[_iri(triple)].add(triple.object.value.rpartition("#")[2])
        self._datatypes = _datatypes(folders)

    def get_class(self, name: str) -> str:
        iri = vocab.GZ + name
        if "Class" not in self._types[iri] or "abstract" in self._types[iri]:
            raise UnknownTerm(f"The ontology has no class '{name}' for things. See ontology/gzkg.ttl.")
        return iri

    def get_property(self, name: str) -> str:
        iri = vocab.GZ + name
        if not self._types[iri] & {"ObjectProperty", "DatatypeProperty"}:
            raise UnknownTerm(f"The ontology has no property '{name}'. See ontology/gzkg.ttl.")
        return iri

    def read_value(self, name: str, text: str) -> NamedNode | Literal:
        wanted = self._datatypes.get(vocab.GZ + name, set())
        if vocab.XSD + "date" in wanted:
            return Literal(parse_day(text).isoformat(), datatype=NamedNode(vocab.XSD + "date"))
        if _LANGUAGE_TEXT in wanted and (found := _TAGGED.fullmatch(text)):
            return Literal(_clean(found[1]), language=found[2])
        if "ObjectProperty" in self._types[vocab.GZ + name]:
            return self._thing(text)
        is_number = _NUMBER.fullmatch(text) and (not wanted or vocab.XSD + "integer" in wanted)
        return Literal(int(text)) if is_number else Literal(_clean(text))

    def _thing(self, text: str) -> NamedNode:
        if _ADDRESS.fullmatch(text):
            return NamedNode(text)
        if (found := _CONCEPT.fullmatch(text)) and self._types[f"{vocab.CONCEPT}{found[1]}/{found[2]}"]:
            return NamedNode(f"{vocab.CONCEPT}{found[1]}/{found[2]}")
        if kind_of(text) in FOLDERS:
            return NamedNode(iri_of(text))
        raise UnknownTerm(
            f"'{text}' is no id (city/fr-lyon), no concept of ontology/schemes/ (role:member) and no web address."
        )


def _datatypes(folders: Folders) -> dict[str, set[str]]:
    paths: dict[str, str] = {}
    asked: dict[str, set[str]] = defaultdict(set)
    for triple in read_triples(folders.class_shapes()):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            if triple.predicate.value == vocab.SH + "path":
                paths[triple.subject.value] = triple.object.value
            elif triple.predicate.value == vocab.SH + "datatype":
                asked[triple.subject.value].add(triple.object.value)
    found: dict[str, set[str]] = defaultdict(set)
    for shape, path in paths.items():
        found[path] |= asked[shape]
    return {path: datatypes for path, datatypes in found.items() if datatypes}


def _iri(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""


def _clean(text: str) -> str:
    return text.encode(errors="replace").decode()
