"""What the pages say: both languages, every word used, no word missing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

PAGES = Path(__file__).resolve().parents[2] / "api" / "pages"
FILES = sorted((PAGES / "words").glob("*.toml"))
HAN = re.compile(r"[\u4e00-\u9fff]")


def read(path: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_word_is_there_in_both_languages(path: Path) -> None:
    for key, texts in read(path).items():
        assert texts.keys() == {"en", "zh"}, key
        assert all(text.strip() for text in texts.values()), key
        assert fields(texts["en"]) == fields(texts["zh"]), key
        assert not HAN.search(re.sub(r"中文|广州|里昂|友好", "", texts["en"])), key


def test_no_word_is_idle() -> None:
    """A word is used when a template, a script or a module names its key."""
    places = [*PAGES.rglob("*.html"), *PAGES.glob("**/*.py"), *(PAGES / "static").rglob("*.js")]
    written = "\n".join(path.read_text(encoding="utf-8") for path in places if "vendor" not in path.parts)
    named = set(re.findall(r"\w+", written))
    beginnings = tuple(re.findall(r"""["'](\w+[_ ])["'] ?[~+]|[`"'](\w+[_ ])\$?\{""", written))
    starts = tuple(start for pair in beginnings for start in pair if start)
    idle = {
        key
        for path in FILES
        for key in read(path)
        if key.removesuffix("_one") not in named and not key.startswith(starts or ("\0",))
    }
    assert idle == set()
