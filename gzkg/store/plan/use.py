"""Give a store its planner."""

from __future__ import annotations

from gzkg.errors import BadQuery, StoreError
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.plan.rewrite import Planner
from gzkg.store.plan.tables import CannotTabulate, Tables
from gzkg.store.plan.words import Beyond


def use_tables(store: EmbeddedStore) -> None:
    """Let a store answer heavy joins and counts from tables, which hold for as long as it does not change.

    1 M triples take about 2.5 s and 60 MB. A store that holds what tables cannot stays as it is.
    """

    def ask(text: str) -> bytes:
        try:
            return store.run(text).serialize("csv")
        except (BadQuery, StoreError) as error:
            raise Beyond(str(error)) from None

    try:
        store.plan = Planner(Tables.read(store.lines()), ask).plan
    except CannotTabulate:
        return
