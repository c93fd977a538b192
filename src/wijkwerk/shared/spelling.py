"""The name that was most likely meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import Indel

_NEAR = 0.75


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The known name closest to ``name`` by edit similarity (at least 0.75), the first in
    alphabetical order when several are as close; None when nothing is near."""
    near = process.extractOne(
        name, sorted(set(names)), scorer=Indel.normalized_similarity, score_cutoff=_NEAR
    )
    return near[0] if near else None
