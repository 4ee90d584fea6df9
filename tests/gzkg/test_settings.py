from __future__ import annotations

import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from gzkg import Limits, Settings, SettingsError
from gzkg import settings as module


def test_defaults(repo: Path) -> None:
    settings = Settings.from_env({})
    assert (settings.root, settings.language) == (repo, "en")


def test_each_variable() -> None:
    settings = Settings.from_env({"GZKG_ROOT": "/data", "GZKG_REFERENCE_DATE": "2021-09-13", "GZKG_LANG": "zh"})
    assert settings == Settings(Path("/data"), date(2021, 9, 13), "zh")


@pytest.mark.parametrize(("name", "value"), [("GZKG_REFERENCE_DATE", "2020-02-30"), ("GZKG_LANG", "fr")])
def test_a_bad_value_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"{name}.*{value}"):
        Settings.from_env({name: value})


@pytest.mark.parametrize("name", [limit.name for limit in fields(Limits)])
def test_each_limit(name: str) -> None:
    default = getattr(Limits(), name)
    limits = Settings.from_env({f"GZKG_{name.upper()}": "7"}).limits
    lowered = {"timeout_s": 7.0} if name == "max_timeout_s" else {}  # a lower cap lowers what it caps
    assert limits == Limits(**{name: type(default)(7), **lowered})
    assert type(getattr(limits, name)) is type(default)
    assert default > 0
    assert Settings.from_env({f"GZKG_{name.upper()}": ""}).limits == Limits()


def test_a_time_above_the_cap() -> None:
    limits = Settings.from_env({"GZKG_TIMEOUT_S": "100"}).limits
    assert (limits.timeout_s, limits.max_timeout_s) == (100, 100)
    with pytest.raises(SettingsError, match="GZKG_MAX_TIMEOUT_S"):
        Settings.from_env({"GZKG_TIMEOUT_S": "100", "GZKG_MAX_TIMEOUT_S": "60"})


@pytest.mark.parametrize("name", [limit.name for limit in fields(Limits)])
@pytest.mark.parametrize("value", ["-1", "many", "nan", "inf", "1e999", "0x10", " "])
def test_a_bad_limit_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^GZKG_{name.upper()} is '{value}'; it must be a (whole )?number from"):
        Settings.from_env({f"GZKG_{name.upper()}": value})


@pytest.mark.parametrize("name", [limit.name for limit in fields(Limits)])
def test_some_limits_may_be_nothing_and_some_may_be_a_part(name: str) -> None:
    variable, whole = f"GZKG_{name.upper()}", isinstance(getattr(Limits(), name), int)
    if name in ("queue", "client_s", "cache_mb"):
        assert getattr(Settings.from_env({variable: "0"}).limits, name) == 0
    else:
        with pytest.raises(SettingsError, match=variable):
            Settings.from_env({variable: "0"})
    if whole:
        with pytest.raises(SettingsError, match=rf"{variable}.*whole number"):
            Settings.from_env({variable: "1.5"})
    else:
        assert getattr(Settings.from_env({variable: "1.5"}).limits, name) == 1.5


def test_an_installed_library_finds_what_it_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The place of the package is the one thing a checkout cannot show otherwise.
    package = shutil.copytree(Path(module.__file__).parent, tmp_path / "gzkg")
    monkeypatch.setattr(module, "_HERE", package)
    assert module.default_root() == package / "shipped"
