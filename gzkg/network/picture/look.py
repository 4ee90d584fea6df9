"""How a picture is asked for, and what is the same in all pictures: colours, and the words on them."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gzkg.errors import BadOption

WIDTH: Final = 1600.0
MARGIN: Final = 48.0
"""All pictures are composed 1600 units wide; `width_px` only scales them, so 18 units are 6 pt in a 180 mm figure."""

INK: Final = "#222222"
QUIET: Final = "#666666"
THREAD: Final = "#9a9a9a"
FAINT: Final = "#d9d9d6"
LAND: Final = "#ecebe7"
OTHER: Final = "#8f8f8f"
ORGANISATION: Final = "#4d4d4d"
UNKNOWN: Final = "#c4c4c4"
PALETTE: Final = ("#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9")
"""Okabe and Ito (2008), without black and yellow, which are ink and too pale on white."""

REGIONS: Final = ("asia", "europe", "americas", "africa", "oceania")
"""These keep their colours from one picture to the next."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "partners": {"en": "Number of partners", "zh": "伙伴数"},
    "other": {"en": "other", "zh": "其他"},
    "unknown": {"en": "not known", "zh": "未知"},
    "community": {"en": "Community {}", "zh": "社群{}"},
    "side 0": {"en": "City or other actor", "zh": "城市等行动者"},
    "side 1": {"en": "Organisation", "zh": "组织"},
    "shown": {"en": "Shown: the {:,} largest of {:,} nodes.", "zh": "图中为{1:,}个节点中最大的{0:,}个。"},
    "alone": {"en": "Left out for having no tie to the others: {:,}.", "zh": "其中与其他节点无联系而未画出：{:,}个。"},
    "nowhere": {"en": "Left out for having no coordinates: {:,}.", "zh": "因无坐标而未画出：{:,}个。"},
    "directed": {"en": "The direction of ties is not drawn.", "zh": "未画出联系的方向。"},
    "asia": {"en": "Asia", "zh": "亚洲"},
    "europe": {"en": "Europe", "zh": "欧洲"},
    "americas": {"en": "Americas", "zh": "美洲"},
    "africa": {"en": "Africa", "zh": "非洲"},
    "oceania": {"en": "Oceania", "zh": "大洋洲"},
}


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What every picture has; `width_px` is from 200 to 8000.

    `system_fonts` lets a PNG use the fonts of this machine, which Chinese needs. Without them it is the same on every
    machine.

    Raises: BadOption, with the choices.
    """

    language: str = "en"
    format: str = "svg"
    width_px: int = 1600
    title: str = ""
    caption: str = ""
    system_fonts: bool = True

    def __post_init__(self) -> None:
        require("language", self.language, ("en", "zh"))
        require("format", self.format, ("svg", "png"))
        if not 200 <= self.width_px <= 8000:
            raise BadOption(f"width_px is {self.width_px}; it must be from 200 to 8000.")

    def say(self, word: str, *numbers: Any) -> str:
        """Return a wording in the language of the picture."""
        return WORDS[word][self.language].format(*numbers)


@dataclass(frozen=True, kw_only=True)
class Look(Frame):
    """How a network is drawn.

    `size_by` gives each node a value, drawn as the area of its mark: its number of partners, when not given; what has
    no value above 0 is drawn smallest. `size_label` says what the value is. `colour_by` is a node attribute such as
    `region`, or gives each node its group. `labels` is how many nodes are named, largest first, as far as there is
    room. `most` is how many nodes are shown, largest first, at most 2,000; a layout of more than 500 cannot be read.
    """

    style: str = "layout"
    size_by: Mapping[Hashable, float] | None = None
    size_label: str = ""
    colour_by: str | Mapping[Hashable, Any] | None = None
    labels: int = 20
    most: int = 300

    def __post_init__(self) -> None:
        super().__post_init__()
        require("style", self.style, ("layout", "map"))
        if self.labels < 0:
            raise BadOption(f"labels is {self.labels}; it must be 0 or more.")
        if not 1 <= self.most <= 2000:
            raise BadOption(f"most is {self.most}; it must be from 1 to 2000.")


def require(option: str, value: str, choices: tuple[str, ...]) -> None:
    """Raise BadOption, with the choices and the nearest, unless a value is one of them."""
    if value not in choices:
        near = difflib.get_close_matches(str(value), choices, n=1)
        raise BadOption(f"{option} is '{value}'; it must be one of {', '.join(choices)}.", near)
