"""Keep a running service up with the journal of records, whoever writes it."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from gzkg import GzkgError

_log: Final = logging.getLogger("gzkg.service")

_LOOK_S: Final = 1.0
"""Seconds between two looks at what another program has written."""


async def refresh(app: FastAPI, *, validating: bool = False) -> None:
    """Answer from now on with what the journal holds, and with `validating` be ready to validate batches.

    Raises: StoreError, RecordsUnwritable.
    """
    if await app.state.endpoint.advance(validating=validating):
        await run_in_threadpool(app.state.graph.reload)


async def keep_fresh(app: FastAPI) -> None:
    """Look at the journal again and again, and take over what other programs have written; ends when cancelled."""
    while True:
        await asyncio.sleep(_LOOK_S)
        try:
            await refresh(app)
        except GzkgError as error:
            _log.warning("The journal of records could not be read: %s", error)
