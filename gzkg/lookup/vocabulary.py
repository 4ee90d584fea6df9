"""What the ontology holds, as the door hands it out: frozen values, and a way to find a term by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

from gzkg.errors import UnknownTerm
from gzkg.model import Severity, Texts

_LONGEST: Final = 100

PropertyKind = Literal["object", "datatype", "annotation"]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a term lies to one of another vocabulary: `rdfs:subClassOf`, `skos:closeMatch` and so on; `to` is an IRI."""

    relation: str
    to: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the shape of a class says of one property.

    At least `least` and at most `most` values (None: any number), each of one of `values`: classes, datatypes,
    concepts or languages, empty when anything may stand there. `message` is said when it is not so.
    """

    shape: str
    property: str
    label: Texts
    least: int
    most: int | None
    values: tuple[str, ...]
    pattern: str | None
    severity: Severity
    message: Texts


@dataclass(frozen=True, slots=True)
class OntologyClass:
    """A class. `uses` counts what is directly of it, None for what is only computed when asked for.

    `example` is the id of the thing of it of which sources speak most, None when there is none.
    """

    name: str
    iri: str
    label: Texts
    definition: Texts
    superclasses: tuple[str, ...]
    is_abstract: bool
    is_derived: bool
    is_deprecated: bool
    scheme: str | None
    uses: int | None
    example: str | None
    alignments: tuple[Alignment, ...]
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class OntologyProperty:
    """A property. `domain` and `range` are what shapes say, for derived properties what is found in the data.

    `schemes` are those from which its concepts come, `rule` what derives it, `uses` and `example` as for a class.
    """

    name: str
    iri: str
    kind: PropertyKind
    label: Texts
    definition: Texts
    superproperties: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    schemes: tuple[str, ...]
    is_derived: bool
    is_deprecated: bool
    rule: str | None
    uses: int | None
    example: str | None
    alignments: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme; `organization` is the id of the one that has this role.

    `shortcut` is the property that a tie of this kind gives, `uses` counts the statements that name the concept.
    """

    name: str
    iri: str
    label: Texts
    definition: Texts
    broader: tuple[str, ...]
    is_deprecated: bool
    organization: str | None
    shortcut: str | None
    uses: int
    example: str | None


@dataclass(frozen=True, slots=True)
class ConceptScheme:
    """A list of concepts, from which properties take their values; `note` says whether it is closed."""

    name: str
    iri: str
    label: Texts
    definition: Texts
    note: Texts
    properties: tuple[str, ...]
    uses: int
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class OntologyRule:
    """A rule that derives (`writes` the properties), or a constraint across records; None as severity of the former."""

    name: str
    label: Texts
    definition: Texts
    severity: Severity | None = None
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ontology:
    """Classes, properties, concept schemes, rules and constraints, each sorted by name."""

    iri: str
    version: str
    label: Texts
    definition: Texts
    prefixes: Mapping[str, str]
    classes: tuple[OntologyClass, ...]
    properties: tuple[OntologyProperty, ...]
    schemes: tuple[ConceptScheme, ...]
    rules: tuple[OntologyRule, ...]
    constraints: tuple[OntologyRule, ...]

    def terms(self) -> Iterator[OntologyClass | OntologyProperty | ConceptScheme | Concept]:
        """Give every term: classes, properties, and schemes, each followed by its concepts."""
        yield from self.classes
        yield from self.properties
        for scheme in self.schemes:
            yield scheme
            yield from scheme.concepts

    def term(self, name: str) -> OntologyClass | OntologyProperty | ConceptScheme | Concept:
        """Return the term with a name (`gz:City`, `City`, `tie-kind:sister-city`, `tie-kind`) or IRI.

        Raises: UnknownTerm, with the nearest names.
        """
        by_name = {key: term for term in self.terms() for key in (term.iri, term.name, term.name.removeprefix("gz:"))}
        if name not in by_name:
            near = get_close_matches(name[:_LONGEST], by_name, n=3)
            hint = f" Nearest: {', '.join(near)}." if near else ""
            raise UnknownTerm(f"The ontology has no term '{name[:_LONGEST]}'.{hint}")
        return by_name[name]
