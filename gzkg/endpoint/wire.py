"""What the service and the processes that answer for it say to each other: one request, then frames."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import cached_property
from typing import Any, Final, Literal

from gzkg.errors import (
    BadDate,
    BadId,
    BadNetwork,
    BadOption,
    BadQuery,
    BadRecords,
    EmptyNetwork,
    ForbiddenQuery,
    GzkgError,
    NetworkError,
    NetworkTooLarge,
    QueryTooHeavy,
    RecordsTooLarge,
    StoreError,
    UnknownEntity,
    UnknownGraph,
    UnknownKind,
    UnknownLayer,
    UnknownMeasure,
    UnsupportedFormat,
)
from gzkg.rdf.formats import Holds

View = tuple[str | None, str | None, bool]
"""A state of the dataset: as of a date, as known on a date, with what waits for review."""

NOW: Final[View] = (None, None, False)
"""The dataset as it was opened."""

Description = Literal["service", "void", "dumps"]
"""What an endpoint can tell of itself: SPARQL 1.1 Service Description, VoID, DCAT with the dumps."""

Encoding = str
"""Content coding: "", "gzip" or "br"."""


@dataclass(frozen=True)
class QueryRequest:
    """One question: a query; without a text a description, a dump, an analysis, a batch to validate, the content."""

    text: str | None = None
    accept: Mapping[Holds, str] = field(default_factory=dict)
    """Name of the format for each kind of answer; a kind that is missing has none that the client takes."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    """Dataset of the protocol (IRIs); both empty: what the query says, else the dataset of the service."""

    graph: str | None = None
    """With nothing else: the graph to give ("" is the default graph); None gives the whole dataset."""

    describe: Description | None = None
    dump: str | None = None
    """Name of a dump, as the description of the dumps gives it; its name says the format."""

    analysis: str | None = None
    """Name of an analysis of a network, such as `centrality`."""

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For an analysis: what is asked of it, as it came."""

    batch: Mapping[str, Any] = field(default_factory=dict)
    """For a batch of new records: its content in Base64 and how to read it, as `Intake.answer` takes it."""

    place: str = ""
    """For a description: the address of the service, ending in `/`."""

    as_of: str | None = None
    known_on: str | None = None
    contributed: bool = False
    """Whether the graphs that wait for review are part of the dataset."""

    timeout_s: float | None = None
    max_rows: int | None = None
    """Rows after which the answer is cut, if that is fewer than the endpoint would give."""

    encoding: Encoding = ""
    explain: bool = False

    @cached_property
    def packed(self) -> bytes:
        """The request as bytes, their length first."""
        body = json.dumps([getattr(self, name) for name in _FIELDS]).encode("utf-8", "surrogatepass")
        return LENGTH.pack(len(body)) + body

    @property
    def view(self) -> View:
        """Which state of the dataset is asked."""
        return self.as_of, self.known_on, self.contributed


_FIELDS: Final = tuple(entry.name for entry in fields(QueryRequest))


class Frame(IntEnum):
    """Kinds of frame, in the order in which they come: a head, the body in pieces, an end; or a problem, an end."""

    HEAD = 0
    BODY = 1
    PROBLEM = 2
    END = 3


FRAME: Final = struct.Struct("!BI")
"""Before each frame: its kind and the length of what follows."""

LENGTH: Final = struct.Struct("!I")
"""Before a request: its length."""

ORDER: Final = struct.Struct("!cI")
"""To the nursery: b"f" with a socket attached, fork a worker for it; b"r" and its pid, end it if it still runs; b"a",
take over what the journal of records has got since, and with 1 in the place of a pid be ready to validate batches."""

REPORT: Final = struct.Struct("!Ii")
"""From the nursery: pid of the worker, and once it is gone the signal that ended it, else 0; at the start and after
b"a" its own pid and up to which entry of the journal it has come."""

Send = Callable[[Frame, bytes], None]


_CARRIED: Final = ("line", "column", "construct", "nearest", "entity_id", "where")
_PLAIN: Final[dict[str, type[GzkgError]]] = {
    kind.__name__: kind for kind in (BadDate, BadId, UnknownGraph, UnsupportedFormat, QueryTooHeavy, RecordsTooLarge)
}
_NETWORK: Final[dict[str, type[GzkgError]]] = {
    kind.__name__: kind for kind in (BadNetwork, BadOption, EmptyNetwork, NetworkTooLarge, UnknownLayer, UnknownMeasure)
}


def unpack_request(body: bytes) -> QueryRequest:
    """Return the request of some bytes without their length."""
    told = dict(zip(_FIELDS, json.loads(body), strict=True))
    told["default_graphs"], told["named_graphs"] = tuple(told["default_graphs"]), tuple(told["named_graphs"])
    return QueryRequest(**told)


def pack_error(error: GzkgError) -> bytes:
    """Return an error as bytes."""
    place = {name: getattr(error, name, None) for name in _CARRIED}
    return json.dumps({"problem": str(error), "error": type(error).__name__, **place}).encode()


def unpack_error(body: bytes) -> GzkgError:
    """Return the error that some bytes tell."""
    told: dict[str, Any] = json.loads(body)
    problem, line, column = told["problem"], told["line"], told["column"]
    match told["error"]:
        case "BadQuery":
            return BadQuery(problem, line=line, column=column)
        case "BadRecords" | "UnknownKind" as name:
            return {"BadRecords": BadRecords, "UnknownKind": UnknownKind}[name](problem, line=line, column=column)
        case "UnknownEntity":
            return UnknownEntity(told["entity_id"], told["nearest"], where=told["where"])
        case "ForbiddenQuery":
            return ForbiddenQuery(told["construct"], problem, line=line, column=column)
        case name:
            return _with_nearest(_NETWORK.get(name) or _PLAIN.get(name, StoreError), told)


def _with_nearest(kind: type[GzkgError], told: Mapping[str, Any]) -> GzkgError:
    error = kind(told["problem"])
    if isinstance(error, NetworkError):
        error.nearest = tuple(told["nearest"])
    return error
