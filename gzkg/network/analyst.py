"""All that can be asked of networks over one graph: each answer with its table, figures and method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

import networkx as nx

from gzkg.dates import parse_day
from gzkg.network.analysis import ANALYSES, Asked
from gzkg.network.making.layer import layer_table
from gzkg.network.making.maker import Maker, Opened
from gzkg.network.measure.catalogue import measure_table
from gzkg.network.option import read_asked
from gzkg.network.table import Analysis

Answer: TypeAlias = "nx.Graph[Any] | Analysis"
Recall = Callable[[date], Opened]
"""Gives what opens the graph as known on a day."""


class Analyst:
    """Answers questions about networks over one graph, as of one day."""

    def __init__(self, opened: Opened, today: date, version: Callable[[], str], recall: Recall | None = None) -> None:
        self._opened = opened
        self._today = today
        self._version = version
        self._recall = recall
        self.maker = Maker(opened, today, version)
        """Makes the networks of what is known today."""
        self._makers: dict[date | None, Maker] = {None: self.maker}

    def answer(self, analysis: str, given: Mapping[str, Any]) -> Answer:
        """Return what is asked of an analysis, by name; values may be text.

        Raises: NetworkError; UnknownEntity, BadId, BadDate; BadQuery, ForbiddenQuery.
        """
        return self._answer(analysis, read_asked(analysis, given))

    def answer_words(self, analysis: str, words: Mapping[str, Any], most_s: float) -> Answer:
        """Return what somebody elsewhere asks, in words, within a time. Raises: as `answer`; NetworkTooLarge."""
        return self._answer(analysis, {**read_asked(analysis, words, here=False), "most_s": most_s})

    def _answer(self, analysis: str, asked: Asked) -> Answer:
        if analysis == "layers":
            return Analysis("layers", {"version": self._version()}, layer_table(*self._opened()))
        if analysis == "measures":
            return Analysis("measures", {}, measure_table())
        answer: Answer = ANALYSES[analysis](self._maker(asked), asked)
        return answer

    def _maker(self, asked: Asked) -> Maker:
        day = parse_day(str(asked["known_on"])) if asked.get("known_on") else None
        if day not in self._makers:
            assert self._recall
            assert day
            self._makers = {None: self.maker, day: Maker(self._recall(day), self._today, self._version)}
        return self._makers[day]
