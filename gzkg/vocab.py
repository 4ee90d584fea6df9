"""IRIs that the code needs to know. `tests/gzkg/test_vocab.py` holds them equal to `ontology/`.

`BASE` is spelt out nowhere else in the code.
"""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/gzkg/"
ID: Final = BASE + "id/"
CONCEPT: Final = BASE + "concept/"
SCHEME: Final = BASE + "scheme/"
GRAPH: Final = BASE + "graph/"
GZ: Final = BASE + "ontology#"
SHAPES: Final = BASE + "shapes#"
RULES: Final = BASE + "rules#"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
GEO: Final = "http://www.opengis.net/ont/geosparql#"
SH: Final = "http://www.w3.org/ns/shacl#"

CURATED: Final = GRAPH + "curated"
ONTOLOGY: Final = GRAPH + "ontology"
INFERRED: Final = GRAPH + "inferred/"
CONTRIBUTED: Final = GRAPH + "contributed/"
PROVENANCE: Final = GRAPH + "provenance"

TYPE: Final = RDF + "type"
PREF_LABEL: Final = SKOS + "prefLabel"
ALT_LABEL: Final = SKOS + "altLabel"
HIDDEN_LABEL: Final = SKOS + "hiddenLabel"

PARTY: Final = GZ + "party"
STATUS: Final = GZ + "status"
BOUND_TERMS: Final = (GZ + "startEarliest", GZ + "startLatest", GZ + "endEarliest", GZ + "endLatest")

SCHEMES: Final = (
    "bound",
    "claim-status",
    "distinction",
    "event-kind",
    "goal",
    "indicator",
    "link-kind",
    "mission-kind",
    "network-layer",
    "obtained-by",
    "outcome",
    "programme-kind",
    "rank",
    "role",
    "source-kind",
    "theme",
    "tie-kind",
    "undertaking-kind",
    "unit-kind",
    "world-region",
)

PREFIXES: Final = {
    "dcterms": DCTERMS,
    "geo": GEO,
    "gz": GZ,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
    **{scheme: f"{CONCEPT}{scheme}/" for scheme in SCHEMES},
}
"""Prefixes of canonical Turtle and of the library's own queries; one for each concept scheme."""
