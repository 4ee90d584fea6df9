"""New records over the web: validated, handed in with a token, reviewed, seen; and nothing acknowledged is lost."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from openpyxl import load_workbook

from api.app import create_app
from gzkg import KnowledgeGraph, Settings

TABLE = """甲方,乙方,结好类型,开始日期,来源
广州,{city},友好城市,{start},source/gazette-2000-01-01
"""
LYON_IN_1988 = TABLE.format(city="Lyon", start="1988-01-19")


PREFIX = "PREFIX gz: <https://w3id.org/gzkg/ontology#> "
BASE = "https://w3id.org/gzkg/id/"
CONCEPT = "https://w3id.org/gzkg/concept/"


def tie(
    kind: str = "friendly-cooperation-city", a: str = "cn-guangzhou", b: str = "jp-fukuoka", start: str = "1999-05-02"
) -> str:
    """Return a tie with its claim, as Turtle."""
    record = f"tie/{kind}/{a}--{b}"
    return f"""@base <{BASE}> . @prefix gz: <https://w3id.org/gzkg/ontology#> .
        @prefix c: <https://w3id.org/gzkg/concept/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <{record}> a gz:Tie ; gz:kind <{CONCEPT}tie-kind/{kind}> ; gz:party <city/{a}> , <city/{b}> ;
            gz:startEarliest "{start}"^^xsd:date ; gz:startLatest "{start}"^^xsd:date .
        <{record}/claim/1> a gz:Claim ; gz:about <{record}> ; gz:source <source/gazette-2000-01-01> ;
            gz:claimStatus <{CONCEPT}claim-status/achieved> ; gz:rank <{CONCEPT}rank/normal> ;
            gz:locator "p2" ; gz:statedOn "2000-01-01"^^xsd:date ;
            gz:statement "They agreed to cooperate."@en , "双方同意开展合作。"@zh ."""


KIND = "friendly-cooperation-city"
RECORD = f"tie/{KIND}/cn-guangzhou--jp-fukuoka"
PROVENANCE = """SELECT ?who { GRAPH <https://w3id.org/gzkg/graph/provenance> {
    ?a <http://www.w3.org/ns/prov#wasAssociatedWith> ?who } }"""
TURTLE = {"Content-Type": "text/turtle"}

Serving = Callable[[FastAPI], AbstractContextManager[httpx.Client]]


@pytest.fixture
def settings(root: Path) -> Settings:
    return Settings(root)


@pytest.fixture
def secrets(settings: Settings) -> dict[str, str]:
    """A contributor's and a reviewer's token."""
    with KnowledgeGraph(settings) as graph:
        contributor = graph.new_token("Li Hua", scopes=["submit"])[1]
        return {"submit": contributor, "review": graph.new_token("Chen Wei", scopes=["review"])[1]}


@pytest.fixture
def service(settings: Settings, secrets: dict[str, str], serving: Serving) -> Iterator[httpx.Client]:
    with serving(create_app(settings=settings)) as client:
        client.timeout = httpx.Timeout(60)
        yield client


def bearer(secret: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}", **TURTLE, **more}


def is_there(client: httpx.Client, record: str, **more: str) -> bool:
    query = f"{PREFIX} ASK {{ <{BASE}{record}> a gz:Tie }}"
    answer = client.get("/sparql", params={"query": query, "format": "json", **more})
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


def hand_in(client: httpx.Client, secret: str, text: str, **headers: str) -> Any:
    answer = client.post("/records", content=text, headers=bearer(secret, **headers), params={"name": "a.ttl"})
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def test_a_steward_walks_from_template_to_reviewed_record(service: httpx.Client, secrets: dict[str, str]) -> None:
    template = service.get("/records/template/ties")
    sheet = load_workbook(io.BytesIO(template.content)).active
    assert sheet is not None
    headers = [str(cell.value) for cell in sheet[1]]
    assert any("甲方" in header for header in headers)

    faulty = service.post(
        "/records/validate",
        content=TABLE.format(city="Lyonn", start="1988-13-01"),
        headers={"Content-Type": "text/csv"},
    )
    found = {(one["line"], one["column"]): one for one in faulty.json()["findings"]}
    assert not faulty.json()["conforms"]
    assert found[2, "乙方"]["nearest"] == ["city/fr-lyon"]
    assert found[2, "开始日期"]["value"] == "1988-13-01"
    assert all(one["message"].keys() == {"en", "zh"} == one["repair"].keys() for one in found.values())

    good = TABLE.format(city="Fukuoka", start="1979-05-02").replace("友好城市", "friendly-cooperation city")
    dry = service.post(
        "/records/validate", content=good, headers={"Content-Type": "text/csv"}, params={"dry_run": "true"}
    )
    assert dry.json()["conforms"], dry.text
    assert [one["id"] for one in dry.json()["plan"]["relations"]] == [RECORD]
    assert not is_there(service, RECORD, include="contributed")

    before = service.get("/readyz").json()["dataset"]
    taken = service.post(
        "/records",
        content=good,
        headers={**bearer(secrets["submit"]), "Content-Type": "text/csv"},
        params={"note": "from the list"},
    )
    assert taken.status_code == 201, taken.text
    receipt = taken.json()
    assert taken.headers["location"] == receipt["link"]
    assert not is_there(service, RECORD)
    assert is_there(service, RECORD, include="contributed")
    held = service.get("/graph/" + receipt["graph"].partition("/graph/")[2], headers={"Accept": "text/turtle"})
    assert RECORD in held.text
    waiting = service.get(f"/records/{receipt['submission']}").json()
    assert (waiting["state"], waiting["author"], waiting["note"]) == ("pending", "Li Hua", "from the list")

    accepted = service.post(f"/records/{receipt['submission']}/accept", headers=bearer(secrets["review"]))
    assert accepted.status_code == 200, accepted.text
    assert (accepted.json()["state"], accepted.json()["reviewer"]) == ("accepted", "Chen Wei")
    assert is_there(service, RECORD)
    assert service.get("/readyz").json()["dataset"] != before
    assert service.get(f"/entities/{RECORD}").json()["classes"] == ["Tie"]
    network = service.get("/network", params={"layer": "tie"}).json()
    assert [sorted(edge["records"]) for edge in network["edges"]] == [[RECORD, RECORD.replace(KIND, "sister-city")]]
    who = service.get(
        "/sparql",
        params={"query": PROVENANCE},
    )
    assert len(who.json()["results"]["bindings"]) == 2
    kinds = [one["kind"] for one in service.get("/changes").json()]
    assert kinds == ["submitted", "accepted"]
    assert service.get("/changes", params={"since": 1}).json()[0]["kind"] == "accepted"


def test_a_batch_with_a_violation_is_not_taken_at_all(service: httpx.Client, secrets: dict[str, str]) -> None:
    answer = service.post(
        "/records", content=tie() + f"\n<{BASE}city/fr-lyon> gz:note 'x'@en .", headers=bearer(secrets["submit"])
    )
    assert answer.status_code == 422, answer.text
    assert answer.json()["findings"]
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert service.get("/records").json() == []


@pytest.mark.parametrize(
    ("token", "status"), [("", 401), ("gzkg_nobody_x", 401), ("submit", 403)], ids=["none", "unknown", "other scope"]
)
def test_review_needs_its_token(service: httpx.Client, secrets: dict[str, str], token: str, status: int) -> None:
    receipt = hand_in(service, secrets["submit"], tie())
    headers = bearer(secrets.get(token, token)) if token else {}
    for decision in ("accept", "reject?reason=no"):
        answer = service.post(f"/records/{receipt['submission']}/{decision}", headers=headers)
        assert answer.status_code == status, answer.text
        assert ("www-authenticate" in answer.headers) == (status == 401)
    assert service.get(f"/records/{receipt['submission']}").json()["state"] == "pending"


def test_a_revoked_token_hands_in_nothing(service: httpx.Client, settings: Settings, secrets: dict[str, str]) -> None:
    with KnowledgeGraph(settings) as graph:
        for one in graph.tokens():
            graph.revoke_token(one.id)
    answer = service.post("/records", content=tie(), headers=bearer(secrets["submit"]))
    assert (answer.status_code, "revoked" in answer.json()["detail"]) == (401, True)
    assert secrets["submit"] not in answer.text


def test_the_same_key_takes_the_same_file_once(service: httpx.Client, secrets: dict[str, str]) -> None:
    first = hand_in(service, secrets["submit"], tie(), **{"Idempotency-Key": "a"})
    again = hand_in(service, secrets["submit"], tie(), **{"Idempotency-Key": "a"})
    assert (again["submission"], first["replayed"], again["replayed"]) == (first["submission"], False, True)
    service.post(f"/records/{first['submission']}/accept", headers=bearer(secrets["review"]))
    later = hand_in(service, secrets["submit"], tie(), **{"Idempotency-Key": "a"})
    assert later["submission"] == first["submission"]
    other = service.post(
        "/records", content=tie(start="2000-01-01"), headers=bearer(secrets["submit"], **{"Idempotency-Key": "a"})
    )
    assert other.status_code == 409, other.text
    assert len(service.get("/records").json()) == 1


def test_rejection_keeps_the_records_with_the_reason(service: httpx.Client, secrets: dict[str, str]) -> None:
    receipt = hand_in(service, secrets["submit"], tie())
    address = f"/records/{receipt['submission']}"
    assert service.post(f"{address}/reject", headers=bearer(secrets["review"])).status_code == 400
    rejected = service.post(f"{address}/reject", headers=bearer(secrets["review"]), params={"reason": "no such page"})
    assert (rejected.json()["state"], rejected.json()["reason"]) == ("rejected", "no such page")
    assert not is_there(service, RECORD, include="contributed")
    assert service.post(f"{address}/accept", headers=bearer(secrets["review"])).status_code == 409
    assert hand_in(service, secrets["submit"], tie())["submission"] != receipt["submission"]


def test_what_was_accepted_is_there_after_a_new_start(
    settings: Settings, secrets: dict[str, str], serving: Serving
) -> None:
    with serving(create_app(settings=settings)) as client:
        client.timeout = httpx.Timeout(60)
        receipt = hand_in(client, secrets["submit"], tie())
        client.post(f"/records/{receipt['submission']}/accept", headers=bearer(secrets["review"]))
        version = client.get("/readyz").json()["dataset"]
    with serving(create_app(settings=settings)) as client:
        assert is_there(client, RECORD)
        assert client.get("/readyz").json()["dataset"] == version


def test_two_services_and_the_command_line_share_one_journal(
    settings: Settings, secrets: dict[str, str], serving: Serving
) -> None:
    with serving(create_app(settings=settings)) as one, serving(create_app(settings=settings)) as other:
        one.timeout = other.timeout = httpx.Timeout(60)
        first = hand_in(one, secrets["submit"], tie())
        second = hand_in(other, secrets["submit"], tie(kind="sister-city", a="fr-lyon", b="jp-fukuoka"))
        with KnowledgeGraph(settings) as graph:
            assert {one.id for one in graph.submissions()} == {first["submission"], second["submission"]}
            graph.accept(second["submission"], token=secrets["review"])
        for client in (one, other):
            _wait_until(lambda client=client: is_there(client, "tie/sister-city/fr-lyon--jp-fukuoka"))  # type: ignore[misc]
            assert is_there(client, RECORD, include="contributed")


def _wait_until(condition: Callable[[], bool]) -> None:
    import time

    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_an_answer_is_not_taken_for_that_of_before(service: httpx.Client, secrets: dict[str, str]) -> None:
    asked = {"query": f"{PREFIX} SELECT (COUNT(?t) AS ?n) {{ ?t a gz:Tie }}"}
    before = service.get("/sparql", params=asked)
    receipt = hand_in(service, secrets["submit"], tie())
    same = service.get("/sparql", params=asked, headers={"If-None-Match": before.headers["etag"]})
    assert same.status_code == 304
    service.post(f"/records/{receipt['submission']}/accept", headers=bearer(secrets["review"]))
    after = service.get("/sparql", params=asked, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    counts = [answer.json()["results"]["bindings"][0]["n"]["value"] for answer in (before, after)]
    assert counts == ["2", "3"]


def test_a_marked_workbook_comes_back(service: httpx.Client) -> None:
    answer = service.post(
        "/records/validate",
        content=TABLE.format(city="Lyonn", start="1988-13-01"),
        headers={
            "Content-Type": "text/csv",
            "Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        },
        params={"lang": "zh"},
    )
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert "里昂" in comments["B2"] or "Lyon" in comments["B2"]


@pytest.mark.parametrize("format", ["json", "csv", "text", "turtle", "jsonld", "ntriples", "rdfxml"])
def test_findings_come_in_every_form(service: httpx.Client, format: str) -> None:
    answer = service.post("/records/validate", content=tie(a="cn-guangzhuo"), headers=TURTLE, params={"format": format})
    assert answer.status_code == 200, answer.text
    assert "cn-guangzhuo" in answer.text


def test_another_origin_may_read_but_not_hand_in(service: httpx.Client) -> None:
    origin = {"Origin": "https://example.org"}
    assert service.get("/records", headers=origin).headers["access-control-allow-origin"] == "*"
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    assert "access-control-allow-origin" not in service.options("/records", headers=asked).headers
    assert "access-control-allow-origin" in service.options("/records/validate", headers=asked).headers


def test_a_file_that_is_too_large_is_refused(settings: Settings, secrets: dict[str, str], serving: Serving) -> None:
    small = replace(settings, limits=replace(settings.limits, max_upload_mb=1))
    with serving(create_app(settings=small)) as client:
        answer = client.post("/records/validate", content=b"#" * ((1 << 20) + 1), headers=TURTLE)
        assert (answer.status_code, "several files" in answer.json()["detail"]) == (413, True)


def test_an_unknown_submission_is_not_found(service: httpx.Client, secrets: dict[str, str]) -> None:
    assert service.get("/records/2026-01-01-zzzzzz").status_code == 404
    assert service.post("/records/x/accept", headers=bearer(secrets["review"])).status_code == 404


def test_a_file_that_is_none_says_so(service: httpx.Client) -> None:
    answer = service.post("/records/validate", content="<a> <b> ", headers=TURTLE)
    assert (answer.status_code, answer.json()["title"]) == (400, "BadRecords")
    assert answer.json()["line"] == 1


@pytest.mark.parametrize("asked", [{"lang": "fr"}, {"dry_run": "perhaps"}, {"set": "nothing=x", "kind": "ties"}])
def test_what_cannot_be_asked_is_said(service: httpx.Client, asked: dict[str, str]) -> None:
    answer = service.post("/records/validate", content=LYON_IN_1988, headers={"Content-Type": "text/csv"}, params=asked)
    assert answer.status_code == 400, answer.text


def test_what_another_program_let_in_is_known_to_every_route(
    service: httpx.Client, settings: Settings, secrets: dict[str, str]
) -> None:
    receipt = hand_in(service, secrets["submit"], tie())
    with KnowledgeGraph(settings) as graph:
        before = graph.version
        graph.accept(receipt["submission"], token=secrets["review"])
        assert graph.version != before
        assert graph.entity(RECORD).classes == ("Tie",)
    service.post("/records/validate", content=LYON_IN_1988, headers={"Content-Type": "text/csv"})
    assert service.get(f"/entities/{RECORD}").status_code == 200
    assert is_there(service, RECORD)


def test_json_is_json(service: httpx.Client) -> None:
    answer = service.post("/records/validate", content=tie(), headers=TURTLE)
    assert json.loads(answer.content)["conforms"]
    assert answer.headers["content-type"] == "application/json"
