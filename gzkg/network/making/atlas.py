"""What is known of nodes: names, class, country, region of the world, position, what they are part of."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from gzkg import vocab
from gzkg.errors import BadOption
from gzkg.ids import id_of, iri_of
from gzkg.lookup.label import Labels
from gzkg.lookup.subject import code
from gzkg.store.embedded import EmbeddedStore

_POINT: Final = re.compile(r"POINT\s*\(\s*(\S+)\s+(\S+)\s*\)")


class Atlas:
    """Reads from a store what networks say of their nodes; each kind of fact when first asked for."""

    def __init__(self, store: EmbeddedStore, labels: Labels) -> None:
        self._store = store
        self._labels = labels

    def attributes(self, iri: str) -> dict[str, Any]:
        """Return the attributes of a node as networks carry them; what is not known is left out."""
        label = self._labels.get(iri, {})
        known = {"iri": iri, "label_en": label.get("en"), "label_zh": label.get("zh"), **self._known.get(iri, {})}
        return {name: value for name, value in known.items() if value is not None}

    def classes(self, iri: str) -> frozenset[str]:
        """Return the classes of a node, by name, with every class above them."""
        return self._wider.get(self._known.get(iri, {}).get("kind", ""), frozenset())

    def whole(self, iri: str) -> str:
        """Return what a node is part of in the end: of a unit its organisation; itself when it is no part."""
        seen = {iri}
        while (above := self._wholes.get(iri)) and above not in seen:
            iri = above
            seen.add(iri)
        return iri

    def require_classes(self, names: Iterable[str]) -> frozenset[str]:
        """Return class names as the ontology writes them. Raises: BadOption, with the nearest."""
        by_word = {name.casefold(): name for name in self._wider}
        return frozenset(_known(by_word, name.replace("-", "").replace("_", ""), "kind", name) for name in names)

    def places(self, iri: str) -> frozenset[str]:
        """Return the ids of the places, and the words of the world's regions, in which a node is; its own id too."""
        return self._places.get(iri, frozenset())

    def require_places(self, names: Iterable[str]) -> frozenset[str]:
        """Return places as `places` gives them, for ids, IRIs or region words. Raises: BadOption, with the nearest."""
        every = frozenset().union(*self._places.values())
        by_word = {place: place for place in every}
        return frozenset(
            _known(by_word, name.removeprefix(vocab.ID) if ":" in name else name, "within", name) for name in names
        )

    def groups(self, by: str) -> Mapping[str, dict[str, Any]]:
        """Return what is known of each country, by its ISO code, or of each region of the world, by its word."""
        if by == "country":
            return {
                known["country"]: self.attributes(iri)
                for iri, known in self._known.items()
                if known["kind"] == "Country" and "country" in known
            }
        regions = {known["region"] for known in self._known.values() if "region" in known}
        return {word: self.attributes(f"{vocab.CONCEPT}world-region/{word}") for word in regions}

    @cached_property
    def _known(self) -> Mapping[str, dict[str, Any]]:
        known: dict[str, dict[str, Any]] = {}
        for row in self._store.rows("network_nodes"):
            told = {"kind": code(str(row["class"])), **_position(str(row["point"] or ""))}
            told |= {name: str(row[name]) for name in ("country", "region") if row[name]}
            known.setdefault(str(row["node"]), {}).update(told)
        return known

    @cached_property
    def _wider(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._store.rows("classes_within"):
            found[code(str(row["class"]))].add(code(str(row["wider"])))
        return {name: frozenset(wider) for name, wider in found.items()}

    @cached_property
    def _wholes(self) -> Mapping[str, str]:
        return dict(sorted((str(row["part"]), str(row["whole"])) for row in self._store.rows("wholes")))

    @cached_property
    def _places(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self._store.rows("places_within"):
            node = str(row["node"])
            place = id_of(str(row["place"])) if row["place"] else str(row["region"])
            found[node] |= {place or "", id_of(node) or node}
        return {node: frozenset(places) for node, places in found.items()}


def node_id(iri: str) -> str:
    """Return what a network calls a node: its id, or an outside IRI as it is."""
    return id_of(iri) or iri


def node_iri(name: str) -> str:
    """Return the IRI of a node by its id or IRI. Raises: BadId."""
    return name if ":" in name else iri_of(name)


def _position(point: str) -> dict[str, float]:
    found = _POINT.match(point)
    return {"lon": float(found[1]), "lat": float(found[2])} if found else {}


def _known(by_word: Mapping[str, str], word: str, option: str, given: str) -> str:
    if word.casefold() in by_word:
        return by_word[word.casefold()]
    near: Sequence[str] = difflib.get_close_matches(word.casefold(), by_word, n=3)
    raise BadOption(f"{option} is '{given}', which is not in the graph.", [by_word[name] for name in near])
