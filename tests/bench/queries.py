"""The query mix of `mix/*.rq`: its placeholders filled with cities, countries, days and words that exist."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from places import COUNTRIES, city_id

MIX: Final = Path(__file__).with_name("mix")
RANKS: Final = (0, 1, 2, 3, 5, 8, 12, 18, 25, 35, 50)
"""Generated cities asked about: hubs and small ones, all present from 20,000 triples on."""
CURATED_CITIES: Final = ("cn-guangzhou", "fr-lyon", "us-los-angeles", "jp-fukuoka", "ae-dubai")
WORDS: Final = ("guang", "广", "lo", "ma", "城", "an")
DAYS: Final = ("1990-01-01", "2001-09-11", "2012-12-31", "2021-09-13", "2024-06-30")


@dataclass(frozen=True)
class MixQuery:
    """One query of the mix: its name and its texts, one for each choice of placeholders."""

    name: str
    texts: tuple[str, ...]

    @property
    def is_graph(self) -> bool:
        """Tell whether the answer is RDF, not rows."""
        return "\nCONSTRUCT " in self.texts[0]


def read_mix(names: list[str] | None = None, *, curated: bool = False) -> list[MixQuery]:
    """Return the queries of these names, or all; `curated` fills them with entities of the project's own graph."""
    files = sorted(MIX.glob("*.rq"))
    if unknown := set(names or ()) - {file.stem for file in files}:
        raise SystemExit(f"No query {', '.join(sorted(unknown))} in {MIX.name}/.")
    chosen = [file for file in files if not names or file.stem in names]
    return [MixQuery(file.stem, _fill(file.read_text(encoding="utf-8"), curated)) for file in chosen]


def _fill(text: str, curated: bool) -> tuple[str, ...]:
    cities = [f"city/{slug}" for slug in CURATED_CITIES] if curated else [city_id(rank) for rank in RANKS]
    countries = [f"country/{code}" for code, _, _ in COUNTRIES[:8]]
    base = "https://w3id.org/gzkg/id/"
    lists = {"CITY": [base + id for id in cities], "COUNTRY": [base + id for id in countries]}
    lists |= {"DAY": list(DAYS), "WORD": list(WORDS)}
    used = [name for name in lists if re.search(rf'[<"]{name}[>"]', text)]
    filled = [text] * (max(len(lists[name]) for name in used) if used else 1)
    for name in used:
        values = islice(cycle(lists[name]), len(filled))
        filled = [
            re.sub(rf'([<"]){name}([>"])', rf"\g<1>{value}\2", one) for one, value in zip(filled, values, strict=True)
        ]
    return tuple(filled)
