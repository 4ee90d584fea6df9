"""What can go wrong, by meaning. No exit code and no HTTP status here: the two edges hold one table each.

GzkgError
├── SettingsError        a setting cannot be used
├── GraphFileError       a file of ontology/ or graph/ cannot be read or written
├── BadId                a text is not the id of anything the graph could hold
├── BadDate              a text is not a date the graph understands
├── UnknownEntity        nothing in the graph has that id
├── UnknownTerm          the ontology has no such class or property
├── UnknownGraph         the dataset has no such named graph, or no such dump
├── UnknownQuestion      no competency question has that id
├── UnsupportedFormat    no such format, or not for this kind of answer
├── ChecksFailed         the graph breaks its own rules; carries the findings
├── StoreError           the engine could not do its work
│   └── WorkerLost       a process that answered queries was ended from outside
├── NetworkError         a network cannot be made or measured
│   ├── BadOption        an option of a network or measure does not exist or has a value it cannot have
│   ├── BadNetwork       an outside network has an edge that is none: its row and what is wrong
│   ├── EmptyNetwork     nothing fits what was asked for
│   ├── UnknownLayer     no kind of relation has this name; carries the nearest
│   ├── UnknownMeasure   there is no such measure; carries the nearest
│   └── NetworkTooLarge  the measure would take too long on this network
├── RecordsError         new records cannot be read, taken or found
│   ├── BadRecords       a file of records cannot be read as asked; carries line and column
│   ├── RecordsTooLarge  a file of records is beyond what is read at once
│   ├── RecordRejected   a batch has violations and is not taken; carries the findings
│   ├── BadToken         a token is unknown, expired or revoked
│   │   └── OutOfScope   a token is good, but does not allow this
│   ├── UnknownSubmission    no submission has this id
│   ├── SubmissionConflict   its state does not allow this, or its key was used for something else
│   └── RecordsUnwritable    the journal cannot be written or read: disk full, read only, locked, damaged
├── Overloaded           there is too much to do now; carries when to come back
│   └── OverBudget       this client has used up what it may use for now
└── QueryError
    ├── BadQuery         the text is not SPARQL; carries line and column
    ├── QueryTimeout     the query took too long and was ended
    ├── QueryTooHeavy    the query needed more memory than it may, or broke the engine
    └── ForbiddenQuery   the text is SPARQL that this project refuses to run
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class GzkgError(Exception):
    """Base of every error that gzkg raises on purpose."""


class SettingsError(GzkgError):
    """A setting has a value that cannot be used."""


class GraphFileError(GzkgError):
    """A file cannot be read or written; `path` says which, `line` where, if known."""

    def __init__(self, path: object, problem: str, *, line: int | None = None) -> None:
        self.path = str(path)
        self.problem = problem
        self.line = line
        where = f"{self.path}:{line}" if line else self.path
        super().__init__(f"{where}: {problem}")


class BadId(GzkgError):
    """A text is not an id: `<kind>/<slug>`, such as `city/cn-guangzhou`."""


class BadDate(GzkgError):
    """A text is not a date: `2018`, `2020-04`, `2020-04-18`, `2018/2020`, `2014/..` or `../2014`."""


class UnknownEntity(GzkgError):
    """Nothing in the graph has this id; `nearest` holds ids that look like it, best first."""

    def __init__(self, entity_id: str, nearest: Sequence[str] = (), *, where: str = "the graph") -> None:
        self.entity_id = entity_id
        self.nearest = tuple(nearest)
        self.where = where
        hint = f" Did you mean {', '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"Nothing in {where} has the id '{entity_id}'.{hint} Names are looked up with `find`.")


class UnknownTerm(GzkgError):
    """The ontology has no such class, property or concept."""


class UnknownGraph(GzkgError):
    """The dataset has no named graph of this name, or no dump."""


class UnknownQuestion(GzkgError):
    """No competency question has this id."""


class UnsupportedFormat(GzkgError):
    """The format asked for does not exist or does not fit the kind of answer."""


class ChecksFailed(GzkgError):
    """The graph breaks its own rules; `findings` says where and how to repair it."""

    def __init__(self, findings: Sequence[Any]) -> None:
        self.findings = tuple(findings)
        super().__init__(f"The graph breaks its rules in {len(self.findings)} places.")


class StoreError(GzkgError):
    """The engine could not do its work."""


class WorkerLost(StoreError):
    """A process that answered queries was ended from outside, twice."""


class NetworkError(GzkgError):
    """A network cannot be made or measured; `nearest` holds names that look like what was asked for, best first."""

    def __init__(self, problem: str, nearest: Sequence[str] = ()) -> None:
        self.nearest = tuple(nearest)
        hint = f" Did you mean {', '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(problem + hint)


class BadOption(NetworkError):
    """An option of a network or measure does not exist or has a value that it cannot have."""


class BadNetwork(NetworkError):
    """An outside network has an edge that is none."""


class EmptyNetwork(NetworkError):
    """Nothing fits what was asked for."""


class UnknownLayer(NetworkError):
    """No kind of relation has this name."""


class UnknownMeasure(NetworkError):
    """There is no such measure."""


class NetworkTooLarge(NetworkError):
    """The measure would take too long on this network."""


class RecordsError(GzkgError):
    """New records cannot be read, taken or found."""


class BadRecords(RecordsError):
    """A file of records cannot be read as asked; `line` and `column` say where, if known."""

    def __init__(self, problem: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        super().__init__(problem)


class UnknownKind(BadRecords):
    """The header of a table does not say what kind of records it holds."""


class RecordsTooLarge(RecordsError):
    """A file of records is beyond what is read at once."""


class RecordRejected(RecordsError):
    """A batch has violations and is not taken: nothing of it is stored. `findings` says where and how to repair it."""

    def __init__(self, findings: Sequence[Any]) -> None:
        self.findings = tuple(findings)
        wrong = sum(finding.severity == "violation" for finding in self.findings)
        super().__init__(
            f"Nothing was taken: {wrong} {'violation' if wrong == 1 else 'violations'}. Repair and submit again."
        )


class BadToken(RecordsError):
    """A token is unknown, expired or revoked."""


class OutOfScope(BadToken):
    """A token is good, but does not allow this."""


class UnknownSubmission(RecordsError):
    """No submission has this id."""


class SubmissionConflict(RecordsError):
    """The state of a submission does not allow this, or its idempotency key was used for something else."""


class RecordsUnwritable(RecordsError):
    """The journal cannot be written or read: disk full, read only, locked, damaged. Nothing was acknowledged."""


class Overloaded(GzkgError):
    """There is too much to do at the moment; `retry_after_s` says in how many seconds to come back."""

    def __init__(self, problem: str, *, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(problem)


class OverBudget(Overloaded):
    """A client has used up its share of computing, `limit_s` seconds a minute, for now."""

    def __init__(self, problem: str, *, retry_after_s: int, limit_s: float) -> None:
        self.limit_s = limit_s
        super().__init__(problem, retry_after_s=retry_after_s)


class QueryError(GzkgError):
    """A query was not answered."""


class BadQuery(QueryError):
    """The text is not SPARQL 1.1; `line` and `column` say where reading stopped, if known."""

    def __init__(self, problem: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line = line
        self.column = column
        super().__init__(problem)


class QueryTimeout(QueryError):
    """The query took longer than it may and was ended."""


class QueryTooHeavy(QueryError):
    """The query needed more memory than it may, or is nested beyond what the engine can take."""


class ForbiddenQuery(QueryError):
    """The text asks for something this project refuses; `construct` names it."""

    def __init__(self, construct: str, problem: str, *, line: int | None = None, column: int | None = None) -> None:
        self.construct = construct
        self.line = line
        self.column = column
        super().__init__(problem)
