"""With tables beside the store and without, every query of the mix gets the same rows; the heavy ones are planned."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gzkg import BadQuery
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.plan.use import use_tables

HERE = Path(__file__).parent
QUERIES = sorted(path.stem for path in (HERE / "mix").glob("*.rq"))
PLANNED = ("count-per-country", "having-over-join", "heavy-join", "top-organisations")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from diplomacy import write_graph

    path = tmp_path_factory.mktemp("planned") / "generated.nt"
    write_graph(path, 60_000, 1)
    return path


def store_of(file: Path) -> EmbeddedStore:
    store = EmbeddedStore(union=False)
    store.load_file(file)
    return store


@pytest.fixture(scope="module")
def plain(file: Path) -> EmbeddedStore:
    return store_of(file)


@pytest.fixture(scope="module")
def planned(file: Path) -> EmbeddedStore:
    store = store_of(file)
    use_tables(store)
    return store


def rows(store: EmbeddedStore, text: str) -> Counter[str]:
    return Counter(str(row) for row in store.query(text))


@pytest.mark.parametrize("name", QUERIES)
def test_the_same_rows(plain: EmbeddedStore, planned: EmbeddedStore, name: str) -> None:
    from queries import read_mix

    for text in read_mix([name])[0].texts[:3]:
        assert rows(planned, text) == rows(plain, text)


@pytest.mark.parametrize("name", PLANNED)
def test_heavy_queries_are_planned(planned: EmbeddedStore, name: str) -> None:
    from queries import read_mix

    text = read_mix([name])[0].texts[0]
    assert "VALUES" in planned.plan(text)
    assert "VALUES" not in text


def test_a_fault_is_told_where_it_stands_in_what_was_asked(planned: EmbeddedStore) -> None:
    with pytest.raises(BadQuery) as caught:
        planned.query("SELECT ?a {\n ?a ?b }")
    assert (caught.value.line, caught.value.column) == (2, 9)


def test_a_graph_that_no_table_can_hold_is_asked_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "quoted.ttl").write_text("<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", encoding="utf-8")
    store = store_of(tmp_path / "quoted.ttl")
    use_tables(store)
    assert store.plan("ASK {}") == "ASK {}"
    assert len(rows(store, "SELECT * { ?s ?p ?o }")) == 1
