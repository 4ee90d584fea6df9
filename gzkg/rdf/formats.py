"""Every format in one table: names, media types, and which kind of answer each can hold."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final, Literal

from gzkg.errors import UnsupportedFormat

Holds = Literal["bindings", "boolean", "graph", "dataset", "network", "table", "findings"]
"""Kinds of answer: of a query; a graph or dataset; a network; what was measured on one; what is wrong with a batch."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format; the first media type is the one that answers carry."""

    name: str
    media_types: tuple[str, ...]
    holds: frozenset[Holds]

    @property
    def media_type(self) -> str:
        """The media type that answers carry."""
        return self.media_types[0]


_TABLE: Final = frozenset[Holds]({"bindings", "boolean"})
_GRAPH: Final = frozenset[Holds]({"graph", "findings"})
_DATASET: Final = frozenset[Holds]({"graph", "dataset", "findings"})
_FINDINGS: Final = frozenset[Holds]({"findings"})
_NETWORK: Final = frozenset[Holds]({"network"})
_MEASURED: Final = frozenset[Holds]({"network", "table"})

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS: Final = (
    Format("json", ("application/sparql-results+json", "application/json"), _TABLE),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), _TABLE),
    Format("csv", ("text/csv",), _TABLE),
    Format("tsv", ("text/tab-separated-values",), _TABLE),
    Format("json", ("application/json",), _FINDINGS),
    Format("csv", ("text/csv",), _FINDINGS),
    Format("xlsx", (XLSX,), _FINDINGS),
    Format("text", ("text/plain",), _FINDINGS),
    Format("turtle", ("text/turtle", "application/x-turtle"), _GRAPH),
    Format("ntriples", ("application/n-triples", "text/plain"), _GRAPH),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), _GRAPH),
    Format("trig", ("application/trig", "application/x-trig"), _DATASET),
    Format("nquads", ("application/n-quads",), _DATASET),
    Format("jsonld", ("application/ld+json", "application/json"), _DATASET),
    Format("json", ("application/json",), _MEASURED),
    Format("csv", ("text/csv",), _MEASURED),
    Format("parquet", ("application/vnd.apache.parquet",), _MEASURED),
    Format("arrow", ("application/vnd.apache.arrow.stream",), _MEASURED),
    Format("xlsx", (XLSX,), _MEASURED),
    Format("graphml", ("application/graphml+xml",), _NETWORK),
    Format("gexf", ("application/gexf+xml",), _NETWORK),
    Format("cytoscape", ("application/vnd.cytoscape.cyjs+json",), _NETWORK),
    Format("node-link", ("application/vnd.networkx.node-link+json",), _NETWORK),
    Format("pajek", ("text/x-pajek",), _NETWORK),
)
"""In order of preference: the first that fits answers a client that does not care."""

_ALIASES: Final = {
    "ttl": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "nq": "nquads",
    "json-ld": "jsonld",
    "rdf+xml": "rdfxml",
    "net": "pajek",
    "cyjs": "cytoscape",
    "arrows": "arrow",
    "edge-list": "csv",
}


def formats_for(holds: Holds) -> tuple[Format, ...]:
    """Return the formats that can hold this kind of answer, preferred first."""
    return tuple(entry for entry in FORMATS if holds in entry.holds)


def get_format(name: str, holds: Holds) -> Format:
    """Return the format of a name (`csv`, `ttl`) or media type; `json` of a graph is JSON-LD, `xml` RDF/XML.

    Raises: UnsupportedFormat, naming those that fit.
    """
    wanted = name.strip().lower().partition(";")[0]
    wanted = _ALIASES.get(wanted.removeprefix("."), wanted.removeprefix("."))
    if wanted == "json" and holds in ("graph", "dataset"):
        wanted = "jsonld"
    if wanted == "xml" and holds == "graph":
        wanted = "rdfxml"
    for entry in formats_for(holds):
        if wanted == entry.name or wanted in entry.media_types:
            return entry
    fitting = [entry.name for entry in formats_for(holds)]
    hint = "".join(f" Did you mean {near}?" for near in difflib.get_close_matches(wanted, fitting, n=1))
    raise UnsupportedFormat(f"'{name}' cannot hold this answer ({holds}).{hint} Choose one of: {', '.join(fitting)}.")
