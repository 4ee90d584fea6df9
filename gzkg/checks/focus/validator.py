"""The results that new triples would add to those of the whole graph, without going over the whole graph."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from pyoxigraph import Triple

from gzkg.checks.focus.beside import Beside
from gzkg.checks.focus.classes import ClassShapes
from gzkg.checks.focus.search import Search
from gzkg.checks.result import Result
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore


class Validator:
    """All shapes and cross-record constraints, made ready once for a store that holds the ontology and a graph.

    The store is only read: not even a reader on another thread meets the new triples. What the graph holds when
    `results` is asked counts, so the store may change between two calls, but not during one. One validator serves one
    caller at a time.
    """

    def __init__(self, store: EmbeddedStore, folders: Folders) -> None:
        self._store = store
        self._shapes = ClassShapes(folders)
        self._constraints = Search(folders)

    def results(self, triples: Iterable[Triple]) -> list[Result]:
        """Return the results that the whole graph has with these triples in the curated graph and not without them.

        Each once, sorted by focus and shape. Those on nodes that the graph has already are among them; a result that
        goes away is not told. Only the ontology and the curated graph count; triples that these have are left out.
        """
        view = Beside(self._store, triples)
        found = {_key(result): result for result in chain(self._shapes.results(view), self._constraints.results(view))}
        return [found[key] for key in sorted(found, key=str)]


def _key(result: Result) -> tuple[str, str, str, frozenset[object]]:
    return result.focus, result.shape, result.severity, frozenset(result.values.items())
