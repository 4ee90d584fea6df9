"""The layers of which networks are made: each class of relation that declares its ends, and each kind of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from gzkg import vocab
from gzkg.errors import UnknownLayer
from gzkg.lookup.label import Labels
from gzkg.lookup.subject import code
from gzkg.network.table import Table
from gzkg.store.embedded import EmbeddedStore

MISSION: Final = "mission"
"""Sitings of diplomatic missions, each from the country that sends it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A kind of relation: the class of its records, their kind if it is one of several, and of what the sources are."""

    name: str
    record_class: str
    kind: str | None = None
    source_class: str | None = None


def read_layers(store: EmbeddedStore) -> Mapping[str, Layer]:
    """Return name -> layer: `award-entry`, `tie`, `sister-city`, …, sorted by class and then kind."""
    found: dict[str, Layer] = {}
    rows = sorted((str(row["class"]), str(row["concept"] or "")) for row in store.rows("layers"))
    for record_class, concept in rows:
        name = _word(code(record_class))
        found.setdefault(name, Layer(name, record_class))
        if concept:
            found[code(concept)] = Layer(code(concept), record_class, concept)
    found[MISSION] = Layer(MISSION, vocab.GZ + "Siting", source_class=vocab.GZ + "DiplomaticMission")
    return found


def layer_table(store: EmbeddedStore, labels: Labels) -> Table:
    """Return the layers: name, label in each language, and the class of their records."""
    layers = read_layers(store).values()
    names = [labels.get(layer.kind or layer.record_class, {}) for layer in layers]
    return Table(
        {
            "layer": [layer.name for layer in layers],
            "label_en": [name.get("en") for name in names],
            "label_zh": [name.get("zh") for name in names],
            "class": [code(layer.record_class) for layer in layers],
        }
    )


def choose_layers(layers: Mapping[str, Layer], names: Iterable[str]) -> list[Layer]:
    """Return the layers of some names, `AwardEntry` or `award-entry`. Raises: UnknownLayer, with the nearest."""
    chosen = []
    for name in names:
        word = name if name in layers else _word(name)
        if word not in layers:
            near = difflib.get_close_matches(word, layers, n=3, cutoff=0.5)
            raise UnknownLayer(f"No layer is called '{name}'. There are: {', '.join(layers)}.", near)
        chosen.append(layers[word])
    return chosen


def _word(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.replace("_", "-")).lower()
