"""The scripts of this folder are no package: put them on the path of its tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="module", autouse=True)
def scripts() -> Iterator[None]:
    """Put this folder on the path."""
    sys.path.insert(0, str(HERE))
    yield
    sys.path.remove(str(HERE))
