"""The dataset in the processes that answer: a store with all that it takes to answer from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Triple

from gzkg import vocab
from gzkg.catalog.edition import CATALOGUE_GRAPH, EXAMPLES_GRAPH, VOID_GRAPH, Edition, own_edition
from gzkg.dates import parse_day
from gzkg.endpoint.description import Descriptions
from gzkg.endpoint.source import Source, edition_of
from gzkg.endpoint.wire import View
from gzkg.errors import StoreError
from gzkg.lookup.explain import Explainer
from gzkg.lookup.label import read_labels
from gzkg.lookup.question import read_questions
from gzkg.rdf.files import Folders
from gzkg.records.journal import Journal
from gzkg.records.kept import Kept, read_kept, version_of
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, open_store, read_rules, rerun_rules
from gzkg.store.view import set_view

if TYPE_CHECKING:
    from gzkg.network.analyst import Analyst
    from gzkg.records.intake import Intake

_WORTH_TABLES: Final = 75_000
"""Triples from which on tables beside the store pay; the engine alone is as quick with fewer."""

_DESCRIBING: Final = (VOID_GRAPH, CATALOGUE_GRAPH, EXAMPLES_GRAPH)


class Dataset:
    """A store with what it takes to describe it, to explain empty answers, and to see it as of another day.

    A knowledge graph holds its descriptions itself, in named graphs; nothing is added to files.
    """

    def __init__(self, source: Source) -> None:
        self._edition = edition_of(source)
        if self._edition[0] != source["version"]:
            raise StoreError("The files have changed since the service began to answer. Start it again.")
        self._today = source.get("reference_date", "")
        self._rules: list[Rule] = []
        self._kept = Kept()
        self._folders = Folders(Path(source["root"])) if "root" in source else None
        if self._folders:
            self._journal = Journal(Path(source["records"]))
            self._kept = self._read_journal()
            self.store = open_store(self._folders, self._day, self._kept.accepted)
            self._rules = read_rules(self._folders.rules())
            self._complete()
        else:
            self.store = EmbeddedStore(union=False)
            for path in source["files"]:
                self.store.load_file(Path(path))
            self.descriptions = Descriptions(self.store, Edition(*self._edition, licence=""))
        self._make_ready()

    @property
    def seq(self) -> int:
        """Up to which entry of the journal this is; 0 when there is none."""
        return self._kept.seq

    @property
    def contributed(self) -> Mapping[str, Sequence[Triple]]:
        """What waits for review: graph by graph, not in the store."""
        return self._kept.contributed

    @cached_property
    def analyst(self) -> Analyst:
        """What answers questions about networks. Raises: StoreError, for plain files, which have none."""
        from gzkg.network.analyst import Analyst

        if not self._today:
            raise StoreError("Networks are made from the knowledge graph; these files are served as they are.")
        labels = read_labels(self.store)
        return Analyst(lambda: (self.store, labels), self._day, lambda: self._version)

    @cached_property
    def intake(self) -> Intake:
        """What reads and validates new records. Raises: StoreError, for plain files, which take none."""
        from gzkg.records.intake import Intake

        if self._folders is None:
            raise StoreError("Records are validated against the knowledge graph; these files are served as they are.")
        intake = Intake(self.store, self._folders, self._day)
        intake.follow(self._kept)
        return intake

    def see(self, view: View) -> None:
        """Change the store into what held as of a day, as known on a day, with what waits for review.

        It cannot be changed back. The descriptions stay those of the whole.
        """
        as_of, known_on, contributed = view
        self.store.plan = str  # tables hold what held
        if contributed:
            for graph, triples in self.contributed.items():
                self.store.add(triples, graph)
            rerun_rules(self.store, self._rules, self._day)
        if as_of:
            set_view(self.store, self._rules, parse_day(as_of), parse_day(known_on) if known_on else None)
            self._today = as_of
        self.__dict__.pop("analyst", None)
        self._position_cities()
        self.explainer = Explainer(self.store)

    def advance(self) -> None:
        """Take over what the journal of records has got since; what was taken out of it stays as it is."""
        if self._folders is None:
            return
        before, self._kept = self._kept, self._read_journal()
        if before.turn != self._kept.turn:
            self.store.drop_graphs(_DESCRIBING)
            self.store.add(self._kept.accepted, vocab.CURATED)
            rerun_rules(self.store, self._rules, self._day)
            self.__dict__.pop("analyst", None)
            self._complete()
            self._make_ready()
        if "intake" in self.__dict__:
            self.intake.follow(self._kept)

    def _read_journal(self) -> Kept:
        kept = read_kept(self._journal)
        self._journal.close()  # a file that is open is not to be handed on to the workers
        return kept

    @property
    def _day(self) -> date:
        return parse_day(self._today)

    @property
    def _version(self) -> str:
        return version_of(self._edition[0], self._kept.turn.seq)

    def _complete(self) -> None:
        """Put into the store what a knowledge graph says of itself."""
        assert self._folders
        self.store.add(self._kept.provenance, vocab.PROVENANCE)
        self._position_cities()
        modified = max(self._edition[1], self._kept.turn.time or self._edition[1])
        self.descriptions = Descriptions(self.store, own_edition(self._version, modified), vocab.BASE)
        self.descriptions.keep(read_questions(self._folders.questions()))

    def _make_ready(self) -> None:
        self.explainer = Explainer(self.store, warm=True)
        self.store.plan = str
        if len(self.store) >= _WORTH_TABLES:
            from gzkg.store.plan.use import use_tables

            use_tables(self.store)

    def _position_cities(self) -> None:
        """Measure where every city stands in the networks of the day, into a named graph."""
        from gzkg.network.position import METRICS, positions

        self.store.drop_graphs([METRICS])
        self.store.add(positions(self.analyst.maker), METRICS)
