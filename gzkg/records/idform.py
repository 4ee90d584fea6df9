"""The form of an id that somebody made up: what is wrong with it, if anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from gzkg.errors import BadId
from gzkg.ids import BY_COUNTRY, FOLDERS, LONGEST, file_id, kind_of, parse_id, path_of
from gzkg.model import Texts

_FAULTS: Final[Mapping[str, Texts]] = {
    "long": {"en": "it is longer than {longest} characters", "zh": "长度超过 {longest} 个字符"},
    "kind": {"en": "'{part}' is no kind of thing", "zh": "“{part}”不是事物类型"},
    "slash": {"en": "there is nothing between or behind some slashes", "zh": "斜杠之间或之后缺少内容"},
    "percent": {"en": "it holds a percent-encoded character", "zh": "含有百分号编码的字符"},
    "dots": {"en": "'.' and '..' lead elsewhere", "zh": "“.”和“..”会指向他处"},
    "upper": {"en": "it holds upper-case letters", "zh": "含有大写字母"},
    "letters": {
        "en": "only lower-case letters, digits and single hyphens may stand in it, two hyphens between two slugs",
        "zh": "只能含小写字母、数字和单个连字符，两个短名之间用两个连字符",
    },
    "country": {"en": "'{part}' does not begin with a country code", "zh": "“{part}”未以国家代码开头"},
    "nowhere": {
        "en": "nothing in the graph or in this file has the country code '{part}'",
        "zh": "图谱与本文件中均无以“{part}”为代码的国家或地区",
    },
    "number": {"en": "a claim has a number from 1 on", "zh": "声明应有从 1 开始的序号"},
    "parts": {"en": "it has too many or too few parts for what it names", "zh": "其层级数与所指事物不符"},
}
_CLAIM: Final = re.compile(r".+/claim/[1-9][0-9]{0,5}")


def fault_of(entity_id: str, is_code: Callable[[str], bool]) -> Texts | None:
    """Return what is wrong with the form of an id, or None; `is_code` tells whether a country code is in use."""
    kind, _, rest = entity_id.partition("/")
    slug = rest.partition("/")[0]
    if fault := _spelling(entity_id):
        return _say(fault, kind)
    if kind in BY_COUNTRY and file_id(path_of(f"{kind}/{slug}")) is None:
        return _say("country", slug)
    if kind in BY_COUNTRY and not is_code(country := slug.partition("-")[0]):
        return _say("nowhere", country)
    return _say("number", kind) if "/claim" in rest and not _CLAIM.fullmatch(entity_id) else None


def wrong_length() -> Texts:
    """Return what is wrong with an id that has too many or too few parts."""
    return _FAULTS["parts"]


def _spelling(entity_id: str) -> str | None:
    tests = {
        "long": len(entity_id) > LONGEST,
        "dots": bool(re.search(r"(^|/)\.\.?(/|$)", entity_id)),
        "percent": "%" in entity_id,
        "slash": "//" in entity_id or entity_id.endswith("/") or "/" not in entity_id,
        "upper": entity_id != entity_id.lower(),
        "kind": kind_of(entity_id) not in FOLDERS,
        "letters": not _is_id(entity_id),
    }
    return next((fault for fault, holds in tests.items() if holds), None)


def _is_id(entity_id: str) -> bool:
    try:
        return parse_id(entity_id) == entity_id
    except BadId:
        return False


def _say(fault: str, part: str) -> Texts:
    return {language: text.format(part=part, longest=LONGEST) for language, text in _FAULTS[fault].items()}
