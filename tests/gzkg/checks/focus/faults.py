"""Newcomers to the made-up graph: sound ones of every kind, some seventy kinds of fault, and faults at random."""

from __future__ import annotations

import random
from collections.abc import Callable

from pyoxigraph import Literal, NamedNode, Triple

from gzkg import vocab

from .making import (
    city,
    claim,
    count,
    day,
    edition,
    entity,
    entry,
    link,
    membership,
    name,
    participation,
    siting,
    source,
    tie,
    undertaking,
)  # fmt: skip

SOUND = {
    "a city": city("{n}", "region/x1"),
    "a tie": tie("{n}", "city/t{old}", "city/u{any}"),
    "a membership": membership("{n}", "city/t{old}", "org/t{any}"),
    "a person's seat": membership("{n}", "person/t{old}", "org/t{any}", "; gz:role role:president ; gz:onBehalfOf <city/t{any}>"),
    "a participation": participation("{n}", "city/t{old}", "edition/t{any}"),
    "a siting": siting("{n}", "unit/t{old}", "city/t{any}"),
    "a link": link("{n}", "org/t{old}", "series/t{any}"),
    "a count": count("{n}", "city/t{old}", "3.5", "population"),
    "an undertaking": undertaking("{n}", "city/t{old}", "series/t{any}", "; gz:theme theme:climate"),
    "an award entry": entry("{n}", "org/t{old}", "edition/ta{any}"),
    "an edition": edition("{n}", "series/t{old}", "{n}", more="; gz:heldIn <city/t{any}>"),
    "an award edition": edition("{n}", "award/t{old}", "{n}", "AwardEdition"),
    "a programme": entity("programme", "Programme", "{n}", "; gz:partOfProgramme <programme/t{any}>"),
    "a facility": entity("facility", "Facility", "{n}", "; gz:within <city/t{any}>"),
    "a resource": entity("resource", "InformationResource", "{n}", "; gz:url <https://example.org/x> ; gz:publisher <org/press>"),
    "a source": source("{n}", '; gz:contentHash "sha256:' + "f" * 54 + '00000{n}" ; gz:author <person/t{any}>'),
    "a second claim": claim("tie/{old}", "{n}"),
    "another name": '<city/t{old}> skos:altLabel "Other {n}"@en .',
    "what is there already": "<city/t{old}> a gz:City .",
    "a member again": membership("{n}", "city/t{old}", "org/t{old}", "; gz:role role:president"),
}  # fmt: skip
SERIES_END = day("2000-01-01")
FAULTY = {
    "no Chinese name": '<award/t{n}> a gz:Award ; skos:prefLabel "Prize"@en .',
    "two English names": '<award/t{old}> skos:prefLabel "One more"@en .',
    "a name in French": '<award/t{n}> a gz:Award ; skos:prefLabel "Prix"@fr , "奖{n}"@zh .',
    "a name without language": '<person/t{old}> skos:prefLabel "Somebody" .',
    "a name with blanks": '<person/t{old}> skos:altLabel " Somebody "@en .',
    "an empty name": '<person/t{old}> skos:hiddenLabel ""@en .',
    "a Chinese name marked as English": '<person/t{n}> a gz:Person ; skos:prefLabel "李明{n}"@en , "李明明{n}"@zh .',
    "a Chinese name in Latin": '<person/t{n}> a gz:Person ; skos:prefLabel "Ann {n}"@en , "Ann {n}"@zh .',
    "a namesake": '<city/t{n}> a gz:City ; skos:prefLabel "Town t {old}"@en , "镇{n}"@zh .',
    "a namesake that lies in the same country": '<award/t{n}> a gz:Award ; skos:prefLabel "Award {old}"@en ; gz:within <region/x0> .',
    "the same Wikidata number": '<award/t{n}> gz:wikidataId "Q116{old}" .',
    "the same GeoNames number": '<facility/t{n}> a gz:Facility ; gz:geonamesId "116{old}" .',
    "the same country code": '<country/x{n}> a gz:Country ; ' + name("{n}", "Land", "国") + ' ; gz:isoCode "XD" .',
    "the same content": source("{n}", '; gz:contentHash "sha256:a"') + source("{m}", '; gz:contentHash "sha256:a"'),
    "a number that is not well formed": '<award/t{old}> gz:wikidataId "q17" .',
    "two numbers": '<city/t{old}> gz:wikidataId "Q9{n}" .',
    "a homepage as text": '<org/t{old}> gz:homepage "example.org" .',
    "the same tie": tie("{n}", "city/t{old}", "city/u{old}"),
    "the same tie for some years": tie("{n}", "city/t{old}", "city/u{old}", f"; gz:endLatest {day('2019-01-01')}"),
    "the same tie before": "<tie/{n}> a gz:Tie ; gz:kind tie-kind:sister-city ; gz:party <city/t{old}> , <city/u{old}> ; "
    f"gz:endLatest {day('2000-01-01')} .",
    "the same membership": membership("{n}", "city/t{old}", "org/t{old}"),
    "the same membership on behalf of two": membership("{n}", "city/t{old}", "org/t{any}", "; gz:role role:chair ; gz:onBehalfOf <city/t{any}>")
    + membership("{m}", "city/t{old}", "org/t{any}", "; gz:role role:chair ; gz:onBehalfOf <city/u{any}>"),
    "the same participation": participation("{n}", "city/t{old}", "edition/t{old}"),
    "the same siting": siting("{n}", "unit/t{old}", "city/t{old}"),
    "the same link": link("{n}", "org/t{old}", "series/t{old}"),
    "another count": count("{n}", "city/t{old}", "13"),
    "the same ordinal": edition("{n}", "series/t{old}", "1"),
    "an end before the start": tie("{n}", "city/t{old}", "city/u{any}", f"; gz:endLatest {day('1999-01-01')}"),
    "an end before the start of what is there": f"<tie/{{old}}> gz:endLatest {day('1999-01-01')} .",
    "an earliest day after the latest": f"<siting/{{old}}> gz:startEarliest {day('2005-01-01')} ; gz:startLatest {day('2004-01-01')} .",
    "two starts": f"<tie/{{old}}> gz:startEarliest {day('1998-01-01')} .",
    "a day that is none": f"<org/t{{old}}> gz:endLatest {day('2018-02-30')} .",
    "a year for a day": '<membership/{old}> gz:endLatest "2018"^^xsd:gYear .',
    "a day with a zone": f"<membership/{{old}}> gz:endEarliest {day('2018-01-01Z')} .",
    "a fact before it began": claim("tie/{old}", "{n}", on="1999-01-01"),
    "a claim after its source": claim("siting/{old}", "{n}", on="2021-01-01"),
    "a source older than its claims": f"<source/t{{n}}> a gz:Source ; gz:publishedOn {day('2010-01-01')} . <siting/{{old}}/claim/1> gz:source <source/t{{n}}> .",
    "a claim with other dates": claim("tie/{old}", "{n}", more=f"; gz:startEarliest {day('2010-01-01')}"),
    "a member before the founding": membership("{n}", "city/t{old}", "org/t{any}", f"; gz:role role:member ; gz:startLatest {day('1980-01-01')}"),
    "a founding after the members": f"<membership/{{old}}> gz:startLatest {day('1993-01-01')} . <org/t{{old}}> gz:startEarliest {day('1994-01-01')} .",
    "an edition before its series": edition("{n}", "series/t{old}", "{n}", more=f"; gz:endLatest {day('1990-01-01')}"),
    "a series that ends before its edition": f"<series/t{{old}}> gz:endLatest {SERIES_END} .",
    "no class": "<city/t{n}> gz:within <region/x1> .",
    "two classes": "<org/t{old}> a gz:Award .",
    "two classes, both places": "<facility/t{old}> a gz:City .",
    "an abstract class": "<org/t{n}> a gz:Actor ; " + name("{n}") + " .",
    "an unknown class": "<org/t{n}> a gz:Club .",
    "an unknown property": "<org/t{old}> gz:inside <city/t{any}> .",
    "an unknown term": "<person/t{old}> skos:related gz:Nobody .",
    "a derived property": "<city/t{old}> gz:memberOf <org/t{any}> .",
    "a property of another class": "<award/t{old}> gz:party <city/t{any}> .",
    "a value of the wrong class": membership("{n}", "source/t{any}", "city/t{old}"),
    "a value that is nothing": siting("{n}", "org/nobody", "city/t{old}"),
    "a text for a thing": '<siting/{n}> a gz:Siting ; gz:sited "the office" ; gz:host <city/t{old}> .',
    "a party that does not fit the kind": tie("{n}", "city/t{old}", "org/t{any}"),
    "one party": tie("{n}", "city/t{old}", "city/t{old}"),
    "three parties": "<tie/{old}> gz:party <city/t{any}> .",
    "a kind of another list": entity("series", "EventSeries", "{n}", "; gz:kind tie-kind:sister-city"),
    "a theme of another list": "<award/t{old}> gz:theme goal:sdg-2030 .",
    "a rank that is not listed": "<tie/{old}/claim/1> gz:rank outcome:winner .",
    "a status that is a heading": claim("count/{old}", "{n}", status="factual"),
    "a role of another body": membership("{n}", "person/t{old}", "org/t{any}", "; gz:role <role/t{old}>"),
    "no claim": "<siting/{n}> a gz:Siting ; gz:sited <unit/t{old}> ; gz:host <city/t{any}> .",
    "fact and plan": claim("siting/{old}", "{n}", status="planned"),
    "a claim about nothing": claim("tie/none{n}"),
    "a claim without a source": claim("link/{old}", "{n}").replace("gz:source <source/press> ;", ""),
    "a claim about two": claim("link/{old}", "{n}", more="; gz:about <tie/{old}>"),
    "a fact about what is planned": entity("programme", "Programme", "{n}") + claim("programme/t{n}", status="planned")
    + undertaking("{n}", "city/t{old}", "series/t{any}", "; gz:partOfProgramme <programme/t{n}>"),
    "a plan of what facts are about": claim("org/t{old}", "{n}", status="proposed"),
    "in itself": "<programme/t{old}> gz:partOfProgramme <programme/t{old}> .",
    "in a circle": "<org/t{n}> a gz:CityNetwork ; " + name("{n}") + " ; gz:parentOrganization <unit/t{old}> . "
    "<org/t{old}> gz:parentOrganization <org/t{n}> .",
    "a part of its own part": edition("{n}", "series/t{old}", "{n}", more="; gz:subEventOf <edition/t{old}>")
    + "<edition/t{old}> gz:subEventOf <edition/t{n}> .",
    "a city in a city": city("{n}", "city/t{any}"),
    "a country in a country": "<country/x{n}> a gz:Country ; gz:within <country/x3> .",
    "in two places": "<city/t{old}> gz:within <city/u{any}> .",
    "a tie within one country": tie("{n}", "city/v{n}", "city/v{m}") + city("{n}", "region/x1", "v") + city("{m}", "country/x1", "v"),
    "a link to itself": link("{n}", "org/t{old}", "org/t{old}"),
    "a member of itself": membership("{n}", "org/t{old}", "org/t{old}"),
    "a number below zero": count("{n}", "city/t{old}", "-3", "participants"),
    "a number as text": count("{n}", "city/t{old}", '"3"', "participants"),
    "the same number twice": count("{n}", "city/t{old}", '"03"^^xsd:integer , 3', "participants"),
    "a number in words": count("{n}", "city/t{old}", '"three"^^xsd:integer', "participants"),
    "ordinal zero": edition("{n}", "series/t{old}", "0"),
    "fewer editions than counted": count("{n}", "series/t{old}", "30", "editions-held"),
    "retired": "<city/t{old}> owl:deprecated true . <city/t{n}> a gz:City ; skos:prefLabel \"Town t {old}\"@en .",
    "a point that is none": '<city/t{old}/centroid> geo:asWKT "POINT(999 999)"^^geo:wktLiteral .',
    "a class as a thing": "<city/t{old}> a gz:Polity , gz:Record .",
}  # fmt: skip
"""By what is wrong: that, and perhaps more besides."""
WIDE = {
    "a class without instances of its own": "gz:Facility gz:isAbstract true .",
    "a class below another": "gz:Person rdfs:subClassOf gz:Record .",
    "a class below a class with a shape": "gz:City rdfs:subClassOf gz:Organization , gz:Claim .",
    "a property that is derived": "gz:host gz:isDerived true .",
    "a role that becomes a body's own": "role:member gz:roleOf <org/t1> .",
    "a kind for other parties": "tie-kind:sister-city gz:partyClass gz:Country .",
    "a kind in a second list": "tie-kind:sister-city skos:inScheme <https://w3id.org/gzkg/scheme/role> .",
    "a status in a second group": "claim-status:achieved skos:broader claim-status:prospective .",
    "a class with another list": "gz:EventSeries gz:kindScheme <https://w3id.org/gzkg/scheme/role> .",
    "a world in one country": "<country/x0> gz:within <country/x1> . <country/x1> gz:within <country/x2> .",
    "a country that is a region": "<country/x1> a gz:Region .",
    "a region that is a country": "<region/x2> a gz:Country .",
    "a city for all names": '<city/t1> skos:prefLabel "Town t 0"@en , "Town t 2"@en , "Town t 3"@en .',
    "one plan for all": claim("country/x0", status="planned") + claim("tie-kind:sister-city", status="planned"),
}
"""Changes that break much of what is there."""


def at_random(triples: list[Triple], chance: random.Random, strangers: list[Triple]) -> list[Triple]:
    """Return triples with one of them changed, doubled, moved or left out; strangers lend their terms."""
    if not triples:
        return []
    place = chance.randrange(len(triples))
    some, other = triples[place], chance.choice(strangers)
    changed = chance.choice(_CHANGES)(some, other, chance)
    return triples[:place] + changed + triples[place + 1 :]


def _text(some: Triple, _other: Triple, chance: random.Random) -> list[Triple]:
    value = getattr(some.object, "value", "x")
    made = chance.choice((
        Literal(value), Literal(f" {value}"), Literal(value, language="en"), Literal("", language="zh"),
        Literal(value, datatype=NamedNode(vocab.XSD + "date")), Literal("07", datatype=NamedNode(vocab.XSD + "integer")),
        Literal("2001-02-29", datatype=NamedNode(vocab.XSD + "date")), Literal("x", language="zh-Hans"),
    ))  # fmt: skip
    return [Triple(some.subject, some.predicate, made)]


_CHANGES: tuple[Callable[[Triple, Triple, random.Random], list[Triple]], ...] = (
    lambda some, other, chance: [],
    lambda some, other, chance: [some, Triple(some.subject, some.predicate, other.object)],
    lambda some, other, chance: [Triple(some.subject, some.predicate, other.object)],
    lambda some, other, chance: [some, Triple(some.subject, other.predicate, other.object)],
    lambda some, other, chance: [some, Triple(some.subject, other.predicate, some.object)],
    lambda some, other, chance: [Triple(other.subject, some.predicate, some.object)],
    lambda some, other, chance: [some, Triple(some.subject, some.predicate, some.subject)],
    lambda some, other, chance: [some, Triple(other.subject, other.predicate, some.subject)],
    lambda some, other, chance: [some, *_text(some, other, chance)],
    _text,
)
