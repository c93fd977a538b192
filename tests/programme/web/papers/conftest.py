"""What a process keeps of one test is nothing to the next one, whose numbers begin again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from wijkwerk.programme.selectors.targets import forget


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """An empty cache."""
    cache.clear()
    forget()
    yield
    cache.clear()
