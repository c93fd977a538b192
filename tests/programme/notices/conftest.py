"""Calendars are kept for a while: what one test made is no answer in the next."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """An empty cache."""
    cache.clear()
