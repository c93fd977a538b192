"""What an area lies in."""

from __future__ import annotations

from functools import cache

from wijkwerk.areas.api import parent_of


@cache
def above(code: str) -> frozenset[str]:
    """What an area lies in, as its code says."""
    codes = set()
    upper = parent_of(code)
    while upper is not None:
        codes.add(upper)
        upper = parent_of(upper)
    return frozenset(codes)
