"""SVG as text, and as a PNG. What is given as text is escaped here, so no label can become markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Final

from gzkg.network.picture.lettering import CHINESE_FAMILY, FAMILY, clean, is_east_asian, is_own, own_font
from gzkg.network.picture.look import INK, WIDTH, Frame

Value = str | float | None
_HALO: Final[Mapping[str, Value]] = {
    "paint_order": "stroke",
    "stroke": "#ffffff",
    "stroke_width": 4.0,
    "stroke_linejoin": "round",
}


def shape(tag: str, tip: str = "", **attributes: Value) -> str:
    """Return an element; `tip` is what a pointer on it shows. Attributes are written with `-` for `_`."""
    inside = f"<title>{escape(tip)}</title>" if tip else ""
    return f"<{tag}{_attributes(attributes)}>{inside}</{tag}>" if inside else f"<{tag}{_attributes(attributes)}/>"


def letters(text: str, *, halo: bool = False, **attributes: Value) -> str:
    """Return a line of text; `halo` parts it from what is under it."""
    family = CHINESE_FAMILY if is_east_asian(text) else None
    look = {"font_family": family, **(_HALO if halo else {}), **attributes}
    return f"<text{_attributes(look)}>{escape(text)}</text>"


def group(parts: Iterable[str], **attributes: Value) -> str:
    """Return elements as one."""
    return f"<g{_attributes(attributes)}>\n" + "\n".join(parts) + "\n</g>"


def window(parts: Iterable[str], width: float, height: float) -> str:
    """Return what of elements lies within a rectangle at the origin."""
    return (
        f"<svg{_attributes({'width': width, 'height': height, 'overflow': 'hidden'})}>\n"
        + "\n".join(parts)
        + "\n</svg>"
    )


def picture(parts: Iterable[str], frame: Frame, *, height: float, description: str) -> bytes:
    """Return a picture of the standard width in the format of its frame; `description` is for who cannot see it."""
    told = f"<title>{escape(clean(frame.title, 200))}</title>\n<desc>{escape(description)}</desc>"
    root: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "xml:lang": {"en": "en", "zh": "zh-Hans"}[frame.language],
        "width": frame.width_px,
        "height": round(frame.width_px * height / WIDTH),
        "viewBox": f"0 0 {WIDTH:g} {height:g}",
        "font_family": FAMILY,
        "fill": INK,
    }
    ground = shape("rect", width=WIDTH, height=height, fill="#ffffff")
    text = f"<svg{_attributes(root)}>\n{told}\n{ground}\n" + "\n".join(parts) + "\n</svg>\n"
    return png(text, system_fonts=frame.system_fonts) if frame.format == "png" else text.encode()


def png(text: str, *, system_fonts: bool) -> bytes:
    """Return an SVG as a PNG of the size it names; fonts of this machine are read only when our own are not enough."""
    import resvg_py

    alone = not system_fonts or is_own("".join(text.split()))
    return bytes(resvg_py.svg_to_bytes(svg_string=text, font_files=[own_font()], skip_system_fonts=alone))


@cache
def has_chinese_font() -> bool:
    """Tell whether this machine can draw Chinese: whether a character looks other than one that no font has."""
    around = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{}</svg>'
    known, unknown = (
        png(around.format(letters(character, x=4, y=30, font_size=30)), system_fonts=True)
        for character in ("州", "\U0003fff0")
    )
    return known != unknown


def _attributes(attributes: Mapping[str, Value]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{escape(_plain(value))}"'
        for name, value in attributes.items()
        if value is not None
    )


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 2):g}"
