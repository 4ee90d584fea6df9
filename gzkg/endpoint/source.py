"""Where the dataset of an endpoint comes from: a knowledge graph's folders, or RDF files as they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gzkg.dates import parse_day
from gzkg.endpoint.wire import View
from gzkg.rdf.files import Folders
from gzkg.store.embedded import EmbeddedStore
from gzkg.store.infer import Rule, open_store, read_rules
from gzkg.store.view import set_view

Source = Mapping[str, Any]
"""Either `root` (a folder) with `reference_date` (an ISO day), or `files` (a list of paths)."""


class Dataset:
    """A store with what it takes to see it as of another day."""

    def __init__(self, source: Source) -> None:
        self._rules: list[Rule] = []
        if "root" in source:
            folders = Folders(Path(source["root"]))
            self.store = open_store(folders, parse_day(source["reference_date"]))
            self._rules = read_rules(folders.rules())
        else:
            self.store = EmbeddedStore(union=False)
            for path in source["files"]:
                self.store.load_file(Path(path))

    def see(self, view: View) -> None:
        """Change the store into what held as of a day, as known on a day; it cannot be changed back."""
        as_of, known_on = view
        assert as_of
        set_view(self.store, self._rules, parse_day(as_of), parse_day(known_on) if known_on else None)
