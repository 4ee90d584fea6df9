"""The relations of an entity in groups: sister cities, memberships, roles, events, consulates, counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from api.pages.dating import Words, as_event, tell_period
from api.pages.entity.evidence import Testimony
from api.pages.entity.terms import Names, class_term, detail_terms, status_term
from gzkg import End, Language, Relation

State = Literal["held", "past", "wish", "against"]
"""It is or was so; it has ended; it is planned or wished for; it was given up or refuted."""

ORDER: Final = (
    *("sister-city", "friendly-cooperation-city", "tie", "membership", "role", "member", "host", "take_part"),
    *("participant", "entry", "entry_received", "consulate", "seat", "sited", "undertaking", "link", "count"),
)
"""Keys of the groups, and of their words, in the order of the page."""

_MEMBERS: Final = frozenset({"member", "founding-member", "partner", "founder"})
_HOSTS: Final = frozenset({"host", "organiser", "co-organiser"})
_TURNED: Final = {
    ("Membership", "organization"): "member",
    ("Participation", "participatesIn"): "participant",
    ("AwardEntry", "submittedTo"): "entry_received",
    ("Siting", "sited"): "sited",
}
_LASTING: Final = frozenset({"Tie", "Membership", "Siting", "Link"})
"""Classes of what lasts, so that it is worth saying that it has ended."""

_PLAIN: Final = {"AwardEntry": "entry", "Undertaking": "undertaking", "Link": "link", "Count": "count"}


@dataclass(frozen=True)
class Row:
    """One relation as the page shows it; `certainty` is empty when no day is asked."""

    relation: Relation
    others: Sequence[End]
    details: Sequence[Mapping[str, str]]
    when: str
    state: State
    status: Mapping[str, str]
    certainty: str
    claims: Sequence[Testimony]
    titled: bool
    """Whether the record's own name is shown rather than that of its other end."""


@dataclass
class Group:
    """Relations of one kind: those that certainly held, the possible ones apart when a day is asked."""

    key: str
    rows: list[Row] = field(default_factory=list)
    maybe: list[Row] = field(default_factory=list)

    @property
    def held(self) -> int:
        """How many are or were so."""
        return sum(row.state in ("held", "past") for row in self.rows)

    @property
    def wished(self) -> int:
        """How many are planned or wished for."""
        return sum(row.state == "wish" for row in self.rows)


class Grouping:
    """Puts relations of one entity into groups."""

    def __init__(self, entity_id: str, names: Names, words: Words, language: Language, today: date) -> None:
        self._own = entity_id
        self._names = names
        self._words = words
        self._language = language
        self._today = today

    def group(self, relations: Sequence[Relation], claims: Mapping[str, Sequence[Testimony]]) -> list[Group]:
        """Return the groups that have relations, in the order of the page."""
        found: dict[str, Group] = defaultdict(lambda: Group(""))
        for relation in relations:
            key = self._key(relation)
            group = found[key]
            group.key = key
            row = self._row(relation, key, claims.get(relation.id, ()))
            (group.maybe if row.certainty == "possible" else group.rows).append(row)
        for group in found.values():
            group.rows.sort(key=lambda row: row.state in ("wish", "against"))
        return [found[key] for key in ORDER if key in found]

    def _key(self, relation: Relation) -> str:
        own = next((end.property for end in relation.ends if end.id == self._own), "")
        kind, codes = relation.kind, set(relation.detail)
        if turned := _TURNED.get((kind, own)):
            return turned
        match kind:
            case "Tie":
                return next((code for code in relation.detail if code in ORDER), "tie")
            case "Membership":
                return "membership" if codes <= _MEMBERS else "role"
            case "Participation":
                return "host" if codes & _HOSTS else "take_part"
            case "Siting":
                return "consulate" if any(end.id.startswith("mission/") for end in relation.ends) else "seat"
        return _PLAIN.get(kind, "link")

    def _row(self, relation: Relation, key: str, claims: Sequence[Testimony]) -> Row:
        others = [end for end in relation.ends if end.id != self._own]
        is_event = any(end.id.startswith("edition/") for end in relation.ends)
        words = as_event(self._words) if is_event else self._words
        status = self._names[status_term(relation.status)] if relation.status else {}
        return Row(
            relation=relation,
            others=others,
            details=self._details(relation, key),
            when=tell_period(relation.bounds, words, self._language),
            state=state_of(relation, self._today),
            status=status,
            certainty=relation.certainty or "",
            claims=claims,
            titled=key in ("undertaking", "entry", "entry_received") or not others,
        )

    def _details(self, relation: Relation, key: str) -> list[Mapping[str, str]]:
        if key in ("sister-city", "friendly-cooperation-city"):
            return []
        return [self._names[iri] for iri in detail_terms(relation)]


def state_of(relation: Relation, today: date) -> State:
    """Return whether a relation is or was so, has ended, is wished for, or was given up."""
    if relation.status_group == "prospective":
        return "wish"
    if relation.status_group == "negative":
        return "against"
    end = relation.bounds.end_latest
    return "past" if relation.kind in _LASTING and end and end < today else "held"


def terms_of(relations: Sequence[Relation]) -> set[str]:
    """Return the IRIs of the concepts and classes that the rows name."""
    found = {iri for relation in relations for iri in detail_terms(relation)}
    found |= {status_term(relation.status) for relation in relations if relation.status}
    return found | {class_term(relation.kind) for relation in relations}
