"""What a measure is: how it is computed, and what a paper must say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from gzkg.model import Texts
from gzkg.network.arrays import Arrays, Floats

Mode = Literal["one", "two"]

Compute = Callable[..., Floats]
"""Takes Arrays and the measure's parameters by name; gives one number a node, NaN where it is not defined."""


def no_time(arrays: Arrays) -> float:
    """Say that a measure takes no time worth telling."""
    return 0.0


@dataclass(frozen=True)
class Measure:
    """A node measure: its function, and its method record in both languages.

    `formula`, `normalisation` and `reference` are for the method record; `defaults` names the parameters that may be
    given, each with its default; `seconds` estimates the time for a network on one core.
    """

    name: str
    label: Texts
    definition: Texts
    formula: str
    normalisation: str
    reference: str
    compute: Compute
    defaults: Mapping[str, Any] = field(default_factory=dict)
    seconds: Callable[[Arrays], float] = no_time
    engine: str = "numpy, scipy"
    instead: str = ""
    """Name of the measure to offer when this one would take too long."""

    weighted_times: float = 1.0
    """How many times as long it takes with weights."""

    with_error: Callable[..., tuple[Floats, Floats]] | None = None
    """For an estimate: gives the values and the standard error of each."""


TICKED: Final = "tick"
"""Name of the parameter by which a measure that takes long hears whom to tell of its progress."""
