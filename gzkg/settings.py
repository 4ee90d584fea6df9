"""The few settings. Only the two entry points (command line and service) read the environment."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from gzkg.dates import parse_day
from gzkg.errors import BadDate, SettingsError

Language = Literal["en", "zh"]

_MOST: Final = 1e9
_MAY_BE_0: Final = ("GZKG_QUEUE", "GZKG_CLIENT_S", "GZKG_CACHE_MB")
_HERE = Path(__file__).resolve().parent


def shipped_root() -> Path:
    """Return the folder inside the installed package that holds the copy in the wheel."""
    return _HERE / "shipped"


def default_root() -> Path:
    """Return the folder that holds `ontology/` and `graph/`: the checkout, else the copy in the wheel."""
    checkout = _HERE.parent
    return checkout if (checkout / "ontology" / "gzkg.ttl").is_file() else shipped_root()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query of a service may take, and how many there may be at once; each GZKG_<NAME> in the environment."""

    timeout_s: float = 30.0
    """Wall-clock seconds until a query is ended that does not ask for another time."""

    max_timeout_s: float = 60.0
    """The most that a query may ask for."""

    memory_mb: int = 1024
    """Memory that a query may take beyond that of the dataset."""

    max_rows: int = 1_000_000
    """Rows or triples after which an answer is cut."""

    max_answer_mb: int = 256
    """Size at which an answer is cut."""

    max_query_kb: int = 256
    """Size of a query's text, and of the body of a request."""

    workers: int = 8
    """Processes that answer queries; one client has three quarters of them at most."""

    queue: int = 128
    """Queries that may wait for a worker; more are turned away at once."""

    wait_s: float = 10.0
    """Seconds that a query may wait for a worker before it is turned away."""

    client_s: float = 60.0
    """Seconds of computing that one client may use in a minute; 0 sets no budget. Loopback has none."""

    cache_mb: int = 64
    """Memory for answers that are kept; 0 keeps none."""

    max_upload_mb: int = 16
    """Size of a file of new records; more than 16 is not read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; each has a default that works."""

    root: Path = field(default_factory=default_root)
    """Folder that holds `ontology/` and `graph/` (GZKG_ROOT)."""

    reference_date: date = field(default_factory=date.today)
    """Day for which derived triples such as gz:memberOf hold (GZKG_REFERENCE_DATE); today by default."""

    language: Language = "en"
    """Language of messages on the command line (GZKG_LANG)."""

    limits: Limits = field(default_factory=Limits)
    """What queries of the service may take."""

    records: Path | None = None
    """Folder of the journal of new records (GZKG_RECORDS); `.records` below the root, or in the user's own state folder
    when the root is inside the installed package."""

    @property
    def records_folder(self) -> Path:
        """Folder of the journal of new records."""
        if self.records:
            return self.records
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        return state / "gzkg" / "records" if self.root.resolve() == shipped_root() else self.root / ".records"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read settings from a mapping such as `os.environ`.

        Raises: SettingsError, naming the variable, its value and what it must be.
        """
        default = cls()
        return cls(
            root=Path(env["GZKG_ROOT"]) if env.get("GZKG_ROOT") else default.root,
            reference_date=_day(env.get("GZKG_REFERENCE_DATE")) or default.reference_date,
            language=_language(env.get("GZKG_LANG")),
            limits=_limits(env),
            records=Path(env["GZKG_RECORDS"]) if env.get("GZKG_RECORDS") else None,
        )


def _day(text: str | None) -> date | None:
    try:
        return parse_day(text) if text else None
    except BadDate as error:
        raise SettingsError(f"GZKG_REFERENCE_DATE: {error}") from None


def _limits(env: Mapping[str, str]) -> Limits:
    given: dict[str, Any] = {}
    for limit in fields(Limits):
        if text := env.get(f"GZKG_{limit.name.upper()}"):
            given[limit.name] = _number(f"GZKG_{limit.name.upper()}", text, whole=isinstance(limit.default, int))
    limits = Limits(**given)
    if limits.timeout_s <= limits.max_timeout_s:
        return limits
    if {"timeout_s", "max_timeout_s"} <= given.keys():
        raise SettingsError("GZKG_TIMEOUT_S is above GZKG_MAX_TIMEOUT_S. Lower the one or raise the other.")
    same = given.get("timeout_s") or limits.max_timeout_s  # the one that is given
    return replace(limits, timeout_s=same, max_timeout_s=same)


def _number(name: str, text: str, *, whole: bool) -> float:
    try:
        number = int(text) if whole else float(text)
    except ValueError:
        number = math.nan
    least = 0.0 if name in _MAY_BE_0 else 1.0 if whole else 0.001
    if not least <= number <= _MOST:
        kind = "whole number" if whole else "number"
        raise SettingsError(f"{name} is '{text}'; it must be a {kind} from {least:g} to {_MOST:g}.")
    return number


def _language(text: str | None) -> Language:
    match text or "en":
        case "en":
            return "en"
        case "zh":
            return "zh"
    raise SettingsError(f"GZKG_LANG is '{text}'; it must be en or zh.")
