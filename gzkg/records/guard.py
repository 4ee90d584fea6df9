"""What a contributor may not do: change what is curated, use what is not his to use, speak of what is not there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gzkg import vocab
from gzkg.checks.layout import DATATYPES
from gzkg.checks.naming import is_named, short, stands_with, tie_id
from gzkg.checks.wording import LANGUAGES, Wording
from gzkg.ids import id_of
from gzkg.model import Finding, Term, Texts
from gzkg.rdf.files import Folders
from gzkg.records.allowed import CLAIM, Allowed, owners_of, word_of
from gzkg.records.batch import Batch
from gzkg.records.idform import fault_of, wrong_length
from gzkg.records.objection import Facts, object_to
from gzkg.records.reading.character import without_harm
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.pattern import terms_of

_AXIOMS: Final = (vocab.OWL, vocab.RDFS, vocab.SH, vocab.RDF)
_BETWEEN: Final = {"en": " or ", "zh": "或"}
_ANOTHER: Final = {"en": "another id if this is another thing", "zh": "另一标识（若为另一事物）"}
_ANOTHER_CLASS: Final = {"en": "another class", "zh": "其他类"}
_PERHAPS: Final = {"en": ", for instance to {near}", "zh": "，例如改为 {near}"}
_UNNAMED: Final = frozenset({"G04-id-pattern"})
_SOME: Final = 5
"""So many classes are named at most."""


Spot = tuple[str, str]
"""IRI of a subject and of a property of it, or an empty text for the subject as a whole."""


class Guard:
    """Knows what is curated and what may be said; make it once, after that a batch costs what it holds."""

    def __init__(self, store: EmbeddedStore, folders: Folders, wording: Wording) -> None:
        self._allowed = Allowed(store, folders)
        self._wording = wording

    def inspect(
        self, batch: Batch, pending: Mapping[str, str] = MappingProxyType({})
    ) -> tuple[list[Finding], list[Triple]]:
        """Return what nobody may hand in, in the order of the file, and the triples that are left to be validated.

        `pending` leads from the IRI of each subject of submissions under review to the id of its submission.
        """
        inspection = _Inspection(self._allowed, self._wording.beside(batch.triples), batch, pending)
        kept = list(inspection.kept())
        return inspection.findings, kept


class _Inspection:
    def __init__(self, allowed: Allowed, wording: Wording, batch: Batch, pending: Mapping[str, str]) -> None:
        self.findings: list[Finding] = []
        self._allowed = allowed
        self._wording = wording
        self._batch = batch
        self._pending = pending
        self._known: dict[str, bool] = {}
        self._said: dict[str, list[Triple]] = defaultdict(list)
        for triple in batch.triples:
            subject = triple.subject
            self._said[subject.value if isinstance(subject, NamedNode) else str(subject)].append(triple)

    def kept(self) -> Iterator[Triple]:
        """Give the triples that are left, and note what is wrong meanwhile."""
        if named := self._batch.named:
            facts = {"value": str(len(named)), "graph": getattr(named[0].graph_name, "value", "")}
            self.findings.append(object_to("G09-named-graph", self._batch, ("", ""), facts, value=facts["graph"]))
        for iri, triples in self._said.items():
            if self._may_be_said_of(iri, triples):
                self._check_whole(iri, triples)
                yield from (triple for triple in triples if self._may_stay(iri, triple))

    def _may_be_said_of(self, iri: str, triples: list[Triple]) -> bool:
        entity_id = id_of(iri)
        if not isinstance(triples[0].subject, NamedNode):
            self._object("G01-blank-node", (iri, ""), {})
        elif entity_id is None:
            check = "G03-not-a-record" if iri.startswith(vocab.BASE) else "G02-foreign-subject"
            self._object(check, (iri, ""), {"value": short(iri)})
        elif self._allowed.is_curated(iri):
            self._check_curated(iri, triples)
        elif fault := self._fault(entity_id):
            word = word_of(entity_id, self._owner(entity_id))
            facts: Facts = {"value": entity_id, "reason": fault, "example": self._allowed.example(word)}
            self._object("G04-id-pattern", (iri, ""), facts, value=entity_id)
        elif submission := self._pending.get(iri):
            taken = CLAIM + "/" in iri
            free = self._next_claim(entity_id.rpartition(CLAIM)[0]) if taken else ""
            facts = {"submission": submission, "next": free or _ANOTHER}
            self._object("G07-pending", (iri, ""), facts, suggestion=free or None)
        else:
            return True
        return False

    def _fault(self, entity_id: str) -> Texts | None:
        fault = fault_of(entity_id, self._is_code)
        if fault is None and not self._allowed.is_long_enough(entity_id, self._owner(entity_id)):
            return wrong_length()
        return fault

    def _is_code(self, country: str) -> bool:
        return country in self._allowed.codes or self._exists(f"{vocab.ID}country/{country}")

    def _owner(self, entity_id: str) -> str:
        for above in owners_of(entity_id):
            word = word_of(entity_id, above)
            if word == CLAIM or (self._allowed.is_part(word) and self._exists(vocab.ID + above)):
                return above
        return ""

    def _exists(self, iri: str) -> bool:
        if iri not in self._known:
            self._known[iri] = iri in self._said or self._allowed.is_curated(iri)
        return self._known[iri]

    def _check_curated(self, iri: str, triples: list[Triple]) -> None:
        changed: dict[str, list[Term]] = defaultdict(list)
        for triple in triples:
            terms = list(terms_of([triple.object]))
            if not any(self._allowed.is_said(iri, triple.predicate.value, term) for term in terms):
                changed[triple.predicate.value] += terms
        owner, claim, number = (id_of(iri) or "").rpartition(CLAIM + "/")
        free = self._next_claim(owner if claim else id_of(iri) or "")
        if not changed:
            self._object("G06-known", (iri, ""), {})
        elif claim:
            self._object("G08-claim-number", (iri, ""), {"number": number, "next": free}, suggestion=free)
        else:
            for name, terms in changed.items():
                facts: Facts = {
                    "property": self._wording.name(name),
                    "old": self._wording.listed(self._allowed.said(iri, name)),
                    "new": self._wording.listed(terms),
                    "claim": free,
                }
                self._object("G05-curated", (iri, name), facts)

    def _next_claim(self, owner: str) -> str:
        number = 1
        while self._exists(claim := f"{vocab.ID}{owner}{CLAIM}/{number}") or claim in self._pending:
            number += 1
        return f"{owner}{CLAIM}/{number}"

    # ---- a subject as a whole

    def _check_whole(self, iri: str, triples: list[Triple]) -> None:
        values: dict[str, list[str]] = defaultdict(list)
        for triple in triples:
            if isinstance(triple.object, NamedNode):
                values[triple.predicate.value].append(triple.object.value)
        entity_id = id_of(iri) or ""
        owner = self._owner(entity_id)
        self._check_class(iri, word_of(entity_id, owner), values[vocab.TYPE])
        self._check_tie(iri, values[vocab.GZ + "kind"], values[vocab.PARTY])
        if word_of(entity_id, owner) == CLAIM:
            self._check_claim(iri, owner, values[vocab.GZ + "about"])

    def _check_class(self, iri: str, word: str, classes: list[str]) -> None:
        wanted = self._allowed.classes_of(word)
        hint = short(wanted[0]) if len(wanted) == 1 else None
        known = [name for name in classes if self._is_defined(name)]
        if not classes:
            example = short(wanted[0]) if wanted else "gz:City"
            self._object("G16-no-class", (iri, ""), {"class": example}, suggestion=hint)
        elif known and not self._allowed.fits(word, known):
            names = [self._wording.name(name) for name in wanted[:_SOME]] or [_ANOTHER_CLASS]
            either = {language: _BETWEEN[language].join(name[language] for name in names) for language in LANGUAGES}
            facts = {"class": self._wording.name(known[0]), "wanted": either}
            self._object("G17-class-and-id", (iri, vocab.TYPE), facts, value=short(known[0]), suggestion=hint)

    def _check_tie(self, iri: str, kinds: list[str], parties: list[str]) -> None:
        entity_id = id_of(iri) or ""
        if len(kinds) == 1 and len(parties) == 2 and all(map(self._is_there, (*kinds, *parties))):
            wanted = tie_id(kinds[0], parties)
            if not is_named(entity_id, wanted):
                self._object("G18-tie-name", (iri, ""), {"value": entity_id, "wanted": wanted}, suggestion=wanted)

    def _is_there(self, iri: str) -> bool:
        return self._exists(iri) if id_of(iri) else self._is_defined(iri)

    def _check_claim(self, iri: str, owner: str, about: list[str]) -> None:
        entity_id = id_of(iri) or ""
        if not self._exists(vocab.ID + owner):  # what was accepted exists, in a file or not yet
            if submission := self._pending.get(vocab.ID + owner):
                self._object("G21-awaited", (iri, ""), {"value": owner, "submission": submission})
            else:
                self._unknown("G20-claim-of-nothing", (iri, ""), owner, self._allowed.near_ids(owner))
        for thing in about:
            if not stands_with(entity_id, thing):
                facts = {"owner": self._wording.name(vocab.ID + owner), "about": self._wording.name(thing)}
                self._object("G19-claim-place", (iri, ""), facts, value=entity_id)

    # ---- a statement

    def _may_stay(self, iri: str, triple: Triple) -> bool:
        name = triple.predicate.value
        facts = {"property": self._wording.name(name)} if name not in self._allowed.properties else {}
        if name in self._allowed.derived:
            self._object("G10-derived", (iri, name), facts)
        elif name in self._allowed.properties:
            return self._check_object(iri, name, triple.object)
        elif name.startswith(_AXIOMS):
            self._object("G11-axiom", (iri, name), facts)
        elif name.startswith(vocab.GZ) and not self._allowed.is_term(name):
            self._unknown("G13-unknown-term", (iri, name), short(name), self._allowed.near_terms(name))
        else:
            self._object("G12-foreign-property", (iri, name), facts)
        return False

    def _check_object(self, iri: str, name: str, node: Any) -> bool:
        if isinstance(node, BlankNode):
            self._object("G01-blank-node", (iri, name), {})
            return False
        if isinstance(node, NamedNode):
            self._check_iri(iri, name, node.value)
        elif not isinstance(node, Literal) or node.direction or node.datatype.value not in DATATYPES:
            kind = short(node.datatype.value) if isinstance(node, Literal) and not node.direction else "RDF 1.2"
            said = getattr(node, "value", "<<…>>")
            self._object("G15-datatype", (iri, name), {"value": said, "datatype": kind}, value=said)
            return isinstance(node, Literal) and not node.direction
        text = node.value
        if not (text.isascii() and text.isprintable()) and (clean := without_harm(text)) != text:
            facts: Facts = {"property": self._wording.name(name), "value": _first_lost(text, clean)}
            self._object("G22-characters", (iri, name), facts, suggestion=clean)
        return True

    def _check_iri(self, iri: str, name: str, value: str) -> None:
        entity_id = id_of(value)
        if entity_id is None:
            if not self._is_defined(value):
                self._unknown("G13-unknown-term", (iri, name), short(value), self._allowed.near_terms(value))
        elif self._exists(value):
            return
        elif submission := self._pending.get(value):
            self._object("G21-awaited", (iri, name), {"value": entity_id, "submission": submission})
        else:
            self._unknown("G14-unknown-id", (iri, name), entity_id, self._allowed.near_ids(entity_id))

    def _is_defined(self, iri: str) -> bool:
        return not iri.startswith(vocab.BASE) or self._allowed.is_term(iri)

    def _unknown(self, check: str, spot: Spot, value: str, near: Sequence[str]) -> None:
        perhaps = {language: text.format(near=near[0]) if near else "" for language, text in _PERHAPS.items()}
        hints = {"value": value, "nearest": tuple(near), "suggestion": near[0] if near else None}
        self._object(check, spot, {"value": value, "near": perhaps}, **hints)

    def _object(self, check: str, spot: Spot, facts: Facts, **hints: Any) -> None:
        finding = object_to(check, self._batch, spot, facts, **hints)
        if spot[0].startswith(vocab.ID) and check not in _UNNAMED:
            finding = replace(finding, message=self._wording.about(spot[0], finding.message))
        self.findings.append(finding)


def _first_lost(text: str, clean: str) -> str:
    return next(one for one, other in zip_longest(text, clean) if one != other)
