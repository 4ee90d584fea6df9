"""The way of a batch: read, guarded, validated, put into words."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import RdfFormat, Triple, serialize

from gzkg import vocab
from gzkg.ids import id_of
from gzkg.lookup.label import Labels, read_labels
from gzkg.rdf.files import Folders
from gzkg.rdf.formats import formats_for
from gzkg.records.batch import Batch
from gzkg.records.desk import Prepared
from gzkg.records.kept import Kept
from gzkg.records.validation import Validation
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, read_rules

if TYPE_CHECKING:
    from gzkg.checks.focus.validator import Validator
    from gzkg.checks.result import Result
    from gzkg.checks.wording import Wording
    from gzkg.lookup.names import NameIndex
    from gzkg.records.guard import Guard
    from gzkg.records.plan import Plan
    from gzkg.records.table.terms import Terms


_FAULTY: Final = f"<{vocab.ID}tie/new> a <{vocab.GZ}Tie> .".encode()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file of new records is to be read, and what is to be told of it."""

    name: str = ""
    """Name of the file; its ending may say its format."""

    format: str = ""
    """Name of its format or media type; without it, name and content say it."""

    kind: str = ""
    """Kind of template for a table: ties, memberships, …; without it, the header says it."""

    sheet: str = ""
    """Sheet of a workbook; the first without it."""

    given: Mapping[str, str] = field(default_factory=dict)
    """What fills the empty cells of a column, by its key: `{"party_a": "city/cn-guangzhou", "kind": "sister-city"}`."""

    dry_run: bool = False
    """Whether to tell what taking it would change."""

    rows: bool = False
    """Whether to tell the cells of a table too, as they were read."""

    submission: str = ""
    """Submission that this is, when it is validated for review, so that it does not stand in its own way."""


class Intake:
    """Validates batches against one store; for one caller at a time. The store is the same after each as before.

    `store` holds the ontology and the curated graph, for dry runs also what the rules derive on the reference date.
    """

    def __init__(self, store: EmbeddedStore, folders: Folders, reference_date: date) -> None:
        self._store = store
        self._folders = folders
        self._reference_date = reference_date
        self.kept = Kept()
        """What the journal holds."""

    def follow(self, kept: Kept) -> None:
        """Know what the journal holds now; what of it was let in must be in the store."""
        if kept.turn != self.kept.turn:
            for name in ("_labels", "_names", "_guard"):
                self.__dict__.pop(name, None)
        self.kept = kept

    def warm(self) -> None:
        """Prepare now what the first batch would wait for, and import what a process that opens no file cannot."""
        from gzkg.records.form import write_findings
        from gzkg.records.table.kind import get_kind
        from gzkg.records.table.template import write_template

        table = write_template(get_kind("ties"), "xlsx", self._terms)
        for content, name in ((_FAULTY, "warm.ttl"), (table, "warm.xlsx")):
            found = self.validate(content, Reading(name, dry_run=True))
            for format in formats_for("findings"):
                if found.kind or format.name != "xlsx":
                    write_findings(found, format.name, content=content)

    def validate(self, content: bytes, reading: Reading = Reading()) -> Validation:
        """Return what is wrong with a file of new records. Raises: BadRecords; RecordsTooLarge."""
        return self._judge(content, reading)[0]

    def prepare(self, content: bytes, reading: Reading = Reading()) -> Prepared:
        """Return what is wrong with a file, and what the journal would keep of it.

        Raises: BadRecords; RecordsTooLarge.
        """
        validation, triples = self._judge(content, reading)
        ntriples = serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES) or b""
        return Prepared(
            name=validation.file,
            conforms=validation.conforms,
            ntriples=ntriples,
            records=len(validation.records),
            findings=validation.findings,
            seen=self.kept.seq,
            request=sha256(content).hexdigest(),
        )

    def answer(self, batch: Mapping[str, Any], format: str) -> bytes:
        """Answer what a service was asked: `content` in Base64, and what `Reading` has; `whole` for `prepare`.

        Raises: BadRecords; RecordsTooLarge.
        """
        from gzkg.records.form import write_findings

        content = base64.b64decode(batch["content"])
        reading = Reading(**{one.name: batch[one.name] for one in fields(Reading) if one.name in batch})
        if batch.get("whole"):
            return self.prepare(content, reading).write()
        found, language = self.validate(content, reading), batch.get("language", "en")
        return write_findings(found, format, language, content=content, sheet=reading.sheet)

    def _judge(self, content: bytes, reading: Reading) -> tuple[Validation, list[Triple]]:
        from gzkg.records.words import findings_of, settle

        batch = self._read(content, reading)
        pending = {iri: one for iri, one in self.kept.pending.items() if one != reading.submission}
        objections, triples = self._guard.inspect(batch, pending)
        results = self._validator.results(triples)
        worded = findings_of(results, batch, self._wording, told=objections)
        validation = Validation(
            file=batch.name,
            kind=batch.kind,
            findings=tuple(settle([*batch.findings, *objections, *worded])),
            records=_things(triples),
            triples=len(triples),
            notes=tuple(batch.notes),
            paths=self._wording.paths,
            table=batch.table if reading.rows else None,
        )
        return replace(validation, plan=self._plan(triples, results) if reading.dry_run else None), triples

    def _read(self, content: bytes, reading: Reading) -> Batch:
        from gzkg.records.reading import read_file
        from gzkg.records.table.kind import get_kind
        from gzkg.records.table.resolver import Resolver
        from gzkg.records.table.rows import read_rows
        from gzkg.records.table.sheet import Sheet

        found = read_file(content, reading.name, format=reading.format or None, sheet=reading.sheet or None)
        if isinstance(found, Batch):
            return found
        resolver = Resolver(self._store, self._names, self._labels, self._terms)
        kind = get_kind(reading.kind) if reading.kind else None
        batch = read_rows(found, kind, resolver, today=self._reference_date, given=reading.given)
        batch.name = reading.name
        batch.table = Sheet(found.name, found.header, found.rows, found.top)
        batch.findings[:0] = found.findings
        batch.notes = [*found.notes, *batch.notes]
        return batch

    def _plan(self, triples: list[Triple], results: Sequence[Result]) -> Plan:
        from gzkg.records.plan import make_plan

        return make_plan(self._store, self._rules, self._reference_date, triples, results=results)

    @cached_property
    def _validator(self) -> Validator:
        from gzkg.checks.focus.validator import Validator

        return Validator(self._store, self._folders)

    @cached_property
    def _wording(self) -> Wording:
        from gzkg.checks.wording import Wording

        return Wording(self._store, self._folders)

    @cached_property
    def _guard(self) -> Guard:
        from gzkg.records.guard import Guard

        return Guard(self._store, self._folders, self._wording)

    @cached_property
    def _labels(self) -> Labels:
        return read_labels(self._store)

    @cached_property
    def _names(self) -> NameIndex:
        from gzkg.lookup.names import NameIndex

        return NameIndex(self._store, self._labels)

    @cached_property
    def _terms(self) -> Terms:
        from gzkg.records.table.terms import Terms

        return Terms(self._store, self._labels)

    @cached_property
    def _rules(self) -> list[Rule]:
        return read_rules(self._folders.rules())


def _things(triples: list[Triple]) -> tuple[str, ...]:
    """Return the ids of new entities and records, claims aside."""
    typed = (str(triple.subject)[1:-1] for triple in triples if triple.predicate.value == vocab.TYPE)
    return tuple(sorted({found for iri in typed if (found := id_of(iri)) and "/claim/" not in found}))
