"""Put results into words, in Chinese and in English: which thing, what is wrong, what to do.

A thing is named by its name, a record by its ends and kind (`Guangzhou – Lyon (sister city)`), a claim by what it is
about; by its id only when it has nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Final

from pyoxigraph import NamedNode, Triple

from gzkg import vocab
from gzkg.checks.naming import short
from gzkg.checks.result import Result
from gzkg.ids import id_of
from gzkg.lookup.relation import record_label
from gzkg.lookup.subject import Subject, code, collect
from gzkg.model import Term, Texts
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.pattern import terms_of

LANGUAGES: Final = ("en", "zh")

_SLOT: Final = re.compile(r"\{[?$](\w+)\}")
_SENTENCE: Final = re.compile(r"\.(?=\s)|。")
"""Where a message's first sentence ends: it says what is wrong, the rest what to do."""
_FOUND: Final = {"en": " (Found: {values}.)", "zh": "（实际为{values}。）"}
_NOTHING: Final = {"en": "nothing", "zh": "空"}
_QUOTED: Final = {"en": '"{text}"{tag}', "zh": "“{text}”{tag}"}
_BETWEEN: Final = {"en": ", ", "zh": "、"}
_SUBJECT: Final = {"en": '{kind} "{name}": {text}', "zh": "{kind}“{name}”：{text}"}
_PLAIN: Final = {"en": "{name}: {text}", "zh": "{name}：{text}"}
_TAG: Final = {"en": " ({tag})", "zh": "（{tag}）"}
_NAMED: Final = 5
"""So many values are shown at most where there are too many."""
_LENGTH: Final = 120
"""So many characters of a text are shown."""
_UNSEEN: Final = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\xad\u061c\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that cannot be seen and change how a text is shown or read."""


class Wording:
    """Knows the texts of every shape and the name of everything, in the store or beside it."""

    def __init__(self, store: EmbeddedStore, folders: Folders) -> None:
        shapes = EmbeddedStore()
        shapes.load_turtle(folders.shapes(), vocab.SHAPES)
        self._store = store
        self._messages = _read_messages(shapes)
        self._beside: Mapping[str, list[Triple]] = {}
        self._names: dict[str, Texts] | None = None
        self._properties, self.paths = _read_properties(shapes)
        """IRI of a shape -> IRI of the property that it is about; shapes of whole things are not here."""

    def beside(self, triples: Iterable[Triple]) -> Wording:
        """Return a wording that also knows what some triples, which are not in the store, say of their subjects.

        It remembers names, so it serves for as long as the store stays as it is.
        """
        found: dict[str, list[Triple]] = defaultdict(list)
        for triple in triples:
            if isinstance(triple.subject, NamedNode):
                found[triple.subject.value].append(triple)
        wording = copy(self)
        wording._beside, wording._names = found, {}
        return wording

    def texts(self, result: Result) -> tuple[Texts, Texts]:
        """Return what is wrong, with the name of the thing and the values there, and what to do."""
        said = {language: self._said(result, language) for language in LANGUAGES}
        wrong = {language: text for language, (text, _) in said.items()}
        return self.about(result.focus, wrong), {language: repair for language, (_, repair) in said.items()}

    def about(self, thing: str, message: Texts) -> Texts:
        """Return a message that begins with the class and the name of the thing (an IRI) that it is about."""
        subject = id_of(thing)
        if not subject or not (facts := self.facts(vocab.ID + subject.partition("/claim/")[0])):
            name = shown(subject or thing)
            return {language: _PLAIN[language].format(name=name, text=text) for language, text in message.items()}
        kind = vocab.GZ + "Claim" if "/claim/" in subject else next((t.value for t in facts.get(vocab.TYPE, ())), "")
        return {
            language: _SUBJECT[language]
            .format(kind=self.name(kind)[language] if kind else "", name=self.name(thing)[language], text=text)
            .lstrip()
            for language, text in message.items()
        }

    def name(self, iri: str) -> Texts:
        """Return what a thing, record, claim or term is called in each language; at worst its id or IRI."""
        if self._names is None:
            return self._named(iri)
        if iri not in self._names:
            self._names[iri] = self._named(iri)
        return self._names[iri]

    def _named(self, iri: str) -> Texts:
        owner = iri.partition("/claim/")[0] if id_of(iri) else iri
        label = self._label(owner)
        if not label and id_of(owner) and (facts := self.facts(owner)):
            things = {term.value for terms in facts.values() for term in terms if term.kind == "iri"}
            made = record_label({thing: self._called(self._label(thing), thing) for thing in things}, facts)
            label = {language: text for language, text in made.items() if text}
        return {language: shown(text) for language, text in self._called(label, iri).items()}

    def facts(self, iri: str) -> Subject:
        """Return property -> values of a thing, in the store and beside it; empty when nothing is said of it."""
        found: dict[str, list[Term]] = defaultdict(list, collect(self._store.rows("subject", thing=iri)))
        for triple in self._beside.get(iri, ()):
            values = found[triple.predicate.value]
            values += terms_of([triple.object]) - set(values)
        return found

    def listed(self, terms: Sequence[Term]) -> Texts:
        """Return some values, quoted, as a message may show them: at most five."""
        listed = {}
        for language in LANGUAGES:
            said = [self._quoted(term, language) for term in terms[:_NAMED]] + ["…"] * (len(terms) > _NAMED)
            listed[language] = _BETWEEN[language].join(said) or _NOTHING[language]
        return listed

    def _called(self, label: Texts, iri: str) -> Texts:
        other = next(iter(label.values()), "") or id_of(iri) or short(iri)
        return {language: label.get(language) or other for language in LANGUAGES}

    def _label(self, iri: str) -> Texts:
        for name, graph in _LABELS:
            found = self._store.terms("object", Term(iri, "iri"), Term(name, "iri"), None, graph, most=_MANY)
            if found:
                return _by_language(found)
        beside = (t.object for t in self._beside.get(iri, ()) if t.predicate.value == vocab.PREF_LABEL)
        return _by_language(terms_of(beside)) or self._properties.get(iri, {})

    def _said(self, result: Result, language: str) -> tuple[str, str]:
        template = self._messages.get(result.shape, {}).get(language, code(result.shape))
        end = _SENTENCE.search(template)
        wrong, repair = (template[: end.end()], template[end.end() :]) if end else (template, "")
        found = "" if _SLOT.search(template) else self._found(result, language)
        return self._fill(wrong, result, language) + found, self._fill(repair, result, language)

    def _found(self, result: Result, language: str) -> str:
        path = self.paths.get(result.shape)
        if value := result.values.get("value"):
            values = [value]
        elif path and result.severity == "violation":
            values = self.facts(result.focus).get(path, [])
        else:
            return ""
        return _FOUND[language].format(values=self.listed(values)[language])

    def _quoted(self, term: Term, language: str) -> str:
        tag = _TAG[language].format(tag=term.language) if term.language else ""
        return _QUOTED[language].format(text=self._say(term, language), tag=tag)

    def _fill(self, template: str, result: Result, language: str) -> str:
        own = self.name(result.focus)[language] if _SLOT.search(template) else ""

        def say(slot: re.Match[str]) -> str:
            term = result.values.get(slot[1])
            text = self._say(term, language) if term else "?"
            return text if term is None or text != own else id_of(term.value) or text

        return _SLOT.sub(say, template).strip()

    def _say(self, term: Term, language: str) -> str:
        return self.name(term.value)[language] if term.kind == "iri" else shown(term.value)


def shown(text: str) -> str:
    """Return a text as a message may show it: not too long, with the code of each character that cannot be seen."""
    cut = text if len(text) <= _LENGTH else text[: _LENGTH - 1] + "…"
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", cut)


_LABELS: Final = (
    (vocab.PREF_LABEL, Term(vocab.CURATED, "iri")),
    (vocab.PREF_LABEL, Term(vocab.ONTOLOGY, "iri")),
    (vocab.RDFS + "label", Term(vocab.ONTOLOGY, "iri")),
)
_MANY: Final = 20
"""So many names of one thing are read."""


def _by_language(terms: Iterable[Term]) -> Texts:
    """Return texts by language, of several in one the first in order."""
    return {term.language or "": term.value for term in sorted(terms, key=str, reverse=True)}


def _read_messages(shapes: EmbeddedStore) -> dict[str, Texts]:
    messages: dict[str, dict[str, str]] = defaultdict(dict)
    for row in shapes.rows("shape_texts"):
        text = row["text"]
        if text and text.language:
            messages[str(row["shape"])][text.language] = text.value
    return dict(messages)


def _read_properties(shapes: EmbeddedStore) -> tuple[dict[str, Texts], dict[str, str]]:
    """Return what the shapes call each property, and which property each shape is about."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    paths = {}
    for row in shapes.rows("shape_paths"):
        path, name = str(row["path"]), row["name"]
        paths[str(row["shape"])] = path
        if name and name.language:
            names[path].setdefault(name.language, name.value)
    return dict(names), paths
