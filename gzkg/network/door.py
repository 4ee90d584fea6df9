"""What a knowledge graph answers about networks: each method hands what is asked to the room that answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Unpack, cast

from gzkg.network.option import Asking
from gzkg.network.table import Analysis, Table

if TYPE_CHECKING:
    import networkx as nx
    import pandas
    import polars

    from gzkg.network.analyst import Analyst
    from gzkg.network.picture.worldmap import WorldMap


Place = tuple[float, float]
"""Longitude and latitude in degrees."""


class Drawing(Asking, total=False):
    """What may be asked of a picture of a network."""

    language: Literal["en", "zh"]


class Networks(ABC):
    """The part of `KnowledgeGraph` that makes networks and measures them.

    `gzkg.network.option` says what may be asked of every network. The engines are imported when first needed.
    """

    @property
    @abstractmethod
    def _analyst(self) -> Analyst:
        """What answers."""

    @property
    @abstractmethod
    def _language(self) -> Literal["en", "zh"]:
        """The language of pictures."""

    def network(self, **asked: Unpack[Asking]) -> nx.Graph[Any]:
        """Return a network of the graph: a networkx graph with labels, IRIs, dates and records.

        Its edges are the relations of the layers asked for (`tie` by default) that possibly held on a day (today by
        default, `as_of="ever"` for all); a wish is none unless `status` asks for it. `graph["method"]` of it is the
        record of how it was made.

        Raises: UnknownLayer, BadOption, with the nearest names; BadDate; EmptyNetwork; BadNetwork, for a file or
        query that holds none.
        """
        return cast("nx.Graph[Any]", self._analyst.answer("network", asked))

    def centrality(
        self,
        measure: str = "degree",
        *,
        contributions: int | None = None,
        **asked: Unpack[Asking],
    ) -> Analysis:
        """Return the value of a measure for every node, with rank and percentile, highest first.

        `measures()` lists what there is. `top` keeps so many, `node` some nodes; `contributions` adds so many of the
        ties that contribute most to the value of each.

        Raises: UnknownMeasure, UnknownEntity; NetworkTooLarge, with `most_s` given; as `network`.
        """
        return self._analyse("centrality", asked, measure=measure, contributions=contributions)

    def communities(
        self, method: Literal["louvain", "leiden"] = "leiden", *, resolution: float = 1.0, **asked: Unpack[Asking]
    ) -> Analysis:
        """Return groups of nodes that are tied closely, largest first; `details["members"]` has the nodes of each.

        Raises: as `network`.
        """
        return self._analyse("communities", asked, method=method, resolution=resolution)

    def path(self, source: str, target: str, *, most: int = 10, **asked: Unpack[Asking]) -> Analysis:
        """Return the shortest paths between two entities, step by step with records and sources.

        Raises: UnknownEntity; EmptyNetwork, when no path joins them; as `network`.
        """
        return self._analyse("path", asked, source=source, target=target, most=most)

    def series(
        self,
        measure: str = "degree",
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        date: Sequence[str] = (),
        **asked: Unpack[Asking],
    ) -> Analysis:
        """Return a measure through time: at the end of every year, or on given dates.

        `node` keeps some nodes, `top` the highest of the last date. Raises: as `centrality`.
        """
        return self._analyse("series", asked, measure=measure, since=since, until=until, date=date)

    def changes(
        self,
        measure: str = "degree",
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        **asked: Unpack[Asking],
    ) -> Analysis:
        """Return which nodes and edges entered and left between two days, and whose rank changed.

        Raises: as `centrality`.
        """
        return self._analyse("changes", asked, measure=measure, since=since, until=until)

    def structure(self, **asked: Unpack[Asking]) -> Analysis:
        """Return measures of the network as a whole, with distributions and mixing. Raises: as `network`."""
        return self._analyse("structure", asked)

    def distances(self, *, draws: int = 100, **asked: Unpack[Asking]) -> Analysis:
        """Return how long ties are in km, against random pairs and random networks. Raises: as `network`."""
        return self._analyse("distances", asked, draws=draws)

    def matrix(self, **asked: Unpack[Asking]) -> Analysis:
        """Return the network as a matrix (cities by organisations when it is two-mode), with a data dictionary.

        Raises: as `network`.
        """
        return self._analyse("matrix", asked)

    def significance(self, *, draws: int = 100, **asked: Unpack[Asking]) -> Analysis:
        """Return how the network differs from random ones of the same degrees: z-scores. Raises: as `network`."""
        return self._analyse("significance", asked, draws=draws)

    def overlap(self, *, draws: int = 0, **asked: Unpack[Asking]) -> Analysis:
        """Return the pairs of a two-mode network that share more partners than chance explains.

        Raises: BadNetwork, for a one-mode network; as `network`.
        """
        return self._analyse("overlap", asked, draws=draws)

    def stability(
        self,
        measure: str = "degree",
        *,
        by: Literal["leave-one-out", "resample"] = "leave-one-out",
        draws: int = 100,
        **asked: Unpack[Asking],
    ) -> Analysis:
        """Return how the ranks of the highest nodes move when a node is left out, or uncertain ties are drawn.

        Raises: as `centrality`.
        """
        return self._analyse("stability", asked, measure=measure, by=by, draws=draws)

    def picture(
        self,
        style: Literal["layout", "map"] = "layout",
        *,
        size_by: str | None = None,
        colour_by: str | None = None,
        labels: int = 20,
        format: Literal["svg", "png"] = "svg",
        **asked: Unpack[Drawing],
    ) -> bytes:
        """Return a network as a picture, its largest 300 nodes; the caption says what is not shown.

        `size_by` is a measure (number of partners by default), `colour_by` region, country, kind or community;
        `language` is that of the settings by default.

        Raises: BadOption; as `centrality`.
        """
        from gzkg.network.depiction import depict

        language = asked.pop("language", self._language)
        look = {"style": style, "size_by": size_by, "colour_by": colour_by, "labels": labels, "format": format}
        made = cast(Asking, asked)
        return depict(self.network(**made), made, {**look, "language": language})

    def layers(self) -> Analysis:
        """Return the kinds of relation of which networks are made."""
        return self._analyse("layers", {})

    def measures(self) -> Analysis:
        """Return the node measures with their definitions in each language."""
        return self._analyse("measures", {})

    def _analyse(self, name: str, asked: Any, **more: Any) -> Analysis:
        return cast(Analysis, self._analyst.answer(name, {**asked, **more}))


def serialize(answer: nx.Graph[Any] | Analysis, format: str, *, table: str = "") -> bytes:
    """Return a network (graphml, gexf, …) or an analysis (csv, parquet, …) in a format; svg and png of a series too.

    In a format that holds one table, `table` names one of the `details` instead of the first. Raises:
    UnsupportedFormat, with the formats there are; BadOption, when there is no such table.
    """
    from gzkg.network.depiction import FORMATS, depict, depict_series
    from gzkg.network.format import write

    if format in FORMATS:
        if isinstance(answer, Analysis):
            return depict_series(answer, format)
        return depict(answer, {}, {"format": format})
    return write(answer, format, table=table)


def to_pandas(answer: Analysis | Table) -> pandas.DataFrame:
    """Return the table of an analysis, or one of its `details`, for pandas; `attrs["method"]` says how it was made.

    Raises: UnsupportedFormat, when pandas is not installed.
    """
    from gzkg.network.format import to_pandas

    return to_pandas(answer)


def to_polars(answer: Analysis | Table) -> polars.DataFrame:
    """Return the table of an analysis, or one of its `details`, for polars.

    Raises: UnsupportedFormat, when polars is not installed.
    """
    from gzkg.network.format import to_polars

    return to_polars(answer)


def world_map(width: float, places: Collection[Place], ties: Collection[tuple[Place, Place]] = ()) -> WorldMap:
    """Return a map of the world, or of the part that some places fill, with what draws land, places and arcs on it.

    Places are longitude and latitude in degrees; a tie joins two of them.
    """
    from gzkg.network.picture.worldmap import map_of

    return map_of(width, places, ties)
