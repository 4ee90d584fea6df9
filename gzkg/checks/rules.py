"""Rules across records: no two ties for one pair, no role of another organisation, no end before the start.

Each is the `sh:select` of a shape in `ontology/shapes/cross-record`, run once over the whole graph.
"""

from __future__ import annotations

from collections.abc import Iterator

from gzkg import vocab
from gzkg.checks.result import Result
from gzkg.checks.shapes import SEVERITIES
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.sparql import with_target


def check_rules(store: EmbeddedStore, folders: Folders) -> Iterator[Result]:
    """Give the results of all cross-record rules over the store, which holds the inferred graphs too."""
    shapes = EmbeddedStore()
    shapes.load_turtle(folders.rule_shapes(), vocab.SHAPES)
    for row in shapes.rows("constraints"):
        text = f"{row['prologue']}\n{row['select']}"
        if target := row["target"]:
            text = with_target(text, target.value)
        for found in store.set_wise(text):
            values = {name: term for name, term in found.items() if term and name != "this"}
            yield Result(str(row["shape"]), SEVERITIES[str(row["severity"])], str(found["this"]), values)
