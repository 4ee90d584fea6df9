"""Run the rules of `ontology/rules`: each a CONSTRUCT, in order, into a graph of its own.

So the name of the graph that holds a derived triple is the rule that made it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Triple

from gzkg import vocab
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.sparql import with_target


@dataclass(frozen=True, slots=True)
class Rule:
    """One `sh:SPARQLRule`: its id (`R08-tied-with`), its place in the order, and its CONSTRUCT text."""

    id: str
    order: int
    construct: str


def open_store(folders: Folders, reference_date: date, accepted: Iterable[Triple] = ()) -> EmbeddedStore:
    """Return a store that holds the ontology, the curated graph and what follows on a day.

    `accepted` are records of the curated graph that no file has yet. Raises: GraphFileError.
    """
    store = EmbeddedStore()
    store.load_turtle(folders.terms(), vocab.ONTOLOGY)
    store.load_turtle(folders.curated(), vocab.CURATED)
    store.add(accepted, vocab.CURATED)
    run_rules(store, read_rules(folders.rules()), reference_date)
    return store


def read_rules(paths: Iterable[Path]) -> list[Rule]:
    """Return the rules of some files in the order in which they run."""
    store = EmbeddedStore()
    store.load_turtle(paths, vocab.RULES)
    rules = []
    for row in store.rows("rules"):
        prologue, text = str(row["prologue"]), with_target(str(row["construct"]), str(row["target"]))
        rules.append(Rule(str(row["rule"]).removeprefix(vocab.RULES), int(str(row["order"])), prologue + text))
    return sorted(rules, key=lambda rule: (rule.order, rule.id))


def rerun_rules(store: EmbeddedStore, rules: Iterable[Rule], reference_date: date) -> None:
    """Derive anew what holds on the reference date, in the place of what was derived before."""
    rules = list(rules)
    store.drop_graphs(vocab.INFERRED + rule.id for rule in rules)
    run_rules(store, rules, reference_date)


def run_rules(store: EmbeddedStore, rules: Iterable[Rule], reference_date: date) -> dict[str, int]:
    """Derive what holds on the reference date; return how many triples each rule gave."""
    day = f'"{reference_date.isoformat()}"^^<{vocab.XSD}date>'
    return {rule.id: store.infer(rule.construct.replace("?refDate", day), vocab.INFERRED + rule.id) for rule in rules}
