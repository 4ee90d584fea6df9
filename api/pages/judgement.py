"""What checking a submission finds, found out once for each version of the graph, not for each reader."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from api.deps import endpoint_of, get_graph
from api.refresh import refresh
from api.upload import judge, review_request
from gzkg import Overloaded, QueryTimeout, WorkerLost

_BUSY: Final = (Overloaded, QueryTimeout, WorkerLost)
_KEPT: Final = 64
"""So many judgements are kept; the oldest goes first."""


async def judgement(request: Request, id: str, most: int) -> Any:
    """Return findings and plan of a submission, and under `numbers` how many of each there are; at most `most` of each.

    None when no worker is free to find out. Raises: what `judge` raises otherwise.
    """
    state, key = request.app.state, (id, endpoint_of(request).version, most)
    kept: dict[tuple[str, str, int], asyncio.Task[Any]] = getattr(state, "judgements", {})
    state.judgements = kept
    if key not in kept:
        kept[key] = asyncio.create_task(_find_out(request, id, most))
        for old in [*kept][:-_KEPT]:
            del kept[old]
    try:
        return await asyncio.shield(kept[key])
    except Exception as error:
        kept.pop(key, None)
        if isinstance(error, _BUSY):
            return None
        raise


async def _find_out(request: Request, id: str, most: int) -> dict[str, Any]:
    await refresh(request.app, validating=True)
    content = await run_in_threadpool(get_graph(request).contribution, id, "ntriples")
    told = await judge(request, review_request(id, content, endpoint_of(request).limits.max_timeout_s))
    lists = {name: each for name, each in (told["plan"] or {}).items() if isinstance(each, list)}
    return {
        "findings": told["findings"][:most],
        "plan": told["plan"] and {**told["plan"], **{name: each[:most] for name, each in lists.items()}},
        "numbers": {"findings": len(told["findings"]), **{name: len(each) for name, each in lists.items()}},
    }
