"""Reads the hostile requests: TOML in, bytes for the wire and the expected answer out. `corpus/README.md` tells how."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from attacked import request_bytes

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Expected:
    """What must come back."""

    status: tuple[int, ...]
    title: tuple[str, ...] = ()
    construct: str | None = None
    place: tuple[int, int] | None = None
    type: str | None = None
    contains: str | None = None
    lacks: str | None = None
    seconds: float = 10.0
    plain: bool = False
    """Whether the server refuses before the service is asked: a line of text instead of a problem document."""
    small: bool = False
    """Whether the answer must stay below some kilobytes (or, for the page, some hundred)."""
    broken: bool | str = False
    """Whether the answer must break off; "maybe": when its time is over before it can be cut."""
    head: bool = False
    """Whether the answer has no body."""


@dataclass(frozen=True)
class Hostile:
    """One hostile request."""

    name: str
    why: str
    told: Mapping[str, Any] = field(repr=False)
    expected: Expected
    level: int = 0

    def sent(self, client: str, listener: int) -> bytes:
        """Return what goes over the wire; `listener` is a port where nobody may ever call."""
        told = json.loads(json.dumps(self.told).replace("LISTENER", str(listener)))
        return replace(self, told=told)._bytes(client)

    def _bytes(self, client: str) -> bytes:
        told = self.told
        if "raw" in told:
            return self._text(told["raw"])
        headers = [(name, self._text(value)) for name, value in told.get("headers", [])]
        headers.append(("X-Forwarded-For", client.encode()))
        body, kind = self._body()
        if kind and not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("Content-Type", kind))
        if told.get("chunked"):
            headers.append(("Transfer-Encoding", b"chunked"))
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        target = self._text(told.get("path", "/sparql")) + self._parameters()
        method = told.get("method", "POST" if body or "body" in told else "GET")
        return request_bytes(target, method=method, headers=headers, body=body)

    def _body(self) -> tuple[bytes, bytes]:
        if "query" in self.told:
            return self._text(self.told["query"]), b"application/sparql-query"
        if "form" in self.told:
            return self._fields("form"), b"application/x-www-form-urlencoded"
        return self._text(self.told.get("body", "")), b""

    def _parameters(self) -> bytes:
        return b"?" + self._fields("parameters") if "parameters" in self.told else b""

    def _fields(self, which: str) -> bytes:
        pairs = ((name, self._text(value)) for name, value in self.told[which])
        return "&".join(f"{urlencode({name: ''})}{quote_from_bytes(value)}" for name, value in pairs).encode()

    def _text(self, pieces: Any) -> bytes:
        if isinstance(pieces, list):
            return b"".join(map(self._piece, pieces))
        return self._piece(pieces)

    def _piece(self, piece: Any) -> bytes:
        match piece:
            case str():
                return piece.encode()
            case {"repeat": text, "times": times}:
                return self._text(text) * self._times(times)
            case {"numbered": text, "times": times}:
                return "".join(_numbered(text, number) for number in range(self._times(times))).encode()
            case {"hex": text}:
                return bytes.fromhex(text)
        raise ValueError(f"{self.name}: what is {piece}?")

    def _times(self, times: int | str) -> int:
        return self.level if times == "level" else int(times)


def read_corpus() -> Iterator[Hostile]:
    """Give all requests; one with levels is given once for each."""
    for path in sorted(CORPUS.glob("*.toml")):
        for told in tomllib.loads(path.read_text(encoding="utf-8"))["request"]:
            name = f"{path.stem}/{told['name']}"
            for level in told.get("levels", [0]):
                expected = _expected(told["expect"] | told.get(f"expect-{level}", {}))
                yield Hostile(f"{name}-{level}" if level else name, told["why"], told, expected, level)


def _numbered(text: str, number: int) -> str:
    return text.replace("№+1", str(number + 1)).replace("№", str(number))


def _expected(told: Mapping[str, Any]) -> Expected:
    title, place = told.get("title", []), told.get("place")
    given = {
        "status": tuple(told["status"]),
        "title": (title,) if isinstance(title, str) else tuple(title),
        "place": tuple(place) if place else None,
    }
    return Expected(**{**told, **given})
