"""The one object: a knowledge graph of city diplomacy. Each method is one call into a room below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Self

from pyoxigraph import Triple

from gzkg import checks, vocab
from gzkg.catalog.edition import EXAMPLES_GRAPH, Place
from gzkg.catalog.examples import describe_examples
from gzkg.dates import parse_day
from gzkg.endpoint import Endpoint
from gzkg.lookup.door import Lookups
from gzkg.lookup.explain import Explainer
from gzkg.lookup.label import Labels, read_labels
from gzkg.lookup.names import NameIndex
from gzkg.lookup.ontology import read_ontology
from gzkg.lookup.question import read_questions
from gzkg.lookup.summary import read_summary
from gzkg.lookup.vocabulary import Ontology
from gzkg.model import AbsentTerm, Finding, Question, Summary
from gzkg.network.door import Networks
from gzkg.rdf.draft import write_draft
from gzkg.rdf.files import Folders, format_files
from gzkg.records.door import Records
from gzkg.records.kept import read_kept
from gzkg.settings import Language, Settings
from gzkg.store.answer import Answer
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import open_store, read_rules
from gzkg.store.view import set_view

if TYPE_CHECKING:
    from gzkg.network.analyst import Analyst
    from gzkg.records.intake import Intake

_READ_ONCE: Final = (
    *("_store", "_summary", "_labels", "_names", "_questions", "_ontology"),
    *("_complete", "_explainer", "_analyst", "_intake", "version"),
)


class KnowledgeGraph(Lookups, Networks, Records):
    """The curated graph with its ontology and what the rules derive from it.

    `KnowledgeGraph.open()` reads everything at once; `KnowledgeGraph()` reads when first asked, so that `check`
    and `format` also work on a graph that cannot be read. Readers may share one object between threads.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._folders = Folders(self._settings.root)
        self._folders.require()
        self._validating = Lock()

    @classmethod
    def open(cls, root: Path | str | None = None, *, reference_date: date | str | None = None) -> Self:
        """Open a graph and derive what holds on a day (today by default).

        `root` is the folder that holds `ontology/` and `graph/`; without it, those of the checkout or the wheel.

        Raises: GraphFileError, when a folder is missing or a file is not Turtle; BadDate.
        """
        settings = Settings()
        if root is not None:
            settings = replace(settings, root=Path(root))
        if reference_date is not None:
            day = parse_day(reference_date) if isinstance(reference_date, str) else reference_date
            settings = replace(settings, reference_date=day)
        graph = cls(settings)
        graph.load()
        return graph

    def load(self) -> None:
        """Read the graph now rather than when first asked. Raises: GraphFileError."""
        _ = self._store

    def warm(self) -> None:
        """Read names, terms and totals and measure where cities stand now, rather than when first asked; about 2 s."""
        _ = self._summary, self._names, self._ontology, self._complete

    def close(self) -> None:
        """Let go of the memory; a later question reads the graph anew."""
        for name in _READ_ONCE:
            self.__dict__.pop(name, None)
        self._desk.journal.close()

    def reload(self) -> None:
        """Read the graph anew, with what review has let in since; until that is done, the old one answers.

        Raises: GraphFileError, RecordsUnwritable.
        """
        fresh = type(self)(self._settings)
        read = {"_store": fresh._store, "_summary": fresh._summary, "_labels": fresh._labels}
        fresh._desk.journal.close()
        self.__dict__.update(read)
        for name in _READ_ONCE:
            if name not in read:
                self.__dict__.pop(name, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # ---- ask

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL 1.1 query over the union of all graphs: curated, inferred, ontology, metrics, examples.

        Raises: BadQuery, with line and column; ForbiddenQuery, for updates and SERVICE.
        """
        return self._complete.query(sparql)

    def explain(self, sparql: str) -> list[AbsentTerm]:
        """Return why the answer to a query is empty: its terms that the data does not hold, with the nearest it does.

        What alone leaves the answer empty comes first. Empty when there is an answer (for ASK: yes), or when all
        terms and patterns occur and only not together. Raises: BadQuery, ForbiddenQuery.
        """
        return self._explainer.why_empty(sparql)

    # ---- keep

    def check(self, *, progress: Callable[[str], None] = lambda stage: None) -> list[Finding]:
        """Return every finding of every check over the files, sorted by file, each with its repair in zh and en.

        `progress` hears each stage as it begins. The graph is sound when no finding is a violation.
        """
        return checks.run_checks(self._folders, self._settings.reference_date, progress)

    def format(self, paths: Sequence[Path | str] = (), *, write: bool = True) -> list[Path]:
        """Put files, or those of folders, into canonical form and return those that were not; all by default.

        With `write=False` nothing is changed. Raises: GraphFileError, when a file is not Turtle or holds a
        comment or blank node; no file is changed then.
        """
        given = [Path(path) for path in paths]
        files = [file for path in given for file in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]
        return format_files(files if given else self._folders.curated(), write=write)

    def new(
        self, entity_id: str, kind: str, *, en: str = "", zh: str = "", properties: Sequence[tuple[str, str]] = ()
    ) -> Path:
        """Write a new thing into its file and return the path; `check` then says what its class still needs.

        `kind` is a class such as City or Tie; `en` and `zh` are its names, if things of its class have names;
        `properties` are pairs such as ("within", "country/fr"), ("kind", "tie-kind:sister-city"),
        ("startEarliest", "1979-05-02").

        Raises: BadId; BadDate; UnknownTerm; GraphFileError, when the id is taken or the file cannot be written.
        """
        names = {language: text for language, text in (("en", en), ("zh", zh)) if text}
        return write_draft(self._folders, entity_id, kind, names, properties)

    def export(self, format: str = "trig", *, graph: str | None = None) -> bytes:
        """Return the whole dataset, or one graph of it (`curated`, `ontology`, `inferred/R08-tied-with`), as RDF text.

        Raises: UnsupportedFormat: only trig, nquads and jsonld hold several graphs; UnknownGraph.
        """
        return self._complete.dump(format, vocab.GRAPH + graph if graph else None)

    # ---- serve

    @cached_property
    def version(self) -> str:
        """What to cite: the reference date and a hash of the files of `ontology/` and `graph/`."""
        return self.endpoint().version

    def endpoint(self) -> Endpoint:
        """Return what answers SPARQL over this graph for a service: with limits, in processes that can be ended."""
        settings = self._settings
        return Endpoint.over_graph(self._folders, settings.reference_date, settings.records_folder, settings.limits)

    # ---- read once

    @cached_property
    def _analyst(self) -> Analyst:
        from gzkg.network.analyst import Analyst

        return Analyst(
            lambda: (self._store, self._labels),
            self._settings.reference_date,
            lambda: self.version,
            self._recalled,
        )

    def _recalled(self, known_on: date) -> Callable[[], tuple[EmbeddedStore, Labels]]:
        """Return what opens the graph as known on a day."""
        store = open_store(self._folders, self._settings.reference_date, self._accepted())
        set_view(store, read_rules(self._folders.rules()), self._settings.reference_date, known_on)
        return lambda: (store, read_labels(store))

    @cached_property
    def _store(self) -> EmbeddedStore:
        store = open_store(self._folders, self._settings.reference_date, self._accepted())
        store.add(describe_examples(self._questions, Place()), EXAMPLES_GRAPH)
        return store

    def _accepted(self) -> Sequence[Triple]:
        return read_kept(self._desk.journal).accepted

    @property
    def _language(self) -> Language:
        return self._settings.language

    @cached_property
    def _complete(self) -> EmbeddedStore:
        """The store with the positions of cities in networks, which only queries and exports read."""
        from gzkg.network.position import METRICS, positions

        self._store.add(positions(self._analyst.maker), METRICS)
        return self._store

    @cached_property
    def _intake(self) -> Intake:
        from gzkg.records.intake import Intake

        return Intake(self._store, self._folders, self._settings.reference_date)

    @cached_property
    def _explainer(self) -> Explainer:
        return Explainer(self._complete)

    @cached_property
    def _questions(self) -> list[Question]:
        return read_questions(self._folders.questions())

    @cached_property
    def _summary(self) -> Summary:
        return read_summary(self._store, self._settings.reference_date)

    @cached_property
    def _ontology(self) -> Ontology:
        return read_ontology(self._store, self._folders)

    @cached_property
    def _labels(self) -> Labels:
        return read_labels(self._store)

    @cached_property
    def _names(self) -> NameIndex:
        return NameIndex(self._store, self._labels)
