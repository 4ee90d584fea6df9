"""Kinds of template: which columns a table has, what a row becomes, and how it is named."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from gzkg.errors import BadRecords
from gzkg.model import Texts

Type = Literal[
    "thing", "concept", "class", "start", "end", "seen", "day", "asof", "text", "name", "number", "url", "aside"
]
Evidence = Literal["required", "optional", "itself"]

SOURCE: Final = "source"
CLAIM: Final = "claim"
REMARK: Final = "remark"
"""Parts that every kind has besides its own: the source of a row, the claim taken from it, and what is not read."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its headers, what a cell may hold, and the property that it gives to which part of a row.

    `of` names the classes of a thing, or the scheme of a concept; `among` the concepts allowed, all when empty. `many`:
    a cell may hold several values, with `;` between. `default` is read when the cell is empty, `fallback` is the key of
    the column to read then. `country` is the key of the column that says where a thing lies, `tied` that of the tie
    kind which says what sort of thing it is, `series` that of the series of which a bare number is an edition.
    `tells`: rows that differ here are different records. `claimed`: the claim repeats the value. `aliases` lead from
    other words to codes.
    """

    key: str
    type: Type
    header: Texts
    help: Texts
    part: str
    also: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    property: str = ""
    language: str = ""
    pattern: str = ""
    required: bool = False
    many: bool = False
    tells: bool = False
    claimed: bool = False
    default: str = ""
    fallback: str = ""
    country: str = ""
    tied: str = ""
    series: str = ""
    example: Texts = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    def title(self) -> str:
        """Return the header of the template: `类别 / Kind`, with a star when the column must be filled."""
        return f"{self.header['zh']} / {self.header['en']}{' *' if self.required else ''}"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing or record that a row becomes.

    `ids` leads from its class, the first by default, to patterns of its id: the second is taken when the first is
    somebody else's. `links` leads from a property to the part that is its value. `label` composes a name where the row
    gives none. With `reuse`, a part that the graph has already is taken as it is. `follows` leads from a column and the
    class of the thing in it to the class of this part.
    """

    name: str
    ids: Mapping[str, tuple[str, ...]]
    links: Mapping[str, str] = field(default_factory=dict)
    label: Texts = field(default_factory=dict)
    reuse: bool = False
    follows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of table. `evidence` says whether a row must name its source, may, or is one itself."""

    name: str
    label: Texts
    row: Texts
    evidence: Evidence
    parts: tuple[Part, ...]
    columns: Mapping[str, Column]
    statement: Texts
    distinct: tuple[str, ...] = ()
    """Keys of columns that must not name the same thing."""

    ordered: tuple[Column, ...] = ()
    """The columns that are read, those that another must be read for after it."""
    repeated: frozenset[str] = frozenset()
    """Properties that several columns give, such as the two parties of a tie."""


@cache
def read_kinds() -> Mapping[str, Kind]:
    """Return name -> kind, for every kind of template."""
    folder = files("gzkg.records.table") / "kinds"
    evidence = tomllib.loads((folder / "evidence.toml").read_text(encoding="utf-8"))["column"]
    names = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    texts = {name: (folder / f"{name}.toml").read_text(encoding="utf-8") for name in names if name != "evidence"}
    return {name: _kind(name, tomllib.loads(text), evidence) for name, text in texts.items()}


def get_kind(name: str) -> Kind:
    """Return the kind of a name. Raises: BadRecords, with the kinds there are."""
    try:
        return read_kinds()[name]
    except KeyError:
        raise BadRecords(f"There is no template '{name[:40]}'. There are: {', '.join(read_kinds())}.") from None


def _kind(name: str, told: Mapping[str, Any], evidence: list[dict[str, Any]]) -> Kind:
    parts = tuple(_part(part) for part in told.get("part", ()))
    own = [_column(column, parts[0].name if parts else SOURCE) for column in told.get("column", ())]
    shared = [_column(column, CLAIM) for column in evidence if _belongs(column, told["evidence"])]
    columns = {column.key: column for column in (*own, *shared)}
    given = Counter((column.part, column.property, column.language) for column in columns.values())
    return Kind(
        name=name,
        label=told["label"],
        row=told["row"],
        evidence=told["evidence"],
        parts=parts,
        columns=columns,
        statement=told.get("statement", {}),
        distinct=tuple(told.get("distinct", ())),
        ordered=tuple(sorted((c for c in columns.values() if c.type != "aside"), key=_waits)),
        repeated=frozenset(property for (_, property, _), times in given.items() if times > 1 or not property),
    )


def _waits(column: Column) -> bool:
    return bool(column.country or column.tied or column.series or column.fallback)


def _belongs(column: Mapping[str, Any], evidence: Evidence) -> bool:
    return evidence != "itself" or column.get("part") == SOURCE or column.get("part") == REMARK


def _part(told: Mapping[str, Any]) -> Part:
    return Part(**{**told, "ids": {name: tuple(patterns) for name, patterns in told["ids"].items()}})


def _column(told: Mapping[str, Any], part: str) -> Column:
    lists = {name: tuple(told[name]) for name in ("also", "of", "among") if name in told}
    return Column(**{"part": part, **told, **lists})
