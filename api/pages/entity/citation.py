"""How to cite an entity, and what search engines read of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from api.pages.entity.address import LICENCE
from gzkg import Entity

_TYPES: Final = {
    "City": "City",
    "Region": "AdministrativeArea",
    "Country": "Country",
    "District": "AdministrativeArea",
    "Person": "Person",
    "EventEdition": "Event",
    "EventSeries": "EventSeries",
    "Source": "CreativeWork",
}
_BROKEN: Final = re.compile(r"[^a-z0-9]+")
_SPECIAL: Final = re.compile(r"([{}\\$&%#_^~])")


def bibtex(entity: Entity, version: str, year: int) -> str:
    """Return the entry for a BibTeX file."""
    title = _SPECIAL.sub(r"\\\1", entity.label.get("en") or entity.id)
    fields = {
        "title": f"{{{title}}}",
        "author": "{{gzkg}}",
        "howpublished": "City diplomacy as a knowledge graph",
        "year": str(year),
        "version": version,
        "url": entity.iri,
        "note": "CC BY 4.0",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{gzkg-{_BROKEN.sub('-', entity.id)},\n{lines}\n}}"


def structured(
    entity: Entity, language: str, point: tuple[float, float] | None, version: str, day: date
) -> Mapping[str, Any]:
    """Return the entity in the words of schema.org, for the page's JSON-LD."""
    about: dict[str, Any] = {
        "@type": next((_TYPES[name] for name in entity.classes if name in _TYPES), "Thing"),
        "@id": entity.iri,
        "name": entity.label.get(language) or entity.id,
        "alternateName": sorted({name.text for name in entity.names} - {entity.label.get(language)}),
        "sameAs": [
            address.format(term.value)
            for name, address in (
                ("gz:wikidataId", "http://www.wikidata.org/entity/{}"),
                ("gz:geonamesId", "https://sws.geonames.org/{}/"),
            )
            for term in entity.properties.get(name, ())
        ],
    }
    if point:
        about["geo"] = {"@type": "GeoCoordinates", "longitude": point[0], "latitude": point[1]}
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "mainEntity": about,
        "inLanguage": language,
        "license": LICENCE,
        "version": version,
        "dateModified": day.isoformat(),
        "isPartOf": {"@type": "Dataset", "name": "gzkg", "license": LICENCE},
    }
