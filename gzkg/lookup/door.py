"""What a knowledge graph answers about single things: each method hands what is asked to the room that answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import Literal

from gzkg.dates import parse_day
from gzkg.errors import UnknownEntity
from gzkg.lookup.claim import read_claims, read_sources
from gzkg.lookup.entity import find_entity
from gzkg.lookup.label import Labels
from gzkg.lookup.names import NameIndex
from gzkg.lookup.question import get_question
from gzkg.lookup.relation import class_word, read_relations, require_kind
from gzkg.model import Claim, Entity, Match, Question, Relation, Source, Summary
from gzkg.store.embedded import EmbeddedStore

StatusGroup = Literal["factual", "prospective", "negative", "any"]


class Lookups(ABC):
    """The part of `KnowledgeGraph` that looks up entities, their relations, claims and sources."""

    @property
    @abstractmethod
    def _store(self) -> EmbeddedStore:
        """The graph."""

    @property
    @abstractmethod
    def _labels(self) -> Labels:
        """The names of everything, by IRI and language."""

    @property
    @abstractmethod
    def _names(self) -> NameIndex:
        """What finds by name."""

    @property
    @abstractmethod
    def _summary(self) -> Summary:
        """How much there is."""

    @property
    @abstractmethod
    def _questions(self) -> list[Question]:
        """The competency questions."""

    def entity(self, entity_id: str) -> Entity:
        """Return the entity or record with an id (`city/cn-guangzhou`) or IRI.

        Raises: UnknownEntity, with the nearest ids; BadId.
        """
        found = find_entity(self._store, self._labels, entity_id)
        if found is None:
            raise UnknownEntity(entity_id, self._names.nearest_ids(entity_id))
        return found

    def find(self, name: str, *, limit: int = 10) -> list[Match]:
        """Return the entities that a name may mean, best first, each with the reason why it matched.

        Chinese in simplified or traditional characters, pinyin, English, and the other languages in which the graph
        has names; case, accents and spaces do not count, and misspellings of four letters and more are forgiven.
        Empty when nothing comes near.
        """
        return self._names.find(name, limit)

    def relations(
        self,
        entity_id: str,
        *,
        kind: str | None = None,
        status: StatusGroup = "factual",
        as_of: date | str | None = None,
    ) -> list[Relation]:
        """Return the dated records that touch an entity, sorted by start.

        `kind` keeps one class (tie, membership, participation, award-entry, siting, undertaking, count, link) or
        one tie kind, role or the like (sister-city); without it, every record that joins the entity to another.
        `status` keeps a group of statuses: factual by default, so that a wish is left out unless asked for; `any`
        keeps all. `as_of` keeps what held on a day, each `certain` or `possible`; without it, the whole history.

        Raises: UnknownEntity, BadId, BadDate; UnknownTerm, when no relation can be of this kind.
        """
        self.entity(entity_id)
        day = parse_day(as_of) if isinstance(as_of, str) else as_of
        found = read_relations(self._store, self._labels, entity_id, day)
        kept = [relation for relation in found if _is_kind(relation, kind) and status in ("any", relation.status_group)]
        if kind is not None and not kept:
            require_kind(self._labels, kind)
        return kept

    def claims(self, entity_id: str) -> list[Claim]:
        """Return what sources say about a record or entity, oldest first; empty when none does.

        Raises: UnknownEntity, BadId.
        """
        self.entity(entity_id)
        return read_claims(self._store, self._labels, entity_id)

    def sources(self, entity_id: str) -> list[Source]:
        """Return the sources of the claims about a record or entity, sorted by id. Raises: UnknownEntity, BadId."""
        self.entity(entity_id)
        return read_sources(self._store, self._labels, entity_id)

    def summary(self) -> Summary:
        """Return how much the graph holds: things per class and totals."""
        return self._summary

    def questions(self) -> list[Question]:
        """Return the competency questions: what the graph is for, as runnable SPARQL."""
        return list(self._questions)

    def question(self, question_id: str) -> Question:
        """Return one competency question, such as `CQ-S03`. Raises: UnknownQuestion."""
        return get_question(self._questions, question_id)


def _is_kind(relation: Relation, kind: str | None) -> bool:
    if kind is None:
        return len(relation.ends) > 1
    return class_word(kind) == relation.kind.casefold() or kind in relation.detail
