"""Bytes to text: UTF-8, UTF-16 with its mark, GB18030; never a guess that shows other letters than were written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from gzkg.errors import BadRecords
from gzkg.model import Texts

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
"""Byte order marks, the longer before the shorter that it begins with."""
_CODECS: Final = tuple(map(codecs.lookup, (*(codec for _, codec, _ in _MARKS), "gb18030")))
"""Looked up now: a process that opens no file any more could not do so later."""
_PAIR: Final = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_USUAL: Final = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
"""The 3,755 characters of everyday Chinese, its punctuation and its wide letters, as GB18030 writes them."""
_KANA: Final = re.compile(rb"[\xa4\xa5][\xa1-\xf6]")
_SAMPLE: Final = 100_000
_LEAST_USUAL: Final = 0.8
_ENOUGH: Final = 12
_CHINESE: Final = re.compile("[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, without its byte order mark, the name of its encoding, and what is to be said of it."""

    text: str
    encoding: str
    notes: Sequence[Texts] = ()


def decode(content: bytes, name: str) -> Decoded:
    """Return the text of a file; other encodings than plain UTF-8 are noted.

    GB18030 is taken only if what it gives is everyday Chinese: bytes of Western, Japanese, Korean or Cyrillic encodings
    often pass for rare characters.

    Raises: BadRecords, with the line and the byte at which reading stopped.
    """
    for mark, codec, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_decode(content, name, codec, encoding), encoding, _note(encoding))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return _chinese(content, name, error)
    if text.count("\0") * 4 > len(text):
        raise BadRecords(f"{name} looks like UTF-16 without its byte order mark. Save it as UTF-8.")
    return Decoded(text, "UTF-8")


def _decode(content: bytes, name: str, codec: str, encoding: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise _refusal(content, name, error, f"says that it is {encoding}, and is not") from None


def _chinese(content: bytes, name: str, error: UnicodeDecodeError) -> Decoded:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise _refusal(content, name, error, "is text neither in UTF-8 nor in GB18030") from None
    if not _is_everyday(content):
        raise _refusal(content, name, error, "is not in UTF-8, and read as GB18030 it is hardly Chinese")
    words = "、".join(dict.fromkeys(_CHINESE.findall(text)[:3]))
    en = f"The file is in GB18030, not in UTF-8, and was read so; its first Chinese words are: {words}."
    return Decoded(
        text, "GB18030", ({"en": en, "zh": f"文件编码为 GB18030（不是 UTF-8），已按此读取；开头的中文为：{words}。"},)
    )


def _is_everyday(content: bytes) -> bool:
    begin = re.search(rb"[\x80-\xff]", content)
    assert begin
    pairs = _PAIR.findall(content, begin.start(), begin.start() + _SAMPLE)
    usual = [pair for pair in pairs if _USUAL.match(pair)]
    if any(_KANA.match(pair) for pair in pairs) or len(usual) < _LEAST_USUAL * len(pairs):
        return False
    return len(usual) < _ENOUGH or any(pair[0] > 0xC8 for pair in usual)  # Korean, as EUC-KR writes it, ends there


def _note(encoding: str) -> Sequence[Texts]:
    if encoding == "UTF-8":
        return (
            {
                "en": "The file begins with a byte order mark, which was left out.",
                "zh": "文件开头的字节顺序标记（BOM）已略去。",
            },
        )
    return ({"en": f"The file is in {encoding} and was read so.", "zh": f"文件编码为 {encoding}，已按此读取。"},)


def _refusal(content: bytes, name: str, error: UnicodeDecodeError, what: str) -> BadRecords:
    line = content.count(b"\n", 0, error.start) + 1
    byte = content[error.start]
    return BadRecords(
        f"{name} {what}: byte {error.start + 1}, in line {line}, is 0x{byte:02X}. Save the file as UTF-8.", line=line
    )
