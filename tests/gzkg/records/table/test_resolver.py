"""What a cell may name, and how quickly many cells are read."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date

import pytest

from gzkg import vocab
from gzkg.records.table.fault import Fault
from gzkg.records.table.resolver import Resolver
from gzkg.records.table.rows import read_rows
from gzkg.records.table.sheet import Sheet

Make = Callable[[], Resolver]
ROWS = 10_000


@pytest.mark.parametrize(
    ("name", "of", "found"),
    [
        ("JP", "Country", "country/jp"),
        ("jp", "Country", "country/jp"),
        ("日本", "Country", "country/jp"),
        ("wikidata:Q456", "City", "city/fr-lyon"),
        ("http://www.wikidata.org/entity/Q456", "City", "city/fr-lyon"),
        ("https://www.geonames.org/2996944/lyon.html", "City", "city/fr-lyon"),
        ("geonames:2996944", "City", "city/fr-lyon"),
        ("廣州", "City", "city/cn-guangzhou"),
        ("guang zhou", "City", "city/cn-guangzhou"),
        ("City of Lyon", "City", "city/fr-lyon"),
        ("UCLG", "Organization", "org/uclg"),
        ("edition/global-mayors-forum/2", "Edition", "edition/global-mayors-forum/2"),
    ],
)
def test_one_thing_is_found(resolver: Make, name: str, of: str, found: str) -> None:
    assert resolver().find([name], [of]) == vocab.ID + found


def test_of_two_cells_one_may_be_unknown(resolver: Make) -> None:
    assert resolver().find(["Lyonopolis", "里昂"], ["City"]) == vocab.ID + "city/fr-lyon"


def test_two_cells_settle_what_one_leaves_open(resolver: Make) -> None:
    assert resolver().find(["Singapore", "city/sg-singapore"], ["Entity"]) == vocab.ID + "city/sg-singapore"


def test_a_country_as_country_is_itself(resolver: Make) -> None:
    france = vocab.ID + "country/fr"
    assert resolver().find(["France"], ["Polity"], country=france) == france


def test_a_newcomer_is_found_by_all_its_names_and_only_in_its_batch(resolver: Make) -> None:
    batch = resolver()
    iri = vocab.ID + "city/fr-sampletown"
    batch.introduce(iri, "City", {"en": "Sampletown", "zh": "样例城"}, country=vocab.ID + "country/fr", also=["Samplê"])
    for name in ("sample town", "样例城", "Sample", "city/fr-sampletown"):
        assert batch.find([name], ["Place"], country=vocab.ID + "country/fr") == iri
    assert isinstance(batch.find(["Sampletown"], ["Place"], country=vocab.ID + "country/jp"), Fault)
    assert isinstance(resolver().find(["Sampletown"], ["Place"]), Fault)


def test_a_near_name_is_only_of_the_right_sort(resolver: Make) -> None:
    fault = resolver().find(["Metropolys"], ["City"])
    assert isinstance(fault, Fault)
    assert "org/metropolis" not in fault.nearest


def test_ten_thousand_rows(resolver: Make, capsys: pytest.CaptureFixture[str]) -> None:
    chance, batch = random.Random(5), resolver()
    cities = [f"city/{name}" for name in ("fr-lyon", "jp-fukuoka", "cn-shanghai", "de-frankfurt", "us-los-angeles")]
    names = [name for city in cities for name in batch.label(vocab.ID + city).values()]
    header = ("类别", "甲方", "Party B", "开始日期", "来源", "发布者")
    rows = []
    for line in range(2, ROWS + 2):
        other = "Guangzhou" if line % 20 else f"Nowhere {chance.random()}"
        rows.append(
            (line, ("友好城市", chance.choice(names), other, "1999年5月", f"https://example.org/{line}", "新华社"))
        )
    begun = time.process_time()
    read = read_rows(Sheet("", header, rows), None, batch, today=date(2026, 11, 25))
    with capsys.disabled():
        print(f" {ROWS} rows in {time.process_time() - begun:.1f} s", end="")
    assert (read.rows, len(read.findings)) == (ROWS, ROWS // 20)
    assert len({finding.line for finding in read.findings}) == ROWS // 20
