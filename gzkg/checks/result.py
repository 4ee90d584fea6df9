"""What a shape found, before it is put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gzkg.model import Severity, Term


@dataclass(frozen=True, slots=True)
class Result:
    """One result: the shape that says no, the subject it says it of, and the values it names."""

    shape: str
    severity: Severity
    focus: str
    values: Mapping[str, Term] = field(default_factory=dict)
