"""What it costs to validate new records beside graphs of growing size, and what the same findings cost otherwise.

    python tests/bench/validation.py [--triples 10000,100000,1000000] [--rows 10000] [--json]

The graphs are the curated one and made-up ones (`diplomacy.py`, hubs and all) without what is derived. Each newcomer is
a record with its claim, 19 to 21 triples, and another one each time. Beside the validator: pySHACL as the judge of the
same nodes and shapes, prepared once (class shapes only), and the whole graph again, set-wise (constraints only).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from diplomacy import write_graph
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from gzkg import vocab
from gzkg.checks.focus.validator import Validator
from gzkg.checks.rules import check_rules
from gzkg.rdf.files import Folders, read_triples
from gzkg.store.embedded import EmbeddedStore

FOLDERS: Final = Folders(Path(__file__).resolve().parents[2])
HEAD: Final = f"@base <{vocab.ID}> .\n" + "".join(
    f"@prefix {name}: <{iri}> .\n" for name, iri in vocab.PREFIXES.items()
)
COLUMNS: Final = ("graph", "newcomer", "findings", "ms", "95 %", "CPU ms", "pySHACL", "95 %", "set-wise")
ROLES: Final = ("speaker", "researcher", "lead", "director", "regional-secretary", "co-president")
"""Roles that no city of the graphs has yet."""
Record = Callable[[int, "Things"], str]


@dataclasses.dataclass(frozen=True)
class Things:
    """What newcomers name: cities, organisations, ties with their kind and parties; a source."""

    cities: list[str]
    bodies: list[str]
    ties: list[tuple[str, str, str]]
    source: str
    chance: Random


def open_graph(triples: Iterable[Triple]) -> EmbeddedStore:
    """Return a store with the ontology and some triples, without what is derived."""
    store = EmbeddedStore()
    store.load_turtle(FOLDERS.terms(), vocab.ONTOLOGY)
    derived = {quad.subject for quad in store.quads(None, NamedNode(vocab.GZ + "isDerived"))}
    store.add((triple for triple in triples if triple.predicate not in derived), vocab.CURATED)
    return store


def made_up(size: int) -> Iterator[Triple]:
    """Give about so many triples."""
    with tempfile.NamedTemporaryFile(suffix=".nt") as file:
        write_graph(file.name, size)
        yield from (quad.triple for quad in parse(path=file.name, format=RdfFormat.N_TRIPLES))


def things_in(store: EmbeddedStore) -> Things:
    """Return what newcomers can name in a graph."""

    def of(kind: str) -> list[str]:
        quads = store.quads(None, NamedNode(vocab.TYPE), NamedNode(vocab.GZ + kind))
        return sorted(quad.subject.value for quad in quads)

    def values(subject: str, term: str) -> list[str]:
        return sorted(quad.object.value for quad in store.quads(NamedNode(subject), NamedNode(vocab.GZ + term)))

    chance = Random(1)
    ties = [(values(tie, "kind")[0], *values(tie, "party")) for tie in chance.sample(of("Tie"), 60)]
    return Things(
        of("City"), of("CityNetwork"), ties, max(of("Source"), key=lambda source: values(source, "publishedOn")), chance
    )


def claim(about: str, things: Things, more: str = '; gz:locator "p1"') -> str:
    """Return a claim in Turtle."""
    return f"""<{about}/claim/1> a gz:Claim ; gz:about <{about}> ; gz:source <{things.source}> {more} ;
        gz:statement "It is said."@en , "有此表述。"@zh ; gz:claimStatus claim-status:achieved ; gz:rank rank:normal ;
        gz:statedOn "2020-06-01"^^xsd:date ; gz:note "A note."@en , "备注。"@zh ."""


def membership(n: int, things: Things) -> str:
    """Return a sound membership, another city, organisation or role for each number."""
    about = f"membership/new-{n}"
    number, city = divmod(n, len(things.cities))
    number, body = divmod(number, len(things.bodies))
    city, body, role = things.cities[city], things.bodies[body], ROLES[number % len(ROLES)]
    return f"""<{about}> a gz:Membership ; gz:member <{city}> ; gz:organization <{body}> ; gz:role role:{role} ;
        gz:startEarliest "2019-01-01"^^xsd:date ; gz:startLatest "2019-12-31"^^xsd:date ;
        gz:note "A note."@en , "备注。"@zh ; gz:obtainedBy obtained-by:election .""" + claim(about, things)


def tie(n: int, things: Things, ends: tuple[str, ...] = (), kind: str = "") -> str:
    """Return a sound tie, most likely: of two cities at random."""
    about, kind = f"tie/new-{n}", kind or f"{vocab.CONCEPT}tie-kind/sister-city"
    one, other = ends or things.chance.sample(things.cities, 2)
    return f"""<{about}> a gz:Tie ; gz:kind <{kind}> ; gz:party <{one}> , <{other}> ;
        gz:startEarliest "2019-01-01"^^xsd:date ; gz:startLatest "2019-12-31"^^xsd:date ;
        gz:note "A note."@en , "备注。"@zh .""" + claim(about, things)


def faulty(n: int, things: Things) -> str:
    """Return a membership without a role, with an end that is no day, and a claim without a locator."""
    text = membership(n, things).replace(f"gz:role role:{ROLES[0]} ;", 'gz:endLatest "2020-02-30"^^xsd:date ;')
    return text.replace('; gz:locator "p1"', "")


def duplicate(n: int, things: Things) -> str:
    """Return a tie that is there already."""
    kind, one, other = things.ties[n % len(things.ties)]
    return tie(n, things, (one, other), kind)


RECORDS: Final[dict[str, Record]] = {
    "membership": membership,
    "tie": tie,
    "three faults": faulty,
    "the same tie": duplicate,
}


def triples_of(text: str) -> list[Triple]:
    """Return the triples of Turtle."""
    return [quad.triple for quad in parse((HEAD + text).encode(), format=RdfFormat.TURTLE)]


def timed(work: Callable[[list[Triple]], list[Any]], newcomers: list[list[Triple]]) -> dict[str, float]:
    """Return how long work on each of some newcomers took, in ms, and how many findings it gave."""
    wall, cpu, found = [], [], []
    for new in newcomers:
        clock, spent = time.perf_counter(), time.process_time()
        found.append(len(work(new)))
        cpu.append((time.process_time() - spent) * 1000)
        wall.append((time.perf_counter() - clock) * 1000)
    ninety_five = statistics.quantiles(wall, n=20)[-1]
    middle = {"wall": statistics.median(wall), "cpu": statistics.median(cpu), "findings": statistics.median(found)}
    return middle | {"wall95": ninety_five}


class Alone:
    """pySHACL as the judge of whatever class shape new triples can break, without a quick look before."""

    def __init__(self, validator: Validator) -> None:
        self._shapes = validator._shapes
        self._store = validator._store

    def results(self, triples: list[Triple]) -> list[Any]:
        """Return what new triples add to the results of the class shapes."""
        from gzkg.checks.focus.beside import Beside

        view, shapes = Beside(self._store, triples), self._shapes
        affected = dict.fromkeys(pair for quad in view.new for pair in shapes._affected(view, quad))
        return [result for focus, shape in affected for result in shapes._judge.results(view, focus, shape)]


def measure(name: str, store: EmbeddedStore, times: int) -> Iterator[dict[str, Any]]:
    """Give the figures of each kind of newcomer to a graph."""
    validator, things = Validator(store, FOLDERS), things_in(store)
    clock = time.process_time()
    known = sum(1 for _ in check_rules(store, FOLDERS))
    whole = time.process_time() - clock
    for kind, record in RECORDS.items():
        newcomers = [triples_of(record(n, things)) for n in range(times)]
        timed(validator.results, newcomers[:5])
        row = timed(validator.results, newcomers)
        row |= {f"pyshacl_{key}": value for key, value in timed(Alone(validator).results, newcomers).items()}
        yield {"graph": name, "triples": len(store), "newcomer": kind, **row, "whole_s": whole, "known": known}


def measure_batch(name: str, store: EmbeddedStore, rows: int) -> dict[str, Any]:
    """Return how long as many memberships take at once."""
    validator, things = Validator(store, FOLDERS), things_in(store)
    new = [triple for n in range(rows) for triple in triples_of(membership(n, things))]
    clock = time.perf_counter()
    found = validator.results(new)
    taken = time.perf_counter() - clock
    return {"graph": name, "rows": rows, "triples": len(new), "findings": len(found), "batch_s": taken}


def show(row: dict[str, Any]) -> str:
    """Return a row of the table."""
    if "rows" in row:
        what = f"{row['rows']:,} rows at once, {row['triples']:,} triples"
        return f"| {row['graph']} | {what} | {row['findings']} | {row['batch_s']:.1f} s | | | | | |"
    times = (row[key] for key in ("wall", "wall95", "cpu", "pyshacl_wall", "pyshacl_wall95"))
    cells = (row["graph"], row["newcomer"], f"{row['findings']:.0f}", *(f"{one:.1f}" for one in times))
    return f"| {' | '.join(cells)} | {row['whole_s']:.1f} s, {row['whole_s'] * 1000 / row['cpu']:,.0f} × |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", default="10000,100000,1000000", help="sizes of the made-up graphs")
    parser.add_argument("--times", type=int, default=60, help="newcomers of each kind")
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the batch; 0 for none")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    graphs: dict[str, Callable[[], Iterable[Triple]]] = {"curated": lambda: read_triples(FOLDERS.curated())}
    for size in options.triples.split(","):
        graphs[f"{int(size):,}"] = lambda size=int(size): made_up(size)
    figures: list[dict[str, Any]] = []
    if not options.json:
        print(f"| {' | '.join(COLUMNS)} |\n|---|---|{'--:|' * (len(COLUMNS) - 2)}")
    for name, triples in graphs.items():
        store = open_graph(triples())
        batch = [measure_batch(name, store, options.rows)] if options.rows else []
        for row in (*measure(name, store, options.times), *batch):
            figures.append(row)
            if not options.json:
                print(show(row), flush=True)
    if options.json:
        print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
