"""Who gets a worker: the first in the queue whose client has not its share of them already."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from gzkg.endpoint.link import Nursery, Worker
from gzkg.endpoint.source import Source
from gzkg.endpoint.wire import NOW, View
from gzkg.errors import Overloaded, StoreError
from gzkg.settings import Limits

_log: Final = logging.getLogger("gzkg.service")

_RETRY_S: Final = 2
_T = TypeVar("_T")


@dataclass(slots=True)
class _Waiting:
    view: View
    client: str
    place: asyncio.Future[Worker]


class Roster:
    """The workers of a service, idle and busy, and the requests that wait for one; for one event loop.

    `counts` counts forks, kills and overloads since the start.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self._limits = limits
        self._share = limits.workers - limits.workers // 4
        self._queue_share = limits.queue - limits.queue // 4
        self._nursery = Nursery(source, limits)
        self._nursery.on_death = lambda: self._do(self._renew())
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._queue: deque[_Waiting] = deque()
        self._running: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.counts: Counter[str] = Counter()

    def load(self) -> None:
        """Read the dataset. Raises: GraphFileError, StoreError."""
        self._nursery.launch()

    async def start(self) -> None:
        """Read the dataset and fork the workers. Raises: StoreError."""
        for _ in range(self._limits.workers):
            await self._add()

    async def close(self) -> None:
        """End all processes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in (*self._idle, *self._busy):
            worker.close()
        self._nursery.close()

    @property
    def state(self) -> dict[str, int]:
        """How many workers are idle and busy, how many requests wait."""
        return {"idle": len(self._idle), "busy": len(self._busy), "waiting": len(self._queue)}

    @property
    def grown_bytes(self) -> int:
        """Memory that the workers have taken beyond that of the dataset, as they last said."""
        return sum(worker.grown_bytes for worker in (*self._idle, *self._busy))

    @property
    def pids(self) -> dict[str, list[int]]:
        """Process ids of the nursery and the workers."""
        nursery = [self._nursery.pid] if self._nursery.pid else []
        alive = (worker for worker in (*self._idle, *self._busy) if not worker.gone)
        return {"nursery": nursery, "workers": [worker.pid for worker in alive]}

    async def take(self, view: View, client: str) -> Worker:
        """Return a worker for a view of the dataset, perhaps after a wait. Raises: Overloaded."""
        if not self._queue and (worker := self._find(view, client)):
            return self._give(worker, view, client)
        own = sum(waiting.client == client for waiting in self._queue)
        if len(self._queue) >= self._limits.queue or own >= self._queue_share:
            self.counts["overloads"] += 1
            raise Overloaded("Too many queries wait already. Try again in a moment.", retry_after_s=_RETRY_S)
        waiting = _Waiting(view, client, asyncio.get_running_loop().create_future())
        try:
            self._queue.append(waiting)
            self._dispatch()
            async with asyncio.timeout(self._limits.wait_s):
                return await waiting.place
        except BaseException as error:
            if waiting in self._queue:
                self._queue.remove(waiting)
            if waiting.place.done() and not waiting.place.cancelled():  # given away in the same moment
                self.give_back(waiting.place.result())
            if isinstance(error, TimeoutError):
                self.counts["overloads"] += 1
                problem = f"No worker was free within {self._limits.wait_s:g} seconds. Try again later."
                raise Overloaded(problem, retry_after_s=round(self._limits.wait_s)) from None
            raise

    async def advance(self, *, validating: bool) -> None:
        """Take over what the journal of records has got since; the workers of before answer what they have begun.

        Raises: StoreError.
        """
        await self._nursery.advance(validating=validating)
        for worker in self._busy:
            worker.spent = True
        stale, self._idle = self._idle, []
        for worker in stale:
            self._do(self._replace(worker))

    @property
    def seq(self) -> int:
        """Up to which entry of the journal of records the dataset is."""
        return self._nursery.seq

    def give_back(self, worker: Worker) -> None:
        """Take a worker back that has answered; a spent one is replaced."""
        if worker.spent or worker.nursery != self._nursery.pid:
            self.drop(worker)
            return
        self._forget(worker)
        self._idle.append(worker)
        self._dispatch()

    def drop(self, worker: Worker) -> None:
        """End a worker, whatever it does, and put a new one in its place."""
        self._forget(worker)
        self.counts["kills"] += not worker.spent
        self._do(self._replace(worker))

    async def mourn(self, worker: Worker) -> int:
        """Put a new worker in the place of one that died; return the signal that ended it."""
        self._forget(worker)
        killed_by = self._do(self._nursery.reap(worker))
        self._do(self._surely(self._add))
        return await asyncio.shield(killed_by)  # to the end, though nobody may wait for it any more

    def _forget(self, worker: Worker) -> None:
        self._busy.discard(worker)
        self._running[worker.client] -= 1
        if not self._running[worker.client]:
            del self._running[worker.client]

    def _find(self, view: View, client: str) -> Worker | None:
        for dead in [worker for worker in self._idle if worker.gone]:
            self._idle.remove(dead)
            self._do(self._replace(dead))
        if self._running[client] >= self._share:
            return None
        fit = (worker for worker in reversed(self._idle) if worker.view == view)
        fresh = (worker for worker in self._idle if worker.view == NOW)
        return next(fit, None) or next(fresh, None)

    def _give(self, worker: Worker, view: View, client: str) -> Worker:
        self._idle.remove(worker)
        self._busy.add(worker)
        worker.view, worker.client = view, client
        self._running[client] += 1
        return worker

    def _dispatch(self) -> None:
        for waiting in tuple(self._queue):
            if not self._idle:
                return
            if worker := self._find(waiting.view, waiting.client):
                self._queue.remove(waiting)
                if not waiting.place.done():
                    waiting.place.set_result(self._give(worker, waiting.view, waiting.client))
            elif (
                self._idle
                and self._running[waiting.client] < self._share
                and all(worker.view not in (NOW, waiting.view) for worker in self._idle)
            ):
                oldest = self._idle.pop(0)  # it sees the dataset of another day, which cannot be undone
                self._do(self._replace(oldest))

    async def _replace(self, worker: Worker) -> None:
        await self._nursery.reap(worker)
        await self._surely(self._add)

    async def _renew(self) -> None:
        """Put new workers in the place of those whose nursery has died; the busy ones are mourned one by one."""
        stale, self._idle = self._idle, []
        for worker in stale:
            worker.close()
        await self._surely(self._nursery.revive)
        for _ in stale:
            await self._surely(self._add)

    async def _add(self) -> None:
        self.counts["forks"] += 1
        worker = await self._nursery.fork()  # meanwhile the idle may have become others
        self._idle.append(worker)
        self._dispatch()

    async def _surely(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await work()
            except (OSError, StoreError) as error:  # no descriptor, no memory: such things pass
                _log.warning("No process could be started: %s", error)
                await asyncio.sleep(_RETRY_S)

    def _do(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
