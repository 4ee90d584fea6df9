"""Who is who: the ids of what a row brings, and whether the graph has the same under another."""

from __future__ import annotations

from collections.abc import Mapping

from gzkg.ids import id_of, kind_of
from gzkg.records.table.cell import EMPTY, Values
from gzkg.records.table.dating import bounds_in
from gzkg.records.table.fault import Fault
from gzkg.records.table.kind import Kind, Part
from gzkg.records.table.naming import Mark, Namer
from gzkg.records.table.resolver import Resolver


class Identity:
    """Names the parts of rows; keeps which ids are given."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._namer = Namer(resolver.exists, self._mark_there)

    def name_all(self, kind: Kind, values: Values) -> dict[str, str] | Fault:
        """Return the IRI of each part of a row; or that no id can be made."""
        iris: dict[str, str] = {}
        for part in kind.parts:
            iri = self.name(kind, part, values, iris)
            if iri is None:
                return Fault("T21-no-id", {"value": values.get(named_by(kind), EMPTY).words or "—"})
            iris[part.name] = iri
        return iris

    def name(self, kind: Kind, part: Part, values: Values, iris: Mapping[str, str] | None = None) -> str | None:
        """Return the IRI of one part, None when no id can be made; `iris` are those of the parts before."""
        slugs = {key: value.slug for key, value in values.items()}
        slugs |= {name: (id_of(iri) or "").partition("/")[2] for name, iri in (iris or {}).items()}
        told = tuple(values.get(column.key, EMPTY).mark for column in kind.columns.values() if column.tells)
        return self._namer.name(part.ids[self.class_of(part, values)], slugs, Mark(told, bounds_in(values)))

    def class_of(self, part: Part, values: Values) -> str:
        """Return the class of a part: the one chosen, that which follows from another column, or the first."""
        chosen = values.get("class", EMPTY).slug
        for key, leads in part.follows.items():
            classes = self._resolver.classes(values.get(key, EMPTY).iri)
            chosen = next((leads[name] for name in classes if name in leads), chosen)
        return chosen if chosen in part.ids else next(iter(part.ids))

    def twin(self, values: Values, iri: str) -> Fault | None:
        """Say that the graph has a thing of this kind and name already under another id, and not in another region."""
        names = [values[key].words["en"] for key in ("name_en", "name_zh") if key in values]
        country, within = values.get("country", EMPTY).iri, values.get("within", EMPTY).iri
        there = self._resolver.known(names, ("Entity",), country=country or None)
        there = [other for other in there if other != iri and _kind(other) == _kind(iri)]
        if within != country:
            there = [other for other in there if self._resolver.stated(other, "within") in ("", within)]
        return self._resolver.name_all("T27-known-already", there) if there else None

    def _mark_there(self, iri: str) -> Mark | None:
        within = self._resolver.stated(iri, "within")
        return Mark((within,)) if within else None


def named_by(kind: Kind) -> str:
    """Return the key of the column from which the id of a row is made first of all."""
    return "name_en" if "name_en" in kind.columns else next(iter(kind.columns))


def _kind(iri: str) -> str:
    return kind_of(id_of(iri) or "")
