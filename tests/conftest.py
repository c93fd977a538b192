"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data beside the checkout; tests that need it skip without it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("real data are not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session", autouse=True)
def no_database_of_yours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a test starts as a process of its own must not write in build/data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIJKWERK_DATA", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def examples() -> Path:
    """The input folders that ship with the product."""
    return ROOT / "examples"
