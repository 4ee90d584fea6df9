"""How much computing each client may use: a bucket of seconds that fills again within a minute."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from gzkg.errors import OverBudget

_MINUTE_S: Final = 60.0
_KEPT: Final = 10_000
"""Clients remembered at once; the full buckets among more of them are forgotten."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a client may still use: seconds a minute, seconds left, seconds until all are there again."""

    limit_s: float
    remaining_s: float
    reset_s: float


class Budgets:
    """The buckets of all clients. A client on this machine has none; nor has anyone when `client_s` is 0."""

    def __init__(self, client_s: float) -> None:
        self._limit_s = client_s
        self._used: dict[str, tuple[float, float]] = {}  # client -> seconds used, when

    def admit(self, client: str) -> Allowance | None:
        """Return what a client may still use, None when it has no budget. Raises: OverBudget."""
        if not self._limit_s or _is_local(client):
            return None
        used = self._used_s(client)
        allowance = Allowance(self._limit_s, max(0.0, self._limit_s - used), used / self._limit_s * _MINUTE_S)
        if used >= self._limit_s:
            wait_s = max(1, math.ceil((used - self._limit_s) / self._limit_s * _MINUTE_S))
            problem = f"Your queries have used {self._limit_s:g} seconds of computing within a minute. Wait, ask less, "
            raise OverBudget(problem + "or take a dump from /dumps.", retry_after_s=wait_s, limit_s=self._limit_s)
        return allowance

    def charge(self, client: str, cpu_s: float) -> None:
        """Take seconds from a client's bucket."""
        if self._limit_s and not _is_local(client):
            self._used[client] = (self._used_s(client) + cpu_s, time.monotonic())
            if len(self._used) > _KEPT:
                self._used = {name: self._used[name] for name in self._used if self._used_s(name) > 0}

    def _used_s(self, client: str) -> float:
        used, since = self._used.get(client, (0.0, 0.0))
        return max(0.0, used - (time.monotonic() - since) * self._limit_s / _MINUTE_S)


@lru_cache(maxsize=4096)
def _is_local(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:
        return client == ""
