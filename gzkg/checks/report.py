"""Put results into words, in Chinese and in English: which thing, what is wrong, what to do."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

from pyoxigraph import NamedNode

from gzkg import vocab
from gzkg.checks.layout import GraphFiles
from gzkg.checks.result import Result
from gzkg.ids import id_of
from gzkg.lookup.entity import find_entity
from gzkg.lookup.label import Labels, read_labels
from gzkg.lookup.subject import code
from gzkg.model import Finding, Term, Texts
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore

_SLOT: Final = re.compile(r"\{[?$](\w+)\}")
_SUBJECT: Final = {"en": '{kind} "{name}": {text}', "zh": "{kind}“{name}”：{text}"}


class Reporter:
    """Turns results into findings; knows every label, every shape's texts, and which file says what."""

    def __init__(self, store: EmbeddedStore, folders: Folders, graph: GraphFiles) -> None:
        self._store = store
        self._labels: Labels = read_labels(store)
        self._messages, self._repairs = _read_texts(folders)
        self._content = graph.content
        self._root = folders.root
        self._file_of = {
            triple.subject.value: path
            for path, triples in graph.triples.items()
            for triple in triples
            if isinstance(triple.subject, NamedNode)
        }

    def finding(self, result: Result) -> Finding:
        """Return a result as a finding with its file, line, message and repair."""
        path = self._file_of.get(result.focus)
        subject = id_of(result.focus) or result.focus
        return Finding(
            check=code(result.shape),
            severity=result.severity,
            file=path.relative_to(self._root).as_posix() if path else "ontology",
            line=self._line(result.focus),
            subject=subject,
            message={lang: self._message(result, subject, lang) for lang in ("en", "zh")},
            repair=self._repairs.get(result.shape, {}),
        )

    def _message(self, result: Result, subject: str, language: str) -> str:
        template = self._messages.get(result.shape, {}).get(language, code(result.shape))
        text = _SLOT.sub(lambda slot: self._say(result.values.get(slot[1]), language), template)
        entity = find_entity(self._store, self._labels, subject) if id_of(result.focus) else None
        if entity is None:
            return f"{subject}: {text}"
        kind = self._labels.get(vocab.GZ + (entity.classes or ("Entity",))[0], {}).get(language, "")
        return _SUBJECT[language].format(kind=kind, name=entity.label.get(language) or subject, text=text)

    def _say(self, term: Term | None, language: str) -> str:
        if term is None:
            return "?"
        return self._labels.get(term.value, {}).get(language) or id_of(term.value) or term.value

    def _line(self, iri: str) -> int | None:
        path = self._file_of.get(iri)
        if path is None:
            return None
        place = self._content[path].find(f"<{id_of(iri)}>\n".encode())
        return self._content[path].count(b"\n", 0, place) + 1 if place >= 0 else None


def _read_texts(folders: Folders) -> tuple[dict[str, Texts], dict[str, Texts]]:
    shapes = EmbeddedStore()
    shapes.load_turtle(folders.shapes(), vocab.SHAPES)
    messages: dict[str, dict[str, str]] = defaultdict(dict)
    repairs: dict[str, dict[str, str]] = defaultdict(dict)
    for row in shapes.rows("shape_texts"):
        text = row["text"]
        if text and text.language:
            (messages if str(row["use"]) == "message" else repairs)[str(row["shape"])][text.language] = text.value
    return dict(messages), dict(repairs)
