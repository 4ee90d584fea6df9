"""A thing at its own address: who gets which form of it, and what a machine finds there."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from gzkg import KnowledgeGraph

LYON = "/id/city/fr-lyon"
ID = "https://w3id.org/gzkg/id/"
IRI = f"{ID}city/fr-lyon"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
GZ = "https://w3id.org/gzkg/ontology#"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

WANTED = [
    (BROWSER, "text/html"),
    ("text/html", "text/html"),
    ("*/*", "text/turtle"),
    ("text/turtle", "text/turtle"),
    ("text/turtle;q=0.5, application/ld+json", "application/ld+json"),
    ("application/ld+json", "application/ld+json"),
    ("application/n-triples", "application/n-triples"),
    ("application/rdf+xml", "application/rdf+xml"),
    ("application/trig", "application/trig"),
    ("application/n-quads", "application/n-quads"),
    ("application/json", "application/json"),
]
SUFFIXES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "json": "application/json",
    "html": "text/html",
}
RDF = ("ttl", "jsonld", "nt", "rdf", "trig", "nq")


def triples(server: httpx.Client, suffix: str, **asked: str) -> set[Triple]:
    """Return what a form of Lyon says."""
    response = server.get(f"{LYON}.{suffix}", params=asked)
    return {quad.triple for quad in parse(response.content, format=RdfFormat.from_extension(suffix))}


def has(told: set[Triple], subject: str, predicate: str, object: NamedNode | Literal | None = None) -> bool:
    start = NamedNode(subject), NamedNode(predicate)
    return any((one.subject, one.predicate) == start and object in (None, one.object) for one in told)


def objects(told: set[Triple], predicate: str, about: set[str] | None = None) -> dict[str, str]:
    """Return subject -> object of one property, for some subjects."""
    return {
        one.subject.value: one.object.value
        for one in told
        if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode)
        if one.predicate.value == predicate and (about is None or one.subject.value in about)
    }


def media_type(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize(("accept", "expected"), WANTED)
def test_the_client_gets_the_form_it_likes_best(server: httpx.Client, accept: str, expected: str) -> None:
    response = server.get(LYON, headers={"Accept": accept})
    assert (response.status_code, media_type(response)) == (200, expected)
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(("suffix", "expected"), SUFFIXES.items())
def test_an_ending_asks_for_a_form_whatever_the_client_accepts(
    server: httpx.Client, suffix: str, expected: str
) -> None:
    response = server.get(f"{LYON}.{suffix}", headers={"Accept": BROWSER})
    assert (response.status_code, media_type(response)) == (200, expected)
    assert response.headers["content-location"] == f"{LYON}.{suffix}"


def test_a_form_that_is_not_there_is_refused(server: httpx.Client) -> None:
    assert server.get(LYON, headers={"Accept": "image/png"}).status_code == 406
    assert server.get(f"{LYON}.pdf").status_code == 406
    assert server.get(LYON, params={"format": "csv"}).status_code == 406
    assert server.get(LYON, params={"format": "jsonld"}).status_code == 200


def test_what_is_not_there_is_a_problem_for_machines_and_a_page_for_people(server: httpx.Client) -> None:
    told = server.get("/id/city/fr-lion", timeout=30)  # reads all names to find those that are near
    assert told.status_code == 404
    assert "city/fr-lyon" in told.json()["nearest"]
    page = server.get("/id/city/fr-lion", headers={"Accept": BROWSER})
    assert (page.status_code, media_type(page)) == (404, "text/html")
    assert "city/fr-lyon" in page.text


@pytest.mark.parametrize("suffix", RDF)
def test_a_machine_gets_what_the_page_shows(server: httpx.Client, suffix: str) -> None:
    told = triples(server, suffix)
    tie, guangzhou = f"{ID}tie/sister-city/cn-guangzhou--fr-lyon", f"{ID}city/cn-guangzhou"
    assert has(told, IRI, LABEL, Literal("里昂", language="zh"))
    assert has(told, tie, GZ + "party", NamedNode(IRI))
    claims = {claim for claim, about in objects(told, GZ + "about").items() if about == tie}
    sources = set(objects(told, GZ + "source", claims).values())
    assert sources
    assert all(has(told, source, GZ + "url") for source in sources)
    assert has(told, guangzhou, LABEL, Literal("Guangzhou", language="en"))


def test_all_forms_hold_the_same_triples(server: httpx.Client) -> None:
    assert len({frozenset(triples(server, suffix)) for suffix in RDF}) == 1


def test_library_and_service_describe_alike(server: httpx.Client, graph: KnowledgeGraph) -> None:
    described = parse(graph.describe("city/fr-lyon", "ntriples"), format=RdfFormat.N_TRIPLES)
    assert triples(server, "nt") == {quad.triple for quad in described}


def test_direct_triples_hold_for_the_day_that_is_asked(server: httpx.Client) -> None:
    assert not has(triples(server, "nt", as_of="1988-01-18"), IRI, GZ + "sisterCityOf")
    assert has(triples(server, "nt", as_of="1988-01-19"), IRI, GZ + "sisterCityOf")
    told = server.get(f"{LYON}.nt", params={"as_of": "1988-01-18"})
    assert told.headers["content-location"] == f"{LYON}.nt?as_of=1988-01-18"
    assert server.get(f"{LYON}.nt", params={"as_of": "soon"}).status_code == 400


def test_of_a_year_or_span_rdf_tells_the_last_day(server: httpx.Client) -> None:
    assert not has(triples(server, "nt", as_of="1987"), IRI, GZ + "sisterCityOf")
    assert triples(server, "nt", as_of="1985/1988") == triples(server, "nt", as_of="1988-12-31")
    assert has(triples(server, "nt", as_of="1988"), IRI, GZ + "sisterCityOf")


@pytest.mark.parametrize("suffix", [*RDF, "json", "html"])
def test_a_time_that_is_none_is_refused_in_every_form(server: httpx.Client, suffix: str) -> None:
    response = server.get(f"{LYON}.{suffix}", params={"as_of": "soon"})
    assert response.status_code == 400
    assert "link" not in response.headers


@pytest.mark.parametrize("asked", ["1990-01-01", "1990", "1985/1990"])
def test_all_links_lead_somewhere_whatever_time_is_asked(server: httpx.Client, asked: str) -> None:
    page = server.get(f"{LYON}.html", params={"as_of": asked})
    linked = re.findall(r'<([^>]*)>; rel="(?:alternate|describedby)"', page.headers["link"])
    shown = [unescape(one) for one in re.findall(r'<link rel="alternate"[^>]* href="([^"]*)"', page.text)]
    assert len(linked) == len(SUFFIXES)
    assert len(shown) == len(SUFFIXES) - 1
    for address in (*linked, *shown, page.headers["content-location"]):
        assert httpx.URL(address).params["as_of"] == asked
        assert server.get(address).status_code == 200


def test_an_unchanged_answer_costs_nothing(server: httpx.Client) -> None:
    first = server.get(f"{LYON}.ttl")
    again = server.get(f"{LYON}.ttl", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_links_say_where_the_other_forms_are_and_how_to_cite(server: httpx.Client) -> None:
    for suffix in ("html", "ttl"):
        links = server.get(f"{LYON}.{suffix}").links
        assert links["cite-as"]["url"] == links["canonical"]["url"] == IRI
        assert links["license"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
        assert links["describedby"] == {"url": f"{LYON}.ttl", "rel": "describedby", "type": "text/turtle"}
        header = server.get(f"{LYON}.{suffix}").headers["link"]
        alternates = re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', header)
        expected = {f"{LYON}.{other}": kind for other, kind in SUFFIXES.items() if other != suffix}
        assert dict(alternates) == expected
        for address, kind in alternates:
            assert media_type(server.get(address)) == kind


def test_pages_and_their_files_are_packed(server: httpx.Client) -> None:
    page = server.get("/id/city/cn-guangzhou.html", headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    style = re.search(r'href="([^"]*entity\.css)"', page.text)
    assert style
    file = server.get(style[1], headers={"Accept-Encoding": "gzip"})
    assert file.headers["content-encoding"] == "gzip"
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
    plain = server.get("/id/city/cn-guangzhou.html", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert int(page.headers["content-length"]) < 100_000 < len(plain.content)


def test_relations_as_a_table(server: httpx.Client) -> None:
    asked = {"kind": "sister-city", "as_of": "1990", "format": "csv"}
    response = server.get("/entities/city/cn-guangzhou/relations", params=asked)
    assert media_type(response) == "text/csv"
    assert "Accept" in response.headers["vary"].split(", ")
    assert "Accept" in server.get("/entities/city/cn-guangzhou/relations").headers["vary"].split(", ")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 9
    assert {row["certainty"] for row in rows} == {"certain"}
    assert rows[0]["ends_zh"] == "广州|福冈"
    assert rows[0]["start_earliest"] == "1979-05-02"


def test_claims_of_all_relations_come_at_once(graph: KnowledgeGraph) -> None:
    claims = graph.claims("city/cn-guangzhou", relations=True)
    relations = graph.relations("city/cn-guangzhou", kind="any", status="any")
    told = {about: sum(claim.about == about for claim in claims) for about in {claim.about for claim in claims}}
    assert {relation.id for relation in relations} | {"city/cn-guangzhou"} >= told.keys()
    for relation in relations[::40]:
        assert told.get(relation.id, 0) == len(graph.claims(relation.id))


def test_what_rests_on_a_source(graph: KnowledgeGraph) -> None:
    source = "source/guangzhou-municipal-government-2020-03-18-a4cf25"
    claims = graph.claims(source, relations=True)
    assert {claim.source.id for claim in claims} == {source}
    assert "tie/sister-city/cn-guangzhou--fr-lyon" in {claim.about for claim in claims}
    assert graph.claims(source) == []


def test_where_a_city_stands(graph: KnowledgeGraph) -> None:
    positions = {(one.layer, one.measure): one for one in graph.positions("city/cn-guangzhou")}
    degree = positions["sister-city", "degree"]
    assert (degree.rank, degree.of, degree.value) == (1, 38, 38)
    assert degree.measure_label["zh"] == "度"
    assert graph.positions("org/c40") == []


def test_a_year_keeps_what_held_at_some_time_in_it(graph: KnowledgeGraph) -> None:
    def ties(as_of: str) -> set[str]:
        found = graph.relations("city/cn-guangzhou", kind="sister-city", as_of=as_of)
        return {end.label["en"] for tie in found for end in tie.ends} - {"Guangzhou"}

    nine = {"Fukuoka", "Los Angeles", "Manila", "Vancouver", "Sydney", "Bari", "Lyon", "Frankfurt", "Auckland"}
    assert ties("1990") == ties("1990-01-01") == nine
    assert ties("1988-01-18") == nine - {"Lyon", "Frankfurt", "Auckland"}
    assert ties("1988") == nine - {"Auckland"}
    assert ties("1985/1986") == nine - {"Lyon", "Frankfurt", "Auckland"}
