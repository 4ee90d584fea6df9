"""Which term stands above and below which, and where each has its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gzkg import Concept, ConceptScheme, Expectation, Ontology, OntologyClass, OntologyProperty, Texts

Term = OntologyClass | OntologyProperty | ConceptScheme | Concept


Group = tuple[tuple[str, ...], list[OntologyProperty]]
"""Names of classes, and the properties that all of them have."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A term with what stands below it; `again` when that is shown elsewhere; `total` counts uses of all of it."""

    term: Term
    below: tuple[Branch, ...]
    total: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What shapes say of one property of a class together, and the classes whose shapes say it, nearest first."""

    property: str
    label: Texts
    least: int
    most: int | None
    wanted: bool
    values: tuple[str, ...]
    pattern: str | None
    messages: tuple[Texts, ...]
    owners: tuple[str, ...]


class Hierarchy:
    """The terms of an ontology by name, with their order."""

    def __init__(self, ontology: Ontology) -> None:
        self.terms: dict[str, Term] = {term.name: term for term in ontology.terms()}
        self._below: dict[str, list[str]] = defaultdict(list)
        for term in ontology.terms():
            for name in above(term):
                self._below[name].append(term.name)

    def path(self, name: str) -> str:
        """Return the path of the page of a term, "" when it has none here."""
        prefix, _, local = name.partition(":")
        if prefix == "gz":
            return f"/ontology/{local}"
        return "/concept/" + name.replace(":", "/") if name in self.terms and prefix in self.terms else ""

    def below(self, name: str) -> list[Term]:
        """Return the terms that stand directly below one."""
        return [self.terms[one] for one in self._below.get(name, ())]

    def line(self, name: str) -> list[Term]:
        """Return the terms above one, the highest first, along the first way up."""
        found: list[Term] = []
        while up := above(self.terms[name]):
            name = up[0]
            found.insert(0, self.terms[name])
        return found

    def lineage(self, name: str) -> list[str]:
        """Return a term and all that stand above it, the nearest first, each once."""
        found = [name]
        for one in found:
            found += [up for up in above(self.terms[one]) if up not in found]
        return found

    def tree(self, terms: Iterable[Term]) -> tuple[Branch, ...]:
        """Return the terms that nothing of them stands above, each with all below it."""
        given = {term.name: term for term in terms}
        seen: set[str] = set()
        tops = [term for term in given.values() if not given.keys() & set(above(term))]
        tops.sort(key=lambda term: (term.name not in self._below, -self.total(term.name)))
        return tuple(self._branch(term, seen) for term in tops)

    def walk(self) -> Iterator[str]:
        """Give the names of all classes as a reader of their tree meets them."""
        waiting = list(self.tree(term for term in self.terms.values() if isinstance(term, OntologyClass)))
        while waiting:
            branch = waiting.pop(0)
            waiting[:0] = branch.below
            if not branch.again:
                yield branch.term.name

    def _branch(self, term: Term, seen: set[str]) -> Branch:
        again, total = term.name in seen, self.total(term.name)
        seen.add(term.name)
        below = () if again else tuple(self._branch(one, seen) for one in self.below(term.name))
        return Branch(term, below, total, again)

    def total(self, name: str) -> int:
        """Return the uses of a term and of all below it, each term counted once."""
        found = [name]
        for one in found:
            found += [term.name for term in self.below(one) if term.name not in found]
        return sum(self.terms[one].uses or 0 for one in found)

    def scheme(self, name: str) -> str | None:
        """Return the scheme from which the kinds of a class come, its own or that of a class above it."""
        terms = (self.terms[one] for one in self.lineage(name))
        return next((term.scheme for term in terms if isinstance(term, OntologyClass) and term.scheme), None)

    def rules(self, name: str) -> list[Rule]:
        """Return what the shapes of a class and of those above it ask, what must be there first."""
        found: dict[str, list[tuple[str, Expectation]]] = defaultdict(list)
        for owner in self.lineage(name):
            term = self.terms[owner]
            for one in term.expectations if isinstance(term, OntologyClass) else ():
                found[one.property].append((owner, one))
        rules = [_together(said) for said in found.values()]
        return sorted(rules, key=lambda rule: (not rule.least, not rule.wanted))


def above(term: Term) -> tuple[str, ...]:
    """Return the names of the terms that stand directly above one."""
    match term:
        case OntologyClass():
            return term.superclasses
        case OntologyProperty():
            return term.superproperties
        case Concept():
            return term.broader
    return ()


def _together(said: list[tuple[str, Expectation]]) -> Rule:
    shapes = [one for _, one in said]
    strict = [one for one in shapes if one.severity == "violation"]
    most = [one.most for one in strict if one.most is not None]
    return Rule(
        property=shapes[0].property,
        label=shapes[0].label,
        least=max((one.least for one in strict), default=0),
        most=min(most, default=None),
        wanted=any(one.least for one in shapes),
        values=next((one.values for one in shapes if one.values), ()),
        pattern=next((one.pattern for one in shapes if one.pattern), None),
        messages=tuple(one.message for one in shapes),
        owners=tuple(dict.fromkeys(owner for owner, _ in said)),
    )


def groups(properties: Iterable[OntologyProperty], order: Hierarchy) -> Iterator[Group]:
    """Give the properties by the highest classes that have them: those of one class first, then of several, of none."""
    found: dict[tuple[str, ...], list[OntologyProperty]] = defaultdict(list)
    for one in properties:
        known = [name for name in one.domain if name in order.terms]
        highest = tuple(name for name in known if not set(order.lineage(name)[1:]) & set(known))
        found[highest or one.domain].append(one)
    places = {name: place for place, name in enumerate(order.walk())}
    yield from sorted(
        found.items(),
        key=lambda pair: (not pair[0], len(pair[0]) > 1, [places.get(name, len(places)) for name in pair[0]]),
    )
