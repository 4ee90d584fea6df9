"""The made-up graph is the same each time and of the size asked for, and every query of the mix finds something."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

HERE = Path(__file__).parent
QUERIES = sorted(path.stem for path in (HERE / "mix").glob("*.rq"))


@pytest.fixture(scope="module")
def store() -> Store:
    from diplomacy import lines

    store = Store()
    store.bulk_load("".join(lines(20_000)).encode(), format=RdfFormat.N_TRIPLES)
    return store


def test_a_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    from diplomacy import write_graph

    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        write_graph(tmp_path / name, 5_000, seed)
    one, same, other = ((tmp_path / name).read_bytes() for name in ("one", "same", "other"))
    assert one == same != other


@pytest.mark.parametrize("triples", [20_000, 100_000])
def test_the_graph_has_about_the_triples_asked_for(triples: int) -> None:
    from diplomacy import lines

    assert len(set(lines(triples))) == pytest.approx(triples, rel=0.1)


@pytest.mark.parametrize("name", QUERIES)
def test_each_text_of_the_mix_has_an_answer(store: Store, name: str) -> None:
    from queries import read_mix

    [query] = read_mix([name])
    assert [text for text in query.texts if not any(True for _ in store.query(text))] == []


def test_no_placeholder_is_left() -> None:
    from queries import read_mix

    for query in (*read_mix(), *read_mix(curated=True)):
        assert not [
            text for text in query.texts if any(mark in text for mark in ("<CITY>", "<COUNTRY>", '"DAY"', '"WORD"'))
        ]
