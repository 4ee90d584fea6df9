"""The same answers within this process, for systems that cannot fork: nothing is ended there, nothing limited."""

from __future__ import annotations

import asyncio
import json
import math
from collections import Counter

from gzkg.endpoint.dataset import Dataset
from gzkg.endpoint.job import run_job
from gzkg.endpoint.source import Source
from gzkg.endpoint.wire import NOW, Frame, QueryRequest
from gzkg.endpoint.workers import Reply, Use
from gzkg.settings import Limits


class Inline:
    """Answers requests one after the other, each whole, in a thread of this process."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._dataset: Dataset | None = None
        self._turn = asyncio.Lock()
        self.counts: Counter[str] = Counter()
        self.state = {"idle": 1, "busy": 0, "waiting": 0}
        self.grown_bytes = 0
        self.ready = False

    def load(self) -> None:
        """Read the dataset now, rather than at the start. Raises: GraphFileError."""
        self._dataset = self._dataset or Dataset(self._source)

    async def start(self) -> None:
        """Read the dataset. Raises: GraphFileError."""
        await asyncio.to_thread(self.load)
        self.ready = True

    async def advance(self, *, validating: bool = False) -> None:
        """Take over what the journal of records has got since."""
        async with self._turn:
            if self._dataset:
                await asyncio.to_thread(self._dataset.advance)

    @property
    def seq(self) -> int:
        """Up to which entry of the journal of records the dataset is."""
        return self._dataset.seq if self._dataset else 0

    async def close(self) -> None:
        """Let go of the dataset."""
        self._dataset, self.ready = None, False

    async def ask(self, request: QueryRequest, client: str, use: Use) -> Reply:
        """Answer a request. Raises: what it is refused for."""
        async with self._turn:
            return await asyncio.to_thread(self._answer, request)

    def _answer(self, request: QueryRequest) -> Reply:
        dataset = self._dataset
        assert dataset is not None
        if request.view != NOW:
            dataset = Dataset(self._source)
            dataset.see(request.view)
        frames: list[tuple[Frame, bytes]] = []
        cut = run_job(dataset, request, self._limits, math.inf, lambda *frame: frames.append(frame))
        told = json.loads(frames[0][1])
        del told["whole"]
        return Reply(**{**told, "cut": cut}, body=b"".join(body for _, body in frames[1:]))
