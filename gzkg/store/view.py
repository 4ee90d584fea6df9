"""The graph as it held on one day, and as sources knew it on one day.

`as_of` is valid time: the rules derive the direct triples anew with that day as reference date, as `open_store` does.
`known_on` is knowledge time: first the curated graph goes back to what had been said by the end of that day. Nothing is
ever put in; this is taken out:

1. *Claims* stated after that day, or whose source was published after it.
2. *Nodes that rest only on them*: records, entities and sources that later claims lead to and earlier ones do not. A
   claim leads to what it is about and to its source, a node to every node that it names. So a record goes with its last
   claim; a city without a claim of its own stays as long as a known record names it.
3. *Bounds* (`startEarliest` … `endLatest`) told later. A bound of a thing that has claims is known from the first claim
   that gives this bound itself; if none does, from the first claim that is silent on that end of the time and not older
   than the bound ("signed on 17 July 2000" is not known from a plan of May 2000); else from the last claim, and unless
   that one is a plan or a wish, not before the bound's own day (a list of 2010 cannot tell of an end in 2016). A start
   or an end that is not known excludes nothing: the rules take the record as possibly in force.
4. *Outcomes* of an award entry that was first submitted or shortlisted: the others are known from its second day of
   claims.
5. *Notes* of a thing that later claims speak of, and of its claims: the editors wrote them with those in view.

Then R01 gives each thing its status as known that day. What carries no date is not taken back: names, codes, places,
kinds, roles, parts and ranks are today's description of a thing known then, and the words of a claim are today's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, dropwhile
from typing import Final, NamedTuple

from gzkg import vocab
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, rerun_rules

_NOTE: Final = vocab.GZ + "note"
_OUTCOME: Final = vocab.GZ + "outcome"
_FIRST_OUTCOMES: Final = {vocab.CONCEPT + "outcome/submitted", vocab.CONCEPT + "outcome/shortlisted"}
_PLAN: Final = vocab.CONCEPT + "claim-status/prospective"
_SAME_END: Final = {term: vocab.BOUND_TERMS[i // 2 * 2 : i // 2 * 2 + 2] for i, term in enumerate(vocab.BOUND_TERMS)}
"""Bound -> the two bounds of its end of the time."""


class _Claim(NamedTuple):
    day: str
    id: str
    group: str


class _Fact(NamedTuple):
    property: str
    value: str


_Claims = Mapping[str, list[_Claim]]
_Facts = Mapping[str, list[_Fact]]


def set_view(store: EmbeddedStore, rules: list[Rule], as_of: date, known_on: date | None = None) -> None:
    """Turn a store, in place, into the graph as it held on `as_of`, as known at the end of `known_on` (None: today).

    `store` is as `open_store` made it, `rules` as `read_rules` gives them. Going back and forth in `as_of` is free;
    knowledge that is taken away is gone: from there only to an earlier `known_on`.
    """
    if known_on is None:  # what rules ahead of the first dated one derive holds on every day
        rules = list(dropwhile(lambda rule: "?refDate" not in rule.construct, rules))
    else:
        _forget(store, known_on.isoformat())
    rerun_rules(store, rules, as_of)


def _forget(store: EmbeddedStore, last: str) -> None:
    claims: dict[str, list[_Claim]] = defaultdict(list)
    for claim, thing, day, group in store.values("known_claims"):
        claims[thing].append(_Claim(day, claim, group))
    references: dict[str, list[str]] = defaultdict(list)
    for node, named in store.values("known_references"):
        references[node].append(named)
    facts: dict[str, list[_Fact]] = defaultdict(list)
    for node, term, value in store.values("known_facts"):
        facts[node].append(_Fact(term, value))
    unknown = _unknown(claims, references, last)
    later = [(thing, fact) for thing, fact, day in _told(claims, facts) if day > last and thing not in unknown]
    for node in unknown:
        store.retract(vocab.CURATED, node)
    for node, (term, value) in later:
        store.retract(vocab.CURATED, node, term, value)


def _unknown(claims: _Claims, references: Mapping[str, list[str]], last: str) -> set[str]:
    every = {claim.id: claim.day for about in claims.values() for claim in about}
    named = set(chain.from_iterable(references.values()))
    rootless = references.keys() - named - every.keys()  # rests on no claim at all, so on none that goes
    known = _reach(chain(rootless, (claim for claim, day in every.items() if day <= last)), references)
    return _reach((claim for claim, day in every.items() if day > last), references) - known


def _reach(start: Iterable[str], references: Mapping[str, list[str]]) -> set[str]:
    todo = list(start)
    found = set(todo)
    while todo:
        new = [node for node in references.get(todo.pop(), ()) if node not in found]
        found.update(new)
        todo.extend(new)
    return found


def _told(claims: _Claims, facts: _Facts) -> Iterator[tuple[str, _Fact, str]]:
    """Give the facts of each thing that has claims, and notes of the claims, with the day from which each is known."""
    for thing, unsorted in claims.items():
        about = sorted(unsorted)
        for node in (thing, *(claim.id for claim in about)):
            for fact in facts.get(node, ()):
                if fact.property == _NOTE:
                    yield node, fact, about[-1].day
                elif fact.property == _OUTCOME:
                    yield node, fact, _outcome_told(about, facts[node], fact)
                elif node == thing:
                    yield node, fact, _bound_told(about, facts, fact)


def _outcome_told(about: list[_Claim], own: list[_Fact], outcome: _Fact) -> str:
    if outcome.value in _FIRST_OUTCOMES or not any(fact.value in _FIRST_OUTCOMES for fact in own):
        return about[0].day
    return sorted({claim.day for claim in about})[:2][-1]


def _bound_told(about: list[_Claim], facts: _Facts, bound: _Fact) -> str:
    end, last = _SAME_END[bound.property], about[-1]
    giving = (claim.day for claim in about if bound in facts.get(claim.id, ()))
    silent = (claim.day for claim in about if claim.day >= bound.value and not _speaks(facts.get(claim.id, ()), end))
    return next(chain(giving, silent, (last.day if last.group == _PLAN else max(last.day, bound.value),)))


def _speaks(said: Iterable[_Fact], end: tuple[str, ...]) -> bool:
    return any(fact.property in end for fact in said)
