"""Results about a batch as findings: in words, at the row and cell of the newcomer that causes them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from gzkg.checks.naming import short
from gzkg.checks.result import Result
from gzkg.checks.wording import Wording
from gzkg.ids import id_of
from gzkg.lookup.subject import code
from gzkg.model import Finding, Severity, Term
from gzkg.records.batch import Batch, Place
from gzkg.records.objection import LEFT_OUT, THERE_ALREADY

_MOST: Final = 20
"""So many findings of one check about one thing are told one by one."""
_ORDER: Final[Mapping[Severity, int]] = {"violation": 0, "warning": 1, "info": 2}
_MORE: Final = {"en": "The same is wrong {count} more times.", "zh": "另有 {count} 处相同问题。"}
_WIKIDATA: Final = re.compile(r"Q[1-9][0-9]*")
_SWAPPED: Final = {"C01-end-not-before-start": "start", "C02-bounds-in-order": "latest"}
"""Constraints on two days that are probably exchanged -> the value that names the other day."""


def findings_of(
    results: Iterable[Result], batch: Batch, wording: Wording, *, told: Iterable[Finding] = ()
) -> list[Finding]:
    """Return results as findings about a batch, at the place of the newcomer that causes each.

    A result about something that is there already stands with the newcomer that it names, else with one that points
    to it. Of a result and its mirror image one is kept. What `told`, the findings of the guard, says already of the
    same value is left out.
    """
    teller = _Teller(batch, wording.beside(batch.triples), told)
    return [teller.finding(result) for result in teller.folded(results)]


def settle(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by line, the gravest first, each once; of one check about one thing twenty and how many more."""
    once = {(f.check, f.line, f.column, f.subject, f.message["en"]): f for f in findings}
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in sorted(once.values(), key=_sort_key):
        groups[(finding.check, finding.subject) if finding.subject else (finding.check, finding.line)].append(finding)
    return sorted((one for group in groups.values() for one in _few(group)), key=_sort_key)


def _few(group: list[Finding]) -> Iterator[Finding]:
    yield from group[:_MOST]
    if len(group) > _MOST:
        message = {language: text.format(count=len(group) - _MOST) for language, text in _MORE.items()}
        yield replace(group[_MOST], message=message, value=None, suggestion=None, nearest=())


def _sort_key(finding: Finding) -> tuple[object, ...]:
    line = finding.line if finding.line is not None else float("inf")
    return (line, _ORDER[finding.severity], finding.column or "", finding.check, finding.subject or "")


class _Teller:
    def __init__(self, batch: Batch, wording: Wording, told: Iterable[Finding]) -> None:
        self._batch = batch
        self._wording = wording
        told = list(told)
        faults = [finding for finding in told if finding.severity == "violation"]
        self._told = {(finding.subject, finding.value) for finding in faults}
        self._left_out = {finding.subject for finding in faults if finding.check in LEFT_OUT}
        there = {finding.subject for finding in told if finding.check in THERE_ALREADY}
        subjects = {triple.subject.value for triple in batch.triples if isinstance(triple.subject, NamedNode)}
        self._newcomers = {iri for iri in subjects if id_of(iri) not in there}

    def folded(self, results: Iterable[Result]) -> Iterator[Result]:
        """Give each result once, without those already told; of a mirrored pair the one about a newcomer."""
        kept: set[tuple[str, str, str]] = set()
        for result in sorted(results, key=lambda one: (one.focus not in self._newcomers, one.shape, one.focus)):
            other = result.values["value"].value if "value" in result.values else ""
            if (result.shape, other, result.focus) not in kept and not self._is_told(result):
                kept.add((result.shape, result.focus, other))
                yield result

    def finding(self, result: Result) -> Finding:
        """Return one result as a finding."""
        newcomer = self._cause(result)
        message, repair = self._wording.texts(result)
        place = self._place(newcomer, result)
        value = result.values.get("value")
        return Finding(
            check=code(result.shape),
            severity=result.severity,
            file=self._batch.name,
            line=place.line,
            subject=id_of(newcomer) or newcomer,
            message=message,
            repair=repair,
            column=place.column,
            value=place.text or (_plain(value) if value else None),
            suggestion=_suggestion(result, value),
        )

    def _is_told(self, result: Result) -> bool:
        """Tell whether the guard said it: of the same value, or of a thing without which the result would not be."""
        subject = id_of(result.focus) or result.focus
        texts = {text for term in result.values.values() for text in (term.value, id_of(term.value), short(term.value))}
        texts.add(self._batch.place(result.focus, self._path(result)).text)
        return any((subject, text) in self._told or text in self._left_out for text in texts if text)

    def _path(self, result: Result) -> str:
        return self._wording.paths.get(result.shape, "")

    def _cause(self, result: Result) -> str:
        """Return the newcomer that a result is about, names or comes from; the thing itself when none can be told."""
        if result.focus in self._newcomers:
            return result.focus
        named = [term.value for term in result.values.values() if term.kind == "iri"]
        pointing = (source for thing in (result.focus, *named) for source in self._pointing.get(thing, ()))
        return next((thing for thing in named if thing in self._newcomers), next(pointing, result.focus))

    @cached_property
    def _pointing(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for triple in self._batch.triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
                found[triple.object.value].append(triple.subject.value)
        return found

    def _place(self, newcomer: str, result: Result) -> Place:
        for name in (self._path(result), *self._saying(newcomer, result.values)):
            if name and (place := self._batch.places.get((newcomer, name))):
                return place
        owner = newcomer.partition("/claim/")[0]
        around = (newcomer, owner, *self._pointing.get(newcomer, ()), *self._pointing.get(owner, ()))
        return next((place for thing in around if (place := self._batch.places.get((thing, "")))), Place())

    def _saying(self, newcomer: str, values: Mapping[str, Term]) -> Iterator[str]:
        """Give the properties whose value at the newcomer is one that the result names, the value itself first."""
        facts = self._wording.facts(newcomer)
        for term in (values[name] for name in sorted(values, key=lambda name: name != "value")):
            yield from (name for name, terms in facts.items() if term in terms)


def _plain(term: Term) -> str:
    return term.value if term.kind == "literal" else id_of(term.value) or short(term.value)


def _suggestion(result: Result, value: Term | None) -> str | None:
    """Return what probably should stand there: the other of two days, the bare Wikidata number, the trimmed text."""
    if swapped := result.values.get(_SWAPPED.get(code(result.shape), "")):
        return swapped.value
    if value is None or value.kind != "literal":
        return None
    number = _WIKIDATA.search(value.value) if code(result.shape) == "Entity-wikidataId" else None
    likely = number[0] if number else value.value.strip()
    return likely if likely not in ("", value.value) else None
