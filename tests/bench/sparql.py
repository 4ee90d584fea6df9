"""How fast SPARQL servers answer the query mix of `mix/` over HTTP: this service beside others, in the same run.

    python tests/bench/sparql.py --triples 100000 --servers gzkg,oxigraph,virtuoso,rdflib
    python tests/bench/sparql.py --curated --json > measured.json
    python tests/bench/sparql.py --seconds 0.5 --rounds 1 --queries point-look-up,export     (a short run)

Needs `pip install oxigraph rdflib-endpoint httptools uvloop`; Virtuoso only if `virtuoso-t` is there. What is not
installed is left out. Every text ends with a comment that never comes twice, so that no answer comes from a cache of
texts; "the same text" is measured apart. Rounds are interleaved between the servers and the best round counts: use
the ratios, not the milliseconds. No test depends on these figures.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import signal
import sys
import tempfile
from pathlib import Path

from diplomacy import write_graph
from load import run
from measure import EVERYDAY, REPEATED, Effort, Figures, asked, check, exports, latencies, throughput
from queries import MixQuery, read_mix
from report import table
from servers import SERVERS, Server

REPO = Path(__file__).resolve().parents[2]


def write_curated(path: Path) -> int:
    """Write the project's own graph with all that is derived as N-Triples. Returns how many triples."""
    from gzkg import KnowledgeGraph

    with KnowledgeGraph.open(REPO) as graph:
        quads = graph.export("nquads")
    text = quads.decode() if isinstance(quads, bytes) else quads
    triples = sorted({line.rpartition(" <")[0] + " .\n" for line in text.splitlines() if line})
    path.write_text("".join(triples), encoding="utf-8", newline="\n")
    return len(triples)


def start(names: list[str], file: Path, folder: Path, stack: contextlib.ExitStack) -> list[Server]:
    """Start the servers of these names; says which cannot be started, and goes on without them."""
    running = []
    for name in names:
        place = folder / name
        place.mkdir()
        try:
            server = SERVERS[name](file, place)
            server.start()
        except (OSError, RuntimeError) as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        stack.callback(server.stop)
        running.append(server)
    return running


async def measure(servers: list[Server], queries: list[MixQuery], effort: Effort) -> Figures:
    """Return all figures of running servers."""
    fresh = {server.name: {"start_s": server.start_s, **server.memory_mb()} for server in servers}
    checked = await check(servers, queries)
    repeated = [query for query in queries if query.name in REPEATED] or queries[:1]
    pages = [query for query in queries if query.name in EVERYDAY] or queries[:1]
    alike = [s for s in servers if not any(s.name in checked[q.name]["out"] for q in [*repeated, *pages])]
    figures: Figures = {"fresh": fresh, "check": checked}
    figures["latency"] = await latencies(servers, queries, effort, checked)
    figures["everyday"] = await throughput(alike, asked(pages), effort, same=False)
    figures["same_text"] = {
        query.name: await throughput(alike, asked([query])[:1], effort, same=True) for query in repeated
    }
    if export := next((query for query in queries if query.name == "export"), None):
        figures["exports"] = await exports([s for s in servers if s.name not in checked["export"]["out"]], export)
    return figures


def options() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=100_000, help="size of the made-up graph")
    parser.add_argument("--curated", action="store_true", help="take the project's own graph instead")
    parser.add_argument("--servers", default="gzkg,oxigraph,virtuoso", help=f"of {', '.join(SERVERS)}")
    parser.add_argument("--queries", help="names of files in mix/; all if not given")
    parser.add_argument("--connections", default="1,8,64", help="the first one decides what is too slow for more")
    parser.add_argument("--seconds", type=float, default=1.0, help="for each server, query and round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    return parser.parse_args()


def main() -> None:
    """Make the graph, run the servers, print the figures, leave nothing behind."""
    wanted = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that an ended run ends its servers too
    queries = read_mix(wanted.queries.split(",") if wanted.queries else None, curated=wanted.curated)
    effort = Effort(wanted.seconds, wanted.rounds, tuple(map(int, wanted.connections.split(","))))
    with tempfile.TemporaryDirectory(prefix="gzkg-bench-") as place, contextlib.ExitStack() as stack:
        folder = Path(place)
        file = folder / "graph.nt"
        triples = write_curated(file) if wanted.curated else write_graph(file, wanted.triples)
        servers = start(wanted.servers.split(","), file, folder, stack)
        if not servers:
            raise SystemExit("No server could be started.")
        figures: Figures = {"triples": triples, "curated": wanted.curated}
        figures |= run(measure(servers, queries, effort))
    print(json.dumps(figures, indent=1) if wanted.json else table(figures))


if __name__ == "__main__":
    main()
