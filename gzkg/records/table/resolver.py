"""What a cell names: an id, an IRI, a number of Wikidata or GeoNames, or a name in any language. Never a guess."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final

from gzkg import vocab
from gzkg.errors import BadId
from gzkg.ids import FOLDERS, id_of, kind_of, parse_id
from gzkg.lookup.label import Labels
from gzkg.lookup.names import NameIndex
from gzkg.model import Match, Term, Texts
from gzkg.records.table.fault import Fault
from gzkg.records.table.kind import Kind, read_kinds
from gzkg.records.table.terms import Terms
from gzkg.store.embedded import EmbeddedStore

_WIKIDATA: Final = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/|wikidata:)?(Q[1-9]\d*)")
_GEONAMES: Final = re.compile(r"(?:https?://(?:www\.|sws\.)?geonames\.org/|geonames:)?([1-9]\d{3,})(?:/\S*)?")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_BY_PINYIN: Final = 0.9
"""How well a name is met by its pinyin only: names that are written so outrank it."""
_OFFERED: Final = 5
_SEARCHED: Final = 2_000
"""Names in no list that are searched for near ones; what is beyond is only said to be unknown."""
_TEMPLATES: Final = ("cities", "organisations", "series", "editions", "sources")
"""Kinds of template by which things that have names are added."""


class Resolver:
    """Finds things by what a steward calls them, in the graph and among those that the same batch brings.

    Make one for each batch: what `introduce` adds stays in it.
    """

    def __init__(self, store: EmbeddedStore, names: NameIndex, labels: Labels, terms: Terms) -> None:
        self.terms = terms
        self._store = store
        self._names = names
        self._labels = labels
        self._new: dict[str, str] = {}
        self._new_labels: dict[str, Texts] = {}
        self._new_names: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, tuple[str, ...]] = {}
        self._exact: dict[str, Mapping[str, float]] = {}
        self._folded: dict[str, str] = {}
        self._near: dict[tuple[str, frozenset[str]], list[Match]] = {}

    def find(
        self, texts: Sequence[str], of: Sequence[str], *, country: str | None = None, tied: str | None = None
    ) -> str | Fault:
        """Return the IRI of the one thing of some classes that texts name, each on its own; or why there is none.

        `country` is the IRI of the country that it lies in, `tied` a class that is the likelier of two.
        """
        found = [self._find_all(text, of, country) for text in texts]
        sets = [set(things) for things in found if not isinstance(things, Fault)]
        if not sets:
            return next(fault for fault in found if isinstance(fault, Fault))
        common = set.intersection(*sets)
        if not common:
            return Fault(
                "T23-cells-disagree", {"value": texts[0], "other": texts[1]}, nearest=self._ids(set.union(*sets))
            )
        if len(common) > 1 and tied:
            common = {iri for iri in common if self.classes(iri) & self.terms.below([tied])} or common
        return common.pop() if len(common) == 1 else self.name_all("T10-ambiguous-name", common, texts[0])

    def introduce(
        self, iri: str, name: str, label: Texts, *, country: str | None = None, also: Iterable[str] = ()
    ) -> None:
        """Make a new thing known by its class, names and numbers, so that other rows may name it."""
        if iri in self._new:
            return
        self._new[iri], self._new_labels[iri] = name, label
        for text in (*label.values(), *also):
            self._new_names[self._fold(text)].add(iri)
        if country:
            self._above[iri] = (country, *self._places_above(country))

    def known(self, texts: Iterable[str], of: Sequence[str], *, country: str | None = None) -> list[str]:
        """Return the IRIs of things of the graph, of some classes, that have one of some names and may lie there."""
        wanted = self.terms.below(of)
        found = {iri for text in texts for iri, score in self._called(text).items() if score > _BY_PINYIN}
        return sorted(iri for iri in found if self.classes(iri) & wanted and self._may_lie(iri, country))

    def name_all(self, check: str, things: Iterable[str], text: str = "") -> Fault:
        """Return a fault that names some things, each with its id."""
        ids = self._ids(things)
        shown = [{lang: f"{name} ({id_})" for lang, name in self.label(vocab.ID + id_).items()} for id_ in ids]
        return Fault(check, {"value": text, "candidates": _joined(shown[:_OFFERED])}, nearest=ids)

    def number(self, property: str, value: str) -> list[str]:
        """Return the IRIs of what has a number or address: `url`, `wikidataId`, `geonamesId`, `isoCode`."""
        sought = Term(value, "iri" if property == "url" else "literal")
        found = self._store.terms("subject", None, Term(vocab.GZ + property, "iri"), sought, most=_OFFERED)
        return sorted(term.value for term in found)

    def exists(self, iri: str) -> bool:
        """Tell whether the graph says anything of an IRI."""
        return self._store.has(Term(iri, "iri"))

    def label(self, iri: str) -> Texts:
        """Return the names of a thing or term; its id in both languages when it has none."""
        shown = id_of(iri) or iri
        return self._labels.get(iri) or self._new_labels.get(iri) or {"en": shown, "zh": shown}

    def classes(self, iri: str) -> Set[str]:
        """Return the names of the classes of a thing as stated; none when it is not known."""
        return {self._new[iri]} if iri in self._new else self._names.classes(iri)

    def stated(self, iri: str, property: str) -> str:
        """Return the value of a property of a thing of the graph; empty when it has none."""
        found = self._store.terms("object", Term(iri, "iri"), Term(vocab.GZ + property, "iri"), most=1)
        return found.pop().value if found else ""

    def _find_all(self, text: str, of: Sequence[str], country: str | None) -> set[str] | Fault:
        wanted = self.terms.below(of)
        named = self._by_number(text, wanted)
        if named is None:
            named = self._by_name(text)
        if isinstance(named, Fault):
            return named
        if not named:
            return self._unknown(text, wanted)
        fitting = {iri: score for iri, score in named.items() if self.classes(iri) & wanted}
        if not fitting:
            return self._wrong_class(next(iter(named)), of)
        placed = {iri: score for iri, score in fitting.items() if self._may_lie(iri, country)}
        if not placed:
            names = {"name": self.label(next(iter(fitting))), "country": self.label(country or "")}
            return Fault("T12-wrong-country", names, nearest=self._ids(fitting))
        likely = {iri for iri, score in placed.items() if score > _BY_PINYIN} or set(placed)
        return likely - {country} or likely

    def _by_number(self, text: str, wanted: Set[str]) -> dict[str, float] | Fault | None:
        """Read a text that is an id or number rather than a name; None when it is none."""
        if found := _WIKIDATA.fullmatch(text):
            return self._numbered(text, "wikidataId", found[1])
        if found := _GEONAMES.fullmatch(text):
            return self._numbered(text, "geonamesId", found[1])
        if "Country" in wanted and len(text) == 2 and (there := self.number("isoCode", text.upper())):
            return dict.fromkeys(there, 1.0)
        if (not text.startswith(vocab.ID) and kind_of(text) not in FOLDERS) or "/" not in text:
            return None
        return self._by_id(text)

    def _numbered(self, text: str, property: str, value: str) -> dict[str, float] | Fault:
        there = self.number(property, value) or sorted(self._new_names.get(self._fold(value), set()))
        return dict.fromkeys(there, 1.0) if there else self._no_id(text, ())

    def _by_id(self, text: str) -> dict[str, float] | Fault:
        try:
            iri = vocab.ID + parse_id(text)
        except BadId:
            return self._no_id(text, ())
        if iri in self._new or self.exists(iri):
            return {iri: 1.0}
        return self._no_id(text, self._names.nearest_ids(text))

    def _by_name(self, text: str) -> dict[str, float]:
        new = self._new_names.get(self._fold(text), ()) if self._new_names else ()
        return {**self._called(text), **dict.fromkeys(new, 1.0)}

    def _called(self, text: str) -> Mapping[str, float]:
        if text not in self._exact:
            self._exact[text] = self._names.exact(text)
        return self._exact[text]

    def _fold(self, text: str) -> str:
        if text not in self._folded:
            self._folded[text] = self._names.fold(text)
        return self._folded[text]

    def _may_lie(self, iri: str, country: str | None) -> bool:
        above = self._places_above(iri)
        return country is None or not above or country in (iri, *above)

    def _places_above(self, iri: str) -> tuple[str, ...]:
        """Return the places that contain a thing, nearest first."""
        if iri not in self._above:
            self._above[iri] = ()  # should places contain each other, the way up ends here
            nearest = self.stated(iri, "within")
            self._above[iri] = (nearest, *self._places_above(nearest)) if nearest else ()
        return self._above[iri]

    def _unknown(self, text: str, wanted: Set[str]) -> Fault:
        near = self._search(text, frozenset(wanted))
        template = self._template(wanted)
        if not near:
            return Fault(
                "T08-unknown-name" if template else "T26-unknown-country", {"value": text, "template": template}
            )
        best = _suggested(text, near[0])
        ids = tuple(match.id for match in near[:_OFFERED])
        values = {"value": text, "suggestion": best, "template": template or "cities"}
        return Fault("T09-near-name", values, suggestion=best, nearest=ids)

    def _search(self, text: str, wanted: frozenset[str]) -> list[Match]:
        if (text, wanted) not in self._near:
            if len(self._near) >= _SEARCHED:
                return []
            self._near[text, wanted] = self._names.similar(text, wanted)
        return self._near[text, wanted]

    def _wrong_class(self, iri: str, of: Sequence[str]) -> Fault:
        classes = [self.terms.class_label(name) for name in sorted(self.classes(iri))]
        wanted = [self.terms.class_label(name) for name in of]
        values = {"name": self.label(iri), "found": _joined(classes), "wanted": _joined(wanted)}
        return Fault("T11-wrong-class", values, nearest=self._ids([iri]))

    def _no_id(self, text: str, nearest: Sequence[str]) -> Fault:
        kind = kind_of(text.removeprefix(vocab.ID))
        template = next((name for name in _TEMPLATES if kind in _words(name)), "cities / organisations")
        return Fault("T13-unknown-id", {"value": text, "template": template}, nearest=tuple(nearest))

    def _template(self, wanted: Set[str]) -> str:
        """Return the names of the templates by which a thing of some classes is added; empty for a country."""
        kinds = read_kinds()
        if "Country" in wanted and "City" not in wanted:
            return ""
        return " / ".join(name for name in _TEMPLATES if set(_classes(kinds[name])) & wanted) or "organisations"

    @staticmethod
    def _ids(things: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(id_of(iri) or iri for iri in things))


def _classes(kind: Kind) -> Iterable[str]:
    return kind.parts[0].ids if kind.parts else ("Source",)


def _words(template: str) -> Set[str]:
    """Return the kind words of the ids that a template makes."""
    patterns = (pattern for part in read_kinds()[template].parts[:1] for ids in part.ids.values() for pattern in ids)
    return {pattern.partition("/")[0] for pattern in patterns} or {"source"}


def _suggested(text: str, match: Match) -> str:
    """Return the name that should stand instead: the Chinese one where it or its pinyin was nearly met."""
    is_chinese = _HAN.search(text) or match.why.startswith("pinyin")
    return match.label.get("zh" if is_chinese else "en", match.id)


def _joined(texts: Iterable[Texts]) -> Texts:
    found = list(texts)
    return {
        "en": " or ".join(text.get("en", "") for text in found),
        "zh": "或".join(text.get("zh", "") for text in found),
    }
