"""The whole graph judged as ever: what the validator's answers are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pyoxigraph import Triple

from gzkg import vocab
from gzkg.checks.result import Result
from gzkg.checks.rules import check_rules
from gzkg.checks.shapes import check_shapes
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import read_rules, run_rules

Finding = tuple[str, str, str, frozenset[object]]
"""Shape, severity, focus node, values."""
UNRELATED = "<x:a> <x:b> <x:c> ."
"""So that there is a curated graph."""


def open_whole(folders: Folders, triples: Iterable[Triple]) -> EmbeddedStore:
    """Return a store with the ontology, some triples as the curated graph, and what follows from them."""
    store = EmbeddedStore()
    store.load_turtle(folders.terms(), vocab.ONTOLOGY)
    store.add(triples, vocab.CURATED)
    run_rules(store, read_rules(folders.rules()), date(2026, 11, 24))
    return store


def judge_whole(folders: Folders, triples: Iterable[Triple]) -> set[Finding]:
    """Return all findings on the whole graph."""
    store = open_whole(folders, triples)
    return findings((*check_shapes(store, folders), *check_rules(store, folders)))


def findings(results: Iterable[Result]) -> set[Finding]:
    """Return results as a set."""
    return set(_each(results))


def _each(results: Iterable[Result]) -> Iterator[Finding]:
    for result in results:
        shape = result.shape.removeprefix(vocab.SHAPES)
        yield shape, result.severity, result.focus, frozenset(result.values.items())
