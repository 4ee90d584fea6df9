"""A made-up city-diplomacy graph of any size in N-Triples, in the words of the ontology; the same bytes for one seed.

    python tests/bench/diplomacy.py --triples 100000 > diplomacy.nt

Cities, organisations, ties, memberships, events and sources, with the shortcuts that the rules would derive. A few
cities and organisations (the low ranks) are hubs: what joins them is drawn from a skewed distribution.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, TextIO

from places import COUNTRIES, REGIONS_PER_COUNTRY, city_id, city_name, country_of, organisation_id, region_id

BASE: Final = "https://w3id.org/gzkg/"
TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL: Final = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
ALIAS: Final = "<http://www.w3.org/2004/02/skos/core#altLabel>"
BROADER: Final = "<http://www.w3.org/2004/02/skos/core#broader>"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
STATUSES: Final = {"achieved": "factual", "ongoing": "factual", "planned": "prospective", "denied": "negative"}
FACTUAL: Final = ("achieved", "ongoing")
SHORTCUTS: Final = {"sister-city": "sisterCityOf", "friendly-cooperation-city": "friendlyCityOf"}


@dataclass(frozen=True)
class Sizes:
    """How many of each thing."""

    cities: int
    organisations: int
    ties: int
    memberships: int
    series: int
    editions: int
    participations: int
    sources: int

    @classmethod
    def of(cls, triples: int) -> Sizes:
        """Return the sizes that make up about so many triples."""
        share = triples / 100_000
        counts = (900, 250, 1_900, 1_850, 30, 180, 1_000, 600)
        return cls(*(max(10, round(count * share)) for count in counts))


def write_graph(path: str | Path, triples: int, seed: int = 1) -> int:
    """Write a graph of about so many triples to a file. Returns how many they are."""
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        return _write(file, triples, seed)


def lines(triples: int, seed: int = 1) -> Iterator[str]:
    """Yield the graph line by line."""
    sizes, random = Sizes.of(triples), Random(seed)
    yield from _concepts()
    yield from _places(sizes, random)
    yield from _organisations(sizes, random)
    yield from _sources(sizes, random)
    yield from _ties(sizes, random)
    yield from _memberships(sizes, random)
    yield from _events(sizes, random)
    yield from _participations(sizes, random)


def _write(file: TextIO, triples: int, seed: int) -> int:
    written = 0
    for line in lines(triples, seed):
        file.write(line)
        written += 1
    return written


def _term(name: str) -> str:
    return f"<{BASE}ontology#{name}>"


def _thing(id: str) -> str:
    return f"<{BASE}id/{id}>"


def _concept(id: str) -> str:
    return f"<{BASE}concept/{id}>"


def _date(day: str) -> str:
    return f'"{day}"^^<{XSD}date>'


def _names(english: str, chinese: str) -> list[tuple[str, str]]:
    return [(LABEL, f'"{english}"@en'), (LABEL, f'"{chinese}"@zh')]


def _describe(id: str, kind: str, properties: Iterable[tuple[str, str]]) -> Iterator[str]:
    # a property is a local name of the ontology, or an IRI in brackets
    subject = _thing(id)
    yield f"{subject} {TYPE} {_term(kind)} .\n"
    for name, value in properties:
        yield f"{subject} {name if name[0] == '<' else _term(name)} {value} .\n"


def _claim(about: str, status: str, sizes: Sizes, random: Random) -> Iterator[str]:
    year = random.randint(1995, 2025)
    yield from _describe(
        f"{about}/claim/1",
        "Claim",
        [
            ("about", _thing(about)),
            ("claimStatus", _concept(f"claim-status/{status}")),
            ("source", _thing(f"source/{_skewed(random, sizes.sources, 2.0)}")),
            ("statedOn", _date(f"{year}-{random.randint(1, 12):02}-15")),
            ("rank", _concept("rank/normal")),
            ("locator", f'"page {random.randint(1, 400)}"'),
            ("statement", f'"The source of {year} names the record {about}."@en'),
        ],
    )


def _skewed(random: Random, size: int, exponent: float) -> int:
    return int(size * random.random() ** exponent)


def _span(random: Random, ended: float) -> tuple[list[tuple[str, str]], bool]:
    # the date bounds of a record, some known to the day, some to the year; and whether it has ended
    year = 2025 - _skewed(random, 60, 1.5)
    month, day, exact = random.randint(1, 12), random.randint(1, 28), random.random() < 0.6
    first, last = (f"{year}-{month:02}-{day:02}",) * 2 if exact else (f"{year}-01-01", f"{year}-12-31")
    bounds = [("startEarliest", _date(first)), ("startLatest", _date(last))]
    over = random.random() < ended
    if over:
        end = min(2026, year + random.randint(1, 25))
        bounds += [("endEarliest", _date(f"{end}-01-01")), ("endLatest", _date(f"{end}-12-31"))]
    return bounds, over


def _concepts() -> Iterator[str]:
    for status, group in STATUSES.items():
        yield f"{_concept(f'claim-status/{status}')} {BROADER} {_concept(f'claim-status/{group}')} .\n"


def _places(sizes: Sizes, random: Random) -> Iterator[str]:
    for code, english, chinese in COUNTRIES:
        names = _names(english, chinese)
        yield from _describe(f"country/{code}", "Country", [*names, ("isoCode", f'"{code.upper()}"')])
        for number in range(REGIONS_PER_COUNTRY):
            names = _names(f"Region {number} of {english}", f"{chinese}第{number}区")
            place = [("within", _thing(f"country/{code}"))]
            yield from _describe(f"region/{code}-{number}", "Region", names + place)
    for rank in range(sizes.cities):
        yield from _city(rank, random)


def _city(rank: int, random: Random) -> Iterator[str]:
    city, (english, chinese) = city_id(rank), city_name(rank)
    properties = _names(english, chinese)
    properties += [("within", _thing(region_id(rank))), ("inCountry", _thing(f"country/{country_of(rank)}"))]
    if random.random() < 0.3:
        properties.append((ALIAS, f'"Old {english}"@en'))
    if random.random() < 0.8:
        properties += [("wikidataId", f'"Q{rank + 1000}"'), ("geonamesId", f'"{rank + 1_000_000}"')]
    yield from _describe(city, "City", properties)
    people = random.randint(50_000, 500_000) + 9_000_000 // (rank + 1)
    count = [("subject", _thing(city)), ("indicator", _concept("indicator/population")), ("asOf", _date("2025-11-27"))]
    count += [("bound", _concept("bound/about")), ("value", f'"{people}"^^<{XSD}integer>')]
    if random.random() < 0.9:
        yield from _describe(f"{city}/population/2025-11-27", "Count", count)


def _organisations(sizes: Sizes, random: Random) -> Iterator[str]:
    for rank in range(sizes.organisations):
        english, chinese = city_name(rank * 3 + 1)
        properties = _names(f"{english} City Network {rank}", f"{chinese}城市联盟{rank}")
        properties.append(("homepage", f"<https://network-{rank}.example/>"))
        if rank > 5 and random.random() < 0.4:
            properties.append(("parentOrganization", _thing(organisation_id(_skewed(random, rank, 2.0)))))
        yield from _describe(organisation_id(rank), "CityNetwork", properties)


def _sources(sizes: Sizes, random: Random) -> Iterator[str]:
    for rank in range(sizes.sources):
        day = f"{random.randint(1985, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        properties = _names(f"Gazette of {day}, number {rank}", f"{day}公报第{rank}号")
        properties += [("kind", _concept("source-kind/news")), ("publishedOn", _date(day))]
        properties.append(("publisher", _thing(organisation_id(_skewed(random, sizes.organisations, 2.0)))))
        yield from _describe(f"source/{rank}", "Source", [*properties, ("url", f"<https://gazette.example/{rank}>")])


def _ties(sizes: Sizes, random: Random) -> Iterator[str]:
    seen: set[str] = set()
    while len(seen) < sizes.ties:
        one, other = sorted(city_id(_skewed(random, sizes.cities, 2.2)) for _ in range(2))
        kind = "sister-city" if random.random() < 0.65 else "friendly-cooperation-city"
        tie = f"tie/{kind}/{one.removeprefix('city/')}--{other.removeprefix('city/')}"
        if one != other and tie not in seen:
            seen.add(tie)
            yield from _tie(tie, kind, (one, other), sizes=sizes, random=random)


def _tie(tie: str, kind: str, ends: tuple[str, str], *, sizes: Sizes, random: Random) -> Iterator[str]:
    status = random.choices([*STATUSES], [70, 15, 10, 5])[0]
    bounds, over = _span(random, 0.15)
    properties = [("kind", _concept(f"tie-kind/{kind}")), *(("party", _thing(end)) for end in ends)]
    if status in FACTUAL:
        properties += bounds
    yield from _describe(tie, "Tie", [*properties, ("status", _concept(f"claim-status/{status}"))])
    yield from _claim(tie, status, sizes, random)
    if status in FACTUAL and not over:
        for one, other in (ends, ends[::-1]):
            for shortcut in ("tiedWith", SHORTCUTS[kind]):
                yield f"{_thing(one)} {_term(shortcut)} {_thing(other)} .\n"


def _memberships(sizes: Sizes, random: Random) -> Iterator[str]:
    seen: set[tuple[int, int]] = set()
    while len(seen) < sizes.memberships:
        pair = _skewed(random, sizes.cities, 2.2), _skewed(random, sizes.organisations, 2.5)
        if pair not in seen:
            seen.add(pair)
            yield from _membership(*pair, sizes=sizes, random=random)


def _membership(city: int, organisation: int, *, sizes: Sizes, random: Random) -> Iterator[str]:
    member, group = city_id(city), organisation_id(organisation)
    record = f"membership/{group.removeprefix('org/')}/{member.removeprefix('city/')}--member--1"
    bounds, over = _span(random, 0.2)
    role = "member" if random.random() < 0.9 else "president"
    properties = [("member", _thing(member)), ("organization", _thing(group)), ("role", _concept(f"role/{role}"))]
    properties.append(("status", _concept("claim-status/achieved")))
    yield from _describe(record, "Membership", properties + bounds)
    yield from _claim(record, "achieved", sizes, random)
    yield f"{_thing(member)} {_term('formerMemberOf' if over else 'memberOf')} {_thing(group)} .\n"


def _events(sizes: Sizes, random: Random) -> Iterator[str]:
    for rank in range(sizes.series):
        properties = [*_names(f"Forum {rank}", f"论坛{rank}"), ("kind", _concept("event-kind/forum"))]
        yield from _describe(f"series/forum-{rank}", "EventSeries", properties)
    for rank in range(sizes.editions):
        series = rank % sizes.series
        day = _date(f"{random.randint(1990, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}")
        properties = [*_names(f"Forum {series}, edition {rank}", f"论坛{series}第{rank}届")]
        properties += [("editionOf", _thing(f"series/forum-{series}"))]
        properties += [("heldIn", _thing(city_id(_skewed(random, sizes.cities, 2.2))))]
        properties += [(bound, day) for bound in ("startEarliest", "startLatest", "endEarliest", "endLatest")]
        yield from _describe(f"edition/forum-{series}/{rank}", "EventEdition", properties)


def _participations(sizes: Sizes, random: Random) -> Iterator[str]:
    for number in range(sizes.participations):
        rank = _skewed(random, sizes.editions, 1.5)
        edition, city = f"edition/forum-{rank % sizes.series}/{rank}", city_id(_skewed(random, sizes.cities, 2.2))
        record = f"participation/forum/{number}"
        role = random.choices(["attendee", "host", "organiser"], [85, 5, 10])[0]
        properties = [("participant", _thing(city)), ("participatesIn", _thing(edition))]
        properties += [("role", _concept(f"role/{role}")), ("status", _concept("claim-status/achieved"))]
        yield from _describe(record, "Participation", properties)
        yield from _claim(record, "achieved", sizes, random)
        yield f"{_thing(city)} {_term('participatedIn')} {_thing(edition)} .\n"


def main() -> None:
    """Print a graph."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=100_000, help="about how many")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    _write(sys.stdout, options.triples, options.seed)


if __name__ == "__main__":
    main()
