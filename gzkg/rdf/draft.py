"""Begin a curated file: the thing's class, names and properties, in canonical form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.dates import parse_day
from gzkg.errors import GraphFileError, UnknownTerm
from gzkg.ids import FOLDERS, iri_of, kind_of, path_of
from gzkg.rdf.files import Folders, read_subjects, write_file
from gzkg.rdf.turtle import write_turtle

_CONCEPT: Final = re.compile(r"([a-z-]+):([a-z0-9-]+)")
_TAGGED: Final = re.compile(r"(.+)@([a-z]{2,3}(?:-[a-z]+)?)", re.DOTALL)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_draft(
    folders: Folders, entity_id: str, kind: str, names: Mapping[str, str], properties: Sequence[tuple[str, str]]
) -> Path:
    """Write the file of a new thing and return its path; nothing is written when anything is wrong.

    Raises: BadId; BadDate; UnknownTerm; GraphFileError, when the file exists or cannot be written.
    """
    subject = NamedNode(iri_of(entity_id))
    known = read_subjects(folders.terms())
    triples = [Triple(subject, NamedNode(vocab.TYPE), NamedNode(_known(vocab.GZ + kind, known)))]
    for language, text in names.items():
        triples.append(Triple(subject, NamedNode(vocab.PREF_LABEL), Literal(text, language=language)))
    for name, value in properties:
        triples.append(Triple(subject, NamedNode(_known(vocab.GZ + name, known)), _value(value, known)))
    path = folders.graph / path_of(entity_id)
    if path.exists():
        raise GraphFileError(path, "This file is there already. Edit it, or choose another id.")
    write_file(path, write_turtle(triples))
    return path


def _value(text: str, known: set[str]) -> NamedNode | Literal:
    if kind_of(text) in FOLDERS and "/" in text:
        return NamedNode(iri_of(text))
    if found := _CONCEPT.fullmatch(text):
        return NamedNode(_known(f"{vocab.CONCEPT}{found[1]}/{found[2]}", known))
    if text.startswith(("https://", "http://")):
        return NamedNode(text)
    if _DAY.fullmatch(text):
        return Literal(parse_day(text).isoformat(), datatype=NamedNode(vocab.XSD + "date"))
    if found := _TAGGED.fullmatch(text):
        return Literal(found[1], language=found[2])
    return Literal(int(text)) if text.isdecimal() else Literal(text)


def _known(iri: str, known: set[str]) -> str:
    if iri not in known:
        name = iri.removeprefix(vocab.GZ).removeprefix(vocab.CONCEPT)
        raise UnknownTerm(f"The ontology has no '{name}'. See ontology/gzkg.ttl and ontology/schemes/.")
    return iri
