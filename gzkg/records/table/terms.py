"""The listed terms and classes as tables name them: by code, by either name, by IRI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from gzkg import vocab
from gzkg.lookup.label import Labels
from gzkg.model import Texts
from gzkg.records.table.fault import Fault
from gzkg.records.table.header import fold, halves
from gzkg.records.table.kind import Column
from gzkg.store.embedded import EmbeddedStore

_SHOWN: Final = 8
"""So many terms are named at most, nearest first."""
_NEAR: Final = 0.7
"""Least likeness of a term that is offered instead."""


@dataclass(slots=True)
class Concept:
    """One listed term; `party` is the class of the sides of a tie of this kind, None for what is no tie kind."""

    iri: str
    code: str = ""
    label: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    party: str | None = None


class Terms:
    """The concept schemes and the classes of a store; built once."""

    def __init__(self, store: EmbeddedStore, labels: Labels) -> None:
        self._labels = labels
        self._schemes: dict[str, dict[str, Concept]] = defaultdict(dict)
        self._below: dict[str, set[str]] = defaultdict(set)
        self._read_concepts(store)
        for row in store.rows("classes_within"):
            self._below[_local(str(row["wider"]))].add(_local(str(row["class"])))

    def listed(self, column: Column) -> list[Concept]:
        """Return the concepts that a column allows, by code."""
        concepts = self._schemes[column.of[0]].values()
        chosen = [concept for concept in concepts if not column.among or concept.code in column.among]
        return sorted(chosen, key=lambda concept: concept.code)

    def concept(self, column: Column, text: str) -> Concept | Fault:
        """Return the concept that a text names: code, `scheme:code`, IRI, or a name in Chinese or English."""
        listed = self.listed(column)
        aliases = {fold(word): code for word, code in column.aliases.items()}
        for wanted in (text, *halves(text)):
            wanted = wanted.removeprefix(f"{vocab.CONCEPT}{column.of[0]}/").removeprefix(f"{column.of[0]}:")
            sought = fold(aliases.get(fold(wanted), wanted))
            for names in (_preferred, _other):
                if found := [concept for concept in listed if sought in map(fold, names(concept))]:
                    return found[0]
        return self._unknown(column, text, listed)

    def below(self, classes: Iterable[str]) -> Set[str]:
        """Return the names of some classes and of all classes below them."""
        return {name for wider in classes for name in self._below.get(wider, {wider})}

    def class_of(self, column: Column, text: str) -> str | None:
        """Return the class of a column that a text names: its own name, its label or another word; None when none."""
        aliases = {fold(word): fold(name) for word, name in column.aliases.items()}
        sought = {aliases.get(fold(part), fold(part)) for part in (text, *halves(text))}
        for name in column.of:
            if sought & {fold(name), *map(fold, self.class_label(name).values())}:
                return name
        return None

    def class_label(self, name: str) -> Texts:
        """Return the name of a class in both languages."""
        return self._labels.get(vocab.GZ + name, {"en": name, "zh": name})

    def _read_concepts(self, store: EmbeddedStore) -> None:
        for row in store.rows("concepts"):
            iri = str(row["concept"])
            scheme = iri.removeprefix(vocab.CONCEPT).partition("/")[0]
            concept = self._schemes[scheme].setdefault(iri, Concept(iri))
            name, role = row["name"], str(row["role"])
            if row["party"]:
                concept.party = _local(str(row["party"]))
            if name and name.language and role == vocab.PREF_LABEL:
                concept.label[name.language] = name.value
            elif role == vocab.ALT_LABEL:
                concept.others.append(str(name))
            else:
                concept.code = str(name)

    def _unknown(self, column: Column, text: str, listed: list[Concept]) -> Fault:
        names = {fold(name): (name, concept) for concept in listed for name in reversed(_preferred(concept))}
        near = get_close_matches(fold(text), list(names), n=len(names), cutoff=0.0)
        nearest = list({names[key][1].iri: names[key][1] for key in near}.values())[:_SHOWN]
        likely = get_close_matches(fold(text), near[:1], cutoff=_NEAR)
        more = "…" if len(listed) > _SHOWN else ""
        allowed = {language: _enumerate(nearest, language) + more for language in ("en", "zh")}
        values: Mapping[str, str | Texts] = {"value": text, "header": column.header, "allowed": allowed}
        return Fault("T14-unknown-term", values, suggestion=names[likely[0]][0] if likely else None)


def _preferred(concept: Concept) -> list[str]:
    return [*concept.label.values(), concept.code]


def _other(concept: Concept) -> list[str]:
    return concept.others


def _enumerate(listed: list[Concept], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(concept.label.get(language, concept.code) for concept in listed)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
