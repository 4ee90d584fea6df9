"""Put results into words, in Chinese and in English: which thing, what is wrong, what to do."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from gzkg import vocab
from gzkg.checks.layout import GraphFiles
from gzkg.checks.result import Result
from gzkg.ids import FOLDERS, id_of, kind_of
from gzkg.lookup.entity import find_entity
from gzkg.lookup.label import Labels, read_labels
from gzkg.lookup.subject import code
from gzkg.model import Finding, Term, Texts
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore

_SLOT: Final = re.compile(r"\{[?$](\w+)\}")
_SENTENCE: Final = re.compile(r"\.(?=\s)|。")
"""Where a message's first sentence ends: it says what is wrong, the rest what to do."""
_FOUND: Final = {"en": ' (Found: "{value}".)', "zh": "（实际为“{value}”。）"}
_SUBJECT: Final = {"en": '{kind} "{name}": {text}', "zh": "{kind}“{name}”：{text}"}


class Reporter:
    """Turns results into findings; knows every label, every shape's texts, and which file says what."""

    def __init__(self, store: EmbeddedStore, folders: Folders, graph: GraphFiles) -> None:
        self._store = store
        self._labels: Labels = read_labels(store)
        self._messages = _read_texts(folders)
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
        texts = {language: self._texts(result, subject, language) for language in ("en", "zh")}
        return Finding(
            check=code(result.shape),
            severity=result.severity,
            file=path.relative_to(self._root).as_posix() if path else "ontology",
            line=self._line(path, result) if path else None,
            subject=subject,
            message={language: message for language, (message, _) in texts.items()},
            repair={language: repair for language, (_, repair) in texts.items()},
        )

    def _texts(self, result: Result, subject: str, language: str) -> tuple[str, str]:
        template = self._messages.get(result.shape, {}).get(language, code(result.shape))
        end = _SENTENCE.search(template)
        wrong, repair = (template[: end.end()], template[end.end() :]) if end else (template, "")
        if (value := result.values.get("value")) and value.kind == "literal" and not _SLOT.search(template):
            wrong += _FOUND[language].format(value=value.value)
        return self._named(subject, language, self._fill(wrong, result, language)), self._fill(repair, result, language)

    def _fill(self, template: str, result: Result, language: str) -> str:
        return _SLOT.sub(lambda slot: self._say(result.values.get(slot[1]), language), template).strip()

    def _named(self, subject: str, language: str, text: str) -> str:
        owner, claim, _ = subject.partition("/claim/")
        entity = find_entity(self._store, self._labels, owner) if kind_of(owner) in FOLDERS else None
        if entity is None:
            return f"{subject}: {text}"
        classes = ("Claim",) if claim else entity.classes
        kind = self._labels.get(vocab.GZ + "".join(classes[:1]), {}).get(language) or " ".join(classes)
        return _SUBJECT[language].format(kind=kind, name=entity.label.get(language) or owner, text=text).lstrip()

    def _say(self, term: Term | None, language: str) -> str:
        if term is None:
            return "?"
        return self._labels.get(term.value, {}).get(language) or id_of(term.value) or term.value

    def _line(self, path: Path, result: Result) -> int | None:
        content = self._content[path].decode(errors="replace")
        start = content.find(f"<{id_of(result.focus)}>\n")
        if start < 0:
            return None
        value = result.values.get("value")
        block = content[start : content.find("\n\n", start) if "\n\n" in content[start:] else None]
        inside = block.find(f'"{value.value}"') if value and value.kind == "literal" else -1
        return content.count("\n", 0, start + max(inside, 0)) + 1


def _read_texts(folders: Folders) -> dict[str, Texts]:
    shapes = EmbeddedStore()
    shapes.load_turtle(folders.shapes(), vocab.SHAPES)
    messages: dict[str, dict[str, str]] = defaultdict(dict)
    for row in shapes.rows("shape_texts"):
        text = row["text"]
        if text and text.language:
            messages[str(row["shape"])][text.language] = text.value
    return dict(messages)
