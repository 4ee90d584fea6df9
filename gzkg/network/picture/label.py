"""What a node is called in a picture, and what is done where Chinese cannot be drawn."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from gzkg.network.picture.lettering import clean, is_east_asian
from gzkg.network.picture.look import Frame
from gzkg.network.picture.svg import has_chinese_font

AnyFrame = TypeVar("AnyFrame", bound=Frame)


def label(node: Hashable, told: Mapping[str, Any], frame: Frame) -> str:
    """Return the name of a node in the language of the picture, else in the other; else the node itself."""
    languages = ("zh", "en") if frame.language == "zh" else ("en", "zh")
    names = [clean(told.get(f"label_{language}") or "") for language in languages]
    return next((name for name in names if name and _can_write(name, frame)), clean(str(node)))


def writable(frame: AnyFrame) -> AnyFrame:
    """Return a frame as it can be drawn: in English, with a word in the caption, when there is no font for Chinese."""
    if frame.language != "zh" or _can_write("州", frame):
        return frame
    title, caption = ("" if is_east_asian(text) else text for text in (frame.title, frame.caption))
    told = "In English, for want of a Chinese font on this machine; SVG needs none."
    return replace(frame, language="en", title=title, caption=f"{caption} {told}".strip())


def _can_write(text: str, frame: Frame) -> bool:
    return frame.format == "svg" or not is_east_asian(text) or (frame.system_fonts and has_chinese_font())
