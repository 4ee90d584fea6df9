"""The figures of `sparql.py` as a compact text: one line a query, ratios of this service to each other server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

OURS: Final = "gzkg"
Figures = dict[str, Any]


def table(figures: Figures) -> str:
    """Return all figures as text. A ratio below 1 means that this service is the faster one."""
    names = list(figures["fresh"])
    out = [f"{figures['triples']:,} triples; ms are p50/p99; ratio = {OURS}/other, below 1 is better for {OURS}"]
    for connections in next(iter(figures["latency"].values()), {}):
        out += ["", f"Each query, {connections} connection(s), no text twice"]
        out += _lines({query: row[connections] for query, row in figures["latency"].items()}, names, _spread, "p50_ms")
    out += ["", "Everyday mix, no text twice: answers/s (p99 ms)"]
    out += _lines(figures["everyday"], names, _rate, "per_s")
    for query, rows in figures["same_text"].items():
        out += ["", f"The same text again, {query}: answers/s (p99 ms)", *_lines(rows, names, _rate, "per_s")]
    if export := {query: row for query, row in figures["latency"].items() if query == "export"}:
        out += ["", "First byte of the export, ms", *_lines(export["export"], names, _first, "first_ms")]
    return "\n".join([*out, "", *_memory(figures), *_faults(figures)])


def _lines(rows: dict[str, Figures], names: list[str], show: Any, key: str) -> Iterator[str]:
    others = [name for name in names if name != OURS] if OURS in names else []
    yield " " * 26 + "".join(f"{name:>20}" for name in names) + "".join(f"{'/' + name:>16}" for name in others)
    for title, row in rows.items():
        cells = "".join(f"{show(row[name]) if key in row.get(name, {}) else '-':>20}" for name in names)
        yield f"{title:26}{cells}" + "".join(f"{_ratio(row, other, key):>16}" for other in others)


def _ratio(row: Figures, other: str, key: str) -> str:
    ours, theirs = row.get(OURS, {}).get(key), row.get(other, {}).get(key)
    if not ours or not theirs:
        return "-"
    return f"{theirs / ours if key == 'per_s' else ours / theirs:.2f}"


def _spread(cell: Figures) -> str:
    return f"{cell['p50_ms']:.2f}/{cell['p99_ms']:.2f}" + (f" !{cell['failed']}" if cell["failed"] else "")


def _rate(cell: Figures) -> str:
    return f"{cell['per_s']:,.0f} ({cell['p99_ms']:.1f})" + (f" !{cell['failed']}" if cell["failed"] else "")


def _first(cell: Figures) -> str:
    return f"{cell['first_ms']:.2f}"


def _memory(figures: Figures) -> Iterator[str]:
    yield "Memory of all processes, MB: RSS (PSS, which counts shared pages once)"
    for name, fresh in figures["fresh"].items():
        line = f"  {name:14} ready after {fresh['start_s']:.1f} s: {_mb(fresh)}"
        if export := figures.get("exports", {}).get(name):
            line += f"; before exports {_mb(export['before'])}; after {_mb(export['after'])}"
        yield line


def _mb(memory: Figures) -> str:
    return f"{memory['rss_mb']:.0f} ({memory['pss_mb']:.0f}) in {memory['processes']}"


def _faults(figures: Figures) -> Iterator[str]:
    for query, checked in figures["check"].items():
        if checked["out"]:
            yield f"OUT in {query}: {', '.join(checked['out'])}; rows {checked['rows']}"
        elif checked["differs"]:
            yield f"Same rows, other values in {query}: {', '.join(checked['differs'])}"
    rows = [figures["everyday"], *figures["same_text"].values(), *figures["latency"].values()]
    busy = max(
        (cell.get("client_busy", 0.0) for row in rows for cells in row.values() for cell in cells.values()), default=0
    )
    yield f"The client was busy for at most {busy:.0%} of one core."
