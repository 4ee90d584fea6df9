"""How much the graph holds."""

from __future__ import annotations

from datetime import date

from gzkg import vocab
from gzkg.lookup.subject import code
from gzkg.model import Summary
from gzkg.store.embedded import EmbeddedStore


def read_summary(store: EmbeddedStore, reference_date: date) -> Summary:
    """Return things per class (most frequent first) and totals."""
    counted = {code(str(row["class"])): int(str(row["number"])) for row in store.rows("class_counts")}
    sizes = {str(row["graph"]): int(str(row["number"])) for row in store.rows("graph_sizes")}
    newest = list(store.rows("newest_source"))
    return Summary(
        classes=dict(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        triples=sizes.get(vocab.CURATED, 0),
        inferred=sum(number for graph, number in sizes.items() if graph.startswith(vocab.INFERRED)),
        sources=counted.get("Source", 0),
        claims=counted.get("Claim", 0),
        reference_date=reference_date,
        newest_source=next((date.fromisoformat(str(row["day"])) for row in newest if row["day"]), None),
    )
