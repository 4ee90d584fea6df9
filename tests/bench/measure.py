"""What is measured on running servers: that they agree, how long each query takes, how many answers a second."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
from dataclasses import dataclass
from typing import Any, Final

from load import GRAPH, ROWS, Connection, Load, drive, request_of, requests_of
from queries import MixQuery
from servers import Server

Figures = dict[str, Any]
EVERYDAY: Final = (
    "point-look-up",
    "ties-of-a-city",
    "co-members",
    "two-hops",
    "property-path",
    "construct-neighbourhood",
    "label-contains",
)
"""What a page asks: the throughput of the mix is taken over these."""
REPEATED: Final = ("point-look-up", "ties-of-a-city", "count-per-country")
CHECK_LIMIT_S: Final = 90.0
CROWD_LIMIT_S: Final = 12.0
"""A query that would hold a crowd up for longer is not measured with that crowd."""


@dataclass(frozen=True)
class Effort:
    """How long and how often to measure."""

    seconds: float
    rounds: int
    connections: tuple[int, ...]


async def check(servers: list[Server], queries: list[MixQuery]) -> dict[str, Figures]:
    """Return per query the rows that each server gives for its first and last text, and who is out.

    Out is who fails, is too slow, or gives another number of rows than the first server that answers; `differs` names
    those with the same number of other values. A server that is too slow is started again.
    """
    checked: dict[str, Figures] = {}
    for query in queries:
        texts = list(dict.fromkeys((query.texts[0], query.texts[-1])))
        answers: dict[str, Any] = {}
        for server in servers:
            answers[server.name] = [await _answer(server, text, query.is_graph) for text in texts]
        reference = next((rows for rows in answers.values() if all(isinstance(one, tuple) for one in rows)), None)
        rows = {name: [one[0] if isinstance(one, tuple) else one for one in all_] for name, all_ in answers.items()}
        expected = [one[0] for one in reference] if reference else None
        checked[query.name] = {
            "rows": rows,
            "out": [name for name, counts in rows.items() if counts != expected],
            "differs": [name for name, all_ in answers.items() if query.name != "export" and all_ != reference],
        }
    return checked


async def latencies(servers: list[Server], queries: list[MixQuery], effort: Effort, out: dict[str, Figures]) -> Figures:
    """Return the best figures of several rounds: query -> connections -> server; every text comes once only."""
    found: Figures = {query.name: {str(number): {} for number in effort.connections} for query in queries}
    for number, query in itertools.product(effort.connections, queries):
        first = found[query.name][str(effort.connections[0])]
        fit = [
            server
            for server in servers
            if server.name not in out[query.name]["out"]
            and first.get(server.name, {}).get("p50_ms", 0.0) / 1e3 * number < CROWD_LIMIT_S
        ]
        for _, server in itertools.product(range(effort.rounds), fit):
            requests = requests_of(server.path, asked([query]))
            load = await drive(server.port, requests, connections=number, seconds=effort.seconds)
            _keep_best(found[query.name][str(number)], server.name, load)
    return found


async def throughput(servers: list[Server], texts: list[tuple[str, str]], effort: Effort, *, same: bool) -> Figures:
    """Return the best figures of several rounds: connections -> server; `same` repeats the texts unchanged."""
    found: Figures = {str(number): {} for number in effort.connections}
    for number, _, server in itertools.product(effort.connections, range(effort.rounds), servers):
        requests = requests_of(server.path, texts, same=same)
        load = await drive(server.port, requests, connections=number, seconds=effort.seconds * 3)
        _keep_best(found[str(number)], server.name, load)
    return found


async def exports(servers: list[Server], query: MixQuery, *, times: int = 16) -> dict[str, Figures]:
    """Return the memory of each server before and after so many exports over 8 connections."""
    found = {}
    for server in servers:
        before = server.memory_mb()
        requests = requests_of(server.path, asked([query]))
        load = await drive(server.port, requests, connections=8, seconds=60, most=times - 7)
        found[server.name] = {"before": before, "after": server.memory_mb(), **load.figures()}
    return found


def asked(queries: list[MixQuery]) -> list[tuple[str, str]]:
    """Return the texts of some queries with the format to ask for, the queries taking turns."""
    longest = max(len(query.texts) for query in queries)
    return [
        (query.texts[number % len(query.texts)], GRAPH if query.is_graph else ROWS)
        for number in range(longest)
        for query in queries
    ]


def _keep_best(cell: Figures, name: str, load: Load) -> None:
    # best of the rounds, figure by figure; failures add up
    new = load.figures()
    old = cell.setdefault(name, dict(new))
    for key, value in new.items():
        better = max if key in ("per_s", "answers", "failed", "client_busy") else min
        old[key] = better(old.get(key, value), value)


async def _answer(server: Server, text: str, is_graph: bool) -> tuple[int, str] | str:
    line = Connection(server.port)
    try:
        request = request_of(server.path, text, GRAPH if is_graph else ROWS)
        reply = await asyncio.wait_for(line.ask(request, keep=True), CHECK_LIMIT_S)
    except TimeoutError:
        server.stop()
        server.start()
        return f"over {CHECK_LIMIT_S:.0f} s"
    finally:
        line.close()
    if reply.status != 200:
        return f"status {reply.status}"
    return _fingerprint(reply.body, is_graph)


def _fingerprint(body: bytes, is_graph: bool) -> tuple[int, str]:
    # the number of rows or triples, and a digest of their values that order and spelling do not change
    if is_graph:
        import pyoxigraph

        rows = sorted({str(triple) for triple in pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE)})
    else:
        bindings = json.loads(body)["results"]["bindings"]
        rows = sorted(str(sorted((name, cell["value"]) for name, cell in row.items())) for row in bindings)
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
