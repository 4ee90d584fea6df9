"""Who says so, without a browser: what is compared, and what the lists hold."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from gzkg import KnowledgeGraph

PAGE = "/who-says-so"


def test_every_tie_and_membership_told_as_fact_is_counted_once(graph: KnowledgeGraph) -> None:
    counted = sum(int(str(row["records"])) for row in graph.query(graph.question("CQ-R09").sparql))
    asked = """PREFIX gz: <https://w3id.org/gzkg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT (COUNT(DISTINCT ?record) AS ?n) {
      VALUES ?class { gz:Tie gz:Membership } ?record a ?class ; gz:status/skos:broader/skos:notation "factual"
    }"""
    assert counted == int(str(next(iter(graph.query(asked)))["n"]))


def test_a_side_is_told_by_who_published(graph: KnowledgeGraph) -> None:
    """Łódź speaks of its tie on its own page; Guangzhou's source of it is of 广州国际友城大学联盟, a third party."""
    rows = {str(row["record"]).partition("/id/")[2]: row for row in graph.query(graph.question("CQ-R10").sparql)}
    assert str(rows["tie/sister-city/cn-guangzhou--pl-lodz"]["speaker_en"]) == "Łódź"
    assert str(rows["tie/sister-city/cn-guangzhou--fr-lyon"]["silent_zh"]) == "里昂"
    assert "tie/sister-city/cn-guangzhou--de-frankfurt" not in rows  # both sides
    assert "tie/friendly-cooperation-city/cn-guangzhou--fj-suva" not in rows  # newspapers only


@pytest.mark.parametrize("name", ["one-sided", "disagreeing", "ended", "single"])
def test_every_row_names_a_file_that_is_there(server: httpx.Client, repo: Path, name: str) -> None:
    for page in (1, 2, 17):
        html = server.get(PAGE, params={"list": name, "page": page}).text
        assert all((repo / file).is_file() for file in re.findall(r"<code>(graph/[^<]+)</code>", html))


def test_a_kind_and_a_city_keep_rows(server: httpx.Client) -> None:
    html = server.get(PAGE, params={"list": "single", "kind": "Count", "city": "广州"}).text
    records = re.findall(r'<th scope="row"><a href="/id/([^"]+)"', html)
    assert records
    assert all("cn-guangzhou" in record for record in records)


def test_strange_parameters_do_no_harm(server: httpx.Client) -> None:
    for page in ("0", "-1", "9999999999", "²", "x"):
        assert server.get(PAGE, params={"list": "ended", "page": page}).status_code == 200
    assert server.get(PAGE, params={"list": "nothing", "kind": "<b>"}).status_code == 200
    told = server.get(PAGE, params={"city": "<script>alert(1)</script>"})
    assert told.status_code == 400
    assert "<script>alert" not in told.text


def test_answers_are_kept(server: httpx.Client) -> None:
    def misses() -> str:
        return next(
            line for line in server.get("/metrics").text.splitlines() if line.startswith("gzkg_cache_misses_total")
        )

    first = server.get(PAGE).text
    before = misses()
    assert server.get(PAGE).text == first
    assert misses() == before
