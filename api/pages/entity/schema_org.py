"""What search engines read of an entity, in the words of schema.org."""

from __future__ import annotations

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
