"""Id <-> IRI <-> file path. Nothing else builds an IRI of an entity, record or claim from text.

The path is the identity: `graph/cities/fr/lyon.ttl` is `city/fr-lyon`, and every subject in that file is
`city/fr-lyon` itself or begins with `city/fr-lyon/`.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

from gzkg import vocab
from gzkg.errors import BadId

FOLDERS: Final = {
    "award": "awards",
    "city": "cities",
    "collab": "collaborations",
    "count": "counts",
    "country": "countries",
    "district": "districts",
    "edition": "editions",
    "entry": "entries",
    "facility": "facilities",
    "link": "links",
    "membership": "memberships",
    "mission": "missions",
    "org": "organisations",
    "participation": "participations",
    "person": "persons",
    "plan": "plans",
    "port": "ports",
    "programme": "programmes",
    "region": "regions",
    "resource": "resources",
    "series": "series",
    "siting": "sitings",
    "source": "sources",
    "tie": "ties",
    "undertaking": "undertakings",
    "unit": "units",
}
"""Kind word of an id -> folder below `graph/`."""

BY_COUNTRY: Final = frozenset({"city", "district", "port", "region"})
"""Kinds whose slug begins with a country code; their files lie in a folder of that code."""

_KINDS: Final = {folder: kind for kind, folder in FOLDERS.items()}
GROUPED: Final = frozenset({"count", "edition", "entry", "membership", "participation"})
"""Kinds of which one file holds several: those that differ only in the last part of their id."""

_PARTS: Final = {"count": 3, "participation": 2}
"""Parts that an id of this kind has below its kind, unless it belongs to an edition."""

_ID: Final = re.compile(r"[a-z]+(?:/[a-z0-9]+(?:-{1,2}[a-z0-9]+)*(?:_[0-9-]+)?)+")


LONGEST: Final = 200
"""Characters that an id may have."""


def parse_id(text: str) -> str:
    """Return the id in a text that is an id or an IRI of this graph.

    Raises: BadId, with what an id looks like.
    """
    entity_id = text.strip().removeprefix(vocab.ID).rstrip("/")
    kind = entity_id.partition("/")[0]
    if kind not in FOLDERS or len(entity_id) > LONGEST or not _ID.fullmatch(entity_id):
        raise BadId(
            f"'{text[:LONGEST]}' is not an id. Write <kind>/<slug> in lower-case letters, digits and hyphens, such as "
            f"city/cn-guangzhou or org/uclg; kinds are {', '.join(sorted(FOLDERS))}."
        )
    return entity_id


def iri_of(entity_id: str) -> str:
    """Return the IRI of an id. Raises: BadId."""
    return vocab.ID + parse_id(entity_id)


def id_of(iri: str) -> str | None:
    """Return the id of an IRI, or None when it names nothing of this graph."""
    return iri.removeprefix(vocab.ID) if iri.startswith(vocab.ID) else None


def kind_of(entity_id: str) -> str:
    """Return the kind word of an id, such as `city`."""
    return entity_id.partition("/")[0]


def path_of(file_id: str) -> PurePosixPath:
    """Return the path below `graph/` of the file whose identity is this id. Raises: BadId."""
    kind, _, slug = parse_id(file_id).partition("/")
    if kind in BY_COUNTRY:
        slug = slug.replace("-", "/", 1)
    return PurePosixPath(FOLDERS[kind], slug + ".ttl")


def home_of(entity_id: str) -> str:
    """Return the id of the file in which a new thing belongs: its own, or that of its group. Raises: BadId."""
    kind, *parts = parse_id(entity_id).split("/")
    return "/".join([kind, *parts[:-1]]) if kind in GROUPED and len(parts) > 1 else entity_id


def keeper_of(entity_id: str) -> str:
    """Return the id of the file that keeps a thing, be it a claim or count within another's file. Raises: BadId."""
    owner = parse_id(entity_id).partition("/claim/")[0]
    kind, *parts = owner.split("/")
    of_edition = len(parts) > _PARTS.get(kind, len(parts))  # what belongs to an edition stands with its series
    return f"{kind}/{parts[0]}" if kind in BY_COUNTRY or of_edition else home_of(owner)


def file_id(path: Path | PurePosixPath) -> str | None:
    """Return the id that a path below `graph/` stands for, or None when no id has that path."""
    folder, *rest = path.with_suffix("").parts
    kind = _KINDS.get(folder)
    if kind is None or not rest or path.suffix != ".ttl":
        return None
    if kind in BY_COUNTRY:
        rest = ["-".join(rest)] if len(rest) == 2 else []
    entity_id = "/".join([kind, *rest])
    return entity_id if _ID.fullmatch(entity_id) else None


def is_within(entity_id: str, owner: str) -> bool:
    """Tell whether an id is `owner` or one of the things that its file holds."""
    return entity_id == owner or entity_id.startswith(owner + "/")
