"""Long lists in pages: each page goes on after the place where the last one stopped.

A cursor names its list and a place in it, so that the last page costs what the first one costs.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

MOST = 5000  # rows of a page
Item = TypeVar("Item")


class BadCursorError(ValueError):
    """A cursor that no page of this list gave."""


@dataclass(frozen=True)
class Page:
    """Rows, and the cursor of the next page, None on the last one."""

    rows: list[Any]
    next: str | None


def cursor_at(place: int, table: str) -> str:
    """The cursor of a page that begins at ``place``."""
    return base64.urlsafe_b64encode(f"{table}:{place}".encode()).decode().rstrip("=")


def place_of(cursor: str | None, table: str) -> int:
    """Where a page begins. Raises BadCursorError when ``table`` never gave this cursor."""
    if cursor is None:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        own_table, place = base64.b64decode(padded, b"-_", validate=True).decode("ascii").split(":")
    except (binascii.Error, UnicodeError, ValueError):
        raise BadCursorError(cursor) from None
    if own_table != table or not place.isdigit() or len(place) > 18:
        raise BadCursorError(cursor)
    return int(place)


def part_of(
    name: str, rows: Sequence[Item], limit: int, cursor: str | None
) -> tuple[Sequence[Item], str | None]:
    """A page of a list that is in memory, and the cursor of the next, None on the last. Raises
    BadCursorError."""
    start = place_of(cursor, name)
    following = cursor_at(start + limit, name) if start + limit < len(rows) else None
    return rows[start : start + limit], following
