"""SPARQL for a service: what is asked, by whom, from memory or by a worker, within limits and budgets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Self

from gzkg import vocab
from gzkg.dates import parse_day
from gzkg.endpoint.budget import Allowance, Budgets
from gzkg.endpoint.inline import Inline
from gzkg.endpoint.memory import AnswerMemory, is_fleeting
from gzkg.endpoint.source import Source, edition_of
from gzkg.endpoint.wire import QueryRequest
from gzkg.endpoint.workers import Reply, Use, Workers
from gzkg.errors import BadQuery
from gzkg.rdf.files import Folders
from gzkg.records.journal import Journal
from gzkg.records.kept import Turn, turn_of, version_of
from gzkg.settings import Limits


@dataclass(frozen=True, slots=True)
class Served:
    """A reply, whether it came from memory, and what the client may still use."""

    reply: Reply
    from_memory: bool
    allowance: Allowance | None


class Endpoint:
    """Answers SPARQL over one dataset, in processes that can be ended; for one event loop.

    Make one with `KnowledgeGraph.endpoint()` or `Endpoint.over_files`; then `await start()`, and `await close()`.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self.limits = limits
        self._edition = edition_of(source)
        self._journal = Journal(Path(source["records"])) if "records" in source else None
        self._turn = Turn()
        if self._journal:
            self._turn = turn_of(self._journal, self._journal.last_seq)
            self._journal.close()  # whoever only asks for the version never closes this
        self._advancing = asyncio.Lock()
        self._validating = False
        self.memory = AnswerMemory(limits.cache_mb << 20)
        source = {**source, "version": self._edition[0]}
        self.workers = Workers(source, limits) if Workers.possible else Inline(source, limits)
        self._budgets = Budgets(limits.client_s)
        self._reference_date: str | None = source.get("reference_date")

    @classmethod
    def over_graph(cls, folders: Folders, reference_date: date, records: Path, limits: Limits) -> Self:
        """Return the endpoint of a knowledge graph: default graph is the union of all graphs.

        `records` is the folder of the journal of new records; it need not exist.
        """
        day = reference_date.isoformat()
        return cls({"root": str(folders.root), "reference_date": day, "records": str(records)}, limits)

    @classmethod
    def over_files(cls, paths: Sequence[Path], limits: Limits) -> Self:
        """Return the endpoint of some RDF files: a plain dataset, its default graph their triples without a name.

        Raises: GraphFileError, when one cannot be read.
        """
        return cls({"files": [str(path.resolve()) for path in paths]}, limits)

    @property
    def version(self) -> str:
        """What the answers depend on, to be cited: a hash of the files, and how often review has let records in."""
        return version_of(self._edition[0], self._turn.seq)

    @property
    def modified(self) -> datetime:
        """When that last changed."""
        return max(self._edition[1], self._turn.time or self._edition[1])

    def load(self) -> None:
        """Read the dataset now, rather than at the start. Raises: GraphFileError, StoreError."""
        self.workers.load()

    async def start(self) -> Self:
        """Read the dataset and get ready to answer. Raises: StoreError."""
        await self.workers.start()
        return self

    async def close(self) -> None:
        """End all processes."""
        await self.workers.close()

    async def advance(self, *, validating: bool = False) -> bool:
        """Answer from now on with what the journal of records has got since; tell whether the curated graph changed.

        With `validating`, be ready to validate batches too. Raises: StoreError.
        """
        async with self._advancing:
            validating = validating or self._validating
            if self._journal is None or (await self.is_current() and validating == self._validating):
                return False
            await self.workers.advance(validating=validating)
            self._validating = validating
            before, self._turn = self._turn, turn_of(self._journal, self.workers.seq)
            return before != self._turn

    async def is_current(self) -> bool:
        """Tell whether the journal of records has nothing that the answers do not know. Raises: RecordsUnwritable."""
        journal = self._journal
        return journal is None or await asyncio.to_thread(lambda: journal.last_seq) == self.workers.seq

    @staticmethod
    def graph_iri(name: str) -> str:
        """Return the IRI of a named graph: of one of this project's from its end, `curated`; another stays as it is."""
        return name if ":" in name else vocab.GRAPH + name

    def settle(self, request: QueryRequest) -> QueryRequest:
        """Return a request with its days and time as they will be used.

        Raises: BadDate; BadQuery, when the time is more than may be asked for or this dataset knows no days.
        """
        if request.timeout_s is not None and not 0 < request.timeout_s <= self.limits.max_timeout_s:
            most = self.limits.max_timeout_s
            raise BadQuery(f"timeout is {request.timeout_s:g}; it must be above 0 and at most {most:g} seconds.")
        if request.as_of is None and request.known_on is None and not request.contributed:
            return request
        if self._reference_date is None:
            problem = "as-of, known-on and include are for the knowledge graph; these files are served as they are."
            raise BadQuery(problem)
        if request.as_of is None and request.known_on is None:
            return request
        as_of = parse_day(request.as_of).isoformat() if request.as_of else self._reference_date
        known_on = parse_day(request.known_on).isoformat() if request.known_on else None
        is_now = as_of == self._reference_date and known_on is None
        return replace(request, as_of=None if is_now else as_of, known_on=known_on)

    def tag(self, request: QueryRequest) -> str | None:
        """Return what stands for the answer to a settled request while the dataset stays; None for a fleeting one."""
        if request.batch or is_fleeting(request.text):
            return None
        bounds = f"{self.limits.max_rows} {self.limits.max_answer_mb}".encode()
        return f"{self.version}-{blake2b(self.key(request) + bounds, digest_size=8).hexdigest()}"

    def key(self, request: QueryRequest) -> bytes:
        """Return what an answer is kept under: the settled request, and the state of what it depends on."""
        waiting = self.workers.seq if request.contributed else 0
        return request.packed + b"%d %d" % (self._turn.seq, waiting)

    async def answer(self, request: QueryRequest, client: str = "") -> Served:
        """Answer a settled request of a client (its network address; "" is this program itself).

        Raises: BadQuery, ForbiddenQuery, UnsupportedFormat, UnknownGraph; QueryTimeout, QueryTooHeavy; Overloaded,
        OverBudget; WorkerLost.
        """
        if request.batch:
            return await self._work(request, client, lambda reply, **told: None)
        key = self.key(request)
        if kept := self.memory.find(key):
            return Served(kept, True, None)
        return await self._work(request, client, partial(self.memory.keep, key, request.text))

    async def _work(self, request: QueryRequest, client: str, keep: Callable[..., None]) -> Served:
        """Have a request answered by a worker; `keep` is told of the whole answer."""
        allowance = self._budgets.admit(client)
        use = Use()
        try:
            reply = await self.workers.ask(request, client, use)
        finally:
            self._budgets.charge(client, use.cpu_s)
        if reply.pieces is None:
            keep(reply)
        else:
            reply.pieces = self._metered(reply.pieces, replace(reply), keep, client, use)
        return Served(reply, False, allowance)

    async def _metered(
        self, pieces: AsyncGenerator[bytes], reply: Reply, keep: Callable[..., None], client: str, use: Use
    ) -> AsyncGenerator[bytes]:
        """Give the pieces of an answer, charge for them, and keep them if they were not too many."""
        kept: bytearray | None = bytearray()
        async with aclosing(pieces):
            try:
                async for piece in pieces:
                    if kept is not None:
                        kept = kept + piece if len(kept) + len(piece) <= self.memory.largest_bytes else None
                    yield piece
            finally:
                self._budgets.charge(client, use.cpu_s)
        if use.ended:
            whole = replace(reply, body=bytes(kept or b""), pieces=None, cut=use.cut)
            keep(whole, fits=kept is not None)
