"""The addresses of terms, the guide and the reference, as programs and readers without scripts meet them."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from api.pages.words import read_words
from gzkg import OFFERS, KnowledgeGraph

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
GZ = "https://w3id.org/gzkg/ontology#"
CONCEPT = "https://w3id.org/gzkg/concept/"


def page(server: httpx.Client, path: str, language: str = "en") -> str:
    answer = server.get(path, headers={**BROWSER, "Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


@pytest.mark.parametrize(
    ("accept", "format", "expected"),
    [
        ("*/*", "", "application/json"),
        ("application/json", "", "application/json"),
        ("text/turtle", "", "text/turtle"),
        ("application/ld+json", "", "application/ld+json"),
        ("text/turtle;q=0.5, text/html;q=0.4", "", "text/turtle"),
        (BROWSER["Accept"], "", "text/html"),
        (BROWSER["Accept"], "json", "application/json"),
        (BROWSER["Accept"], "turtle", "text/turtle"),
    ],
)
@pytest.mark.parametrize("path", ["/ontology", "/ontology/City", "/concept/tie-kind", "/concept/tie-kind/sister-city"])
def test_a_term_in_the_form_that_is_wanted(
    server: httpx.Client, path: str, accept: str, format: str, expected: str
) -> None:
    answer = server.get(path, params={"format": format} if format else {}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == expected
    assert "Accept" in answer.headers["vary"]


def test_what_no_format_can_hold_is_refused(server: httpx.Client) -> None:
    assert server.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
    assert server.get("/ontology?format=nonsense").status_code == 406
    assert server.get("/ontology/Citty").status_code == 404
    assert "City" in server.get("/ontology/Citty").json()["detail"]
    assert server.get("/concept/tie-kind/nonsense").status_code == 404


def test_the_rdf_is_about_the_term(server: httpx.Client) -> None:
    concept = Graph().parse(data=server.get("/concept/tie-kind/sister-city?format=turtle").text)
    names = set(concept.objects(URIRef(CONCEPT + "tie-kind/sister-city"), SKOS.prefLabel))
    assert {str(name) for name in names} == {"sister city", "友好城市"}
    scheme = Graph().parse(data=server.get("/concept/tie-kind?format=turtle").text)
    assert URIRef("https://w3id.org/gzkg/scheme/tie-kind") in set(scheme.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(set(scheme.subjects(RDF.type, SKOS.Concept))) == 5


def test_the_example_of_a_derived_property_shows_only_that(server: httpx.Client) -> None:
    shown = html.unescape(page(server, "/ontology/sisterCityOf"))
    turtle = re.sub(r"<[^>]+>", "", shown.partition('<pre class="turtle"')[2].partition("</pre>")[0])
    assert "gz:sisterCityOf" in turtle
    assert "gz:tiedWith" not in turtle


def test_the_reference_tells_of_the_ontology_once(server: httpx.Client) -> None:
    told = server.get("/openapi.json").json()["paths"]["/ontology"]["get"]
    assert [one["name"] for one in told["parameters"]] == ["format"]
    assert "page" in told["summary"] + told["description"]


def test_the_address_of_a_scheme_leads_to_its_page(server: httpx.Client) -> None:
    answer = server.get("/scheme/tie-kind?format=turtle")
    assert (answer.status_code, answer.headers["location"]) == (303, "/concept/tie-kind?format=turtle")


def test_the_ontology_as_json_is_small_on_the_way_and_kept(server: httpx.Client) -> None:
    answer = server.get("/ontology", headers={"Accept-Encoding": "gzip"})
    assert int(answer.headers["content-length"]) < 60_000
    tag = {"If-None-Match": answer.headers["etag"]}
    assert server.get("/ontology", headers=tag).status_code == 304
    assert {"gz:City", "gz:Tie"} <= {one["name"] for one in answer.json()["classes"]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_term_has_its_page(server: httpx.Client, graph: KnowledgeGraph, language: str) -> None:
    whole = page(server, "/ontology", language)
    ids = re.findall(r'\sid="([^"]+)"', whole)
    assert len(ids) == len(set(ids))
    for term in graph.ontology().terms():
        if term.iri.startswith(GZ):
            assert term.iri.removeprefix(GZ) in ids  # so that the IRI of the term lands at it
    ours = [term for term in graph.ontology().terms() if term.iri.startswith("https://w3id.org/gzkg/")]
    for term in ours[:: 3 if language == "zh" else 7]:
        path = term.iri.removeprefix("https://w3id.org/gzkg").replace("#", "/").replace("/scheme/", "/concept/")
        shown = html.unescape(page(server, path, language))
        assert term.definition[language] in shown
        assert term.iri in shown


def test_a_class_shows_what_is_asked_and_an_example(server: httpx.Client) -> None:
    shown = page(server, "/ontology/Tie", "zh")
    assert "结好关系须恰好连接两个不同的结好方" in shown
    assert "恰好 2 个" in shown
    assert 'href="/hand-in?kind=ties"' in shown
    assert re.search(r'href="/query\?query=[^"]*gz%3ATie', shown)
    assert "gz:party" in shown


def test_a_role_says_who_defines_it(server: httpx.Client) -> None:
    assert 'href="/id/org/metropolis"' in page(server, "/concept/role/board-member")


@pytest.mark.parametrize("path", ["/ontology", "/ontology/City", "/concept/tie-kind", "/api", "/docs"])
def test_the_policy_is_strict(server: httpx.Client, path: str) -> None:
    answer = server.get(path, headers=BROWSER)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*json)", answer.text)
    assert not re.search(r"\s(style|on\w+)=", answer.text)


def test_every_command_of_the_guide_works(server: httpx.Client, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not there")
    shown = page(server, "/api")
    commands = {
        name: html.unescape(text) for name, text in re.findall(r'<code id="(\w+)" data-run>(.*?)</code>', shown, re.S)
    }
    assert len(commands) > 12
    told = {}
    for name, command in commands.items():
        done = subprocess.run(
            ["bash", "-c", command.replace("curl ", "curl -sS --fail-with-body ", 1)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert done.returncode == 0, (name, done.stdout[:500], done.stderr)
        told[name] = done.stdout
    assert "广州" in told["e1"]
    assert json.loads(told["j1"])[0]["id"] == "city/cn-guangzhou"
    assert len(json.loads(told["j2"])) == 9
    assert "Fukuoka" in told["s1"]
    assert json.loads(told["s2"])["boolean"] is False
    assert told["n1"].count("\n") == 11
    assert (tmp_path / "ties.gexf").read_text(encoding="utf-8").startswith("<?xml")
    assert (tmp_path / "curated.ttl").stat().st_size > 1_000_000
    assert "gzkg-version" in told["v1"].lower()


def test_the_guide_tells_of_every_analysis_in_the_words_of_the_library() -> None:
    words = read_words("guide", "en")
    assert {name.removeprefix("offer_"): said for name, said in words.items() if name.startswith("offer_")} == {
        offer.name: offer.about for offer in OFFERS
    }


def test_the_guide_shows_the_error_as_it_is(server: httpx.Client) -> None:
    found = re.search(r'<code id="problem">(.*?)</code>', page(server, "/api"), re.S)
    assert found
    assert (
        json.loads(html.unescape(found[1]))
        == server.get("/entities/city/cn-guangzhou/relations?kind=sistercity").json()
    )


def test_the_reference_names_every_address_with_its_parameters(server: httpx.Client) -> None:
    shown = html.unescape(page(server, "/docs", "zh"))
    described = server.get("/openapi.json").json()
    for path, methods in described["paths"].items():
        assert f'<code class="path">{path}</code>' in shown
        for said in methods.values():
            for parameter in said.get("parameters", ()):
                assert f"<code>{parameter['name']}</code>" in shown
    assert "接口参考" in shown
