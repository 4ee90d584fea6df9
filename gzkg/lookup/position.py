"""Where a city stands among all cities in the network of each layer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final

from gzkg.ids import iri_of
from gzkg.lookup.label import Labels
from gzkg.lookup.subject import code
from gzkg.model import Position
from gzkg.store.embedded import EmbeddedStore

_EQUAL: Final = 1e-9
"""Share by which values may differ and still be one rank: they are sums of many fractions."""


def read_positions(store: EmbeddedStore, labels: Labels, entity_id: str) -> list[Position]:
    """Return the positions of a city, by layer and measure; empty when it has none. Raises: BadId."""
    values: dict[tuple[str, str], list[float]] = defaultdict(list)
    own: dict[tuple[str, str], tuple[float, str]] = {}
    for row in store.rows("positions", city=iri_of(entity_id)):
        key = str(row["layer"]), str(row["measure"])
        values[key].append(float(str(row["value"])))
        if str(row["mine"]) == "true":
            own[key] = values[key][-1], str(row["day"])
    return [
        Position(
            layer=code(layer),
            layer_label=labels.get(layer, {}),
            measure=code(measure),
            measure_label=labels.get(measure, {}),
            value=value,
            rank=1 + sum(other > value * (1 + _EQUAL) for other in values[layer, measure]),
            of=len(values[layer, measure]),
            as_of=date.fromisoformat(day),
        )
        for (layer, measure), (value, day) in sorted(own.items())
    ]
