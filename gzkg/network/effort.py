"""What would take too long is said before it begins: an estimate for what measures a network many times."""

from __future__ import annotations

from typing import Any, Final

import networkx as nx

from gzkg.network.arrays import arrays_of
from gzkg.network.making.maker import Asked
from gzkg.network.measure.catalogue import expected_s, get_measure, require_time

_PASS_S: Final = 1e-5
"""Seconds for a node or edge when a network is cut, measured again and ranked, beside the measure itself."""

_DRAW_S: Final = 1.8e-5
"""Seconds for an edge in one random network that is drawn and measured."""


def require_passes(network: nx.Graph[Any], asked: Asked, passes: int) -> None:
    """Raise NetworkTooLarge when measuring a network so many times would take longer than it may."""
    measure = get_measure(asked["measure"], two_mode=bool(network.graph.get("two_mode")))
    arrays = arrays_of(network)
    once_s = expected_s(measure, arrays, asked) + _PASS_S * (arrays.size + arrays.edge_count)
    what = f"{measure.name}, measured {passes} times,"
    require_time(what, once_s * passes, asked.get("most_s"), "Ask for fewer draws or a smaller network.")


def require_draws(network: nx.Graph[Any], asked: Asked) -> None:
    """Raise NetworkTooLarge when drawing so many random networks would take longer than it may."""
    draws = asked["draws"]
    needed_s = _DRAW_S * network.number_of_edges() * draws
    require_time(f"{draws} random networks", needed_s, asked.get("most_s"), "Ask for fewer draws or a smaller network.")
