"""What the pages say, in each language: one file of words for a page, and `shared` for all of them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from gzkg import Language

WORDS: Final = Path(__file__).parent / "words"


@cache
def read_words(page: str, language: Language) -> Mapping[str, str]:
    """Return the words of a page with those that all pages share, by key."""
    entries = {**_read("shared"), **(_read(page) if (WORDS / f"{page}.toml").exists() else {})}
    return {key: texts[language] for key, texts in entries.items()}


def _read(page: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((WORDS / f"{page}.toml").read_text(encoding="utf-8"))
