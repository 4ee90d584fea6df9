"""A made-up graph of some hundred sound records, and templates of records in Turtle."""

from __future__ import annotations

import random
from collections.abc import Iterator

from pyoxigraph import RdfFormat, Triple, parse

from gzkg import vocab

HEAD = f"@base <{vocab.ID}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in vocab.PREFIXES.items())


def triples_of(text: str) -> list[Triple]:
    """Return the triples of Turtle without its head."""
    return [quad.triple for quad in parse((HEAD + text).encode(), format=RdfFormat.TURTLE)]


def name(n: object, en: str = "Thing", zh: str = "物") -> str:
    return f'skos:prefLabel "{en} {n}"@en , "{zh}{n}"@zh'


def day(value: str) -> str:
    return f'"{value}"^^xsd:date'


def claim(about: str, n: object = 1, *, status: str = "achieved", on: str = "2020-03-01", more: str = "") -> str:
    return f"""
        <{about}/claim/{n}> a gz:Claim ; gz:about <{about}> ; gz:source <source/press> ; gz:locator "p{n}" ;
        gz:statement "It is said."@en , "有此表述。"@zh ; gz:claimStatus claim-status:{status} ;
        gz:statedOn {day(on)} ; gz:rank rank:normal {more} ."""


def record(about: str, said: str) -> str:
    return f"<{about}> {said} ." + claim(about)


def city(n: object, within: str, letter: str = "t") -> str:
    return f"""
        <city/{letter}{n}> a gz:City ; {name(n, f"Town {letter}", f"镇{letter}")} ; gz:within <{within}> ;
        gz:wikidataId "Q{ord(letter)}{n}" ; gz:geonamesId "{ord(letter)}{n}" ; geo:hasCentroid <city/{letter}{n}/centroid> .
        <city/{letter}{n}/centroid> a geo:Geometry ; geo:asWKT "POINT(113.2 23.1)"^^geo:wktLiteral ."""


def tie(n: object, one: str, other: str, more: str = "") -> str:
    years = f"gz:startEarliest {day('2001-01-01')} ; gz:startLatest {day('2001-12-31')}"
    return record(
        f"tie/{n}", f"a gz:Tie ; gz:kind tie-kind:sister-city ; gz:party <{one}> , <{other}> ; {years} {more}"
    )


def membership(n: object, member: str, body: str, more: str = "; gz:role role:member") -> str:
    return record(f"membership/{n}", f"a gz:Membership ; gz:member <{member}> ; gz:organization <{body}> {more}")


def participation(n: object, participant: str, thing: str, more: str = "; gz:role role:host") -> str:
    said = f"a gz:Participation ; gz:participant <{participant}> ; gz:participatesIn <{thing}> {more}"
    return record(f"participation/{n}", said)


def siting(n: object, sited: str, host: str) -> str:
    return record(f"siting/{n}", f"a gz:Siting ; gz:sited <{sited}> ; gz:host <{host}>")


def link(n: object, start: str, end: str) -> str:
    kind = "gz:kind link-kind:cooperates-with"
    return record(f"link/{n}", f"a gz:Link ; {kind} ; gz:linkFrom <{start}> ; gz:linkTo <{end}>")


def count(n: object, subject: str, value: str, indicator: str = "sister-cities") -> str:
    when = f"gz:bound bound:exactly ; gz:asOf {day('2019-01-01')}"
    return record(
        f"count/{n}",
        f"a gz:Count ; gz:subject <{subject}> ; gz:indicator indicator:{indicator} ; gz:value {value} ; {when}",
    )


def undertaking(n: object, actor: str, object: str, more: str = "") -> str:
    said = (
        f"{name(n, 'Plan to hold', '举办')} ; gz:kind undertaking-kind:hold ; gz:actor <{actor}> ; gz:object <{object}>"
    )
    return record(f"undertaking/{n}", f"a gz:Undertaking ; {said} {more}")


def entry(n: object, by: str, to: str) -> str:
    said = f"{name(n, 'Entry', '参评')} ; gz:submittedBy <{by}> ; gz:submittedTo <{to}> ; gz:outcome outcome:winner"
    return record(f"entry/{n}", f"a gz:AwardEntry ; {said}")


def entity(place: str, kind: str, n: object, more: str = "") -> str:
    return f"\n<{place}/t{n}> a gz:{kind} ; {name(n, kind, f'{kind}甲')} {more} ."


def edition(n: object, series: str, ordinal: object, kind: str = "EventEdition", more: str = "") -> str:
    return entity("edition", kind, n, f"; gz:editionOf <{series}> ; gz:ordinal {ordinal} {more}")


def source(n: object, more: str = "") -> str:
    return entity("source", "Source", n, f"; gz:publisher <org/press> ; gz:publishedOn {day('2020-03-01')} {more}")


def make_graph(size: int) -> str:
    """Return the Turtle of `size` things of each kind, numbered from 0: the record n joins the entities n."""
    parts = [f"<org/press> a gz:Organization ; {name('Press')} .", source("").replace("source/t", "source/press")]
    for n, code in enumerate(("XA", "XB", "XC", "XD")):
        parts.append(f'<country/x{n}> a gz:Country ; {name(n, "Land", "国")} ; gz:isoCode "{code}" .')
        parts.append(f"<region/x{n}> a gz:Region ; {name(n, 'Province', '省')} ; gz:within <country/x{n}> .")
    for n in range(size):
        parts += _entities(n)
        parts += _records(n)
    return "\n".join(parts)


def _entities(n: int) -> Iterator[str]:
    yield city(n, f"region/x{n % 4}")
    yield city(n, f"country/x{(n + 1) % 4}", "u")
    yield entity("org", "CityNetwork", n, f"; gz:startEarliest {day('1990-01-01')}")
    yield entity("unit", "OrganizationUnit", n, f"; gz:kind unit-kind:secretariat ; gz:parentOrganization <org/t{n}>")
    yield entity("series", "EventSeries", n, f"; gz:kind event-kind:forum ; gz:startEarliest {day('1995-01-01')}")
    yield entity("award", "Award", n)
    yield entity("programme", "Programme", n)
    yield entity("resource", "InformationResource", n)
    yield entity("person", "Person", n)
    yield entity("facility", "Facility", n, f"; gz:within <city/t{n}>")
    yield entity("mission", "DiplomaticMission", n, "; gz:kind mission-kind:consulate ; gz:sendingCountry <country/x0>")
    yield source(n, f'; gz:contentHash "sha256:{n:064x}"')
    yield edition(n, f"series/t{n}", 1, more=f"; gz:startEarliest {day('2001-01-01')}")
    yield edition(f"a{n}", f"award/t{n}", 1, "AwardEdition")
    seat = f'skos:notation "seat-{n}" ; skos:inScheme <https://w3id.org/gzkg/scheme/role>'
    yield entity("role", "Role", n, f"; {seat} ; gz:roleOf <org/t{n}>")


def _records(n: int) -> Iterator[str]:
    yield tie(n, f"city/t{n}", f"city/u{n}")
    yield membership(n, f"city/t{n}", f"org/t{n}")
    yield participation(n, f"city/t{n}", f"edition/t{n}")
    yield siting(n, f"unit/t{n}", f"city/t{n}")
    yield link(n, f"org/t{n}", f"series/t{n}")
    yield count(n, f"city/t{n}", "12")
    yield undertaking(n, f"city/t{n}", f"series/t{n}")
    yield entry(n, f"city/t{n}", f"edition/ta{n}")


UNTOUCHED = 4
"""The first so many of each kind are only ever named by newcomers; nothing is said of them."""


class Slots(dict[str, str]):
    """What stands for the names in braces of a template, for one newcomer after another.

    `n` and `m` are fresh numbers, `old` is a number of the graph that each newcomer has for itself as long as there are
    enough, so that they do not meet; `any` is one of the untouched.
    """

    def __init__(self, size: int, seed: int) -> None:
        super().__init__()
        self._chance = random.Random(seed)
        self._size = size
        self._left: list[int] = []
        self._number = 10_000

    def renew(self) -> None:
        """Begin with another newcomer."""
        self._left = self._left or self._chance.sample(range(UNTOUCHED, self._size), self._size - UNTOUCHED)
        self._number += 10
        self.update(n=str(self._number), m=str(self._number + 1), old=str(self._left.pop()))
        self["any"] = str(self._chance.randrange(UNTOUCHED))
