"""Which areas a postcode lies in: a question to the serving file, which is sorted by postcode."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wijkwerk.served.api import Store

_POSTCODE = re.compile(r"\s*([1-9]\d{3})\s?([A-Za-z]{2})?\s*")
_MOST = 40


@dataclass(frozen=True)
class PostcodeAreas:
    """A postcode as people write it ('2512 GA', '2512'), and the codes of the areas that it lies in,
    where most of its addresses are first."""

    written: str
    areas: tuple[str, ...]


def postcode_in(question: str) -> str | None:
    """The postcode that a question is ('2512ga' → '2512GA', '2512'), or None."""
    match = _POSTCODE.fullmatch(question)
    return f"{match.group(1)}{(match.group(2) or '').upper()}" if match else None


def areas_of_postcode(store: Store, postcode: str) -> PostcodeAreas:
    """The areas of a postcode of four or six signs, at most 40."""
    last = postcode if len(postcode) == 6 else f"{postcode}ZZ"
    rows = store.tuples(
        "SELECT area, sum(coalesce(addresses, 1)) FROM postcodes WHERE postcode BETWEEN ? AND ? "
        "GROUP BY area ORDER BY 2 DESC, 1 LIMIT ?",
        [postcode, last, _MOST],
    )
    written = f"{postcode[:4]} {postcode[4:]}".strip()
    return PostcodeAreas(written, tuple(str(area) for area, _ in rows))


def has_postcodes(store: Store) -> bool:
    """Whether the edition tells where postcodes lie."""
    return bool(store.tuples("SELECT 1 FROM postcodes LIMIT 1"))
