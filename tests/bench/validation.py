"""How long one new record takes to validate in graphs of 10 thousand to a million triples, beside whole-graph checks.

    python tests/bench/validation.py [--json FILE] [--sizes 10000,100000,1000000]

Each graph is the curated one, or a part of it, with as many made-up cities, ties and claims of the same form as it takes.
Times are of one thread; the peer, the rules over the whole graph, runs in the same process.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from gzkg import vocab
from gzkg.checks.focus.validator import Validator
from gzkg.checks.rules import check_rules
from gzkg.rdf.files import Folders, read_triples
from gzkg.store.embedded import EmbeddedStore

FOLDERS = Folders(Path(__file__).resolve().parents[2])
SOURCE = "source/etmun-2016-2019-0996d1"
ROUNDS = 50

CITY = """<city/xx-{n}> a gz:City ; skos:prefLabel "Town {n}"@en , "镇{n}"@zh ; gz:within <country/fr> ."""
TIE = """<tie/sister-city/xx-{a}--xx-{b}> a gz:Tie ; gz:kind <{concept}tie-kind/sister-city> ;
    gz:party <city/xx-{a}> , <city/xx-{b}> ; gz:startEarliest "{start}"^^xsd:date ; gz:startLatest "{start}"^^xsd:date .
<tie/sister-city/xx-{a}--xx-{b}/claim/1> a gz:Claim ; gz:about <tie/sister-city/xx-{a}--xx-{b}> ;
    gz:source <{source}> ; gz:claimStatus <{concept}claim-status/achieved> ; gz:rank <{concept}rank/normal> ;
    gz:locator "list" ; gz:statedOn "2019-12-31"^^xsd:date ;
    gz:statement "Towns {a} and {b} are sister cities."@en , "镇{a}与镇{b}为友好城市。"@zh ."""
HEAD = f"""@base <{vocab.ID}> . @prefix gz: <{vocab.GZ}> . @prefix skos: <{vocab.SKOS}> . @prefix xsd: <{vocab.XSD}> .
"""


def read(text: str) -> list[Triple]:
    """Return the triples of Turtle."""
    return [quad.triple for quad in parse((HEAD + text).encode(), RdfFormat.TURTLE)]


def tie(a: int, b: int, start: str = "1999-05-02") -> list[Triple]:
    """Return a tie of two made-up cities, with its claim."""
    low, high = sorted((str(a), str(b)))
    return read(TIE.format(a=low, b=high, start=start, concept=vocab.CONCEPT, source=SOURCE))


def made_up(chance: random.Random) -> Iterator[list[Triple]]:
    """Give cities, each with ties to three earlier ones, without end."""
    for n in count(1):
        yield read(CITY.format(n=n))
        for other in {chance.randrange(1, n) for _ in range(3)} if n > 3 else ():
            yield tie(n, other)


def graph_of(size: int) -> tuple[EmbeddedStore, int]:
    """Return a graph of about so many triples, and how many made-up cities it has."""
    store = EmbeddedStore()
    store.load_turtle(FOLDERS.terms(), vocab.ONTOLOGY)
    curated = list(read_triples(FOLDERS.curated()))
    if size < len(curated):
        needed = ("countries", "sources", "organisations")
        curated = list(read_triples(path for path in FOLDERS.curated() if path.parent.name in needed))
    store.add(curated, vocab.CURATED)
    cities, left, batch = 0, size - len(curated), []
    for made in made_up(random.Random(size)):
        cities += made[0].subject.value.startswith(vocab.ID + "city/")  # type: ignore[union-attr]
        batch += made
        if len(batch) >= left:
            break
    store.add(batch, vocab.CURATED)
    return store, cities


def timed(work: Callable[[], Any], rounds: int) -> dict[str, float]:
    """Return milliseconds: median and 95th percentile of the wall clock, median of computing."""
    wall, cpu = [], []
    for _ in range(rounds):
        begin, used = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - begin) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    wall.sort()
    return {
        "p50_ms": round(statistics.median(wall), 2),
        "p95_ms": round(wall[int(len(wall) * 0.95)], 2),
        "cpu_p50_ms": round(statistics.median(cpu), 2),
    }


def measure(size: int) -> dict[str, Any]:
    """Return the times in one graph."""
    store, cities = graph_of(size)
    begin = time.perf_counter()
    validator = Validator(store, FOLDERS)
    validator.results(tie(1, cities))
    ready_s = time.perf_counter() - begin
    new = cities + 1
    newcomer = read(CITY.format(n=new)) + tie(new, 1)
    cases = {
        "valid": newcomer,
        "invalid": [one for one in newcomer if one.predicate.value != vocab.GZ + "locator"]
        + [Triple(NamedNode(f"{vocab.ID}city/xx-{new}"), NamedNode(vocab.PREF_LABEL), Literal("Third", language="en"))],
        "duplicate": read(CITY.format(n=1).replace("city/xx-1", f"city/xx-{new}")),
    }
    told: dict[str, Any] = {"triples": len(store), "ready_s": round(ready_s, 2)}
    for name, triples in cases.items():
        found = validator.results(triples)
        told[name] = {**timed(lambda triples=triples: validator.results(triples), ROUNDS), "findings": len(found)}  # type: ignore[misc]
    whole = timed(lambda: list(check_rules(store, FOLDERS)), 1)["p50_ms"]
    told["whole graph, rules only, ms"] = whole
    told["ratio"] = round(whole / told["valid"]["p50_ms"])
    rows = [
        triple for n in range(10_000) for triple in read(CITY.format(n=new + 1 + n)) + tie(new + 1 + n, 1 + n % cities)
    ]
    begin = time.perf_counter()
    validator.results(rows)
    told["10,000 rows, s"] = round(time.perf_counter() - begin, 1)
    return told


def main() -> None:
    """Measure, print a table, and write JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    given = parser.parse_args()
    told = [measure(int(size)) for size in given.sizes.split(",")]
    print("| triples | valid p50 / p95 / CPU ms | invalid | duplicate | rules over the whole | ratio | 10,000 rows |")
    print("|--:|---|---|---|--:|--:|--:|")
    for one in told:
        cells = ["{p50_ms} / {p95_ms} / {cpu_p50_ms}".format(**one[name]) for name in ("valid", "invalid", "duplicate")]
        rest = [f"{one['whole graph, rules only, ms']:.0f} ms", f"{one['ratio']} ×", f"{one['10,000 rows, s']} s"]
        print(f"| {one['triples']:,} | {' | '.join([*cells, *rest])} |")
    if given.json:
        given.json.write_text(json.dumps(told, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
