"""Every format of networks and their analyses in one table: names, media types, file endings, what each holds."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final, Literal

from gzkg.errors import UnsupportedFormat

Held = Literal["network", "table"]


@dataclass(frozen=True, slots=True)
class NetworkFormat:
    """One format; the first media type is the one that answers carry, `ending` that of its files, without the dot."""

    name: str
    media_types: tuple[str, ...]
    ending: str
    holds: frozenset[Held]
    aliases: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type that answers carry."""
        return self.media_types[0]


_NETWORK: Final = frozenset[Held]({"network"})
_BOTH: Final = frozenset[Held]({"network", "table"})

FORMATS: Final = (
    NetworkFormat("json", ("application/json",), "json", _BOTH),
    NetworkFormat("csv", ("text/csv",), "csv", _BOTH, ("edge-list", "edgelist", "edges-csv")),
    NetworkFormat("graphml", ("application/graphml+xml",), "graphml", _NETWORK),
    NetworkFormat("gexf", ("application/gexf+xml",), "gexf", _NETWORK, ("gephi",)),
    NetworkFormat("cytoscape", ("application/x-cytoscape+json",), "cyjs", _NETWORK, ("cytoscape.js",)),
    NetworkFormat("node-link", ("application/x-node-link+json",), "json", _NETWORK, ("nodelink",)),
    NetworkFormat("pajek", ("text/x-pajek",), "net", _NETWORK),
    NetworkFormat("nodes-csv", ("text/csv",), "csv", _NETWORK, ("nodes",)),
    NetworkFormat("parquet", ("application/vnd.apache.parquet", "application/x-parquet"), "parquet", _BOTH),
    NetworkFormat("arrow", ("application/vnd.apache.arrow.stream",), "arrows", _BOTH),
    NetworkFormat("xlsx", ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",), "xlsx", _BOTH, ("excel",)),
)
"""In order of preference. `csv` of a network is the list of its edges, `nodes-csv` of its nodes."""


def formats_holding(holds: Held) -> tuple[NetworkFormat, ...]:
    """Return the formats that hold a network, or the tables of an analysis, preferred first."""
    return tuple(entry for entry in FORMATS if holds in entry.holds)


def get_network_format(name: str, holds: Held = "network") -> NetworkFormat:
    """Return the format of a name (`gexf`), media type, or file ending (`net`, `.net`).

    Raises: UnsupportedFormat, with the nearest names and those that fit.
    """
    wanted = name.strip().lower().partition(";")[0].strip()
    for names in (lambda entry: (entry.name, *entry.aliases), lambda entry: (*entry.media_types, entry.ending)):
        for entry in formats_holding(holds):
            if wanted in names(entry) or wanted.removeprefix(".") in names(entry):
                return entry
    fitting = [entry.name for entry in formats_holding(holds)]
    near = difflib.get_close_matches(wanted, fitting, n=2)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise UnsupportedFormat(f"'{name}' cannot hold a {holds}.{hint} There are: {', '.join(fitting)}.")
