"""A site without an edition, with a clock that stands still and a small programme where one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from programme.conftest import a_programme

__all__ = ["a_programme"]


@pytest.fixture(autouse=True)
def simple(plain_site: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Every test sees a plain site that serves nothing, and nothing remembered of another test's rows."""
    from wijkwerk.designation.serving.library import lists
    from wijkwerk.learning import loop
    from wijkwerk.monitor.display import library
    from wijkwerk.programme.selectors import targets

    settings.SERVING = tmp_path / "serving"
    targets.forget()
    loop.forget()
    for serving in (lists, library):
        serving.cache_clear()
    yield
    loop.forget()
    for serving in (lists, library):
        serving.cache_clear()
