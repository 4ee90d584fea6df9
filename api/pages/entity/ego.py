"""The ego network of an entity: all that it is joined to, in a circle, kind by kind."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from api.pages.entity.groups import Group

SIZE: Final = 360
"""Width and height of the picture."""

_RADIUS: Final = 150.0
_GAP: Final = 2.0
"""Room between two kinds, in places of one."""

_FEWEST: Final = 3
_NO_PARTNERS: Final = frozenset({"count", "undertaking"})


@dataclass(frozen=True)
class Partner:
    """Something at the other end of a relation, and where it stands."""

    id: str
    label: Mapping[str, str]
    key: str
    x: float
    y: float


def draw_ego(groups: Sequence[Group]) -> list[Partner]:
    """Return the things that an entity is or was joined to, each once, round a circle; empty when they are too few."""
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for group in groups:
        for row in (*group.rows, *group.maybe) if group.key not in _NO_PARTNERS else ():
            for end in row.others if row.state in ("held", "past") else ():
                found.setdefault(end.id, (group.key, end.label))
    if len(found) < _FEWEST:
        return []
    kinds = list(dict.fromkeys(key for key, _ in found.values()))
    places = len(found) + _GAP * len(kinds)
    partners = []
    for number, (entity_id, (key, label)) in enumerate(found.items()):
        angle = 2 * math.pi * (number + _GAP * kinds.index(key)) / places - math.pi / 2
        x, y = (SIZE / 2 + _RADIUS * turn(angle) for turn in (math.cos, math.sin))
        partners.append(Partner(entity_id, label, key, round(x, 1), round(y, 1)))
    return partners
