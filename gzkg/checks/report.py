"""Turn results into findings about the curated files: which file and line, and in words what is wrong there."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode

from gzkg.checks.layout import GraphFiles
from gzkg.checks.result import Result
from gzkg.checks.wording import Wording
from gzkg.ids import id_of
from gzkg.lookup.subject import code
from gzkg.model import Finding
from gzkg.rdf.files import Folders


class Reporter:
    """Turns results into findings; knows which file says what."""

    def __init__(self, wording: Wording, folders: Folders, graph: GraphFiles) -> None:
        self._wording = wording
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
        message, repair = self._wording.texts(result)
        return Finding(
            check=code(result.shape),
            severity=result.severity,
            file=path.relative_to(self._root).as_posix() if path else "ontology",
            line=self._line(path, result) if path else None,
            subject=id_of(result.focus) or result.focus,
            message=message,
            repair=repair,
        )

    def _line(self, path: Path, result: Result) -> int | None:
        content = self._content[path].decode(errors="replace")
        start = content.find(f"<{id_of(result.focus)}>\n")
        if start < 0:
            return None
        value = result.values.get("value")
        block = content[start : content.find("\n\n", start) if "\n\n" in content[start:] else None]
        inside = block.find(f'"{value.value}"') if value and value.kind == "literal" else -1
        return content.count("\n", 0, start + max(inside, 0)) + 1
