"""Every node measure by its name: those of one-mode networks, and what they mean in two-mode ones."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final

from gzkg.errors import BadOption, NetworkTooLarge, UnknownMeasure
from gzkg.network.arrays import Arrays, Floats, Tick, quiet
from gzkg.network.measure import bridging, closeness, hole, neighbourhood, spectral
from gzkg.network.measure.definition import TICKED, Measure
from gzkg.network.table import Table
from gzkg.network.two_mode import measures as twomode

ONE_MODE: Final[Mapping[str, Measure]] = {
    measure.name: measure for room in (neighbourhood, closeness, spectral, hole, bridging) for measure in room.MEASURES
}
TWO_MODE: Final[Mapping[str, Measure]] = {measure.name: measure for measure in twomode.TWO_MODE}

_ASKED: Final = ("weighted", "normalized", "share", "samples", "alpha", "groups")
"""The parameters that may be asked for by name, besides the seed."""


def get_measure(name: str, *, two_mode: bool) -> Measure:
    """Return a measure, as it is defined for two-mode networks if the network is one and the definition differs.

    Raises: UnknownMeasure, with the nearest; BadOption, for a measure of two-mode networks only.
    """
    word = name.strip().casefold().replace("_", "-")
    known = {**TWO_MODE, **ONE_MODE}
    if word not in known:
        near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
        raise UnknownMeasure(f"No measure is called '{name}'. There are: {', '.join(sorted(known))}.", near)
    if two_mode and word == "clustering":
        raise BadOption(
            "A two-mode network has no triangles, so clustering is 0 everywhere. Project it first: project=simple."
        )
    if not two_mode and word not in ONE_MODE:
        raise BadOption(f"{word} is for two-mode networks, such as layer=membership; this network is one-mode.")
    return TWO_MODE[word] if two_mode and word in TWO_MODE else ONE_MODE[word]


def compute(
    measure: Measure, arrays: Arrays, given: Mapping[str, Any], tick: Tick = quiet, most_s: float | None = None
) -> tuple[Floats, Floats | None]:
    """Return the value of every node, and of an estimate its standard error.

    Raises: NetworkTooLarge, before it starts; BadOption.
    """
    instead = f"Ask for {measure.instead} instead." if measure.instead else "Ask for a smaller network."
    what = f"{measure.name} of {arrays.size} nodes and {arrays.edge_count} edges"
    require_time(what, expected_s(measure, arrays, given), most_s, instead)
    takes_tick = TICKED in inspect.signature(measure.compute).parameters
    heard = {TICKED: tick} if takes_tick else {}
    if measure.with_error:
        return measure.with_error(arrays, **given, **heard)
    return measure.compute(arrays, **given, **heard), None


def expected_s(measure: Measure, arrays: Arrays, given: Mapping[str, Any]) -> float:
    """Return about how many seconds a measure takes on one core."""
    return measure.seconds(arrays) * (measure.weighted_times if given.get("weighted") else 1.0)


def require_time(what: str, seconds: float, most_s: float | None, instead: str) -> None:
    """Raise NetworkTooLarge, saying what to ask for instead, when work would take longer than it may."""
    if most_s is not None and seconds > most_s:
        raise NetworkTooLarge(f"{what} would take about {seconds:.0f} seconds; {most_s:.0f} are allowed. {instead}")


def parameters_of(measure: Measure, arrays: Arrays, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a measure: those asked for, else its defaults; of katz the alpha that it will take.

    Raises: BadOption, for a parameter that the measure does not take.
    """
    given = {name: asked[name] for name in _ASKED if asked.get(name) is not None}
    if stray := [name for name in given if name not in measure.defaults and given[name] is not False]:
        takes = ", ".join(name for name in _ASKED if name in measure.defaults) or "no parameters"
        raise BadOption(f"{measure.name} does not take {stray[0]}; it takes {takes}.")
    seeded = {"seed": asked["seed"]} if asked.get("seed") is not None and "seed" in measure.defaults else {}
    taken = {name: value for name, value in given.items() if name in measure.defaults}
    parameters = {**measure.defaults, **taken, **seeded}
    if measure.compute is spectral.katz and parameters["alpha"] is None:
        parameters["alpha"] = spectral.katz_alpha(arrays, weighted=parameters["weighted"])
    return parameters


def measure_table() -> Table:
    """Return what there is to measure: name, label, definition in each language, formula, reference."""
    every = [*(("one", measure) for measure in ONE_MODE.values()), *(("two", measure) for measure in TWO_MODE.values())]
    columns: dict[str, Callable[[str, Measure], Any]] = {
        "measure": lambda mode, measure: measure.name,
        "mode": lambda mode, measure: mode,
        "label_en": lambda mode, measure: measure.label["en"],
        "label_zh": lambda mode, measure: measure.label["zh"],
        "definition_en": lambda mode, measure: measure.definition["en"],
        "definition_zh": lambda mode, measure: measure.definition["zh"],
        "formula": lambda mode, measure: measure.formula,
        "normalisation": lambda mode, measure: measure.normalisation,
        "reference": lambda mode, measure: measure.reference,
        "parameters": lambda mode, measure: ", ".join(f"{k}={v}" for k, v in measure.defaults.items()),
    }
    return Table({name: [give(mode, measure) for mode, measure in every] for name, give in columns.items()})
