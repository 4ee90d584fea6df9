"""How to cite the graph, or one thing in it: as plain text, for BibTeX and as CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from gzkg import BASE, Entity

TITLE: Final = "gzkg: City diplomacy as a knowledge graph"
AUTHOR: Final = "gzkg contributors"
LICENCE: Final = "CC BY 4.0"

_BROKEN: Final = re.compile(r"[^a-z0-9]+")
_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        **{sign: f"\\{sign}" for sign in "$&%#_"},
    }
)
"""What LaTeX would not print as it stands; braces by name, since BibTeX counts them even behind a backslash."""


def cite(version: str, day: date) -> Mapping[str, str]:
    """Return how to cite a version of the graph: as plain text, for BibTeX and as CSL-JSON."""
    item = {
        "id": "gzkg",
        "type": "dataset",
        "title": TITLE,
        "author": [{"literal": AUTHOR}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": version,
        "URL": BASE,
        "note": LICENCE,
    }
    fields = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in item.items())
    return {
        "text": f"{AUTHOR} ({day.year}). {TITLE} (version {version}) [Data set]. {BASE}. {LICENCE}.",
        "BibTeX": _bibtex("gzkg", {"title": TITLE}, BASE, version=version, day=day),
        "CSL-JSON": f"[{{\n{fields}\n}}]",
    }


def cite_entity(entity: Entity, version: str, day: date) -> str:
    """Return the entry for a BibTeX file of one entity or record of the graph."""
    told = {"title": entity.label.get("en") or entity.id, "howpublished": TITLE}
    return _bibtex(f"gzkg-{_BROKEN.sub('-', entity.id)}", told, entity.iri, version=version, day=day)


def _bibtex(key: str, told: Mapping[str, str], url: str, *, version: str, day: date) -> str:
    """Return an entry: what is told of the work, then its author, year, version, address and licence."""
    escaped = {name: text.translate(_SPECIAL) for name, text in {**told, "version": version}.items()}
    fields = {
        "title": f"{{{escaped.pop('title')}}}",
        "author": f"{{{AUTHOR}}}",
        "year": str(day.year),
        **escaped,
        "url": url,
        "note": f"Data set, {LICENCE}",
    }
    lines = (f"  {name:<12} = {{{value}}}," for name, value in fields.items())
    return "\n".join((f"@misc{{{key},", *lines, "}"))
