from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gzkg import Settings, SettingsError
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


def test_an_installed_library_finds_what_it_ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The place of the package is the one thing a checkout cannot show otherwise.
    package = shutil.copytree(Path(module.__file__).parent, tmp_path / "gzkg")
    monkeypatch.setattr(module, "_HERE", package)
    assert module.default_root() == package / "shipped"
