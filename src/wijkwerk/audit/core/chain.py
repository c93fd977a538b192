"""The chain: each entry carries a digest of itself and of the one before it.

Who changes, removes or slips in an entry breaks every digest after it. Who cuts off the end leaves
a sound but shorter chain: that shows against the place that the database remembers beside it, and,
when that was changed too, only against a place and digest that were noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

START = "0" * 64


def digest_of(previous: str, content: Mapping[str, Any]) -> str:
    """SHA-256 in hexadecimals over the previous digest and the entry's content.

    The content is written as JSON with sorted keys, without spaces and in ASCII, so that the same
    content always has the same digest.
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """An entry as the chain sees it: its place (1 and up), content and both digests."""

    place: int
    content: Mapping[str, Any]
    previous: str
    digest: str


@dataclass(frozen=True)
class Break:
    """Where the chain doesn't hold, and in what way."""

    place: int
    what: str


def breaks_of(
    links: Iterable[Link], places_noted: Mapping[int, str]
) -> tuple[list[Break], int, str]:
    """The breaks of a chain in order, with the place and digest of its last entry.

    ``places_noted`` holds digests by place that were noted before; place 0 is never in it.
    """
    breaks: list[Break] = []
    place, last, missing = 0, START, dict(places_noted)
    for link in links:
        if link.place != place + 1:
            breaks.append(Break(link.place, f"entries {place + 1} to {link.place - 1} are gone"))
        elif link.previous != last:
            breaks.append(Break(link.place, "it doesn't follow the entry before it"))
        if digest_of(link.previous, link.content) != link.digest:
            breaks.append(Break(link.place, "its content was changed"))
        noted = missing.pop(link.place, link.digest)
        if noted != link.digest:
            breaks.append(Break(link.place, "it isn't what was noted before"))
        place, last = link.place, link.digest
    breaks += [
        Break(place_gone, "it was noted before, and is gone") for place_gone in sorted(missing)
    ]
    return breaks, place, last


def break_at_end(place: int, digest: str, remembered: tuple[int, str] | None) -> list[Break]:
    """What is wrong with the end of a chain, which is at ``place`` (0: it is empty) with ``digest``.

    ``remembered`` is the place and digest of the last entry that was written, None when nothing
    ever was.
    """
    if remembered is None:
        return [Break(place, "nothing remembers that it was written")] if place else []
    written, last = remembered
    if place == 0:
        return [Break(0, f"it is empty, though {written} entries were written")]
    if place < written:
        return [Break(place, f"it ends here, though {written} entries were written")]
    if (place, digest) != (written, last):
        return [Break(place, "its end isn't the entry that was written last")]
    return []
