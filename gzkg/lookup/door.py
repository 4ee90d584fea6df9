"""What a knowledge graph answers about single things: each method hands what is asked to the room that answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from gzkg.dates import span_of
from gzkg.errors import UnknownEntity
from gzkg.lookup.brief import read_briefs
from gzkg.lookup.claim import read_claims, read_claims_around, read_sources
from gzkg.lookup.description import description_query, statements_query
from gzkg.lookup.entity import find_entity
from gzkg.lookup.label import Labels
from gzkg.lookup.names import NameIndex
from gzkg.lookup.position import read_positions
from gzkg.lookup.question import get_question
from gzkg.lookup.relation import class_word, read_relations, require_kind
from gzkg.lookup.vocabulary import Ontology
from gzkg.model import Brief, Claim, Entity, Match, Position, Question, Relation, Source, Summary
from gzkg.store.embedded import EmbeddedStore

StatusGroup = Literal["factual", "prospective", "negative", "any"]

_ANY: Final = "any"


class Lookups(ABC):
    """The part of `KnowledgeGraph` that looks up entities, their relations, claims and sources."""

    @property
    @abstractmethod
    def _store(self) -> EmbeddedStore:
        """The graph."""

    @property
    @abstractmethod
    def _complete(self) -> EmbeddedStore:
        """The graph with the positions of cities in networks."""

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

    @property
    @abstractmethod
    def _ontology(self) -> Ontology:
        """What the terms mean."""

    def entity(self, entity_id: str) -> Entity:
        """Return the entity or record with an id (`city/cn-guangzhou`) or IRI.

        Raises: UnknownEntity, with the nearest ids; BadId.
        """
        found = find_entity(self._store, self._labels, entity_id)
        if found is None:
            raise UnknownEntity(entity_id, self._names.nearest_ids(entity_id))
        return found

    def brief(self, names: Iterable[str]) -> list[Brief]:
        """Return what many things are called, are and where they lie, by id or IRI, in the order asked.

        Terms and concepts too; what the graph does not hold is left out. Raises: BadId.
        """
        return list(read_briefs(self._store, self._labels, names))

    def find(self, name: str, *, limit: int = 10, kind: str | None = None) -> list[Match]:
        """Return the entities that a name may mean, best first, each with the reason why it matched.

        Chinese in simplified or traditional characters, pinyin, English, and the other languages in which the graph
        has names; case, accents and spaces do not count, and misspellings of four letters and more are forgiven.
        `kind` keeps one class: City, CityNetwork, event-series. Empty when nothing comes near.

        Raises: UnknownTerm, when nothing that has a name is of this class.
        """
        return self._names.find(name, limit, kind)

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
        one tie kind, role or the like (sister-city); without it, every record that joins the entity to another, and
        with `any` its counts too.
        `status` keeps a group of statuses: factual by default, so that a wish is left out unless asked for; `any`
        keeps all. `as_of` keeps what held on a day, or at some time of a year or span (1990, 2012/2020), each `certain`
        or `possible`; without it, the whole history.

        Raises: UnknownEntity, BadId, BadDate; UnknownTerm, when no relation can be of this kind.
        """
        self.entity(entity_id)
        span = span_of(as_of) if as_of is not None else None
        found = read_relations(self._store, self._labels, entity_id, span)
        kept = [relation for relation in found if _is_kind(relation, kind) and status in ("any", relation.status_group)]
        if kind not in (None, _ANY) and not kept:
            require_kind(self._labels, kind)
        return kept

    def claims(self, entity_id: str, *, relations: bool = False) -> list[Claim]:
        """Return what sources say about a record or entity, oldest first; empty when none does.

        With `relations` also what they say about the records that touch it, and of a source all that it says itself.

        Raises: UnknownEntity, BadId.
        """
        self.entity(entity_id)
        read = read_claims_around if relations else read_claims
        return read(self._store, self._labels, entity_id)

    def sources(self, entity_id: str) -> list[Source]:
        """Return the sources of the claims about a record or entity, sorted by id. Raises: UnknownEntity, BadId."""
        self.entity(entity_id)
        return read_sources(self._store, self._labels, entity_id)

    def positions(self, entity_id: str) -> list[Position]:
        """Return where a city stands among all cities in the network of each layer, by each measure of `graph/metrics`.

        Empty for what is no city or is in no layer. Raises: UnknownEntity, BadId.
        """
        self.entity(entity_id)
        return read_positions(self._complete, self._labels, entity_id)

    def describe(self, entity_id: str, format: str = "turtle") -> bytes:
        """Return an entity or record as RDF text, with its records, their claims and sources.

        Raises: UnknownEntity, BadId; UnsupportedFormat.
        """
        return self._store.query(self.description_query(entity_id)).serialize(format)

    def description_query(self, entity_id: str) -> str:
        """Return the SPARQL of `describe`. Raises: UnknownEntity, BadId."""
        return description_query(self.entity(entity_id).id)

    def statements_query(self, iris: Iterable[str]) -> str:
        """Return the SPARQL of what is said of things and terms themselves, by IRI, at least one. Raises: BadId."""
        return statements_query(iris)

    def summary(self) -> Summary:
        """Return how much the graph holds: things per class and totals."""
        return self._summary

    def ontology(self) -> Ontology:
        """Return the ontology: each term with names, meaning and place, and how often the graph uses it."""
        return self._ontology

    def questions(self) -> list[Question]:
        """Return the competency questions: what the graph is for, as runnable SPARQL."""
        return list(self._questions)

    def question(self, question_id: str) -> Question:
        """Return one competency question, such as `CQ-S03`. Raises: UnknownQuestion."""
        return get_question(self._questions, question_id)


def _is_kind(relation: Relation, kind: str | None) -> bool:
    if kind in (None, _ANY):
        return kind == _ANY or len(relation.ends) > 1
    return class_word(kind) == relation.kind.casefold() or kind in relation.detail
