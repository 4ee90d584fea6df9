"""The few settings. Only the two entry points (command line and service) read the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from gzkg.dates import parse_day
from gzkg.errors import BadDate, SettingsError

Language = Literal["en", "zh"]

_HERE = Path(__file__).resolve().parent


def shipped_root() -> Path:
    """Return the folder inside the installed package that holds the copy in the wheel."""
    return _HERE / "shipped"


def default_root() -> Path:
    """Return the folder that holds `ontology/` and `graph/`: the checkout, else the copy in the wheel."""
    checkout = _HERE.parent
    return checkout if (checkout / "ontology" / "gzkg.ttl").is_file() else shipped_root()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; each has a default that works."""

    root: Path = field(default_factory=default_root)
    """Folder that holds `ontology/` and `graph/` (GZKG_ROOT)."""

    reference_date: date = field(default_factory=date.today)
    """Day for which derived triples such as gz:memberOf hold (GZKG_REFERENCE_DATE); today by default."""

    language: Language = "en"
    """Language of messages on the command line (GZKG_LANG)."""

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
        )


def _day(text: str | None) -> date | None:
    try:
        return parse_day(text) if text else None
    except BadDate as error:
        raise SettingsError(f"GZKG_REFERENCE_DATE: {error}") from None


def _language(text: str | None) -> Language:
    match text or "en":
        case "en":
            return "en"
        case "zh":
            return "zh"
    raise SettingsError(f"GZKG_LANG is '{text}'; it must be en or zh.")
