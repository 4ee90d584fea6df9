"""Small sheets in both languages, and every finding."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest

from gzkg import vocab
from gzkg.errors import BadRecords
from gzkg.records.batch import Batch, Place
from gzkg.records.table.fault import _TEXTS
from gzkg.records.table.kind import read_kinds
from gzkg.records.table.resolver import Resolver
from gzkg.records.table.rows import choose_kinds, read_sheets
from gzkg.records.table.sheet import Sheet

Read = Callable[..., Batch]
PAGE = "https://example.org/news/1"
CITY = "https://w3id.org/gzkg/id/city/"


def said(batch: Batch, subject: str) -> dict[str, list[str]]:
    """Return what a batch says of a thing: last part of the property -> values without the base, sorted."""
    found: dict[str, list[str]] = {}
    for triple in batch.triples:
        if getattr(triple.subject, "value", "") == vocab.ID + subject:
            name = triple.predicate.value.replace("#", "/").rpartition("/")[2]
            value = getattr(triple.object, "value", "").removeprefix(vocab.ID).removeprefix(vocab.CONCEPT)
            found.setdefault(name, []).append(value.removeprefix(vocab.GZ))
    return {name: sorted(values) for name, values in found.items()}


def checks(batch: Batch) -> list[str]:
    return [finding.check.partition("-")[0] for finding in batch.findings]


HEAD = "Kind|Party A|Party B|Source|Publisher"
COUNT = "Of what|Indicator|Number|Source|Publisher"
TIE = "tie/sister-city/cn-shanghai--fr-lyon"


def test_a_tie_in_english(read: Read) -> None:
    batch = read(f"""
        Kind of tie | Party A  | Party B | Begun      | Signed in | Source | Publisher       | Published
        sister city | Shanghai | Lyon    | 2031-05-06 | Lyon      | {PAGE} | Guangzhou Daily | 2031-05-07
    """)
    assert batch.findings == []
    assert (batch.kind, batch.rows) == ("ties", 1)
    assert said(batch, TIE) == {
        "type": ["Tie"],
        "kind": ["tie-kind/sister-city"],
        "party": ["city/cn-shanghai", "city/fr-lyon"],
        "signedIn": ["city/fr-lyon"],
        "startEarliest": ["2031-05-06"],
        "startLatest": ["2031-05-06"],
    }
    source = f"source/guangzhou-daily-2031-05-07-{hashlib.sha256(PAGE.encode()).hexdigest()[:6]}"
    assert said(batch, f"{TIE}/claim/1") == {
        "type": ["Claim"],
        "about": [TIE],
        "source": [source],
        "rank": ["rank/normal"],
        "claimStatus": ["claim-status/achieved"],
        "locator": ["page"],
        "statedOn": ["2031-05-07"],
        "startEarliest": ["2031-05-06"],
        "startLatest": ["2031-05-06"],
        "statement": [
            "The source gives Shanghai and Lyon as the two sides of a tie (sister city), begun 6 May 2031, "
            "signed in Lyon; status: achieved.",
            "来源将上海与里昂列为结好双方（友好城市），始于2031年5月6日，在里昂签署；状态：已实现。",
        ],
    }
    assert said(batch, source) == {
        "type": ["Source"],
        "prefLabel": ["Guangzhou Daily, 7 May 2031 (example.org)", "广州日报，2031年5月7日（example.org）"],
        "publisher": ["org/guangzhou-daily"],
        "publishedOn": ["2031-05-07"],
        "url": [PAGE],
    }


def test_the_same_tie_in_chinese_gives_the_same_record(read: Read) -> None:
    chinese = read(f"""
        结好类型 | 甲方 | 乙方 | 开始日期      | 签署地 | 来源   | 发布者   | 发布日期
        友好城市 | 上海 | 里昂 | 2031年5月6日 | 里昂   | {PAGE} | 广州日报 | 2031年5月7日
    """)
    english = read(f"""
        kind        | party a  | party b | date_signed | place_signed | source_url | source_publisher | source_date
        sister-city | Shanghai | Lyon    | 2031-05-06  | city/fr-lyon | {PAGE}     | Guangzhou Daily  | 2031-05-07
    """)
    assert chinese.findings == english.findings == []
    assert set(chinese.triples) == set(english.triples)


@pytest.mark.parametrize(
    "name",
    [
        "city/fr-lyon",
        CITY + "fr-lyon",
        "Q456",
        "https://www.wikidata.org/wiki/Q456",
        "2996944",
        "里昂",
        "LYON",
        "里昂市",
    ],
)
def test_a_city_by_id_number_or_any_name(read: Read, name: str) -> None:
    batch = read(f"""
        Kind | Party A | Party B | Source | Publisher
        tie-kind:sister-city | 上海 | {name} | {PAGE} | 新华社
    """)
    assert batch.findings == []
    assert said(batch, TIE)["party"] == ["city/cn-shanghai", "city/fr-lyon"]


def test_every_cell_has_its_place(read: Read) -> None:
    batch = read(f"""
        类别     | 甲方 | Party B | Begun | Source | Publisher
        友好城市 | 上海 | Lyon    | 2031  | {PAGE} | Xinhua
    """)
    tie = vocab.ID + TIE
    assert batch.place(tie, vocab.GZ + "kind") == Place(2, "类别", "友好城市")
    assert batch.place(tie, vocab.PARTY) == Place(2, "甲方", "上海")
    assert batch.places[tie, f"{vocab.PARTY} {CITY}fr-lyon"] == Place(2, "Party B", "Lyon")
    assert batch.place(tie, vocab.GZ + "startLatest") == Place(2, "Begun", "2031")
    assert batch.place(tie, vocab.TYPE) == Place(2)
    assert batch.place(f"{tie}/claim/1", vocab.GZ + "source") == Place(2, "Source", PAGE)
    assert {triple.subject.value for triple in batch.triples} == {subject for subject, _ in batch.places}


def test_empty_cells_may_be_given_once_for_all(read: Read) -> None:
    batch = read(
        f"""
        city_en | city_zh | country_code | date_signed | source_url | source_publisher | note
        Lyon    | 里昂    | FR           | 2031        | {PAGE}     | Xinhua           | my own
        """,
        party_a="上海",
        kind="sister-city",
    )
    assert (batch.kind, batch.findings) == ("ties", [])
    assert said(batch, TIE)["startLatest"] == ["2031-12-31"]


def test_a_second_source_of_the_same_record_is_a_second_claim(read: Read) -> None:
    batch = read(f"""
        Kind        | Party A  | Party B  | Begun      | Source   | Publisher
        sister city | Shanghai | Lyon     | 2031-05-06 | {PAGE}   | Xinhua
        sister city | 里昂     | 上海     | 2031-06    | {PAGE}/b | Xinhua
    """)
    assert batch.findings == []
    assert said(batch, TIE)["startLatest"] == ["2031-05-06"]
    assert said(batch, f"{TIE}/claim/2")["startLatest"] == ["2031-06-30"]


def test_claims_on_a_record_of_the_graph_get_the_next_free_numbers(read: Read) -> None:
    fukuoka = "tie/sister-city/cn-guangzhou--jp-fukuoka"
    batch = read(f"""
        Kind        | Party A   | Party B | Source   | Publisher
        sister city | Guangzhou | Fukuoka | {PAGE}   | Xinhua
        sister city | Guangzhou | Fukuoka | {PAGE}/b | Xinhua
    """)
    claims = {t.subject.value.rpartition("/")[2] for t in batch.triples if f"{fukuoka}/claim/" in str(t.subject)}
    assert len(claims) == 2
    assert "1" not in claims


def test_a_membership_gets_the_next_number(read: Read) -> None:
    batch = read(f"""
        Organisation | Member    | Role         | Begun | Ended | Source | Publisher
        Metropolis   | Guangzhou | co-president | 1950  | 1952  | {PAGE} | Xinhua
        Metropolis   | Guangzhou | co-president | 1953  | 1955  | {PAGE} | Xinhua
        UCLG         | Lyon      |              |       |       | {PAGE} | Xinhua
    """)
    new = sorted({t.subject.value for t in batch.triples if t.predicate.value == vocab.GZ + "member"})
    first, second, lyon = (iri.removeprefix(vocab.ID + "membership/") for iri in new)
    assert first.startswith("metropolis/cn-guangzhou--co-president--")
    assert int(second.rpartition("-")[2]) == int(first.rpartition("-")[2]) + 1
    assert lyon == "uclg/fr-lyon--member--1"


def test_known_to_hold_bounds_what_begin_and_end_leave_open(read: Read) -> None:
    batch = read(f"""
        Organisation | Member | Known to hold | Source | Publisher
        UCLG         | Lyon   | 2016/2019     | {PAGE} | Xinhua
    """)
    membership = said(batch, "membership/uclg/fr-lyon--member--1")
    assert (membership["startLatest"], membership["endEarliest"]) == (["2019-12-31"], ["2016-01-01"])
    assert not {"startEarliest", "endLatest"} & membership.keys()


def test_names_that_other_rows_and_sheets_bring_are_found(resolver: Callable[..., Resolver]) -> None:
    cities = Sheet("cities", ("name_en", "name_zh", "country", "qid"), [(2, ("Sampletown", "样例城", "FR", "Q9991"))])
    bodies = Sheet(
        "bodies", ("name_en", "name_zh", "parent"), [(2, ("Sample B", "样例乙", "样例甲")), (3, ("Sample A", "样例甲"))]
    )
    header = ("Kind", "Party A", "Party B", "Source", "Publisher")
    rows = [
        ("sister city", name, "Guangzhou", page, "Sample A")
        for name, page in (("样例城", PAGE), ("Q9991", PAGE + "/2"))
    ]
    ties = Sheet("ties", header, list(enumerate(rows, start=2)))
    pairs = choose_kinds([ties, bodies, cities])
    batch = read_sheets(pairs, resolver(), today=date(2026, 11, 25))
    assert batch.findings == []
    assert said(batch, "city/fr-sampletown")["within"] == ["country/fr"]
    assert said(batch, "org/sample-b")["parentOrganization"] == ["org/sample-a"]
    assert said(batch, "tie/sister-city/cn-guangzhou--fr-sampletown")["party"] == [
        "city/cn-guangzhou",
        "city/fr-sampletown",
    ]


def test_a_place_with_region_and_centre(read: Read) -> None:
    batch = read("""
        English name | Chinese name | Country | Lies in | Wikidata | GeoNames | Lat  | Lon | Other names (English)
        Sampletown   | 样例城       | US      | Arizona | Q9991    | 99999991 | -1.5 | 20  | Sample; Sampleton
    """)
    assert batch.findings == []
    assert said(batch, "city/us-sampletown") == {
        "type": ["City"],
        "prefLabel": ["Sampletown", "样例城"],
        "altLabel": ["Sample", "Sampleton"],
        "within": ["region/us-arizona"],
        "wikidataId": ["Q9991"],
        "geonamesId": ["99999991"],
        "hasCentroid": ["city/us-sampletown/centroid"],
    }
    assert said(batch, "city/us-sampletown/centroid")["asWKT"] == ["POINT(20 -1.5)"]


def test_a_homonym_in_another_region_gets_its_region(read: Read) -> None:
    batch = read("""
        English name | Chinese name | Country | Region
        Phoenix      | 另一凤凰城   | US      | California
        Sampletown   | 样例城       | US      | California
        Sampletown   | 样例城       | US      | Arizona
    """)
    assert batch.findings == []
    cities = {t.subject.value.removeprefix(CITY) for t in batch.triples if t.predicate.value == vocab.TYPE}
    assert cities == {"us-phoenix-california", "us-sampletown", "us-sampletown-arizona"}


def test_a_consulate_is_a_mission_and_its_siting(read: Read) -> None:
    batch = read(f"""
        Sending country | City     | Opened | Source | Publisher
        United States   | Shanghai | 1980   | {PAGE} | Xinhua
    """)
    assert batch.findings == []
    mission = said(batch, "mission/us-consulate-general-shanghai")
    assert mission["prefLabel"] == ["Consulate General of the United States in Shanghai", "美国驻上海总领事馆"]
    siting = said(batch, "siting/us-consulate-general-shanghai--cn-shanghai--1")
    assert (siting["sited"], siting["host"]) == (["mission/us-consulate-general-shanghai"], ["city/cn-shanghai"])


def test_an_edition_and_an_entry_to_it_by_number(resolver: Callable[..., Resolver]) -> None:
    editions = Sheet("", ("Series", "Number", "First day"), [(2, ("Guangzhou Award", "99", "2099-05"))])
    header = ("Award", "Edition", "Submitted by", "Outcome", "Source", "Publisher")
    row = ("广州奖", "99", "Lyon", "入围; winner", PAGE, "Xinhua")
    entries = Sheet("", header, [(2, row)])
    batch = read_sheets(choose_kinds([editions, entries]), resolver(), today=date(2026, 11, 25))
    assert batch.findings == []
    edition = said(batch, "edition/guangzhou-award/99")
    assert (edition["type"], edition["editionOf"], edition["ordinal"]) == (
        ["AwardEdition"],
        ["award/guangzhou-award"],
        ["99"],
    )
    entry = said(batch, "entry/guangzhou-award/99/fr-lyon")
    assert entry["outcome"] == ["outcome/shortlisted", "outcome/winner"]
    assert len(entry["prefLabel"]) == 2


def test_counts_of_one_day_that_differ_are_two(read: Read) -> None:
    batch = read(f"""
        Of what   | Indicator     | Number | To be read as | As of   | Source   | Publisher
        Guangzhou | sister cities | 1,038  | more than     | 2031-05 | {PAGE}   | Xinhua
        Guangzhou | sister cities | 1040   |               | 2031-05 | {PAGE}/b | Xinhua
        Guangzhou | sister cities | 1040   |               | 2031-05 | {PAGE}/c | Xinhua
    """)
    assert batch.findings == []
    may = "count/cn-guangzhou/sister-cities/2031-05"
    first, second = said(batch, may), said(batch, f"{may}-2")
    assert (first["value"], first["bound"], first["asOf"]) == (["1038"], ["bound/more-than"], ["2031-05-31"])
    assert (first["startEarliest"], first["endLatest"]) == (["2031-05-01"], ["2031-05-31"])
    assert second["value"] == ["1040"]
    assert said(batch, "count/cn-guangzhou/sister-cities/2031-05-2/claim/2")["value"] == ["1040"]


def test_a_source_of_the_graph_is_found_by_address_and_by_id(read: Read) -> None:
    batch = read(
        """
        Organisation | Member | Source                                | Stated on
        UCLG         | Lyon   | https://www.c40.org/china-office/     | 2031-05-06
        UCLG         | Nice   | source/jeonnam-ilbo-2023-12-10-feec64 |
    """.replace("Nice", "Fukuoka")
    )
    assert batch.findings == []
    claims = [said(batch, f"membership/uclg/{member}--member--1/claim/1") for member in ("fr-lyon", "jp-fukuoka")]
    assert [claim["source"] for claim in claims] == [
        ["source/c40-cities-undated-419808"],
        ["source/jeonnam-ilbo-2023-12-10-feec64"],
    ]
    assert [claim["statedOn"] for claim in claims] == [["2031-05-06"], ["2023-12-10"]]
    assert not [t for t in batch.triples if "id/source/" in str(t.subject)]


def test_a_new_publisher_with_both_names_is_added(read: Read) -> None:
    batch = read(f"""
        Organisation | Member | Source | Publisher           | Publisher (Chinese)
        UCLG         | Lyon   | {PAGE} | The Zanzibar Herald | 桑给巴尔先驱报
    """)
    assert batch.findings == []
    assert said(batch, "org/the-zanzibar-herald")["prefLabel"] == ["The Zanzibar Herald", "桑给巴尔先驱报"]
    assert said(batch, "membership/uclg/fr-lyon--member--1/claim/1")["statedOn"] == ["2026-11-25"]


def test_a_month_of_publication_is_a_span_and_the_claim_stands_on_its_last_day(read: Read) -> None:
    batch = read(f"""
        Organisation | Member | Source | Publisher | Published
        UCLG         | Lyon   | {PAGE} | Xinhua    | 2031-02
    """)
    source = said(batch, "membership/uclg/fr-lyon--member--1/claim/1")["source"][0]
    assert (
        said(batch, source)["startLatest"]
        == said(batch, "membership/uclg/fr-lyon--member--1/claim/1")["statedOn"]
        == ["2031-02-28"]
    )
    assert "publishedOn" not in said(batch, source)


def test_a_document_without_an_address_has_a_title(read: Read) -> None:
    batch = read("""
        Organisation | Member | Source title (English) | Source title (Chinese) | Publisher
        UCLG         | Lyon   | Year book 1999         | 1999年年鉴             | Xinhua
    """)
    assert batch.findings == []
    source = said(batch, "membership/uclg/fr-lyon--member--1/claim/1")["source"][0]
    assert said(batch, source)["prefLabel"] == ["1999年年鉴", "Year book 1999"]


def test_the_steward_s_own_sentences_are_kept(read: Read) -> None:
    batch = read(f"""
        Organisation | Member | Source | Publisher | Statement (English) | 中文表述     | Locator | Status
        UCLG         | Lyon   | {PAGE} | Xinhua    | Lyon wants to join. | 里昂拟加入。 | p5      | 已规划
    """)
    claim = said(batch, "membership/uclg/fr-lyon--member--1/claim/1")
    assert claim["statement"] == ["Lyon wants to join.", "里昂拟加入。"]
    assert (claim["locator"], claim["claimStatus"]) == (["p5"], ["claim-status/planned"])


def test_what_looks_like_a_formula_stays_a_text(read: Read) -> None:
    batch = read("""
        name_en    | name_zh | country | other names
        Sampletown | 样例城  | FR      | =HYPERLINK("x"); @SUM(A1)
    """)
    assert said(batch, "city/fr-sampletown")["altLabel"] == ['=HYPERLINK("x")', "@SUM(A1)"]


@pytest.mark.parametrize(
    ("check", "text", "column", "suggestion", "nearest"),
    [
        ("T01", "{head}|Bugun\n{sister}|上海|里昂|{page}|2031", "Bugun", "开始日期 / Begun", ()),
        ("T02", "Kind|Type|Party A|Party B|Source|Publisher\n{sister}|x|上海|里昂|{page}", "Type", None, ()),
        ("T03", "Party A|Party B|Source|Publisher\n上海|里昂|{page}", None, "结好类型 / Kind of tie *", ()),
        ("T04", "{head}\n{sister}||里昂|{page}", "Party A", None, ()),
        ("T04", "{head}\n{sister}|上海|里昂||Xinhua", "Source", None, ()),
        ("T05", "{head}|Begun\n{sister}|上海|里昂|{page}|soon", "Begun", None, ()),
        ("T05", "{head}|Ended\n{sister}|上海|里昂|{page}|2012/2014", "Ended", None, ()),
        ("T06", "{head}|Begun\n{sister}|上海|里昂|{page}|2014/2012", "Begun", None, ()),
        ("T07", "{head}|Begun\n{sister}|上海|里昂|{page}|03/04/2012", "Begun", None, ()),
        ("T08", "{head}\n{sister}|上海|Xyzzyqqq|{page}", "Party B", None, ()),
        ("T09", "{head}\n{sister}|guangzhuo|里昂|{page}", "Party A", "广州", None),
        ("T09", "{head}\n{sister}|广洲|里昂|{page}", "Party A", "广州", None),
        ("T09", "{head}\n{sister}|上海|Fukuoca|{page}", "Party B", "Fukuoka", None),
        ("T10", "{count}\nSingapore|sister cities|3|{page}", "Of what", None, ("city/sg-singapore", "country/sg")),
        ("T11", "Organisation|Member|Source|Publisher\nLyon|上海|{page}", "Organisation", None, ("city/fr-lyon",)),
        ("T12", "Kind|Party A|Party B|Country|Source|Publisher\n{sister}|上海|里昂|JP|{page}",
         "Party B", None, ("city/fr-lyon",)),
        ("T13", "{head}\n{sister}|上海|city/fr-lyonn|{page}", "Party B", None, None),
        ("T13", "{head}\n{sister}|上海|Q99999999|{page}", "Party B", None, ()),
        ("T14", "{head}\nsister citi|上海|里昂|{page}", "Kind", "sister city", ()),
        ("T15", "{count}\n广州|sister cities|many|{page}", "Number", None, ()),
        ("T16", "{head}\n{sister}|上海|里昂|seen on TV|Xinhua", "Source", None, ()),
        ("T16", "name_en|name_zh|homepage|parent\nSample|样例|sample.org|UCLG", "homepage", "https://sample.org", ()),
        ("T17", "name_en|name_zh|country|wikidata\nSampletown|样例城|FR|456", "wikidata", None, ()),
        ("T18", "{head}\n{sister}|上海|里昂|{page}\n{sister}|Lyon|上海|{page}", None, None, ()),
        ("T19", "name_en|name_zh|country|wikidata\nSampletown|样例城|FR|Q91\nSampletown|样例城|FR|Q92",
         "wikidata", None, ()),
        ("T20", "{head}\n{sister}|上海|Shanghai|{page}", "Party B", None, ()),
        ("T21", "name_en|name_zh|country\n样例城|样例城|FR", "name_en", None, ()),
        ("T22", "{head}\n{sister}|上海|里昂|{url}|Zanzibar Herald", "Publisher", None, ()),
        ("T23", "city_en|city_zh|Kind|Party A|Source|Publisher\nLyon|福冈|{sister}|上海|{page}",
         "city_en", None, ("city/fr-lyon", "city/jp-fukuoka")),
        ("T24", "{head}\n{sister}|上海|里昂|{page}|and more", None, None, ()),
        ("T25", "URL|Publisher\nhttps://www.c40.org/china-office/|C40", "URL", None, ()),
        ("T26", "name_en|name_zh|country\nSampletown|样例城|Atlantis-on-Sea", "country", None, ()),
        ("T27", "name_en|name_zh|parent\nUnited Cities and Local Governments|某组织|C40",
         "name_en", None, ("org/uclg",)),
    ],
)  # fmt: skip
def test_each_finding(
    read: Read, check: str, text: str, column: str | None, suggestion: str | None, nearest: tuple[str, ...] | None
) -> None:
    text = text.format(page=f"{PAGE}|Xinhua", url=PAGE, head=HEAD, count=COUNT, sister="sister city")
    batch = read(text, "ties" if check == "T03" else None)
    assert checks(batch) == [check]
    finding = batch.findings[0]
    assert (finding.column, finding.suggestion) == (column, suggestion)
    assert nearest is None or finding.nearest == nearest
    for told in (finding.message, finding.repair):
        assert told.keys() == {"en", "zh"}
        assert not any(mark in text for text in told.values() for mark in ("{", "}", vocab.ID, "None"))
    assert finding.severity == ("warning" if check in ("T01", "T02", "T18", "T24", "T25") else "violation")
    assert bool(batch.triples) == (finding.severity == "warning" and check != "T25") or check == "T19"


def test_every_check_has_a_test() -> None:
    marks = test_each_finding.pytestmark[0].args[1]  # type: ignore[attr-defined]  # pytest puts it there
    assert {case[0] for case in marks} == {check.partition("-")[0] for check in _TEXTS}


def test_only_the_faulty_rows_are_left_out(read: Read) -> None:
    batch = read(f"""
        Kind        | Party A  | Party B | Source | Publisher
        sister city | Shanghai | Lyon    | {PAGE} | Xinhua
        sister city | Nowhereq | Lyon    | {PAGE} | Xinhua
                    |          |         |        |
        sister city | Shanghai | Fukuoka | {PAGE} | Xinhua
    """)
    assert (batch.rows, checks(batch), batch.findings[0].line) == (3, ["T08"], 3)
    assert len({t.subject.value for t in batch.triples if t.predicate.value == vocab.GZ + "party"}) == 2


def test_a_country_column_decides_between_two_of_one_name(read: Read) -> None:
    batch = read(f"""
        Kind        | Party A   | Country of party A | Party B | Source | Publisher
        sister city | Singapore | SG                 | Lyon    | {PAGE} | Xinhua
    """)
    assert batch.findings == []
    assert said(batch, "tie/sister-city/fr-lyon--sg-singapore")["party"] == ["city/fr-lyon", "city/sg-singapore"]


@pytest.mark.parametrize("name", sorted(read_kinds()))
def test_a_kind_is_known_by_its_own_header_in_either_language(name: str) -> None:
    columns = read_kinds()[name].columns.values()
    for header in (
        tuple(column.header["zh"] for column in columns),
        tuple(column.header["en"] for column in columns),
        tuple(column.title() for column in columns),
        tuple(f"{column.header['en']}\n{column.header['zh']}" for column in columns),
    ):
        assert choose_kinds([Sheet("", header)])[0][1].name == name


def test_a_header_that_says_nothing_is_refused_with_the_kinds() -> None:
    with pytest.raises(BadRecords, match=r"ties \(结好关系\)"):
        choose_kinds([Sheet("", ("a", "b", "c"))])


def test_a_given_value_needs_a_column(read: Read) -> None:
    with pytest.raises(BadRecords, match="No column is called 'colour'"):
        read("Kind|Party A|Party B\n", "ties", colour="red")
