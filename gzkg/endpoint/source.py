"""Where the dataset of an endpoint comes from: a knowledge graph's folders, or RDF files as they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gzkg import vocab
from gzkg.catalog.edition import Edition, own_edition
from gzkg.dates import parse_day
from gzkg.endpoint.description import Descriptions
from gzkg.endpoint.wire import View
from gzkg.errors import StoreError
from gzkg.lookup.explain import Explainer
from gzkg.lookup.label import read_labels
from gzkg.lookup.question import read_questions
from gzkg.rdf.files import Folders, fingerprint
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, open_store, read_rules
from gzkg.store.view import set_view

if TYPE_CHECKING:
    from gzkg.network.analyst import Analyst

_WORTH_TABLES: Final = 75_000
"""Triples from which on tables beside the store pay; the engine alone is as quick with fewer."""

Source = Mapping[str, Any]
"""Either `root` (a folder) with `reference_date` (an ISO day), or `files` (a list of paths); and its `version`."""


def edition_of(source: Source) -> tuple[str, datetime]:
    """Return the version of a dataset, which is a hash of its files with the reference date before it, and its time.

    The time is that of the newest file, or the beginning of the reference date, if that came later.

    Raises: GraphFileError, when a file cannot be read.
    """
    if "root" not in source:
        return fingerprint([Path(path) for path in source["files"]])
    folders, day = Folders(Path(source["root"])), parse_day(source["reference_date"])
    paths = [*folders.terms(), *folders.rules(), *folders.curated(), *folders.questions()]
    version, modified = fingerprint(paths)
    turned = datetime.combine(day, time(), UTC)
    return f"{day.isoformat()}-{version}", max(modified, turned) if turned <= datetime.now(UTC) else modified


class Dataset:
    """A store with what it takes to describe it, to explain empty answers, and to see it as of another day.

    A knowledge graph holds its descriptions itself, in named graphs; nothing is added to files.
    """

    def __init__(self, source: Source) -> None:
        self._rules: list[Rule] = []
        version, modified = edition_of(source)
        if version != source["version"]:
            raise StoreError("The files have changed since the service began to answer. Start it again.")
        self._version, self._today = version, source.get("reference_date", "")
        if "root" in source:
            folders = Folders(Path(source["root"]))
            self.store = open_store(folders, parse_day(source["reference_date"]))
            self._rules = read_rules(folders.rules())
            self._position_cities()
            self.explainer = Explainer(self.store, warm=True)
            self.descriptions = Descriptions(self.store, own_edition(version, modified), vocab.BASE)
            self.descriptions.keep(read_questions(folders.questions()))
        else:
            self.store = EmbeddedStore(union=False)
            for path in source["files"]:
                self.store.load_file(Path(path))
            self.explainer = Explainer(self.store, warm=True)
            self.descriptions = Descriptions(self.store, Edition(version, modified, licence=""))
        if len(self.store) >= _WORTH_TABLES:
            from gzkg.store.plan.use import use_tables

            use_tables(self.store)

    @cached_property
    def analyst(self) -> Analyst:
        """What answers questions about networks. Raises: StoreError, for plain files, which have none."""
        from gzkg.network.analyst import Analyst

        if not self._today:
            raise StoreError("Networks are made from the knowledge graph; these files are served as they are.")
        labels = read_labels(self.store)
        return Analyst(lambda: (self.store, labels), parse_day(self._today), lambda: self._version)

    def see(self, view: View) -> None:
        """Change the store into what held as of a day, as known on a day; it cannot be changed back.

        The descriptions stay those of the whole.
        """
        as_of, known_on = view
        assert as_of
        self.store.plan = str  # tables hold what held
        set_view(self.store, self._rules, parse_day(as_of), parse_day(known_on) if known_on else None)
        self.__dict__.pop("analyst", None)
        self._today = as_of
        self._position_cities()
        self.explainer = Explainer(self.store)

    def _position_cities(self) -> None:
        """Measure where every city stands in the networks of the day, into a named graph."""
        from gzkg.network.position import METRICS, positions

        self.store.drop_graphs([METRICS])
        self.store.add(positions(self.analyst.maker), METRICS)
