"""Codes of areas as Statistics Netherlands writes them: NL00, GM0363, WK036301, BU03630101.

Amsterdam's renumbering of 2022 put letters into the last part (WK0363AA, BU0363AA01), so the part
behind the municipality is alphanumeric. Other codes (own areas, groups) are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wijkwerk.shared.spelling import nearest

_PATTERNS = {
    "country": re.compile(r"NL\d{0,2}"),
    "municipality": re.compile(r"GM\d{4}"),
    "district": re.compile(r"WK\d{4}[0-9A-Z]{2}"),
    "neighbourhood": re.compile(r"BU\d{4}[0-9A-Z]{2}\d{2}"),
}
_DIGITS = {"municipality": ("GM", 4), "district": ("WK", 6), "neighbourhood": ("BU", 8)}


def level_of(code: str) -> str | None:
    """The level that a code's form tells, or None for a code of one's own."""
    for level, pattern in _PATTERNS.items():
        if pattern.fullmatch(code):
            return level
    return None


def parent_of(code: str) -> str | None:
    """The code one level up that a code's form tells, or None when it tells none."""
    level = level_of(code)
    if level == "neighbourhood":
        return f"WK{code[2:8]}"
    if level == "district":
        return f"GM{code[2:6]}"
    return None


def repair_code(text: str, level: str | None = None) -> str | None:
    """The code that ``text`` most likely stands for, or None when that would be a guess.

    Mends spaces and lower case, and what a spreadsheet does to bare digits: it drops leading
    zeros (363 for GM0363). Bare digits need ``level``, since 36301 could be a district or the
    rest of a neighbourhood.
    """
    code = text.strip().upper()
    if level_of(code) is not None:
        return code
    prefixed = re.fullmatch(r"(GM|WK|BU)(\d+)", code)
    if prefixed:
        prefix, digits = prefixed.groups()
        width = next(width for name, width in _DIGITS.values() if name == prefix)
        return f"{prefix}{digits.zfill(width)}" if len(digits) <= width else None
    bare = re.fullmatch(r"(\d+)(\.0)?", code)
    if bare and level in _DIGITS:
        prefix, width = _DIGITS[level]
        digits = bare.group(1)
        return f"{prefix}{digits.zfill(width)}" if len(digits) <= width else None
    return None


def suggest(code: str, codes: Iterable[str]) -> str | None:
    """The known code nearest to ``code``, or None when nothing is near.

    A repaired code that is known wins; else the closest by edit similarity (at least 0.75), the
    first in alphabetical order when several are as close.
    """
    candidates = sorted(set(codes))
    for level in (None, *_DIGITS):
        repaired = repair_code(code, level)
        if repaired is not None and repaired != code and repaired in candidates:
            return repaired
    return nearest(code, candidates)
