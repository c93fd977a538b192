"""A site without an edition, with a clock that stands still and a small programme where one is asked for."""

from __future__ import annotations

import pytest

from programme.conftest import a_programme

__all__ = ["a_programme"]


@pytest.fixture(autouse=True)
def simple(plain_site: None) -> None:
    """Every test sees the plain site, and nothing remembered of another test's rows."""
    from wijkwerk.programme.selectors import targets

    targets.forget()
