"""Unseen characters are found where they harm and left where a script needs them."""

from __future__ import annotations

import pytest

from gzkg.records.reading.character import character_finding, without_harm


@pytest.mark.parametrize(
    "text",
    [
        "Guangzhou 广州 Köln",
        "tab\tand\nline",
        "می\u200cخواهم",
        "श्री\u200dलंका क्\u200cष",
        "👩\u200d🚀 ❤\ufe0f\u200d🔥",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "שלום \u200eabc\u200f",
        "กรุงเทพ\u200bมหานคร",
        "葛\U000e0100城市",
    ],
)
def test_what_a_script_needs_stays(text: str) -> None:
    assert character_finding("a.csv", 1, text) is None
    assert without_harm(text) == text


@pytest.mark.parametrize(
    ("text", "code", "name", "clean"),
    [
        ("Guang\u202ezhou", "U+202E", "RIGHT-TO-LEFT OVERRIDE", "Guangzhou"),
        ("\u2067Lyon\u2069", "U+2067", "RIGHT-TO-LEFT ISOLATE", "Lyon"),
        ("Ly\0on", "U+0000", "NULL", "Lyon"),
        ("Ly\x1b[31mon", "U+001B", "ESCAPE", "Ly[31mon"),
        ("Ly\x9bon", "U+009B", "CONTROL CHARACTER", "Lyon"),
        ("Ly\u200bon", "U+200B", "ZERO WIDTH SPACE", "Lyon"),
        ("Ly\u200don", "U+200D", "ZERO WIDTH JOINER", "Lyon"),
        ("Ly\u200eon", "U+200E", "LEFT-TO-RIGHT MARK", "Lyon"),
        ("می\u200c\u200cخ", "U+200C", "ZERO WIDTH NON-JOINER", "می\u200cخ"),
        ("广\u3164州", "U+3164", "HANGUL FILLER", "广州"),
        ("Ly\xadon", "U+00AD", "SOFT HYPHEN", "Lyon"),
        ("Lyon\U000e0041", "U+E0041", "TAG LATIN CAPITAL LETTER A", "Lyon"),
    ],
)
def test_what_harms_is_named_and_taken_out(text: str, code: str, name: str, clean: str) -> None:
    finding = character_finding("a.csv", 3, text, column="city")
    assert finding is not None
    assert (finding.check, finding.severity, finding.line, finding.column) == ("F03-character", "violation", 3, "city")
    assert f"{code} ({name})" in finding.message["en"]
    assert f"{code}（{name}）" in finding.message["zh"]
    assert finding.suggestion == without_harm(text) == clean
    assert f"⟨{code}⟩" in (finding.value or "")


def test_a_lost_character_cannot_be_suggested_but_is_told() -> None:
    finding = character_finding("a.csv", 3, "K\ufffdln")
    assert finding is not None
    assert finding.check == "F04-lost-character"
    assert finding.suggestion is None


def test_of_a_long_text_the_neighbourhood_is_shown() -> None:
    finding = character_finding("a.csv", 3, "x" * 500 + "\u202e" + "y" * 500)
    assert finding is not None
    assert finding.value == "…" + "x" * 30 + "⟨U+202E⟩" + "y" * 29 + "…"
