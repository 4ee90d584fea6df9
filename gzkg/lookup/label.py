"""Names in Chinese and English for everything, and a name made up for records that have none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gzkg.model import Texts
from gzkg.store.embedded import EmbeddedStore

Labels = Mapping[str, Texts]


def read_labels(store: EmbeddedStore) -> Labels:
    """Return IRI -> names by language, for every thing, term and concept that has a name."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in store.rows("labels"):
        thing, label = row["thing"], row["label"]
        if thing and label and label.language:
            found[thing.value][label.language] = label.value
    return found


def compose_label(labels: Labels, ends: Sequence[str], details: Sequence[str]) -> Texts:
    """Return a name for a record from its ends and its kind or role: `Fukuoka – Guangzhou (sister city)`."""
    composed = {}
    for language, dash, bracket in (("en", " – ", " ({})"), ("zh", "—", "（{}）")):
        names = [labels.get(iri, {}).get(language, iri) for iri in ends]
        words = [labels.get(iri, {}).get(language, iri) for iri in details]
        composed[language] = dash.join(names) + (bracket.format(", ".join(words)) if words else "")
    return composed
