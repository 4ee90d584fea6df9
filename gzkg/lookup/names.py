"""One box for every name: 广州, 廣州, Guangzhou, Canton, guang zhou, guangzhuo.

Names are compared folded: case, accents, spaces and punctuation aside, traditional characters as simplified.
Chinese names are also found by their pinyin, and near misses by the number of edits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from gzkg import vocab
from gzkg.errors import UnknownTerm
from gzkg.ids import id_of, kind_of, parse_id
from gzkg.lookup.label import Labels
from gzkg.lookup.subject import code
from gzkg.model import Match
from gzkg.store.embedded import EmbeddedStore

_LONGEST: Final = 200
"""Characters that a name may have; nothing is called by more."""

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_SPECIAL: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
_CLOSEST: Final = 0.72
"""Least similarity (1 - edits / length) of a name taken for a misspelling."""


@dataclass(frozen=True, slots=True)
class _Key:
    folded: str
    text: str
    thing: str
    why: str
    score: float


class NameIndex:
    """All names of all entities, folded; build once, ask often."""

    def __init__(self, store: EmbeddedStore, labels: Labels) -> None:
        self._labels = labels
        self._classes: dict[str, set[str]] = {}
        self._simplify = _simplifier()
        self._keys = list(self._read(store))
        self._folded = [key.folded for key in self._keys]

    def find(self, wanted: str, limit: int, kind: str | None = None) -> list[Match]:
        """Return the entities that a name may mean, best first, at most `limit`; each once.

        Empty for more than 200 characters. Raises: UnknownTerm.
        """
        folded = self.fold(wanted) if len(wanted) <= _LONGEST else ""
        among = self._of_class(kind) if kind else None
        if not folded:
            return []
        best: dict[str, _Key] = {}
        for key in (
            *self._same(wanted, folded),
            *self._holding(folded),
            *self._similar(folded),
            *self._sounding(wanted),
        ):
            if among is not None and not self._classes[key.thing] & among:
                continue
            if key.thing not in best or key.score > best[key.thing].score:
                best[key.thing] = key
        ranked = sorted(best.values(), key=lambda key: (-key.score, len(key.folded), key.thing))
        return [self._match(key) for key in ranked[: max(limit, 0)]]

    def exact(self, wanted: str) -> Mapping[str, float]:
        """Return the IRIs of the entities that have this very name, folded, each with how well: 0.9 by pinyin only."""
        found: dict[str, float] = {}
        for key in self._by_name.get(self.fold(wanted), ()):
            found[key.thing] = max(key.score, found.get(key.thing, 0.0))
        return found

    def similar(self, wanted: str, among: Set[str]) -> list[Match]:
        """Return the entities of some classes whose name is a few edits away or begins so, best first, each once.

        `among` holds names of classes as the data states them; those above are not looked for. Of things equally near,
        one that is near by a name comes before one that is by pinyin only; where both are near, the Chinese is told.
        """
        folded = self.fold(wanted)
        near: dict[str, list[_Key]] = defaultdict(list)
        for key in (
            *self._similar(folded),
            *self._sounding(wanted),
            *(self._holding(folded) if len(folded) >= 4 else ()),
        ):
            if self._classes[key.thing] & among:
                near[key.thing].append(key)
        return [self._match(best) for _, best in sorted(map(_nearest, near.values()), key=lambda pair: pair[0])]

    def classes(self, iri: str) -> Set[str]:
        """Return the names of the classes of an entity, as the data states them; none when it has no name."""
        return self._classes.get(iri, set())

    def fold(self, text: str) -> str:
        """Return a name as it is compared: no case, accents, spaces or punctuation, characters simplified."""
        decomposed = unicodedata.normalize("NFKD", self._simplify(text).casefold().translate(_SPECIAL))
        return "".join(char for char in decomposed if char.isalnum())

    def nearest_ids(self, wanted: str, limit: int = 3) -> list[str]:
        """Return the ids of the same kind that look most like one, best first. Raises: BadId."""
        from rapidfuzz import process

        wanted = parse_id(wanted)
        kind = kind_of(wanted)
        ids = [entity_id for iri in self._classes if (entity_id := id_of(iri)) and kind_of(entity_id) == kind]
        return [found for found, _, _ in process.extract(wanted, ids, limit=limit, score_cutoff=60)]

    @cached_property
    def _by_name(self) -> Mapping[str, list[_Key]]:
        found: dict[str, list[_Key]] = defaultdict(list)
        for key in self._keys:
            found[key.folded].append(key)
        return found

    def _of_class(self, kind: str) -> Set[str]:
        classes = frozenset[str]().union(*self._classes.values())
        meant = {name for name in classes if self.fold(name) == self.fold(kind)}
        if not meant:
            raise UnknownTerm(f"Nothing that has a name is of class '{kind}'. Try City, CityNetwork or EventSeries.")
        return meant

    def _read(self, store: EmbeddedStore) -> Iterator[_Key]:
        from pypinyin import lazy_pinyin

        for row in store.rows("names"):
            thing, role, name = str(row["thing"]), str(row["role"]), str(row["name"])
            self._classes.setdefault(thing, set()).add(code(str(row["class"])))
            why, score = _ROLES[role]
            yield _Key(self.fold(name), name, thing, why, score)
            if "City" in self._classes[thing]:
                for full in _with_city(name):
                    yield _Key(self.fold(full), full, thing, f"{why} with the word for city", score - 0.02)
            if _HAN.search(name):
                pinyin = "".join(lazy_pinyin(self._simplify(name)))
                yield _Key(self.fold(pinyin), name, thing, "pinyin", 0.9)

    def _same(self, wanted: str, folded: str) -> Iterator[_Key]:
        for key in self._keys:
            if key.folded == folded:
                yield key if key.text == wanted or key.why == "pinyin" else _because(key, self._difference(wanted, key))

    def _difference(self, wanted: str, key: _Key) -> str:
        if _HAN.search(wanted) and self._simplify(wanted) != wanted:
            return f"{key.why}, traditional characters"
        return f"{key.why}, case, accents or spaces aside"

    def _holding(self, folded: str) -> Iterator[_Key]:
        for key in self._keys:
            share = len(folded) / max(len(key.folded), 1)
            if share < 1 and key.folded.startswith(folded):
                yield _because(key, f"{key.why} begins so", 0.5 + 0.3 * share)
            elif share < 1 and folded in key.folded and (_HAN.search(folded) or len(folded) > 3):
                yield _because(key, f"{key.why} holds it", 0.4 + 0.3 * share)

    def _similar(self, folded: str) -> Iterator[_Key]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        if len(folded) < 4:
            return
        similar = process.extract(
            folded, self._folded, scorer=OSA.normalized_similarity, score_cutoff=_CLOSEST, limit=50
        )
        for _, score, place in similar:
            if score < 1:
                edits = OSA.distance(folded, self._folded[place])
                why = f"{self._keys[place].why}, {edits} {'edit' if edits == 1 else 'edits'} away"
                yield _because(self._keys[place], why, 0.8 * score)

    def _sounding(self, wanted: str) -> Iterator[_Key]:
        """Yield the Chinese names that sound as a Chinese text does: 广洲 is 广州 with another character."""
        if not _HAN.search(wanted):
            return
        from pypinyin import lazy_pinyin

        folded, sound = self.fold(wanted), self.fold("".join(lazy_pinyin(self._simplify(wanted))))
        for key in self._by_name.get(sound, ()):
            if key.why == "pinyin" and self.fold(key.text) != folded:
                yield _because(key, "sounds the same", 0.8)

    def _match(self, key: _Key) -> Match:
        classes = tuple(sorted(self._classes[key.thing]))
        label = self._labels.get(key.thing, {})
        return Match(id_of(key.thing) or key.thing, classes, label, key.text, key.why, round(key.score, 3))


_ROLES: Final = {
    vocab.PREF_LABEL: ("name", 1.0),
    vocab.ALT_LABEL: ("other name", 0.95),
    vocab.HIDDEN_LABEL: ("hidden name", 0.92),
}


def _nearest(keys: list[_Key]) -> tuple[tuple[float, bool, str], _Key]:
    """Return the place of a thing among others, and its nearest key."""
    score = max(key.score for key in keys)
    best = sorted((key for key in keys if key.score == score), key=lambda key: not key.why.startswith("pinyin"))
    return (-score, best[-1].why.startswith("pinyin"), best[0].thing), best[0]


def _with_city(name: str) -> tuple[str, ...]:
    return (name + "市",) if _HAN.search(name) else (f"City of {name}", f"{name} City")


def _because(key: _Key, why: str, score: float | None = None) -> _Key:
    return _Key(key.folded, key.text, key.thing, why, key.score - 0.01 if score is None else score)


def _simplifier() -> Callable[[str], str]:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    return lambda text: str(convert(text)) if _HAN.search(text) else text
